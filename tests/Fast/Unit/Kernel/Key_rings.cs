using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

/// <summary>The keys of a role: what vouches, what wraps.</summary>
public sealed class Key_rings : IDisposable
{
    private const string Origin = TestRing.Origin;
    private static readonly byte[] message = "position and leaf"u8.ToArray();

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tag_is_what_the_format_says()
    {
        var tag = Ring().For(TagPurpose.Row).Make(message);

        var line = File.ReadAllText(VouchRing.FileIn(_folder.Path, "records")).TrimEnd('\n').Split(' ');
        Assert.Equal(("1", "1", Origin), (line[0], line[1], line[3]));
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Convert.FromHexString(line[2]), 32, Encoding.UTF8.GetBytes(Origin), "ep/1/row"u8.ToArray());
        Assert.Equal([1, 0, 1, .. HMACSHA256.HashData(key, message)], tag);
    }

    [Fact]
    public void A_tag_holds_for_its_message_purpose_and_log_alone()
    {
        var tag = Ring().For(TagPurpose.Row).Make(message);

        Assert.True(Ring().For(TagPurpose.Row).Holds(tag, message));
        Assert.False(Ring().For(TagPurpose.Cell).Holds(tag, message));
        Assert.False(Ring().For(TagPurpose.Row).Holds(tag, "position and lead"u8));
        Assert.False(VouchRing.ReadOrMake(_folder.Path, "records", "ep.example.cn/records/ba9876543210").For(TagPurpose.Row).Holds(tag, message));
        Assert.False(VouchRing.ReadOrMake(_folder.Path, "review", Origin).For(TagPurpose.Row).Holds(tag, message));
    }

    [Fact]
    public void A_tag_with_any_byte_changed_or_missing_holds_for_nothing()
    {
        var tags = Ring().For(TagPurpose.Row);
        var tag = tags.Make(message);
        for (var at = 0; at < tag.Length; at++)
        {
            var other = tag.ToArray();
            other[at] ^= 1;
            Assert.False(tags.Holds(other, message));
            Assert.False(tags.Holds(tag.AsSpan(0, at), message));
        }

        Assert.False(tags.Holds([.. tag, 0], message));
    }

    [Fact]
    public void Tags_of_older_epochs_still_hold_and_new_ones_are_of_the_newest()
    {
        var old = Ring().For(TagPurpose.Row).Make(message);

        var tags = VouchRing.Renew(_folder.Path, "records", Origin).For(TagPurpose.Row);

        Assert.True(tags.Holds(old, message));
        Assert.Equal(2, BinaryPrimitives.ReadUInt16BigEndian(tags.Make(message).AsSpan(1)));
        Assert.Equal(2, tags.Newest);
        Assert.Equal(2, Ring().Newest);
    }

    [Fact]
    public void A_ring_counts_the_tags_it_made_and_checked_by_purpose()
    {
        var ring = Ring();
        var (rows, cells) = (ring.For(TagPurpose.Row), ring.For(TagPurpose.Cell));
        var tag = rows.Make(message);
        rows.Make(message);
        cells.Make(message);

        Assert.True(rows.Holds(tag, message));
        Assert.False(cells.Holds(tag, message));
        Assert.False(cells.Holds([], message));
        Assert.False(cells.Holds(tag, []));

        Assert.Equal(
            [(TagPurpose.Cell, 1L, 3L), (TagPurpose.Row, 2L, 1L)],
            ring.Used.Select(tags => (tags.Purpose, tags.Made, tags.Checked)).OrderBy(one => one.Purpose, StringComparer.Ordinal));
    }

    [Fact]
    public void A_ring_is_of_one_log_and_readable_by_its_owner_alone()
    {
        Ring();

        Assert.Null(VouchRing.Read(_folder.Path, "records", "ep.example.cn/records/ba9876543210"));
        Assert.Null(VouchRing.Read(_folder.Path, "review", Origin));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(VouchRing.FileIn(_folder.Path, "records")));
        }
    }

    [Fact]
    public void T1_A_row_is_believed_at_its_own_position_with_its_own_leaf_and_totals_alone()
    {
        var (rows, leaf) = (Ring().Rows, RandomNumberGenerator.GetBytes(32));
        var tag = rows.Vouch(5, leaf, 7, 9);

        Assert.True(rows.Believes(5, leaf, new(7, 9, tag)));
        Assert.False(rows.Believes(6, leaf, new(7, 9, tag)));
        Assert.False(rows.Believes(5, RandomNumberGenerator.GetBytes(32), new(7, 9, tag)));
        Assert.False(rows.Believes(5, leaf, new(8, 9, tag)));
        Assert.False(rows.Believes(5, leaf, new(7, 8, tag)));
        Assert.Equal(5, Assert.Throws<LedgerDamagedException>(() => rows.Require(5, leaf, new(8, 9, tag))).Position);
    }

    [Fact]
    public void T1_Rows_of_an_older_epoch_are_refused_from_where_a_newer_one_began()
    {
        var leaf = RandomNumberGenerator.GetBytes(32);
        var (before, at) = (Ring().Rows.Vouch(4, leaf, 1, 1), Ring().Rows.Vouch(5, leaf, 1, 1));
        var rows = VouchRing.Renew(_folder.Path, "records", Origin).Rows;
        Assert.True(rows.Believes(5, leaf, new(1, 1, at)));

        rows.Began(2, 5);

        Assert.True(rows.Believes(4, leaf, new(1, 1, before)));
        Assert.False(rows.Believes(5, leaf, new(1, 1, at)));
        Assert.True(rows.Believes(5, leaf, new(1, 1, rows.Vouch(5, leaf, 1, 1))));
    }

    [Theory]
    [InlineData("1 1 00")]
    [InlineData("0 1 0000000000000000000000000000000000000000000000000000000000000000 o")]
    [InlineData("x")]
    public void A_damaged_ring_is_named_with_its_line(string line)
    {
        Ring();
        File.AppendAllText(VouchRing.FileIn(_folder.Path, "records"), line + "\n");

        var refused = Assert.Throws<SettingsException>(Ring);

        Assert.Contains("records.vouch", Assert.Single(refused.Mistakes), StringComparison.Ordinal);
        Assert.Contains("2", Assert.Single(refused.Mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrapped_names_its_key_and_opens_under_no_other()
    {
        var keys = InstallationKeys.Load(_folder.Path, "records");
        var secret = RandomNumberGenerator.GetBytes(32);
        var wrapped = keys.Wrap(secret);

        Assert.Equal([1, 0, 1], wrapped[..3]);
        Assert.Equal(secret, InstallationKeys.Load(_folder.Path, "records").Unwrap(wrapped));
        Assert.ThrowsAny<CryptographicException>(() => InstallationKeys.Load(_folder.Path, "review").Unwrap(wrapped));
        for (var at = 0; at < wrapped.Length; at++)
        {
            var other = wrapped.ToArray();
            other[at] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => keys.Unwrap(other));
            Assert.ThrowsAny<CryptographicException>(() => keys.Unwrap(wrapped[..at]));
        }
    }

    [Fact]
    public void Names_of_one_role_say_nothing_to_another()
    {
        var name = InstallationKeys.Load(_folder.Path, "records").Unique("user-name", "zhang");

        Assert.Equal(name, InstallationKeys.Load(_folder.Path, "records").Unique("user-name", "zhang"));
        Assert.NotEqual(name, InstallationKeys.Load(_folder.Path, "disclosure").Unique("user-name", "zhang"));
    }

    [Fact]
    public void A12_Unique_names_and_request_commitments_name_their_algorithm()
    {
        var keys = InstallationKeys.Load(_folder.Path, "records");

        var name = keys.Unique("user-name", "zhang");
        var commitment = keys.CommitRequest("enforcement.records.v1.PeopleService/GetPerson", new GetPersonRequest { PersonId = "a" });

        Assert.Equal($"unique/{KeyedTags.HmacSha256:x2}", name[..9]);
        Assert.Equal(9 + (2 * 32), name.Length);
        Assert.Equal(KeyedTags.HmacSha256, commitment[0]);
        Assert.Equal(1 + 32, commitment.Length);
        Assert.NotEqual(commitment, keys.CommitRequest("enforcement.records.v1.PeopleService/GetPerson", new GetPersonRequest { PersonId = "b" }));
    }

    private VouchRing Ring() => TestRing.In(_folder.Path);
}
