using System.Collections.Immutable;
using System.Text;
using EnforcementPlatform.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

public sealed class An_entry
{
    private static readonly string json = Entries.Json(Entries.KnownAnswer());

    [Theory]
    [InlineData("\"v\":1", "\"v\":2", "v")]
    [InlineData("\"v\":1", "\"v\":01", "v")]
    [InlineData("\"v\":1", "\"v\":1.0", "v")]
    [InlineData("\"v\":1", "\"v\":1e0", "v")]
    [InlineData("\"v\":1", "\"v\": 1", "v")]
    [InlineData("{\"v\":1", "\uFEFF{\"v\":1", "")]
    [InlineData("\"v\":1,", "\"v\":1,\"v\":1,", "v")]
    [InlineData("\"v\":1,", "\"v\":1,\"zz\":1,", "zz")]
    [InlineData("\"v\":1,", "", "o")]
    [InlineData("\"o\":\"410400-gxj\",\"id\"", "\"id\"", "id")]
    [InlineData("\"o\":\"410400-gxj\"", "\"o\":\"\"", "o")]
    [InlineData("\"o\":\"410400-gxj\"", "\"o\":\"平顶山\"", "o")]
    [InlineData("\"o\":\"410400-gxj\"", "\"\\u006f\":\"410400-gxj\"", "\\u006f")]
    [InlineData("\"n\":7", "\"n\":9007199254740992", "c.n")]
    [InlineData("\"n\":7", "\"n\":-7", "c.n")]
    [InlineData("\"n\":7", "\"n\":7.5", "c.n")]
    [InlineData("\"n\":7", "\"n\":99999999999999999999", "c.n")]
    [InlineData("\"n\":7", "\"n\":1", "c.prev")]
    [InlineData("\"n\":7", "\"n\":\"7\"", "c.n")]
    [InlineData("\"n\":7,", "\"n\":7,\"n\":7,", "c.n")]
    [InlineData("\"n\":7,", "\"n\":7,\"q\":7,", "c.q")]
    [InlineData("\"n\":1,\"prev\":\"\"", "\"n\":2,\"prev\":\"\"", "c.prev")]
    [InlineData("\"n\":1,\"prev\":\"\"", "\"n\":1,\"prev\":\"AAAA\"", "c.prev")]
    [InlineData("\"n\":1,\"prev\":\"\"", "\"n\":0,\"prev\":\"\"", "c.n")]
    [InlineData("\"prev\":\"\"}", "\"prev\":\"\",\"s\":1}", "c.s")]
    [InlineData("numbers/410400-gxj.penalty.2026", "cases/018f3c5e-0000-7000-8000-000000000002", "c.s")]
    [InlineData("numbers/410400", "/410400", "c.s")]
    [InlineData("numbers/410400", "numbers 410400", "c.s")]
    [InlineData(".005Z", ".0050Z", "at")]
    [InlineData(".005Z", "+08:00", "at")]
    [InlineData("2026-01-31T", "2026-02-31T", "at")]
    [InlineData("2026-01-31T", "2026-01-31t", "at")]
    [InlineData("\"by\":\"staff/018f3c5e-", "\"by\":\"staff/018F3C5E-", "by")]
    [InlineData("\"by\":\"staff/018f3c5e-", "\"by\":\"officer/018f3c5e-", "by")]
    [InlineData("CaseFiled\",0", "CaseFiled\",2", "typ")]
    [InlineData("CaseFiled\",0", "CaseFiled\",0,0", "typ")]
    [InlineData("\"p\":\"facts\"", "\"p\":\"Facts\"", "dig.p")]
    [InlineData("hmac-sha256", "hmac-sha512", "dig.a")]
    [InlineData("\"n\":12", "\"n\":2147483648", "dig.n")]
    [InlineData("5000000000", "5e9", "med.n")]
    [InlineData("\"x\":{\"number\"", "\"x\":{\"z\":\"\",\"number\"", "x.number")]
    [InlineData("\"stage\"", "\"number\"", "x.number")]
    [InlineData("\"stage\"", "\"阶段\"", "x")]
    [InlineData("filed ", "e\u0301", "x.stage")]
    [InlineData("filed ", "\uFFFE", "x.stage")]
    [InlineData("filed ", "\\u0066", "x.stage")]
    [InlineData("\\u0001", "\u0001", "x.stage")]
    [InlineData("\\u0001", "\\u0009", "x.stage")]
    [InlineData("\\u0001", "\\u001F", "x.stage")]
    [InlineData("\\n", "\\/", "x.stage")]
    [InlineData("\"stage\":", "\"stage\":null,\"t\":", "x.stage")]
    public void Is_refused_with_the_key_at_fault(string was, string becomes, string key)
    {
        var at = json.IndexOf(was, StringComparison.Ordinal);
        Assert.True(at >= 0, was);
        var bad = string.Concat(json.AsSpan(0, at), becomes, json.AsSpan(at + was.Length));
        var refused = Assert.Throws<EntryFormatException>(() => EntryCodec.Decode(Encoding.UTF8.GetBytes(bad)));
        Assert.Equal(key, refused.Key);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("\0")]
    [InlineData("{}")]
    public void Is_refused_with_bytes_behind_it(string tail) =>
        Assert.Throws<EntryFormatException>(() => EntryCodec.Decode(Encoding.UTF8.GetBytes(json + tail)));

