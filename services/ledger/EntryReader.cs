using System.Buffers.Text;
using System.Collections.Immutable;

namespace EnforcementPlatform.Ledger;

/// <summary>Reads an entry in its one spelling, key by key in the fixed order.</summary>
internal ref struct EntryReader(ReadOnlySpan<byte> bytes)
{
    private static readonly string[] entryKeys = ["v", "o", "id", "c", "at", "by", "typ", "dig", "med", "x"];
    private static readonly string[] claimKeys = ["s", "n", "prev"];
    private static readonly string[] partKeys = ["p", "a", "d", "n", "s"];
    private static readonly string[] mediaKeys = ["root", "sha256", "sm3", "n"];

    private JsonScanner json = new(bytes);

    public Entry Entry()
    {
        json.Expect('{', "");
        json.Key(entryKeys, 0, "");
        if (json.Number("v") != 1) throw new EntryFormatException("v", "must be 1");
        json.Key(entryKeys, 1, "");
        var organ = Token("o");
        json.Key(entryKeys, 2, "");
        var id = json.Text("id");
        EntryRules.Id(id);
        json.Key(entryKeys, 3, "");
        var claims = Claims();
        json.Key(entryKeys, 4, "");
        var at = json.Instant("at");
        json.Key(entryKeys, 5, "");
        var by = json.Text("by");
        EntryRules.By(by);
        json.Key(entryKeys, 6, "");
        var types = Types(claims.Length);
        json.Key(entryKeys, 7, "");
        var parts = Parts();
        json.Key(entryKeys, 8, "");
        var media = Media();
        json.Key(entryKeys, 9, "");
        var values = Values();
        json.Close(entryKeys, "");
        json.End();
        return new Entry
        {
            Organ = organ, Id = id, Claims = claims, At = at, By = by,
            Types = types, Parts = parts, Media = media, Values = values,
        };
    }

    private ImmutableArray<Claim> Claims()
    {
        var claims = ImmutableArray.CreateBuilder<Claim>();
        json.Expect('[', "c");
        while (json.Item(claims.Count, "c"))
        {
            json.Expect('{', "c");
            json.Key(claimKeys, 0, "c.");
            var stream = json.Text("c.s");
            json.Key(claimKeys, 1, "c.");
            var version = json.Number("c.n");
            json.Key(claimKeys, 2, "c.");
            var claim = new Claim(stream, version, json.Base64("c.prev"));
            json.Close(claimKeys, "c.");
            EntryRules.Claim(claim);
            claims.Add(claim);
        }

        var read = claims.DrainToImmutable();
        EntryRules.DistinctStreams(read.AsSpan());
        return read;
    }

    private ImmutableArray<FactType> Types(int claims)
    {
        var types = ImmutableArray.CreateBuilder<FactType>();
        json.Expect('[', "typ");
        while (json.Item(types.Count, "typ"))
        {
            json.Expect('[', "typ");
            var name = Token("typ");
            json.Expect(',', "typ");
            var index = (int)Math.Min(json.Number("typ"), int.MaxValue);
            EntryRules.ClaimIndex(index, claims);
            json.Expect(']', "typ");
            types.Add(new FactType(name, index));
        }

        return types.DrainToImmutable();
    }

    private ImmutableArray<PartDigest> Parts()
    {
        var parts = ImmutableArray.CreateBuilder<PartDigest>();
        json.Expect('[', "dig");
        while (json.Item(parts.Count, "dig"))
        {
            json.Expect('{', "dig");
            json.Key(partKeys, 0, "dig.");
            var kind = PartKinds.Parse(json.Text("dig.p"));
            json.Key(partKeys, 1, "dig.");
            if (json.Text("dig.a") != "hmac-sha256") throw new EntryFormatException("dig.a", "must be hmac-sha256");
            json.Key(partKeys, 2, "dig.");
            var digest = Digest("dig.d");
            json.Key(partKeys, 3, "dig.");
            var length = json.Number("dig.n");
            if (length > int.MaxValue) throw new EntryFormatException("dig.n", "is too large for a part");
            var sm3 = json.TryKey(partKeys, 4) ? Digest("dig.s") : null;
            json.Close(partKeys, "dig.");
            parts.Add(new PartDigest(kind, digest, (int)length, sm3));
        }

        return parts.DrainToImmutable();
    }

    private ImmutableArray<MediaDigest> Media()
    {
        var media = ImmutableArray.CreateBuilder<MediaDigest>();
        json.Expect('[', "med");
        while (json.Item(media.Count, "med"))
        {
            json.Expect('{', "med");
            json.Key(mediaKeys, 0, "med.");
            var root = Digest("med.root");
            json.Key(mediaKeys, 1, "med.");
            var sha256 = Digest("med.sha256");
            var sm3 = json.TryKey(mediaKeys, 2) ? Digest("med.sm3") : null;
            json.Key(mediaKeys, 3, "med.");
            media.Add(new MediaDigest(root, sha256, sm3, json.Number("med.n")));
            json.Close(mediaKeys, "med.");
        }

        return media.DrainToImmutable();
    }

    private ImmutableSortedDictionary<string, string> Values()
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        json.Expect('{', "x");
        string? before = null;
        while (json.Member(values.Count, "x"))
        {
            var name = json.Text("x");
            EntryRules.Ascending(before, name);
            json.Expect(':', "x." + name);
            values.Add(name, json.Text("x." + name));
            before = name;
        }

        return values.ToImmutable();
    }

    private string Token(string key)
    {
        var value = json.Text(key);
        EntryRules.Token(value, key);
        return value;
    }

    private byte[] Digest(string key)
    {
        var digest = json.Base64(key);
        EntryRules.Digest(digest, key);
        return digest;
    }
}
