using System.Collections;
using System.Text.RegularExpressions;
using EnforcementPlatform.Kernel;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Tests.Fast.Integration.EveryRpc;

/// <summary>A place in a request: fields from the outside in; a list stands for its first element.</summary>
internal sealed partial record Place(IReadOnlyList<FieldDescriptor> Steps)
{
    public FieldDescriptor Field => Steps[^1];

    /// <summary>As a violation spells it, apart from the number of an element.</summary>
    public string Name => string.Join('.', Steps.Select(step => step.Name));

    /// <summary>True where the contract requires it of the message it stands in.</summary>
    public bool IsRequired => Words.Of(Field).Required;

    /// <summary>True where it requires that message, too, and so on (one of several that exclude each other is taken to be chosen).</summary>
    public bool IsAlwaysRequired => IsRequired && Steps.All(step => Words.Of(step).Required || step.RealContainingOneof is not null);

    /// <summary>True where a violation names this very place, or of a map one of its keys, over gRPC.</summary>
    public bool IsNamedExactlyIn(string violation)
    {
        var named = Number().Replace(violation[..violation.IndexOf(':', StringComparison.Ordinal)], "");
        var name = string.Join('.', Steps.Where(step => step.Name != "header").Select(step => step.Name));
        return named == name || (Field.IsMap && named.StartsWith($"{name}.", StringComparison.Ordinal));
    }

    /// <summary>True where a violation names this place, or the list or message it stands in (the header of a stream is not part of names).</summary>
    public bool IsNamedIn(string violation, bool isJson) => Steps
        .Where(step => step.Name != "header")
        .Any(step => violation.Contains(isJson ? step.JsonName : step.Name, StringComparison.Ordinal));

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Number();
}

/// <summary>Well-formed requests made from their descriptors, so that one field at a time can be spoilt. A new rpc is covered the day it is written.</summary>
/// <param name="named">
/// Values of text fields by name, of enums by the type's name, and of maps (<c>key=value key=value</c>) by message and name. Any other text is plain
/// Chinese, any other enum its first choice. A list of messages under <c>Message.list</c> holds one for each value of the enum named there.
/// </param>
internal sealed class SampleRequests(IReadOnlyDictionary<string, string> named)
{
    private const string AnyText = "试验用的文字";

    /// <summary>A well-formed request.</summary>
    public IMessage Of(MessageDescriptor type)
    {
        var message = New(type);
        foreach (var field in type.Fields.InDeclarationOrder().Where(field => field.RealContainingOneof is null || field.RealContainingOneof.Fields[0] == field))
        {
            Fill(message, field);
        }

        return message;
    }

    /// <summary>What the contract requires of a request and nothing else; of what excludes each other, the one that the request has.</summary>
    public static IMessage Least(IMessage request)
    {
        var least = request.Descriptor.Parser.ParseFrom(request.ToByteString());
        foreach (var field in least.Descriptor.Fields.InDeclarationOrder())
        {
            if (!Words.Of(field).Required && field.RealContainingOneof is null)
            {
                field.Accessor.Clear(least);
            }
            else if (field is { FieldType: FieldType.Message, IsMap: false } && field.Accessor.GetValue(least) is { } value)
            {
                Trim(field, least, value);
            }
        }

        return least;
    }

    private static void Trim(FieldDescriptor field, IMessage message, object value)
    {
        if (value is IList list)
        {
            for (var index = 0; index < list.Count; index++)
            {
                list[index] = Least((IMessage)list[index]!);
            }
        }
        else if (field.MessageType != Timestamp.Descriptor)
        {
            field.Accessor.SetValue(message, Least((IMessage)value));
        }
    }

