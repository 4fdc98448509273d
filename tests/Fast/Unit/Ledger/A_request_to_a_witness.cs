using System.Text;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

public sealed class A_request_to_a_witness
{
    private const string Hash = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=";

    private static readonly string note = new TestLog(3).Head(3).ToString();

    [Fact]
    public void Is_written_as_the_specification_has_it()
    {
        var log = new TestLog(8);
        var asked = log.Ask(6, 8);
        var lines = asked.ToString().Split('\n');
        Assert.Equal("old 6", lines[0]);
        Assert.Equal(3, asked.Proof.Length);
        Assert.Equal(["", log.Origin, "8"], lines[4..7]);
        var again = AddCheckpoint.Parse(asked.ToBytes());
        Assert.Equal((6, asked.ToString()), (again.Old, again.ToString()));
    }

    [Fact]
    public void Without_a_proof_is_the_old_size_and_the_note() => Assert.Equal($"old 0\n\n{note}", AddCheckpoint.Parse(Encoding.UTF8.GetBytes($"old 0\n\n{note}")).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("old 0\n")]
    [InlineData("new 0\n\n{note}")]
    [InlineData("old -1\n\n{note}")]
    [InlineData("old 01\n\n{note}")]
    [InlineData("old  1\n\n{note}")]
    [InlineData("old 99999999999999999999\n\n{note}")]
    [InlineData("old 0 \n\n{note}")]
    [InlineData("old 0\r\n\n{note}")]
    [InlineData("old 0\nAAAA\n\n{note}")]
    [InlineData("old 0\n" + Hash + "=\n\n{note}")]
    [InlineData("old 0\n\nno note\n")]
    [InlineData("old 0\n\n{note} ")]
    public void Of_another_form_is_refused(string body) =>
        Assert.Throws<NoteFormatException>(() => AddCheckpoint.Parse(Encoding.UTF8.GetBytes(body.Replace("{note}", note, StringComparison.Ordinal))));

    [Fact]
    public void Has_at_most_sixty_three_proof_lines()
    {
        Assert.Equal(63, AddCheckpoint.Parse(With(63)).Proof.Length);
        Assert.Throws<NoteFormatException>(() => AddCheckpoint.Parse(With(64)));

        static byte[] With(int lines) => Encoding.UTF8.GetBytes($"old 1\n{string.Concat(Enumerable.Repeat(Hash + "\n", lines))}\n{note}");
    }

    [Fact]
    public void Is_refused_when_it_is_too_long() =>
        Assert.Throws<NoteFormatException>(() => AddCheckpoint.Parse([.. Encoding.UTF8.GetBytes($"old 1\n\n{note}"), .. new byte[AddCheckpoint.MaxBytes]]));
}
