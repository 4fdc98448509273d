using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Xunit;
using Post = EnforcementPlatform.Law.Post;
using ToldPost = EnforcementPlatform.Contracts.Records.Post;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

/// <summary>The law library and the contracts name the same things: a value that one has and the other has not is found here.</summary>
public sealed class H6_Enums_of_the_same_names
{
    [Fact]
    public void Posts_go_both_ways() => GoBothWays<Post, ToldPost>();

    [Fact]
    public void Authorities_go_both_ways() => GoBothWays<Authority, EditionAuthority>();

    [Fact]
    public void Stages_go_both_ways() => GoBothWays<Stage, RecordingStage>();

    [Fact]
    public void A_value_without_its_namesake_is_refused_with_both_types()
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => Namesake<ToldPost, Post>.Of(ToldPost.Unspecified));
        Assert.Contains(typeof(Post).FullName!, refused.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(ToldPost).FullName!, refused.Message, StringComparison.Ordinal);
    }

    private static void GoBothWays<TLaw, TTold>()
        where TLaw : struct, Enum
        where TTold : struct, Enum
    {
        Assert.All(Enum.GetValues<TLaw>(), value => Assert.Equal(value, Namesake<TTold, TLaw>.Of(Namesake<TLaw, TTold>.Of(value))));
        Assert.All(Enum.GetValues<TTold>().Skip(1), value => Assert.Equal(value.ToString(), Namesake<TTold, TLaw>.Of(value).ToString()));
    }
}
