using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Disclosure;

/// <summary>What is withdrawn, corrected or listed no more leaves the files of the public view without a byte; a first publication takes nothing back.</summary>
public sealed class H14_What_leaves_the_public_view
{
    public static TheoryData<IMessage, bool> Notices => new()
    {
        { new DisclosureWithdrawn { Version = 1 }, true },
        { new OfficerUnlisted { PersonId = "p" }, true },
        { new DisclosurePublished { Version = 2 }, true },
        { new DisclosurePublished { Version = 1 }, false },
        { new OfficerListed { PersonId = "p" }, false },
        { new StringValue(), false },
    };

    [Theory]
    [MemberData(nameof(Notices))]
    public void Is_what_a_notice_takes_back(IMessage notice, bool takesBack)
    {
        Assert.Equal(takesBack, new PublicView().TakesBack([(notice, 0)]));
        Assert.Equal(takesBack, new PublicView().TakesBack([(new StringValue(), 0), (notice, 1)]));
    }
}
