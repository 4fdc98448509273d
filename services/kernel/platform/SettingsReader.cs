using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Reads a section of the settings into its record. Every name that the record does not have and every value that does not fit is one sentence
/// with the setting's full name; the value itself is not repeated, since it may be a secret.
/// </summary>
internal static class SettingsReader
{
    /// <summary>The record, or <see cref="SettingsException"/> with every mistake.</summary>
    public static T Read<T>(IConfigurationSection section)
        where T : new()
    {
        string[] mistakes = [.. Mistakes(section, typeof(T))];
        return mistakes.Length > 0 ? throw new SettingsException(mistakes) : section.Get<T>() ?? new();
    }

    private static IEnumerable<string> Mistakes(IConfigurationSection section, Type type)
    {
        if (IsPlain(type))
        {
            return Fits(section, type) ? [] : [$"{section.Path}：值的类型不对，应为{KindOf(type)}。"];
        }

        if (ElementOf(type) is { } element)
        {
            return section.GetChildren().SelectMany(child => Mistakes(child, element));
        }

        return section.GetChildren().SelectMany(child => NamesIn(type).TryGetValue(child.Key, out var known)
            ? Mistakes(child, known)
            : [$"{child.Path}：没有这一设置项，请核对写法；{section.Path} 下可用的有：{string.Join("、", NamesIn(type).Keys.Order(StringComparer.Ordinal))}。"]);
    }

    private static Dictionary<string, Type> NamesIn(Type type) => type
        .GetProperties(BindingFlags.Instance | BindingFlags.Public)
        .Where(property => property.SetMethod is { IsPublic: true })
        .ToDictionary(property => property.Name, property => property.PropertyType, StringComparer.OrdinalIgnoreCase);

    /// <summary>What a list or a table by name holds; null for a record.</summary>
    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType() : typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[^1] : null;

    private static bool IsPlain(Type type) =>
        type == typeof(string) || type == typeof(Uri) || type == typeof(TimeSpan) || type == typeof(DateOnly) || type.IsPrimitive || type.IsEnum || Nullable.GetUnderlyingType(type) is not null;

    private static bool Fits(IConfigurationSection section, Type type)
    {
        if (section.GetChildren().Any() || section.Value is not { } value)
        {
            return !section.GetChildren().Any();
        }

        try
        {
            return type == typeof(string) || TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value) is not null;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string KindOf(Type type) => type switch
    {
        _ when type == typeof(bool) => "true或false",
        _ when type == typeof(Uri) => "网络地址",
        _ when type == typeof(string) => "一个值（不是一组）",
        { IsEnum: true } => string.Create(CultureInfo.InvariantCulture, $"以下之一：{string.Join("、", Enum.GetNames(type))}"),
        { IsPrimitive: true } => "数字",
        _ => "规定的格式",
    };
}
