using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http;

namespace EnforcementPlatform.Kernel;

/// <summary>The call that is refused, as far as the refusal speaks of it.</summary>
/// <param name="Rpc">Full rpc name; empty for what is no rpc.</param>
/// <param name="Subject">What the refused act was about: a stream name, else the rpc or address.</param>
/// <param name="IsJson">True where the caller speaks JSON and so knows the fields by their JSON names.</param>
public sealed record RefusedCall(string Rpc, string Subject, bool IsJson)
{
    public static RefusedCall Of(ServerCallContext context)
    {
        var json = context.GetHttpContext().GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>();
        return new(context.Rpc(), context.Subject() ?? context.Rpc(), json is not null);
    }

    /// <summary>What never reached an rpc. What is wrong with its JSON was found in JSON and is named so already.</summary>
    public static RefusedCall Unreached(HttpContext http) => new("", http.GetEndpoint()?.DisplayName ?? "", IsJson: false);

    /// <summary>The path of a field as this caller writes it.</summary>
    public string NameOf(string field) => IsJson ? JsonNameOf(field) : field;

    /// <summary>Proto path to JSON path, by the rule of the protobuf JSON mapping: <c>party.id_number</c> becomes <c>party.idNumber</c>. Keys of maps stay.</summary>
    public static string JsonNameOf(string field)
    {
        var name = new StringBuilder();
        var (isKey, raise) = (false, false);
        foreach (var c in field)
        {
            isKey = c == '[' || (isKey && c != ']');
            if (c == '_' && !isKey)
            {
                raise = true;
                continue;
            }

            name.Append(raise ? char.ToUpperInvariant(c) : c);
            raise = false;
        }

        return name.ToString();
    }
}
