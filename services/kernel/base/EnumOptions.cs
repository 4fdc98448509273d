using System.Collections.Frozen;
using System.Text.RegularExpressions;
using EnforcementPlatform.Contracts.Ledger;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Kernel;

/// <summary>The choices of an enum, for whoever named none of them: each name, with the Chinese word its contract's comment begins with.</summary>
internal static partial class EnumOptions
{
    private static readonly Lazy<FrozenDictionary<System.Type, EnumDescriptor>> InContracts = new(
        () => Files().SelectMany(file => file.EnumTypes.Concat(file.MessageTypes.SelectMany(message => message.EnumTypes))).ToFrozenDictionary(type => type.ClrType));

    /// <summary>可选：CLUE_SOURCE_INSPECTION（现场检查）、….</summary>
    public static string Of(EnumDescriptor type) =>
        $"可选：{string.Join('、', type.Values.Where(value => value.Number != 0).Select(value => value.Name + InChinese(ContractComments.Of(value))))}。";

    /// <summary>The same of the generated type of an enum of the contracts.</summary>
    public static string Of<T>()
        where T : struct, System.Enum => Of(InContracts.Value[typeof(T)]);

    private static IEnumerable<FileDescriptor> Files() =>
        from type in typeof(FactsPart).Assembly.GetTypes()
        let descriptor = type.GetProperty("Descriptor")
        where descriptor?.PropertyType == typeof(FileDescriptor)
        select (FileDescriptor)descriptor.GetValue(null)!;

    private static string InChinese(string comment) => Word().Match(comment) is { Success: true } found ? $"（{found.Value}）" : "";

    [GeneratedRegex(@"^\p{IsCJKUnifiedIdeographs}[^:.(;]*(?=[:.(;]|$)")]
    private static partial Regex Word();
}
