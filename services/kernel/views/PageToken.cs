using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>
/// Where the next page of a list begins: the key of the last row, opaque to clients, and bound to the question it was given for.
/// </summary>
/// <remarks>
/// A token grants nothing: the list's own filter holds on every page. It is bound to the request without <c>page_size</c> and
/// <c>page_token</c>, so a client that changes the filter in the middle is told so instead of being shown a list with a hole.
/// </remarks>
public static class PageToken
{
    /// <summary>Rows of a page whose request names no size.</summary>
    public const int DefaultSize = 50;

    private const byte Version = 1;
    private const int BindingSize = 8;

    /// <summary>Rows to return; ask the view for one more, to know whether there is a next page.</summary>
    public static int SizeOf(int pageSize) => pageSize == 0 ? DefaultSize : pageSize;

    /// <summary>A token for the rows after the one with this key: values as <see cref="Sql.Stored{T}"/> makes them (long or string).</summary>
    public static string After(IMessage request, params ReadOnlySpan<object> key)
    {
        var list = new ListValue();
        foreach (var value in key)
        {
            list.Values.Add(value is long number ? Value.ForString($"i{number}") : Value.ForString($"t{value}"));
        }

        byte[] bytes = [Version, .. BindingOf(request), .. list.ToByteArray()];
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>
    /// The key in the request's <c>page_token</c>; empty for the first page. A token of another question, of another form, or made up is a
    /// violation of the field <c>page_token</c>.
    /// </summary>
    /// <param name="length">Values in a key of this list.</param>
    public static ImmutableArray<object> Read(IMessage request, int length)
    {
        var token = (string)request.Descriptor.FindFieldByName("page_token").Accessor.GetValue(request);
        if (token.Length == 0)
        {
            return [];
        }

        var key = Decode(request, token);
        new Check().That(key.Length == length, "page_token", "PAGE_TOKEN", "翻页标记与本次查询条件不符，请去掉翻页标记，从第一页重新查询。").ThrowIfAny();
        return key;
    }

    private static ImmutableArray<object> Decode(IMessage request, string token)
    {
        if (!Base64Url.IsValid(token))
        {
            return [];
        }

        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= 1 + BindingSize || bytes[0] != Version || !bytes.AsSpan(1, BindingSize).SequenceEqual(BindingOf(request)))
        {
            return [];
        }

        try
        {
            return [.. ListValue.Parser.ParseFrom(bytes, 1 + BindingSize, bytes.Length - 1 - BindingSize).Values.Select(Key)];
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or FormatException or OverflowException)
        {
            return [];
        }
    }

    private static object Key(Value value) => value.StringValue switch
    {
        ['i', .. var number] => long.Parse(number, System.Globalization.CultureInfo.InvariantCulture),
        ['t', .. var text] => text,
        _ => throw new FormatException("neither number nor text"),
    };

    private static byte[] BindingOf(IMessage request)
    {
        var question = request.Descriptor.Parser.ParseFrom(request.ToByteString());
        question.Descriptor.FindFieldByName("page_token").Accessor.Clear(question);
        question.Descriptor.FindFieldByName("page_size")?.Accessor.Clear(question);
        byte[] source = [.. Encoding.UTF8.GetBytes(question.Descriptor.FullName), 0, .. question.ToByteArray()];
        return SHA256.HashData(source)[..BindingSize];
    }
}
