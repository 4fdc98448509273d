using System.Collections.Frozen;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Kernel;

/// <summary>The message types a ledger's parts may hold, by full name. A type outside is a newer release's: see <see cref="KernelFaults.ReplicaTooOld"/>.</summary>
public sealed class MessageTypes
{
    private readonly FrozenDictionary<string, MessageParser> _parsers;

    public MessageTypes(params IEnumerable<FileDescriptor> files) =>
        _parsers = files.SelectMany(file => file.MessageTypes).ToFrozenDictionary(type => type.FullName, type => type.Parser, StringComparer.Ordinal);

    /// <summary>Parses the bytes of a known type.</summary>
    public IMessage Parse(string type, ByteString bytes) =>
        _parsers.TryGetValue(type, out var parser) ? parser.ParseFrom(bytes) : throw KernelFaults.ReplicaTooOld.With(("type", type));

    /// <summary>True when the type is known.</summary>
    public bool Knows(string type) => _parsers.ContainsKey(type);
}
