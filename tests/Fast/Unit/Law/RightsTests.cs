using System.Text;
using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

public sealed class RightsTests
{
    private static readonly Relation[] EveryRelation = [.. Enumerable.Range(0, 128).Select(bits => (Relation)bits)];

    private static readonly string[] EveryRole =
    [
        ServiceRole.Records, ServiceRole.Review, ServiceRole.Disclosure, ServiceRole.Supervision, ServiceRole.Gateway,
        ServiceRole.PortalPublic, ServiceRole.PortalStaff,
    ];

    [Fact]
    public void Every_rpc_with_every_pair_of_posts_in_every_relation_is_answered_as_the_oracle_says()
    {
        var asked = 0;
        foreach (var posts in SubsetsOfAtMostTwo())
        {
            var duties = Posts.DutiesOf(posts);
            foreach (var rpc in Rights.Rpcs)
            {
                foreach (var relation in EveryRelation)
                {
                    var permitted = Rights.Permits(rpc, duties, relation);
                    Assert.True(
                        RightsOracle.Allows(rpc, posts, relation) == permitted,
                        $"{rpc} as [{string.Join(", ", posts)}] in {relation}: the table says {permitted}");
                    asked++;
                }
            }
        }

        Assert.Equal(56 * 128 * Rights.Rpcs.Length, asked);
    }

    [Fact]
    public void The_relations_offered_for_a_list_admit_exactly_what_the_call_itself_permits()
    {
        foreach (var posts in SubsetsOfAtMostTwo())
        {
            var duties = Posts.DutiesOf(posts);
            foreach (var rpc in Rights.Rpcs)
            {
                var alternatives = Rights.RelationsFor(rpc, duties);
                foreach (var relation in EveryRelation)
                {
                    var listed = alternatives.Any(all => (relation & all) == all);
                    Assert.True(listed == Rights.Permits(rpc, duties, relation), $"{rpc} as [{string.Join(", ", posts)}] in {relation}");
                }

                Assert.DoesNotContain(alternatives, one => alternatives.Any(other => other != one && (one & other) == other));
            }
        }
    }

    [Fact]
    public void Every_service_may_do_what_the_oracle_says_and_nothing_else()
    {
        foreach (var rpc in Rights.Rpcs)
        {
            foreach (var role in EveryRole)
            {
                Assert.True(RightsOracle.ServiceMay(rpc, role) == Rights.ServiceMay(rpc, role), $"{rpc} as service {role}");
            }
        }
    }

    [Theory]
    [InlineData("enforcement.records.v1.CaseService/DeleteCase")]
    [InlineData("/enforcement.records.v1.CaseService/GetCase")]
    [InlineData("enforcement.records.v1.caseservice/getcase")]
    [InlineData("")]
    public void An_rpc_without_a_row_is_refused_to_everyone(string rpc)
    {
        var everyDuty = Enum.GetValues<Duty>().ToHashSet();
        Assert.False(Rights.Permits(rpc, everyDuty, (Relation)127));
        Assert.False(Rights.IsPublic(rpc));
        Assert.Empty(Rights.RelationsFor(rpc, everyDuty));
        Assert.All(EveryRole, role => Assert.False(Rights.ServiceMay(rpc, role)));
    }

    [Fact]
    public void A_person_without_duties_may_call_what_is_public_and_nothing_else()
    {
        var nobody = new HashSet<Duty>();
        Assert.Equal(
            Rights.Rpcs.Where(Rights.IsPublic),
            Rights.Rpcs.Where(rpc => Rights.Permits(rpc, nobody, (Relation)127)));
    }

    [Fact]
    public void One_missing_relation_of_a_row_is_enough_to_refuse()
    {
        const string rpc = "enforcement.records.v1.CaseService/RecordAct";
        var officer = Posts.DutiesOf([Post.Officer]);
        Assert.True(Rights.Permits(rpc, officer, Relation.Organ | Relation.Handler));
        Assert.False(Rights.Permits(rpc, officer, Relation.Organ | Relation.Department));
        Assert.False(Rights.Permits(rpc, officer, Relation.Handler));
    }

    [Fact]
    public void No_row_stands_twice()
    {
        Assert.Equal(Rights.All.Distinct().Count(), Rights.All.Length);
    }

    [Fact]
    public void A_supervisor_and_an_auditor_write_nothing_in_a_case()
    {
        string[] reads = ["Get", "List", "Read"];
        foreach (var post in new[] { Post.Inspector, Post.AuditAdministrator, Post.SystemAdministrator })
        {
            var duties = Posts.DutiesOf([post]);
            var writes = Rights.Rpcs.Where(rpc =>
                rpc.Contains(".CaseService/", StringComparison.Ordinal)
                && !reads.Any(verb => rpc.Contains("/" + verb, StringComparison.Ordinal))
                && Rights.Permits(rpc, duties, (Relation)127));
            Assert.Empty(writes);
        }
    }

    [Fact]
    public void The_table_is_as_committed()
    {
        var text = new StringBuilder();
        foreach (var rpc in Rights.Rpcs)
        {
            text.Append(rpc).Append('\n');
            if (Rights.IsPublic(rpc))
            {
                text.Append("    anybody\n");
                continue;
            }

            var everyone = Rights.RelationsFor(rpc, Posts.DutiesOf([]));
            Write(text, "everyone signed in", everyone);
            foreach (var post in Posts.All)
            {
                var own = Rights.RelationsFor(rpc, Posts.DutiesOf([post]));
                Write(text, Posts.ChineseName(post), own.SequenceEqual(everyone) ? [] : own);
            }

            var roles = EveryRole.Where(role => Rights.ServiceMay(rpc, role)).ToArray();
            text.Append(roles.Length == 0 ? "" : $"    services: {string.Join(", ", roles)}\n");
        }

        Verified.Matches("Rights", text.ToString());
    }

    private static void Write(StringBuilder text, string who, IReadOnlyCollection<Relation> alternatives)
    {
        if (alternatives.Count > 0)
        {
            text.Append($"    {who}: {string.Join(" | ", alternatives.Select(all => all == Relation.None ? "anywhere" : all.ToString().Replace(", ", "+")))}\n");
        }
    }

    private static IEnumerable<IReadOnlySet<Post>> SubsetsOfAtMostTwo()
    {
        yield return new HashSet<Post>();
        foreach (var first in Posts.All)
        {
            foreach (var second in Posts.All.Where(post => post >= first))
            {
                yield return new HashSet<Post> { first, second };
            }
        }
    }
}
