using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Facts;

namespace EnforcementPlatform.Gateway.Mapping;

/// <summary>
/// A record in a platform's format: the exact bytes that are sent, kept and signed. The same decision makes the same bytes for ever; a test holds
/// them to a file.
/// </summary>
/// <param name="Mapping">Format and version.</param>
/// <param name="Bytes">JSON, UTF-8.</param>
internal sealed record RenderedRecord(int Version, DeliveryOperation Operation, NaturalKey Key, string Mapping, byte[] Bytes, ImmutableArray<Problem> Problems)
{
    private static readonly JsonWriterOptions Writing = new() { Indented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public byte[] Digest { get; } = SHA256.HashData(Bytes);

    /// <summary>A version to show.</summary>
    public static RenderedRecord Publish(DisclosurePublished told, PlatformFormat format, DateOnly today)
    {
        var values = SourceFields.Of(told, format);
        var key = new NaturalKey(told.Decision.DocumentNumber, told.Decision.OrganUscc);
        var bytes = Write(DeliveryOperation.Publish, key, told.Version, format, json => WriteFields(json, values));
        return new(told.Version, DeliveryOperation.Publish, key, format.Citation, bytes, FieldRules.Find(told.Decision, values, today));
    }

    /// <summary>A record to take down, with the public reason (行政处罚法 48(2)).</summary>
    public static RenderedRecord Withdraw(NaturalKey key, int version, string reason, PlatformFormat format) =>
        new(version, DeliveryOperation.Withdraw, key, format.Citation, Write(DeliveryOperation.Withdraw, key, version, format, json => json.WriteString("reason", reason)), []);

    private static byte[] Write(DeliveryOperation operation, NaturalKey key, int version, PlatformFormat format, Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Writing);
        json.WriteStartObject();
        json.WriteString("format", format.Citation);
        json.WriteString("operation", WireWords.Of(operation));
        json.WriteStartObject("key");
        json.WriteString("CF_WSH", key.DocumentNumber);
        json.WriteString("CF_CFJGDM", key.OrganUscc);
        json.WriteEndObject();
        json.WriteNumber("version", version);
        content(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteFields(Utf8JsonWriter json, ImmutableArray<(MappedField Field, string Value)> values)
    {
        json.WriteStartObject("fields");
        foreach (var (field, value) in values)
        {
            json.WritePropertyName(field.Code);
            if (field.Type == FieldType.Amount && value.Length > 0)
            {
                json.WriteRawValue(value); // a JSON number keeps its six decimals only when written as text
            }
            else
            {
                json.WriteStringValue(value);
            }
        }

        json.WriteEndObject();
    }
}

/// <summary>The words of the connector's JSON.</summary>
internal static class WireWords
{
    public static string Of(DeliveryOperation operation) => operation == DeliveryOperation.Withdraw ? "WITHDRAW" : "PUBLISH";
}