    /// <summary>Every place of a request that can be spoilt alone.</summary>
    public static IEnumerable<Place> PlacesOf(MessageDescriptor type, params FieldDescriptor[] above)
    {
        foreach (var field in type.Fields.InDeclarationOrder().Where(field => field.RealContainingOneof is null || field.RealContainingOneof.Fields[0] == field))
        {
            FieldDescriptor[] steps = [.. above, field];
            if (field.FieldType != FieldType.Bool)
            {
                yield return new(steps);
            }

            if (field is { FieldType: FieldType.Message, IsMap: false } && field.MessageType != Timestamp.Descriptor)
            {
                foreach (var inner in PlacesOf(field.MessageType, steps))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>The request without what stands in one place.</summary>
    public static IMessage Without(IMessage request, Place place) => Spoilt(request, place, (message, field) => field.Accessor.Clear(message));

    /// <summary>The request with a value in one place that no rule can accept; null where the type leaves no such value.</summary>
    public static IMessage? With(IMessage request, Place place) =>
        Unacceptable(place.Field) is { } wrong ? Spoilt(request, place, (message, field) => Set(message, field, wrong)) : null;

    /// <summary>The request with a choice made in one place: in a list the only one.</summary>
    public static IMessage Choosing(IMessage request, Place place, EnumValueDescriptor choice) =>
        Spoilt(request, place, (message, field) => Set(message, field, choice.Number));

    /// <summary>The request with another text in one place: in a list the only one, in a map the value of its first key.</summary>
    public static IMessage WithText(IMessage request, Place place, Func<string, string> change) => Spoilt(request, place, (message, field) =>
    {
        var value = field.Accessor.GetValue(message);
        if (value is IDictionary map)
        {
            var key = map.Keys.Cast<object>().First();
            map[key] = change((string)map[key]!);
        }
        else if (value is IList list)
        {
            list[0] = change((string)list[0]!);
        }
        else
        {
            field.Accessor.SetValue(message, change((string)value));
        }
    });

    /// <summary>True where a text stands: in a field, a list or a map of texts.</summary>
    public static bool IsText(Place place) =>
        place.Field.FieldType == FieldType.String || (place.Field.IsMap && place.Field.MessageType.FindFieldByNumber(2).FieldType == FieldType.String);

    /// <summary>True where the unacceptable value can be written as JSON: an instant beyond all years cannot.</summary>
    public static bool IsJson(Place place) => place.Field is not { FieldType: FieldType.Message, IsMap: false };

    /// <summary>Verb, path and body of the request over HTTP, or null where the rpc has no address or its parameters cannot be written into one.</summary>
    public static (HttpMethod Verb, string Path, byte[]? Body)? OverHttp(MethodDescriptor rpc, IMessage request)
    {
        if (rpc.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not { PatternCase: HttpRule.PatternOneofCase.Post, Body: "*" } rule)
        {
            return null;
        }

        var json = System.Text.Json.Nodes.JsonNode.Parse(JsonFormatter.Default.Format(request))!.AsObject();
        var path = rule.Post;
        foreach (var field in rpc.InputType.Fields.InDeclarationOrder().Where(field => path.Contains($"{{{field.Name}}}", StringComparison.Ordinal)))
        {
            var value = field.Accessor.GetValue(request)?.ToString() ?? "";
            if (value.Length is 0 or > 100)
            {
                return null;
            }

            path = path.Replace($"{{{field.Name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
            json.Remove(field.JsonName);
        }

        return (HttpMethod.Post, path, System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    private static IMessage New(MessageDescriptor type) => type.Parser.ParseFrom(ByteString.Empty);

    private static IMessage Spoilt(IMessage request, Place place, Action<IMessage, FieldDescriptor> spoil)
    {
        var copy = request.Descriptor.Parser.ParseFrom(request.ToByteString());
        var inner = copy;
        foreach (var step in place.Steps.SkipLast(1))
        {
            inner = (IMessage)(step.IsRepeated ? ((IList)step.Accessor.GetValue(inner))[0]! : step.Accessor.GetValue(inner));
        }

        spoil(inner, place.Field);
        return copy;
    }

    private static object? Unacceptable(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => new string('长', 25_000),
        FieldType.Bytes => ByteString.CopyFrom(new byte[25_000]),
        FieldType.Enum => 99,
        FieldType.Int32 => -1,
        FieldType.Int64 => -1L,
        FieldType.Message when field.MessageType == Timestamp.Descriptor => new Timestamp { Seconds = 9_000_000_000_000 },
        _ => null,
    };

    private static void Set(IMessage message, FieldDescriptor field, object value)
    {
        if (field.IsMap)
        {
            return;
        }

        if (field.IsRepeated)
        {
            var list = (IList)field.Accessor.GetValue(message);
            list.Clear();
            list.Add(field.FieldType == FieldType.Enum ? System.Enum.ToObject(field.EnumType.ClrType, value) : value);
        }
        else
        {
            field.Accessor.SetValue(message, value);
        }
    }

    private void Fill(IMessage message, FieldDescriptor field)
    {
        if (field.IsMap)
        {
            foreach (var pair in named[$"{field.ContainingType.Name}.{field.Name}"].Split(' '))
            {
                ((IDictionary)field.Accessor.GetValue(message)).Add(pair.Split('=')[0], pair.Split('=')[1]);
            }
        }
        else if (field.IsRepeated)
        {
            foreach (var value in Values(field))
            {
                ((IList)field.Accessor.GetValue(message)).Add(value);
            }
        }
        else if (Value(field) is { } value)
        {
            field.Accessor.SetValue(message, value);
        }
    }

    private IEnumerable<object> Values(FieldDescriptor field) =>
        named.TryGetValue($"{field.ContainingType.Name}.{field.Name}", out var choice) ? OneForEach(field.MessageType, choice)
        : field.FieldType == FieldType.String ? named.GetValueOrDefault(field.Name, AnyText).Split(' ')
        : [field.FieldType == FieldType.Enum ? System.Enum.ToObject(field.EnumType.ClrType, Value(field)!) : Value(field)!];

    private IEnumerable<IMessage> OneForEach(MessageDescriptor type, string name)
    {
        var choice = type.FindFieldByName(name);
        foreach (var value in choice.EnumType.Values.Where(value => value.Number != 0))
        {
            var one = Of(type);
            choice.Accessor.SetValue(one, System.Enum.ToObject(choice.EnumType.ClrType, value.Number));
            yield return one;
        }
    }

    private object? Value(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => named.GetValueOrDefault(field.Name, AnyText),
        FieldType.Enum => field.EnumType.Values.First(value => named.TryGetValue(field.EnumType.Name, out var choice) ? value.Name == choice : value.Number != 0).Number,
        FieldType.Bytes when field.Name.EndsWith("digest", StringComparison.Ordinal) => ByteString.CopyFrom(new byte[32]),
        FieldType.Int32 => 1,
        FieldType.Int64 => 1L,
        FieldType.Message when field.MessageType == Timestamp.Descriptor => Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddMinutes(-1)),
        FieldType.Message => Of(field.MessageType),
        _ => null,
    };
}
