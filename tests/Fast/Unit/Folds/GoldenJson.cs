using System.Collections.Immutable;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Tests.Fast.Unit.Folds;

/// <summary>
/// A stream of facts as JSON: what the ledger would hold, readable. Beside each message stand its bytes. They are what counts, as in a
/// ledger: a field or a value of an enum may get another name, and the file still says the same. A message without bytes was written by
/// hand.
/// </summary>
internal static class GoldenJson
{
    private static readonly Dictionary<string, MessageDescriptor> Types =
        Product.MessageFiles.SelectMany(file => file.MessageTypes).DistinctBy(type => type.FullName).ToDictionary(type => type.FullName);

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(IEnumerable<Recording> recordings) => JsonSerializer.Serialize(recordings.Select(recording => new Row(
        recording.At, recording.OccurredAt, recording.Source, recording.Late, recording.By,
        [.. recording.Facts.Select(Typed.Of)], [.. recording.Personal.Select(Typed.Of)])), Options);

    public static ImmutableArray<Recording> Read(string json) =>
    [
        .. JsonSerializer.Deserialize<Row[]>(json)!.Select((row, index) => new Recording(
            index, row.At, row.OccurredAt, row.Source, row.Late, row.By,
            [.. row.Facts.Select(fact => fact.Parse())], [.. row.Personal.Select(part => part.Parse())])),
    ];

    private sealed record Row(
        DateTimeOffset At, DateTimeOffset OccurredAt, string Source, bool Late, string By, Typed[] Facts, Typed[] Personal);

    private sealed record Typed(string Type, JsonElement Body, byte[]? Bytes)
    {
        public static Typed Of(IMessage message) =>
            new(message.Descriptor.FullName, JsonDocument.Parse(JsonFormatter.Default.Format(message)).RootElement, message.ToByteArray());

        public IMessage Parse() => Bytes is null
            ? JsonParser.Default.Parse(Body.GetRawText(), Types[Type])
            : Types[Type].Parser.ParseFrom(Bytes);
    }
}
