using System.Collections.Frozen;
using EnforcementPlatform.Contracts.Ledger;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Kernel;

/// <summary>The comments of the protos by full name. Generated code leaves them out; the build keeps them in the contracts' assembly.</summary>
public static class ContractComments
{
    private static readonly Lazy<FrozenDictionary<string, string>> All = new(Read);

    /// <summary>The comment of a service, rpc, message, field, enum or value; empty where it has none.</summary>
    public static string Of(IDescriptor descriptor) => All.Value.GetValueOrDefault(descriptor.FullName, "");

    private static FrozenDictionary<string, string> Read()
    {
        using var stream = typeof(FactsPart).Assembly.GetManifestResourceStream("descriptors.binpb")!;
        return FileDescriptorSet.Parser.ParseFrom(stream).File.SelectMany(CommentsOf).DistinctBy(pair => pair.Key).ToFrozenDictionary();
    }

    private static IEnumerable<KeyValuePair<string, string>> CommentsOf(FileDescriptorProto file) =>
        from location in file.SourceCodeInfo.Location
        where location.LeadingComments.Length > 0 && location.Path.Count > 0
        let name = NameAt(file, location.Path)
        where name is not null
        select KeyValuePair.Create(name, location.LeadingComments.Trim());

    /// <summary>The full name a location's path points at (descriptor.proto, SourceCodeInfo.Location.path), or null for what has no comment of its own.</summary>
    private static string? NameAt(FileDescriptorProto file, RepeatedField<int> path) => (path[0], path.Count) switch
    {
        (FileDescriptorProto.ServiceFieldNumber, 2) => $"{file.Package}.{file.Service[path[1]].Name}",
        (FileDescriptorProto.ServiceFieldNumber, 4) => $"{file.Package}.{file.Service[path[1]].Name}.{file.Service[path[1]].Method[path[3]].Name}",
        (FileDescriptorProto.MessageTypeFieldNumber, >= 2) => NameIn(file.MessageType[path[1]], file.Package, path, 2),
        (FileDescriptorProto.EnumTypeFieldNumber, >= 2) => NameIn(file.EnumType[path[1]], file.Package, path, 2),
        _ => null,
    };

    private static string? NameIn(DescriptorProto message, string scope, RepeatedField<int> path, int at)
    {
        var name = $"{scope}.{message.Name}";
        if (path.Count == at)
        {
            return name;
        }

        return (path[at], path.Count - at) switch
        {
            (DescriptorProto.FieldFieldNumber, 2) => $"{name}.{message.Field[path[at + 1]].Name}",
            (DescriptorProto.NestedTypeFieldNumber, >= 2) => NameIn(message.NestedType[path[at + 1]], name, path, at + 2),
            (DescriptorProto.EnumTypeFieldNumber, >= 2) => NameIn(message.EnumType[path[at + 1]], name, path, at + 2),
            _ => null,
        };
    }

    /// <summary>Values of an enum are named beside it in protos (descriptor.proto), but inside it by the runtime that asks here.</summary>
    private static string? NameIn(EnumDescriptorProto type, string scope, RepeatedField<int> path, int at)
    {
        if (path.Count == at)
        {
            return $"{scope}.{type.Name}";
        }

        return path[at] == EnumDescriptorProto.ValueFieldNumber && path.Count == at + 2 ? $"{scope}.{type.Name}.{type.Value[path[at + 1]].Name}" : null;
    }
}
