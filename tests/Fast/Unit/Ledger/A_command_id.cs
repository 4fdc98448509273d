using EnforcementPlatform.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

public sealed class A_command_id
{
    private static readonly Guid request = Guid.Parse("018f3c5e-0000-7000-8000-0000000000aa");

    [Fact]
    public void Is_the_same_for_a_retry_and_another_for_anything_else()
    {
        string[] ids =
        [
            CommandId.Of("staff/a", "Method", request),
            CommandId.Of("staff/b", "Method", request),
            CommandId.Of("staff/a", "Other", request),
            CommandId.Of("staff/a", "Method", Guid.Empty),
            CommandId.OfHandler("a/b", 1, 0, "H"),
            CommandId.OfHandler("a/b", 1, 0, "H", ""),
            CommandId.OfHandler("a/b", 1, 0, "H", "t"),
            CommandId.OfHandler("a/b", 1, 1, "H"),
            CommandId.OfHandler("a/b", 11, 0, "H"),
            CommandId.OfHandler("a", 1, 0, "H"),
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(ids[0], CommandId.Of("staff/a", "Method", request));
        Assert.All(ids, id => Assert.Matches("^[A-Za-z0-9_-]{22}$", id));
    }

    [Fact]
    public void Is_not_confused_by_where_one_input_ends() =>
        Assert.NotEqual(CommandId.Of("staff/ab", "c", request), CommandId.Of("staff/a", "bc", request));

    [Fact]
    public void Takes_inputs_of_any_length() =>
        Assert.Equal(22, CommandId.Of(new string('平', 5000), "m", request).Length);
}
