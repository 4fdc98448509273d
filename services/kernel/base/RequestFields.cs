using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Kernel;

/// <summary>The fields every mutation shares, found by name in the request's descriptor.</summary>
public static class RequestFields
{
    private static readonly ConcurrentDictionary<(MessageDescriptor, string), IFieldAccessor?> Accessors = new();

    public static Guid RequestId(IMessage request)
    {
        var value = Text(request, "request_id");
        new Check().RequestId(value).ThrowIfAny();
        return Guid.ParseExact(value, "D");
    }

    public static string Etag(IMessage request) => Text(request, "etag");

    public static string Text(IMessage request, string field) => (string?)Find(request, field)?.GetValue(request) ?? "";

    /// <summary>
    /// The request without its id in one spelling, whoever wrote it: fields in the order of their numbers, entries of maps in the order of their
    /// keys (the wire leaves them in any), unknown fields left out, since nobody reads them.
    /// </summary>
    public static byte[] Canonical(IMessage request)
    {
        var copy = request.Descriptor.Parser.WithDiscardUnknownFields(true).ParseFrom(request.ToByteString());
        Find(copy, "request_id")?.Clear(copy);
        var bytes = new byte[copy.CalculateSize()];
        using (var stream = new CodedOutputStream(bytes) { Deterministic = true })
        {
            copy.WriteTo(stream);
        }

        return bytes;
    }

    private static IFieldAccessor? Find(IMessage request, string field) =>
        Accessors.GetOrAdd((request.Descriptor, field), static key => key.Item1.FindFieldByName(key.Item2)?.Accessor);
}
