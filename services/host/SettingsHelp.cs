using System.Collections;
using System.Globalization;
using System.Reflection;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Host;

/// <summary>
/// Every setting with its kind, default and sentence, read from the options themselves, so that none can be forgotten: <c>enforce help settings</c>.
/// </summary>
internal static class SettingsHelp
{
    public const string Topic = "settings";

    private const string Introduction = """
        设置项（enforce serve）

        三种写法，后者优先：
          设置文件    serve --config 文件，如 {"Platform": {"DataDirectory": "/var/lib/enforcement/data"}}
          环境变量    ENFORCEMENT_Platform__DataDirectory=/var/lib/enforcement/data
          命令行      serve --Platform:DataDirectory=/var/lib/enforcement/data
        都不填即为单机默认设置。列表按序号填写（Platform:Roles:0）。没有的设置项和不对的值会使启动中止，并逐项说明。
        """;

    /// <summary>The whole text.</summary>
    public static string Of(IEnumerable<IRole> roles) =>
        string.Join('\n', [Introduction, .. Sections(roles).Select(section => $"\n{section.Name}\n{string.Join('\n', Describe(section).Select(Lines))}")]);

    /// <summary>Every setting of a section and of what it holds.</summary>
    public static IEnumerable<Described> Describe(SettingsSection section) => Describe(section.Name, section.Options);

    /// <summary>The platform's section and those of roles.</summary>
    public static IEnumerable<SettingsSection> Sections(IEnumerable<IRole> roles) =>
        [new(PlatformOptions.Section, typeof(PlatformOptions)), .. roles.Select(role => role.Section).OfType<SettingsSection>()];

    private static IEnumerable<Described> Describe(string path, Type options)
    {
        var defaults = Activator.CreateInstance(options, nonPublic: true);
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var (place, held) = Held($"{path}:{property.Name}", property.PropertyType);
            yield return new(place, Shown(property.GetValue(defaults)), property.GetCustomAttribute<SettingAttribute>()?.Words ?? "");
            foreach (var inner in held is null ? [] : Describe(place, held))
            {
                yield return inner;
            }
        }
    }

    /// <summary>Where its values stand, and the options inside, where it holds some.</summary>
    private static (string Place, Type? Held) Held(string path, Type type)
    {
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Dictionary<,>))
        {
            return (type.IsArray ? $"{path}:<序号>" : path, IsGroup(type) ? type : null);
        }

        var value = type.GetGenericArguments()[1];
        return ($"{path}:<名称>", IsGroup(value) ? value : null);
    }

    /// <summary>True for options that hold options.</summary>
    private static bool IsGroup(Type type) => type.IsClass && type.Namespace?.StartsWith(nameof(EnforcementPlatform), StringComparison.Ordinal) == true;

    private static string Shown(object? value) => value switch
    {
        null or "" or IEnumerable and not string => "空",
        _ when IsGroup(value.GetType()) => "空",
        bool yes => yes ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Lines(Described setting) => $"  {setting.Name}\n      {setting.Words}。默认：{setting.Default}";

    /// <summary>One setting as it is printed.</summary>
    /// <param name="Name">Full name as on the command line, with placeholders.</param>
    /// <param name="Default">Its default as it would be written.</param>
    /// <param name="Words">Its sentence; empty where somebody forgot it.</param>
    public sealed record Described(string Name, string Default, string Words);
}
