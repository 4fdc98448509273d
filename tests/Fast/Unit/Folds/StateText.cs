using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using EnforcementPlatform.Kernel;
using Google.Protobuf;

namespace EnforcementPlatform.Tests.Fast.Unit.Folds;

/// <summary>
/// A folded state as indented text: every value that it stores, however deep, and none that it derives, since those follow today's rules.
/// What the kernel fills in is left out but for the version.
/// </summary>
internal sealed class StateText
{
    /// <summary>Where a line of what changed is cut off: the whole stands in the state.</summary>
    private const int Widest = 120;

    private readonly StringBuilder _text = new();

    /// <summary>The state that a stream folds to, and what each entry made of the state before.</summary>
    public static string Of(GoldenStream stream)
    {
        var states = stream.Kind.Fold(stream.Recordings).Select(Of).ToArray();
        var values = states.Select(Values).ToArray();
        var steps = stream.Recordings.Select((recording, index) =>
            $"{string.Join(", ", recording.Facts.Select(fact => fact.Descriptor.Name))}\n{Change(values[index], values[index + 1])}");
        return $"{states[^1]}\n{string.Join('\n', steps)}";
    }

    public static string Of(StreamState state)
    {
        var written = new StateText();
        written.Line(0, $"{state.GetType().Name}, version {state.Version.ToString(CultureInfo.InvariantCulture)}");
        written.Members(state, 1);
        return written._text.ToString();
    }

    private static string Change(string[] before, string[] after) => string.Concat(
        before.Except(after).Select(value => $"  - {value}").Concat(after.Except(before).Select(value => $"  + {value}"))
            .Select(line => (line.Length > Widest ? $"{line[..Widest]}…" : line) + "\n"));

    /// <summary>Each value of a state with its place in it, e.g. <c>Items.0.State: Sending</c>.</summary>
    private static string[] Values(string state)
    {
        var place = new List<string>();
        var items = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. state.TrimEnd().Split('\n').Skip(1).Select(line =>
        {
            var text = line.TrimStart();
            var depth = ((line.Length - text.Length) / 2) - 1;
            place.RemoveRange(depth, place.Count - depth);
            var holder = string.Concat(place.Select(name => name + "."));
            var isItem = text.StartsWith("- ", StringComparison.Ordinal);
            var (name, value) = isItem ? ($"{items[holder] = items.GetValueOrDefault(holder, -1) + 1}", text[2..]) : Split(text);
            place.Add(name);
            return $"{holder}{name}: {value}";
        })];
    }

    private static (string Name, string Value) Split(string line) =>
        line.Split(": ", 2) is [var name, var value] ? (name, value) : (line.TrimEnd(':'), "");

    private void Members(object holder, int depth)
    {
        foreach (var property in Stored(holder.GetType()))
        {
            Write(depth, $"{property.Name}: ", property.GetValue(holder));
        }
    }

    private void Write(int depth, string label, object? held)
    {
        switch (Unwrapped(held))
        {
            case var value when IsScalar(value):
                Line(depth, label + Scalar(value));
                break;
            case ITuple tuple:
                Line(depth, label + string.Join(" | ", Enumerable.Range(0, tuple.Length).Select(index => Scalar(tuple[index]))));
                break;
            case IDictionary map:
                Line(depth, label.TrimEnd());
                foreach (DictionaryEntry entry in map)
                {
                    Write(depth + 1, $"{Scalar(entry.Key)}: ", entry.Value);
                }

                break;
            case IEnumerable items:
                Line(depth, label.TrimEnd());
                foreach (var item in items)
                {
                    Write(depth + 1, "- ", item);
                }

                break;
            case { } value:
                Line(depth, label + value.GetType().Name);
                Members(value, depth + 1);
                break;
        }
    }

    private static bool IsScalar(object? value) => value is null or string or byte[] or IFormattable or bool or IMessage or Personal;

    /// <summary>What a typed reference to a personal part stands for.</summary>
    private static object? Unwrapped(object? value) =>
        value?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Personal<>)
            ? type.GetProperty(nameof(Personal<>.Source))!.GetValue(value)
            : value;

    private static string Scalar(object? held) => Unwrapped(held) switch
    {
        null => "(none)",
        "" => "(empty)",
        string text => text.ReplaceLineEndings("\\n"),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        DateTimeOffset instant => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Personal { Message: { } message } part => $"part {part.Part} {message.Descriptor.Name} {JsonFormatter.Default.Format(message)}",
        Personal part => $"part {part.Part}, destroyed by {part.DestroyedBy}",
        IMessage message => $"{message.Descriptor.Name} {JsonFormatter.Default.Format(message)}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        bool yes => yes ? "yes" : "no",
        var other => throw new InvalidOperationException($"{other.GetType()} cannot be written in one line"),
    };

    /// <summary>What a state stores: properties with a field of their own.</summary>
    private static IEnumerable<PropertyInfo> Stored(Type type)
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        return type is { BaseType: { } parent } && type != typeof(StreamState)
            ? Stored(parent).Concat(type.GetProperties(own)
                .Where(property => type.GetField($"<{property.Name}>k__BackingField", own) is not null)
                .OrderBy(property => property.MetadataToken))
            : [];
    }

    private void Line(int depth, string text) => _text.Append(' ', 2 * depth).Append(text).Append('\n');
}
