using System.Collections.Frozen;
using System.ComponentModel;
using System.Reflection;
using EnforcementPlatform.Contracts.Common;
using EnforcementPlatform.Contracts.Ledger;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The one reader of Chinese words: of what a contract names from its options (enforcement.common.v1, words.proto), of an enum that only this
/// program knows from the <see cref="DescriptionAttribute"/> of its member.
/// </summary>
public static class Words
{
    private static readonly Lazy<FrozenDictionary<System.Type, EnumDescriptor>> InContracts = new(
        () => Files().SelectMany(file => file.EnumTypes.Concat(file.MessageTypes.SelectMany(message => message.EnumTypes))).ToFrozenDictionary(type => type.ClrType));

    /// <summary>Words of a field; all empty where the contract has none.</summary>
    public static FieldWords Of(FieldDescriptor field) => field.GetOptions()?.GetExtension(WordsExtensions.Field) ?? new();

    /// <summary>The word for a value; empty where the contract has none.</summary>
    public static string Of(EnumValueDescriptor value) => value.GetOptions()?.GetExtension(WordsExtensions.Value)?.Label ?? "";

    /// <summary>What an rpc is called; empty where the contract does not say.</summary>
    public static string Of(MethodDescriptor rpc) => rpc.GetOptions()?.GetExtension(WordsExtensions.Rpc)?.Label ?? "";

    /// <summary>What a service is called; empty where the contract does not say.</summary>
    public static string Of(ServiceDescriptor service) => service.GetOptions()?.GetExtension(WordsExtensions.Service)?.Label ?? "";

    /// <summary>The word for a value of an enum, of the contracts or of this program.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value has no words: it is none of those the enum names.</exception>
    public static string Of<T>(T value)
        where T : struct, System.Enum => Find(value) ?? throw new ArgumentOutOfRangeException(nameof(value), value, $"{typeof(T)} has no word for it");

    /// <summary>The word for a value; null for one that this program does not know, as a newer peer may send.</summary>
    public static string? Find<T>(T value)
        where T : struct, System.Enum => Known<T>.ByValue.GetValueOrDefault(value);

    /// <summary>The enum of the contracts that a generated type was made of; null for a type of this program alone.</summary>
    internal static EnumDescriptor? EnumOf(System.Type type) => InContracts.Value.GetValueOrDefault(type);

    private static IEnumerable<FileDescriptor> Files() =>
        from type in typeof(FactsPart).Assembly.GetTypes()
        let descriptor = type.GetProperty("Descriptor")
        where descriptor?.PropertyType == typeof(FileDescriptor)
        select (FileDescriptor)descriptor.GetValue(null)!;

    /// <summary>Words of one enum, read once.</summary>
    private static class Known<T>
        where T : struct, System.Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue = EnumOf(typeof(T)) is { } type
            ? type.Values.ToFrozenDictionary(value => (T)System.Enum.ToObject(typeof(T), value.Number), Of)
            : Described();

        private static FrozenDictionary<T, string> Described() => (
            from value in System.Enum.GetValues<T>()
            let word = typeof(T).GetField(value.ToString())!.GetCustomAttribute<DescriptionAttribute>()
            where word is not null
            select KeyValuePair.Create(value, word.Description)).ToFrozenDictionary();
    }
}