    [Fact]
    public void Is_refused_when_base64_has_a_second_spelling()
    {
        var digest = json.IndexOf("\"d\":\"", StringComparison.Ordinal) + 5;
        var last = json.IndexOf('=', digest) - 1;
        var other = (char)(json[last] + 1);
        Assert.Throws<EntryFormatException>(() => EntryCodec.Decode(Encoding.UTF8.GetBytes(json[..last] + other + json[(last + 1)..])));
    }

    [Fact]
    public void Is_refused_when_its_text_is_not_utf8()
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        bytes[bytes.AsSpan().IndexOf("filed"u8)] = 0xff;
        Assert.Equal("x.stage", Assert.Throws<EntryFormatException>(() => EntryCodec.Decode(bytes)).Key);
    }

    [Fact]
    public void Is_refused_wherever_it_is_cut_off()
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<EntryFormatException>(() => EntryCodec.Decode(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void Has_one_spelling_whatever_byte_is_changed()
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var random = new Random(20260131);
        for (var round = 0; round < 20_000; round++)
        {
            var changed = bytes.ToArray();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                Assert.Equal(changed, EntryCodec.Encode(EntryCodec.Decode(changed)));
            }
            catch (EntryFormatException)
            {
                // Refused is the other right answer.
            }
        }
    }

    [Fact]
    public void May_be_16384_bytes_long_and_not_one_more()
    {
        var room = EntryCodec.MaxBytes - EntryCodec.Encode(With(""))!.Length;
        var longest = EntryCodec.Encode(With(new string('a', room)));
        Assert.Equal(EntryCodec.MaxBytes, longest.Length);
        Assert.Equal(longest, EntryCodec.Encode(EntryCodec.Decode(longest)));
        Assert.Throws<EntryFormatException>(() => EntryCodec.Encode(With(new string('a', room + 1))));
        Assert.Throws<EntryFormatException>(() => EntryCodec.Encode(With(new string('中', 100_000))));
        Assert.Throws<EntryFormatException>(() => EntryCodec.Decode(new byte[EntryCodec.MaxBytes + 1]));
    }

    [Fact]
    public void Cannot_be_written_with_a_value_that_cannot_be_read()
    {
        var good = Entries.KnownAnswer();
        Entry[] bad =
        [
            good with { Organ = "平顶山" },
            good with { Id = "short" },
            good with { Claims = [] },
            good with { Claims = default },
            good with { Claims = [.. Enumerable.Range(0, 17).Select(i => new Claim("k/" + i, 1, []))] },
            good with { Claims = [good.Claims[0], good.Claims[0]] },
            good with { Claims = [good.Claims[0] with { Version = 2 }] },
            good with { At = good.At.AddTicks(1) },
            good with { At = good.At.ToOffset(TimeSpan.FromHours(8)) },
            good with { By = "staff/zhangsan" },
            good with { Types = [new FactType("a.B", 2)] },
            good with { Types = [new FactType("a B", 0)] },
            good with { Parts = [good.Parts[0] with { Digest = new byte[31] }] },
            good with { Parts = [good.Parts[0] with { Length = -1 }] },
            good with { Parts = [good.Parts[0] with { Kind = (PartKind)9 }] },
            good with { Media = [good.Media[0] with { Length = 1L << 53 }] },
            good with { Values = good.Values.Add("e", "e\u0301") },
            good with { Values = good.Values.Add("lone", "\ud800") },
            good with { Values = good.Values.Add("阶段", "") },
        ];
        Assert.All(bad, entry => Assert.Throws<EntryFormatException>(() => EntryCodec.Encode(entry)));
    }

    private static Entry With(string text) => Entries.KnownAnswer() with
    {
        Values = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("t", text),
    };
}
