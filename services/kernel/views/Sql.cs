using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>
/// SQL written as an interpolated string whose values become parameters: <c>$"SELECT title FROM cases WHERE organ = {organ}"</c>.
/// No value ever enters the text; a <see cref="SqlPart"/> is put in with its own values. One text is prepared once.
/// </summary>
[InterpolatedStringHandler]
public sealed class Sql
{
    private readonly StringBuilder _text;
    private readonly ImmutableArray<object>.Builder _values;

    public Sql(int literalLength, int formattedCount)
    {
        _text = new StringBuilder(literalLength + (formattedCount * 4));
        _values = ImmutableArray.CreateBuilder<object>(formattedCount);
    }

    /// <summary>The text, with <c>$1</c>, <c>$2</c>, … where values stand.</summary>
    public string Text => _text.ToString();

    /// <summary>The values, <c>$1</c> first: long, double, string, byte[] or <see cref="DBNull"/>.</summary>
    public IReadOnlyList<object> Values => _values;

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(SqlPart part)
    {
        // The part counts its own values from 1.
        var shift = _values.Count;
        var text = part.Sql.Text;
        for (var at = 0; at < text.Length; at++)
        {
            _text.Append(text[at]);
            if (text[at] == '$')
            {
                var digits = text.AsSpan(at + 1);
                var length = digits.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : digits.Length;
                _text.Append(CultureInfo.InvariantCulture, $"{int.Parse(digits[..length], CultureInfo.InvariantCulture) + shift}");
                at += length;
            }
        }

        _values.AddRange(part.Sql._values);
    }

    public void AppendFormatted(SqlName name) => _text.Append(name.Text);

    public void AppendFormatted<T>(T value) => AppendValue(Stored(value));

    /// <summary>How a value is stored, so that equal values are equal bytes: enums by name, dates as yyyy-MM-dd, instants as RFC 3339 UTC with milliseconds.</summary>
    public static object Stored<T>(T value) => value switch
    {
        null => DBNull.Value,
        string or long or double or byte[] or DBNull => value,
        int number => (long)number,
        bool flag => flag ? 1L : 0L,
        Enum name => name.ToString(),
        DateOnly date => IsoDay.Write(date),
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"no column holds a {typeof(T)}"),
    };

    private void AppendValue(object value)
    {
        _values.Add(value);
        _text.Append(CultureInfo.InvariantCulture, $"${_values.Count}");
    }
}

/// <summary>A piece of SQL with its values, to stand in a greater one. (Were it a plain <see cref="Sql"/>, an interpolated text meant as a value would become one.)</summary>
public readonly record struct SqlPart(Sql Sql)
{
    /// <summary>The condition that every row meets.</summary>
    public static SqlPart Always { get; } = new($"1 = 1");
}

/// <summary>A table or column name that the code chose; it stands in the text as it is. Never made of input.</summary>
public readonly record struct SqlName(string Text);
