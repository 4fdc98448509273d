using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

public sealed class A_page_token
{
    private static readonly ListPeopleRequest Question = new() { PageSize = 20 };

    [Fact]
    public void Gives_back_the_key_it_was_made_of()
    {
        var token = PageToken.After(Question, "2026-11-23T01:02:03.004Z", 42L, "平工信罚〔2026〕1号");
        var next = new ListPeopleRequest { PageSize = 50, PageToken = token };
        Assert.Equal(["2026-11-23T01:02:03.004Z", 42L, "平工信罚〔2026〕1号"], PageToken.Read(next, 3));
        Assert.Empty(PageToken.Read(Question, 3));
    }

    [Fact]
    public void Of_another_question_is_refused() => Refused(new ListOrgansRequest { PageToken = PageToken.After(Question, 1L) }, 1);

    [Fact]
    public void With_a_key_of_another_length_is_refused() => Refused(new ListPeopleRequest { PageToken = PageToken.After(Question, 1L) }, 2);

    [Theory]
    [InlineData("x")]
    [InlineData("????")]
    [InlineData("AQ")]
    [InlineData("AQAAAAAAAAAA_____w")]
    public void That_we_did_not_write_is_refused(string token) => Refused(new ListPeopleRequest { PageToken = token }, 1);

    [Fact]
    public void With_any_character_changed_gives_no_other_error_than_the_refusal()
    {
        var token = PageToken.After(Question, "2026-11-23", 42L);
        for (var at = 0; at < token.Length; at++)
        {
            var forged = token.ToCharArray();
            forged[at] = forged[at] == 'A' ? 'B' : 'A';
            try
            {
                PageToken.Read(new ListPeopleRequest { PageToken = new(forged) }, 2);
            }
            catch (Fault fault)
            {
                Assert.Equal("page_token", Assert.Single(fault.Violations).Field);
            }
        }
    }

    private static void Refused(Google.Protobuf.IMessage request, int length)
    {
        var fault = Assert.Throws<Fault>(() => PageToken.Read(request, length));
        Assert.Equal("INVALID_FIELDS", fault.Type.Reason);
        Assert.Equal(("page_token", "PAGE_TOKEN"), (fault.Violations[0].Field, fault.Violations[0].Rule));
    }
}
