using EnforcementPlatform.Host.Backup;
using EnforcementPlatform.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

/// <summary>What a backup says of itself: a signed note that gives back what was written, and is believed under one key only.</summary>
public sealed class T11_The_manifest_of_a_backup
{
    private static readonly Ed25519Signer Signer = new([.. Enumerable.Repeat((byte)7, 32)]);

    private static readonly BackupManifest Manifest = new(
        "00ff00ff00ff00ff",
        new(2026, 11, 28, 12, 30, 0, TimeSpan.Zero),
        [new("records", "ep.test/records/0123", 17, new byte[32], 2), new("review", "ep.test/review/4567", 0, [.. Enumerable.Repeat((byte)1, 32)], 1)],
        [.. Enumerable.Repeat((byte)2, 32)]);

    [Fact]
    public void Gives_back_what_was_written()
    {
        var read = BackupManifest.Parse(Manifest.Text);
        Assert.Equal(Manifest.Text, read.Text);
        Assert.Equal(("records", 17L, 2), (read.Ledgers[0].Role, read.Ledgers[0].Size, read.Ledgers[0].Epoch));
    }

    [Fact]
    public void Is_believed_as_it_was_signed_and_under_its_key_alone()
    {
        var name = BackupManifest.NameOf("ep.test/records/0123");
        var note = Note.Parse(SignedText.Sign(Manifest.Text, name, Signer).ToBytes());
        var key = new NoteKey(name, NoteKeyType.Log, Signer.PublicKey);
        Assert.Equal("ep.test/backup", name);
        Assert.True(note.IsSignedBy(key));
        Assert.False((note with { Text = note.Text.Replace(" 17 ", " 16 ", StringComparison.Ordinal) }).IsSignedBy(key));
        Assert.False(note.IsSignedBy(new(name, NoteKeyType.Log, new Ed25519Signer(new byte[32]).PublicKey)));
        Assert.False(note.IsSignedBy(new("other.test/backup", NoteKeyType.Log, Signer.PublicKey)));
    }

    [Theory]
    [InlineData("ep-backup/1", "ep-backup/2")]
    [InlineData("cut ", "cat ")]
    [InlineData("time 2026", "time 20x6")]
    [InlineData(" 17 ", " seventeen ")]
    [InlineData("ledger records", "ledger")]
    [InlineData("files 02", "files 0z")]
    public void What_is_no_manifest_is_not_read_as_one(string right, string wrong) =>
        Assert.Throws<NoteFormatException>(() => BackupManifest.Parse(Manifest.Text.Replace(right, wrong, StringComparison.Ordinal)));
}
