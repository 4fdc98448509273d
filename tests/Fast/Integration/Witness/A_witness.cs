using System.Net;
using System.Text;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Witness;

/// <summary>What a witness answers over HTTP (C2SP tlog-witness), with real notes.</summary>
public sealed class A_witness : IAsyncLifetime
{
    private readonly TestLog log = new(40);
    private WitnessPlatform witness = null!;

    public async ValueTask InitializeAsync() => witness = await WitnessPlatform.Start(log.Key);

    public ValueTask DisposeAsync() => witness.DisposeAsync();

    [Fact]
    public async Task Cosigns_a_first_head_and_every_larger_one_that_extends_it()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        foreach (var (old, size) in new[] { (0, 5), (5, 8), (8, 40) })
        {
            var (status, type, body) = await witness.Post(log.Ask(old, size));
            Assert.Equal((HttpStatusCode.OK, "text/plain; charset=utf-8"), (status, type));
            Assert.Equal('\n', body[^1]);
            Assert.StartsWith($"— {witness.Key.Name} ", Assert.Single(body.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
            var opened = witness.Opened(log.Head(size), body);
            Assert.InRange(Assert.Single(opened.Cosignatures).Time, before, DateTimeOffset.UtcNow);
        }
    }

    [Fact]
    public async Task Cosigns_the_head_of_an_empty_log_and_goes_on_from_it()
    {
        Assert.Equal(HttpStatusCode.OK, (await witness.Post(log.Ask(0, 0))).Status);
        Assert.Equal(HttpStatusCode.OK, (await witness.Post(log.Ask(0, 9))).Status);
    }

    [Fact]
    public async Task Cosigns_the_same_head_again()
    {
        await witness.Post(log.Ask(0, 9));
        var (status, _, body) = await witness.Post(log.Ask(9, 9));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(9, witness.Opened(log.Head(9), body).Checkpoint.Size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("old 0\n\nnot a note")]
    [InlineData("old one\n\n{head}")]
    [InlineData("old 10\n\n{head}")]
    public async Task Answers_400_to_what_is_no_request_or_goes_backward(string body)
    {
        var (status, _, text) = await witness.Post(Encoding.UTF8.GetBytes(body.Replace("{head}", log.Head(9).ToString(), StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty(text);
    }

    [Fact]
    public async Task Answers_400_to_extension_lines_that_nobody_could_audit()
    {
        var note = log.Head(9);
        var extended = note with { Text = note.Text + "extension\n" };
        Assert.Equal(HttpStatusCode.BadRequest, (await witness.Post(new AddCheckpoint(0, [], extended))).Status);
    }

    [Fact]
    public async Task Answers_404_for_a_log_whose_key_it_was_not_told()
    {
        var stranger = new TestLog(5, origin: "ep.test/review/0123456789ab");
        Assert.Equal(HttpStatusCode.NotFound, (await witness.Post(stranger.Ask(0, 5))).Status);
    }

    [Fact]
    public async Task Answers_403_to_another_key_under_the_name_of_the_log()
    {
        var thief = new TestLog(5, seed: 8);
        Assert.Equal(HttpStatusCode.Forbidden, (await witness.Post(thief.Ask(0, 5))).Status);
        var forged = log.Head(6) with { Signatures = log.Head(5).Signatures };
        Assert.Equal(HttpStatusCode.Forbidden, (await witness.Post(new AddCheckpoint(0, [], forged))).Status);
        Assert.Equal(HttpStatusCode.OK, (await witness.Post(log.Ask(0, 5))).Status);
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(9, 20)]
    [InlineData(11, 20)]
    [InlineData(10, 10, 5)]
    public async Task Answers_409_with_its_size_to_any_other_old_size(int cosigned, int size, int old = 0)
    {
        await witness.Post(log.Ask(0, 10));
        var wrong = cosigned == 10 ? old : cosigned;
        Assert.Equal((HttpStatusCode.Conflict, "text/x.tlog.size", "10\n"), await witness.Post(log.Ask(wrong, size)));
    }

    [Fact]
    public async Task Answers_422_where_the_proof_does_not_lead_from_what_it_cosigned()
    {
        await witness.Post(log.Ask(0, 10));
        var right = log.Ask(10, 20);
        foreach (var proof in new[] { [], right.Proof[1..], right.Proof.Reverse(), right.Proof.SetItem(0, new byte[32]), right.Proof.Add(new byte[32]) })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await witness.Post(right with { Proof = [.. proof] })).Status);
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await witness.Post(log.Ask(10, 10) with { Proof = [new byte[32]] })).Status);
        Assert.Equal(HttpStatusCode.OK, (await witness.Post(right)).Status);
    }

    [Fact]
    public async Task Ignores_lines_of_keys_it_does_not_know_and_keeps_none_of_them()
    {
        var stranger = new Ed25519Signer(new byte[32]);
        var note = log.Head(5).Cosign("somebody.else/w", stranger, DateTimeOffset.UnixEpoch);
        Assert.Equal(HttpStatusCode.OK, (await witness.Post(new AddCheckpoint(0, [], note))).Status);
        await Kept("cosigned", log.Head(5));
    }

    [Fact]
    public async Task Reads_no_more_than_a_request_can_be()
    {
        var (status, _, _) = await witness.Post(new byte[AddCheckpoint.MaxBytes + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    [Fact]
    public async Task Refuses_a_second_history_of_the_same_size_and_keeps_both_notes()
    {
        var fork = new TestLog(40, sameUntil: 7);
        await witness.Post(log.Ask(0, 10));
        Assert.Equal((HttpStatusCode.Conflict, "text/x.tlog.size", "10\n"), await witness.Post(fork.Ask(10, 10)));
        await Kept("cosigned", log.Head(10));
        await Kept("contradicts", fork.Head(10));
        await witness.Post(log.Ask(10, 20));
        await witness.Post(fork.Ask(20, 20));
        await Kept("contradicts", fork.Head(10));
    }

    [Fact]
    public async Task Refuses_a_second_history_that_grew_and_keeps_both_notes()
    {
        var fork = new TestLog(40, sameUntil: 7);
        await witness.Post(log.Ask(0, 10));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await witness.Post(fork.Ask(10, 30))).Status);
        await Kept("cosigned", log.Head(10));
        await Kept("refused", fork.Head(30));
        Assert.Equal(HttpStatusCode.OK, (await witness.Post(log.Ask(10, 11))).Status);
    }

    [Fact]
    public async Task Of_many_at_once_cosigns_one_and_never_goes_back()
    {
        for (var size = 0; size < 40; size += 4)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(more => witness.Post(log.Ask(size, size + 1 + more))));
            var cosigned = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.All(answers.Except([cosigned]), answer => Assert.Equal(HttpStatusCode.Conflict, answer.Status));
            var kept = answers.First(answer => answer.Status == HttpStatusCode.Conflict).Body;
            Assert.All(answers.Where(answer => answer.Status == HttpStatusCode.Conflict), answer => Assert.Equal(kept, answer.Body));
            var now = int.Parse(kept, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(now, witness.Opened(log.Head(now), cosigned.Body).Checkpoint.Size);
            Assert.InRange(now, size + 1, size + 4);
            await witness.Post(log.Ask(now, size + 4));
        }
    }

    /// <summary>The note with the log's own signature, and behind it the cosignature of a head that was cosigned.</summary>
    private async Task Kept(string what, Note note)
    {
        var kept = Note.Parse(await File.ReadAllBytesAsync(Assert.Single(witness.Evidence(what)), TestContext.Current.CancellationToken));
        var isCosigned = what == "cosigned";
        Assert.Equal(note.Signatures.Length + (isCosigned ? 1 : 0), kept.Signatures.Length);
        Assert.Equal(isCosigned, kept.Signatures[^1].ClaimedTime is not null);
        Assert.Equal(note.ToString(), (kept with { Signatures = [.. kept.Signatures.Take(note.Signatures.Length)] }).ToString());
    }
}
