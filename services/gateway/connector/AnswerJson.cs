using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using EnforcementPlatform.Gateway.Mapping;

namespace EnforcementPlatform.Gateway.Connector;

/// <summary>A platform's answer as far as the gateway reads it; everything else in it is kept and not looked at.</summary>
/// <param name="Code">The platform's code.</param>
/// <param name="Field">Field it objects to.</param>
/// <param name="Receipts">Receipts; some platforms repeat one, or send others' along.</param>
internal sealed record AnswerJson(string Code, string Field, ImmutableArray<ReceiptJson> Receipts)
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web) { MaxDepth = 16 };

    private static readonly AnswerJson Unreadable = new("", "", []);

    /// <summary>Reads the bytes; what is no such JSON has no code and no receipt.</summary>
    public static AnswerJson Read(byte[] bytes)
    {
        try
        {
            var read = JsonSerializer.Deserialize<Shape>(bytes, Reading);
            return new(read?.Code ?? "", read?.Field ?? "", [.. (read?.Receipts ?? []).Where(one => one is not null)]);
        }
        catch (JsonException)
        {
            return Unreadable;
        }
    }

    /// <summary>The first receipt for exactly what was sent; the same once more, or another's, counts for nothing.</summary>
    public ReceiptJson? ReceiptFor(Consignment sent) => Receipts.FirstOrDefault(receipt =>
        receipt.Version == sent.Version
        && receipt.Operation == WireWords.Of(sent.Operation)
        && string.Equals(receipt.BodySha256, Convert.ToHexStringLower(sent.Digest), StringComparison.OrdinalIgnoreCase));

    private sealed record Shape(string? Code, string? Field, ReceiptJson[]? Receipts);
}

/// <summary>One receipt.</summary>
/// <param name="RemoteId">The platform's own number of the record.</param>
/// <param name="BodySha256">Digest of what it received, hex.</param>
internal sealed record ReceiptJson(
    [property: JsonPropertyName("remoteId")] string? RemoteId,
    [property: JsonPropertyName("version")] int Version,
    [property: JsonPropertyName("operation")] string? Operation,
    [property: JsonPropertyName("bodySha256")] string? BodySha256);
