using System.Globalization;

namespace EnforcementPlatform.Host;

/// <summary>
/// The words behind a command: <c>--name value</c>, <c>--name=value</c>, <c>--flag</c>, and the rest in order. What the command does not know
/// is refused, so that a mistyped option is never passed over.
/// </summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];
    private readonly HashSet<string> _flags = [];

    private Arguments()
    {
    }

    /// <summary>Words that belong to no option.</summary>
    public List<string> Rest { get; } = [];

    /// <summary>Settings given as <c>--Platform:Name=value</c>.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>Reads the words; throws <see cref="UsageException"/>.</summary>
    /// <param name="words">Words behind the command's name.</param>
    /// <param name="values">Options that take a value.</param>
    /// <param name="flags">Options that stand alone.</param>
    public static Arguments Read(IReadOnlyList<string> words, string[] values, string[] flags)
    {
        var arguments = new Arguments();
        for (var i = 0; i < words.Count; i++)
        {
            i += arguments.Take(words[i], i + 1 < words.Count ? words[i + 1] : null, values, flags);
        }

        return arguments;
    }

    public string? Value(string name) => _values.GetValueOrDefault(name);

    public bool Flag(string name) => _flags.Contains(name);

    /// <summary>A whole number; throws <see cref="UsageException"/> outside the bounds.</summary>
    public int Number(string name, int otherwise, int min, int max)
    {
        if (Value(name) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new UsageException($"--{name} 应为{min}到{max}之间的整数。");
    }

    /// <summary>Takes one word and says how many further words it used.</summary>
    private int Take(string word, string? next, string[] values, string[] flags)
    {
        if (!word.StartsWith("--", StringComparison.Ordinal))
        {
            Rest.Add(word);
            return 0;
        }

        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? word[2..] : word[2..equals];
        if (flags.Contains(name) && equals < 0)
        {
            _flags.Add(name);
            return 0;
        }

        Keep(name, equals < 0 ? next : word[(equals + 1)..], values);
        return equals < 0 ? 1 : 0;
    }

    private void Keep(string name, string? value, string[] values)
    {
        var isSetting = name.Contains(':', StringComparison.Ordinal);
        if (!isSetting && !values.Contains(name))
        {
            throw new UsageException($"没有选项 --{name}。");
        }

        if (value is null)
        {
            throw new UsageException($"选项 --{name} 缺少值。");
        }

        if (isSetting)
        {
            Settings[name] = value;
        }
        else
        {
            _values[name] = value;
        }
    }
}
