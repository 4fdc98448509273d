using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Kernel;

/// <summary>The fields every mutation shares, found by name in the request's descriptor.</summary>
internal static class RequestFields
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

    /// <summary>A copy of the request with an empty request id.</summary>
    public static IMessage WithoutRequestId(IMessage request)
    {
        if (Find(request, "request_id") is not { } accessor)
        {
            return request;
        }

        var copy = request.Descriptor.Parser.ParseFrom(request.ToByteString());
        accessor.Clear(copy);
        return copy;
    }

    private static IFieldAccessor? Find(IMessage request, string field) =>
        Accessors.GetOrAdd((request.Descriptor, field), static key => key.Item1.FindFieldByName(key.Item2)?.Accessor);
}
