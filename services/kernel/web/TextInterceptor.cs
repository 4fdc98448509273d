using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Asks <see cref="ReadableText"/> about every text of every message that a caller sends, once its lines end as they are kept: a field that is added
/// tomorrow is covered tomorrow.
/// What a field needs beyond that (length, spelling of an id) each use case says itself.
/// </summary>
internal sealed class TextInterceptor : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        RequireReadable((IMessage)request);
        return continuation(request, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        RequireReadable((IMessage)request);
        return continuation(request, responseStream, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        continuation(new ReadableMessages<TRequest>(requestStream), context);

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        continuation(new ReadableMessages<TRequest>(requestStream), responseStream, context);

    /// <summary>Ends lines with LF; then throws <see cref="KernelFaults.InvalidFields"/> naming every text that cannot be kept.</summary>
    public static void RequireReadable(IMessage message)
    {
        var check = new Check();
        Walk(check, message, "");
        check.ThrowIfAny();
    }

    private static void Walk(Check check, IMessage message, string above)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.FieldType is not (FieldType.String or FieldType.Message) || (field.HasPresence && !field.Accessor.HasValue(message)))
            {
                continue;
            }

            var path = above.Length == 0 ? field.Name : $"{above}.{field.Name}";
            var value = field.Accessor.GetValue(message);
            if (value is IDictionary map)
            {
                foreach (var key in map.Keys.Cast<object>().ToArray())
                {
                    One(check, key, path);
                    One(check, map[key], $"{path}[\"{key}\"]", lines => map[key] = lines);
                }
            }
            else if (value is IList list)
            {
                for (var at = 0; at < list.Count; at++)
                {
                    var index = at;
                    One(check, list[at], $"{path}[{at}]", lines => list[index] = lines);
                }
            }
            else
            {
                One(check, value, path, lines => field.Accessor.SetValue(message, lines));
            }
        }
    }

    private static void One(Check check, object? value, string path, Action<string>? mend = null)
    {
        if (value is string text)
        {
            var lines = mend is null ? text : ReadableText.WithLineFeeds(text);
            if (!ReferenceEquals(lines, text))
            {
                mend!(lines);
            }

            check.Readable(lines, path);
        }
        else if (value is IMessage inner)
        {
            Walk(check, inner, path);
        }
    }

    private sealed class ReadableMessages<T>(IAsyncStreamReader<T> messages) : IAsyncStreamReader<T>
    {
        public T Current => messages.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            var more = await messages.MoveNext(cancellationToken);
            if (more)
            {
                RequireReadable((IMessage)messages.Current!);
            }

            return more;
        }
    }
}
