using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Kernel;

/// <summary>The choices of an enum, for whoever named none of them: each name with its word.</summary>
public static class EnumOptions
{
    /// <summary>可选：CLUE_SOURCE_INSPECTION（现场检查）、….</summary>
    public static string Of(EnumDescriptor type) =>
        $"可选：{string.Join('、', type.Values.Where(value => value.Number != 0).Select(value => $"{value.Name}（{Words.Of(value)}）"))}。";

    /// <summary>The same of the generated type of an enum of the contracts.</summary>
    public static string Of<T>()
        where T : struct, System.Enum => Of(Words.EnumOf(typeof(T))!);
}
