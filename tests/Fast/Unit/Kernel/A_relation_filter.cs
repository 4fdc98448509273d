using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

public sealed class A_relation_filter : IDisposable
{
    private const string Rpc = "enforcement.records.v1.CaseService/ListCases";
    private static readonly RelationFilter Visible = new()
    {
        Organ = actor => $"c.organ = {actor.Organ}",
        Department = actor => $"c.department = {actor.Department}",
        Handler = actor => $"EXISTS (SELECT 1 FROM handlers h WHERE h.number = c.number AND h.person = {actor.PersonId})",
    };

    private readonly TestFolder _folder = new();
    private readonly ViewDb _db;

    public A_relation_filter()
    {
        _db = new(NotesService.ViewFiles.Open(_folder.File("cases.db"), readOnly: false, 1024));
        _db.Script("""
            CREATE TABLE cases (number INTEGER PRIMARY KEY, organ TEXT, department TEXT, stage TEXT);
            CREATE TABLE handlers (number INTEGER, person TEXT);
            INSERT INTO cases VALUES (1, 'a', 'x', 's'), (2, 'a', 'y', 's'), (3, 'b', 'x', 's'), (4, 'a', 'y', 't');
            INSERT INTO handlers VALUES (1, 'p'), (2, 'p'), (3, 'p'), (4, 'q');
            """);
    }

    public void Dispose()
    {
        _db.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(Duty.HandleCase, "p", new long[] { 1, 2 })]
    [InlineData(Duty.HandleCase, "q", new long[] { })]
    [InlineData(Duty.LeadDepartment, "q", new long[] { 1 })]
    [InlineData(Duty.DecideCase, "q", new long[] { 1, 2 })]
    [InlineData(Duty.ReviewLegality, "p", new long[] { })]
    [InlineData(Duty.ReadAudit, "p", new long[] { })]
    public void Shows_exactly_the_rows_the_rights_table_allows(Duty duty, string person, long[] expected) => Assert.Equal(expected, Rows(person, "s", duty));

    [Fact]
    public void Adds_up_the_rows_of_several_duties_and_keeps_the_other_conditions()
    {
        Assert.Equal([1L, 2L], Rows("p", "s", Duty.HandleCase, Duty.LeadDepartment));
        Assert.Equal([4L], Rows("q", "t", Duty.HandleCase, Duty.LeadDepartment));
    }

    [Theory]
    [InlineData(true, Duty.HandleCase)]
    [InlineData(false, Duty.DecideCase)]
    [InlineData(false, Duty.HandleCase, Duty.LeadDepartment)]
    public void Says_whether_all_that_is_shown_stands_in_a_relation(bool always, params Duty[] duties) =>
        Assert.Equal(always, RelationFilter.Always(Relation.Handler | Relation.Registrant, Rpc, Person("p", duties)));

    [Fact]
    public void Never_puts_a_value_into_the_text()
    {
        const string Evil = "x' OR '1'='1";
        Assert.Empty(Rows(Evil, "s", Duty.HandleCase));
        Assert.Empty(Rows("p", Evil, Duty.HandleCase));
    }

    private ImmutableArray<long> Rows(string person, string stage, params Duty[] duties)
    {
        return _db.List($"SELECT c.number FROM cases c WHERE c.stage = {stage} AND {Visible.For(Rpc, Person(person, duties))} ORDER BY {new SqlPart($"c.number")}", row => row.GetInt64(0));
    }

    private static Actor Person(string person, Duty[] duties) => new() { PersonId = person, AccountId = "", Organ = "a", Department = "x", Duties = [.. duties] };
}
