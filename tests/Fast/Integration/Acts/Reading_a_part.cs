using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.WellKnownTypes;
using Xunit;
using Actor = EnforcementPlatform.Kernel.Actor;

namespace EnforcementPlatform.Tests.Fast.Integration.Acts;

/// <summary>The salt and bytes of a part go to the one service that has the right, and to nobody else.</summary>
public sealed class Reading_a_part : IDisposable
{
    private const string Rpc = "enforcement.records.v1.CaseService/GetDraftForReview";
    private readonly NotesService _notes = new();

    public void Dispose() => _notes.Dispose();

    [Fact]
    public async Task Gives_the_salt_and_the_very_bytes_that_the_commitment_commits_to()
    {
        var author = await Author();

        var part = await _notes.Ledger.ReadPart(author.Source.Position, author.Source.Part, As(ServiceRole.Review));

        Assert.Equal(author.Commitment, Commitment.Compute(part.Salt, part.Bytes));
        Assert.Equal("某人", StringValue.Parser.ParseFrom(PersonalPart.Parser.ParseFrom(part.Bytes).Body).Value);
    }

    [Fact]
    public async Task For_the_public_is_open_for_notices_alone()
    {
        var position = await _notes.Write("told", "文字", "某人", new StringValue { Value = "公开的内容" });

        var (entry, part, notice) = await _notes.Ledger.ReadNotice(position, TestContext.Current.CancellationToken);

        Assert.True(Commitment.Verify(EntryCodec.Decode(entry).Parts[2], notice!.Salt, notice.Bytes));
        Assert.Equal("公开的内容", StringValue.Parser.ParseFrom(NoticePart.Parser.ParseFrom(notice.Bytes).Body).Value);
        Assert.Equal(2, part);
    }

    [Theory]
    [InlineData(null, Rpc)]
    [InlineData(ServiceRole.Records, Rpc)]
    [InlineData(ServiceRole.Review, "enforcement.records.v1.CaseService/GetDraft")]
    public async Task Is_refused_to_a_person_to_another_service_and_in_another_call(string? service, string rpc)
    {
        var author = await Author();

        var fault = await Assert.ThrowsAsync<Fault>(() => _notes.Ledger.ReadPart(author.Source.Position, author.Source.Part, As(service, rpc)).AsTask());

        Assert.Same(KernelFaults.NotPermitted, fault.Type);
    }

    [Fact]
    public async Task Finds_nothing_once_the_part_is_destroyed()
    {
        var author = await Author();
        var order = await _notes.Order((author.Source.Position, author.Source.Part));
        await _notes.Ledger.Destroy([(author.Source.Position, author.Source.Part)], order, TestContext.Current.CancellationToken);

        var fault = await Assert.ThrowsAsync<Fault>(() => _notes.Ledger.ReadPart(author.Source.Position, author.Source.Part, As(ServiceRole.Review)).AsTask());

        Assert.Same(KernelFaults.PartDestroyed, fault.Type);
    }

    private static FakeCall As(string? service, string rpc = Rpc) =>
        new(rpc, new Actor { PersonId = service is null ? "someone" : "", AccountId = service ?? "someone", Organ = "", Department = "", Service = service });

    private async Task<Personal<StringValue>> Author()
    {
        await _notes.Write("a", "text", "某人");
        return (await _notes.Notes.Load("a", default)).Author!;
    }
}
