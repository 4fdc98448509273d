using System.Collections.Concurrent;
using EnforcementPlatform.Host;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Bench.Contestants;

/// <summary>A bare grpc-dotnet server in a process of its own: what the transport alone costs. Also the empty host that the start is measured against.</summary>
internal sealed class EchoContestant : ICommand
{
    public string Name => "contestant echo";

    public string Summary => "对照：仅回显的grpc-dotnet服务";

    public string Usage => "--port 端口";

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var port = Arguments.Read(args, ["port"], []).Number("port", 0, 0, 65_535);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listener => listener.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        await using var app = builder.Build();
        app.MapGrpcService<EchoRpcs>();
        await app.StartAsync(ct);
        Console.WriteLine(ServeCommand.UpLine);
        await app.WaitForShutdownAsync(ct);
        return CommandLine.Done;
    }

    private sealed class EchoRpcs : EchoService.EchoServiceBase
    {
        private static readonly ConcurrentDictionary<int, ByteString> Bodies = new();

        public override Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context) =>
            Task.FromResult(new EchoResponse { Body = Bodies.GetOrAdd(request.AnswerSize, static size => ByteString.CopyFrom(new byte[size])) });
    }
}
