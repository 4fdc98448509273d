using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Backup;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Feed;

/// <summary>
/// Two roles of one installation, on files: <c>records</c> tells, <c>supervision</c> hears. One of them is restored from an older copy, or somebody
/// with <c>sqlite3</c> was at its cells.
/// </summary>
public sealed class T2_Roles_restored_apart : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly TestFolder _folder = new();
    private readonly Hearing _handler = new();
    private readonly List<ClearanceReference> _cited = [];
    private int _told;

    private ProductFolders Folders => new(_folder.Path, _folder.Beside("keys"), _folder.Beside("anchors"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task T2_Records_restored_with_their_own_anchor_are_named_by_the_follower_and_stop_on_their_own_signature()
    {
        await Play(3);
        var old = Copied("old");
        await Play(3);
        var newest = Copied("newest");
        Restore(old);

        // By itself the old copy is sound: its anchor is as old as it is.
        await using (var test = await Start())
        {
            var (records, supervision) = (Of(test, ServiceRole.Records), Of(test, ServiceRole.Supervision));
            await Until(() => supervision.Followers[0].Stopped is not null && !records.Running.Healthy);
            Assert.Contains("supervision的OnNote已处理records", supervision.Followers[0].Stopped, StringComparison.Ordinal);
            Assert.Contains("supervision出示", string.Join('\n', records.Running.Verdict.Plan), StringComparison.Ordinal);
            Assert.Contains("6 条", string.Join('\n', records.Running.Verdict.Plan), StringComparison.Ordinal);
            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, (await test.Http(ServiceRole.Supervision).GetAsync("/health/ready", Ct)).StatusCode);
            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, (await test.Http(ServiceRole.Records).GetAsync("/health/ready", Ct)).StatusCode);
        }

        // The roles are compared when the product is stopped, too.
        var compared = await Compare();
        Assert.Contains(compared.Faults, fault => fault.Contains("supervision 的游标 handlers/OnNote/", StringComparison.Ordinal) && fault.Contains("records没有该记录", StringComparison.Ordinal));

        // It stays so over a restart.
        await using (var again = await Start())
        {
            Assert.False(Of(again, ServiceRole.Records).Running.Healthy);
        }

        // The printed step: the newer data is restored, and both go on.
        Restore(newest);
        await using var mended = await Start();
        Assert.True(Of(mended, ServiceRole.Records).Running.Healthy);
        await Tell(mended, 1);
        await Until(() => _handler.Heard == 7);
        Assert.Null(Of(mended, ServiceRole.Supervision).Followers[0].Stopped);
    }

    [Fact]
    public async Task T2_Records_restored_and_grown_past_the_cursor_are_found()
    {
        await Play(3);
        var old = Copied("old");
        await Play(3);
        Restore(old);
        await using (var alone = await Start(ServiceRole.Records))
        {
            await Tell(alone, 9);
        }

        await using var test = await Start();
        await Until(() => Of(test, ServiceRole.Supervision).Followers[0].Stopped is not null && !Of(test, ServiceRole.Records).Running.Healthy);
        Assert.Equal(6, _handler.Heard);
    }

    /// <summary>
    /// Two persons stated that the newest entries of records are lost; supervision still remembers them. Records go on; supervision stands still, and
    /// the step that it prints lets it go on.
    /// </summary>
    [Fact]
    public async Task T11_A_stated_loss_lasts_though_a_follower_remembers_more()
    {
        await Play(3);
        var old = Folder(ServiceRole.Records, "old");
        var oldFollower = Folder(ServiceRole.Supervision, "old-follower");
        await Play(3);
        RestoreFolder(ServiceRole.Records, old);
        var head = await Recover(new(ServiceRole.Records, new QuietRole(ServiceRole.Records).Contents));
        for (var start = 0; start < 2; start++)
        {
            await using var test = await Start();
            var (records, supervision) = (Of(test, ServiceRole.Records), Of(test, ServiceRole.Supervision));
            await Until(() => supervision.Followers[0].Stopped is not null);
            Assert.Contains("第3条起的记录已由两人确认丢失", supervision.Followers[0].Stopped, StringComparison.Ordinal);
            Assert.Contains("--after-loss", supervision.Followers[0].Stopped, StringComparison.Ordinal);
            Assert.False(await records.Feed.ShowHead(ServiceRole.Supervision, head, Ct));
            Assert.True(records.Running.Healthy);
            if (start == 1)
            {
                records.Running.Losses = [new() { Kept = 3, Known = 5 }]; // what nobody stated still convicts
                Assert.True(await records.Feed.ShowHead(ServiceRole.Supervision, head, Ct));
                Assert.False(records.Running.Healthy);
            }
        }

        foreach (var evidence in Directory.GetFiles(Folders.Anchors, "*evidence*"))
        {
            File.Delete(evidence);
        }

        RestoreFolder(ServiceRole.Supervision, oldFollower);
        await Recover(new(ServiceRole.Supervision, new QuietRole(ServiceRole.Supervision).Contents));
        await using var mended = await Start();
        await Tell(mended, 1);
        await Until(() => _handler.Heard == 7);
        Assert.Null(Of(mended, ServiceRole.Supervision).Followers[0].Stopped);
        Assert.True(Of(mended, ServiceRole.Records).Running.Healthy);
    }

    /// <summary>
    /// The printed step, where the newer data of records is gone for good and supervision is not to be set back: it goes on where the loss begins, and
    /// handles what is told anew at positions that it has handled before.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task M5_A_follower_that_read_what_is_lost_goes_on_when_the_operator_says_so(int anew)
    {
        await Play(3);
        var old = Folder(ServiceRole.Records, "old");
        await Play(3);
        RestoreFolder(ServiceRole.Records, old);
        await Recover(new(ServiceRole.Records, new QuietRole(ServiceRole.Records).Contents));
        await using (var test = await Start())
        {
            await Tell(test, anew);
            await Until(() => Of(test, ServiceRole.Supervision).Followers[0].Stopped is not null);
            Assert.Equal(6, _handler.Heard);
        }

        Assert.Contains((await Compare()).Faults, fault => fault.Contains("--after-loss", StringComparison.Ordinal));
        var before = _handler.Commands.Length;
        for (var start = 0; start < 2; start++)
        {
            await using var after = await Start(afterLoss: start == 0);
            await Until(() => _handler.Heard == 6 + anew);
            Assert.Null(Of(after, ServiceRole.Supervision).Followers[0].Stopped);
            Assert.True(Of(after, ServiceRole.Records).Running.Healthy);
            if (start == 1)
            {
                await Tell(after, 1);
                await Until(() => _handler.Heard == 6 + anew + 1);
            }
        }

        Assert.Equal(before + anew + 1, _handler.Commands.Distinct().Count());
        Assert.Empty((await Compare()).Faults);
    }

    /// <summary>
    /// Acts are durable before the cursor is: where the follower was cut off in between, or restored too, its cursor never read past the loss, and
    /// what it did about the lost notices stands under their ids all the same.
    /// </summary>
    [Fact]
    public async Task R3_Ids_behind_a_stated_loss_are_new_though_the_cursor_never_read_past_it()
    {
        await Play(3);
        var (old, oldFollower) = (Folder(ServiceRole.Records, "old"), Folder(ServiceRole.Supervision, "old-follower"));
        await Play(3);
        RestoreFolder(ServiceRole.Records, old);
        RestoreFolder(ServiceRole.Supervision, oldFollower);
        await Recover(new(ServiceRole.Records, new QuietRole(ServiceRole.Records).Contents));
        await Recover(new(ServiceRole.Supervision, new QuietRole(ServiceRole.Supervision).Contents));
        await using var test = await Start();
        await Tell(test, 3);
        await Until(() => _handler.Heard == 9);
        Assert.Equal(9, _handler.Commands.Distinct().Count());
    }

    /// <summary>
    /// A loss is stated; records grow, supervision hears and cites what was told anew. Then the copy taken right after the statement is put back: what
    /// is missing now lies in the range of the stated loss, and was never stated.
    /// </summary>
    [Fact]
    public async Task R5_A_second_loss_in_the_range_of_a_stated_one_is_a_fault()
    {
        await Play(3);
        var old = Folder(ServiceRole.Records, "old");
        await Play(3);
        await CiteRecords(5);
        RestoreFolder(ServiceRole.Records, old);
        await Recover(new(ServiceRole.Records, new QuietRole(ServiceRole.Records).Contents));
        await using (var test = await Start(afterLoss: true))
        {
            await Of(test, ServiceRole.Records).Running.Checkpoints!.WaitFor(4, Ct);
            var cells = test.Platform.Services.GetRequiredKeyedService<ServiceLedger>(ServiceRole.Supervision).Cells;
            for (var tries = 0; await Cursor(cells) is { Next: < 4 } or { Histories.IsEmpty: true }; tries++)
            {
                Assert.True(tries < 3000, "the cursor did not go on behind the loss within 60 s");
                await Task.Delay(20, Ct);
            }
        }

        // What remembers the lost entries, and what goes by an older citation of them, is right.
        await CiteRecords(5, cited: _cited[0]);
        var (afterwards, anchors) = (Folder(ServiceRole.Records, "afterwards"), _folder.Beside("anchors-afterwards"));
        Copy(Folders.Anchors, anchors, "*%2Frecords%2F*");
        var compared = await Compare();
        Assert.Empty(compared.Faults);
        Assert.Equal(2, compared.Stated);

        await using (var test = await Start())
        {
            await Tell(test, 1);
            await Until(() => _handler.Heard == _told);
            await Of(test, ServiceRole.Records).Running.Checkpoints!.WaitFor(5, Ct);
            await LearnHead(test, 5);
        }

        await CiteRecords(4);
        Assert.Empty((await Compare()).Faults);
        RestoreFolder(ServiceRole.Records, afterwards);
        Copy(anchors, Folders.Anchors);

        var faults = (await Compare()).Faults;
        Assert.Contains(faults, fault => fault.Contains("supervision 的记录", StringComparison.Ordinal) && fault.Contains("@4，而records没有该记录", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("supervision 的游标", StringComparison.Ordinal) && fault.Contains("@4，而records没有该记录：很可能", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("所存校验点证明", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains("@5", StringComparison.Ordinal));

        // An earlier run may have read the older citation: it is found again.
        var entries = LedgerFolder.Open(Folders, ServiceRole.Supervision).Rows();
        var newest = entries.CountEntries();
        entries.Dispose();
        Assert.DoesNotContain((await Compare(new() { [ServiceRole.Supervision] = newest - 3 })).Faults, fault => fault.Contains("@5", StringComparison.Ordinal));
    }

    /// <summary>An entry of supervision cites an entry of records, as it stands there now, or as it was cited before.</summary>
    private async Task CiteRecords(long position, ClearanceReference? cited = null)
    {
        await using var test = await Start();
        var ledger = test.Platform.Services.GetRequiredKeyedService<ServiceLedger>(ServiceRole.Records);
        cited ??= new()
        {
            Origin = Of(test, ServiceRole.Records).Identity.Origin,
            Position = position,
            LeafHash = ByteString.CopyFrom((await ledger.Store.ReadFrom(position, 1, Ct))[0].Leaf),
        };
        _cited.Add(cited);
        var streams = new Streams<CitingState>(test.Platform.Services.GetRequiredKeyedService<ServiceLedger>(ServiceRole.Supervision), "citing", "citing_id");
        await streams.Run(
            $"{Guid.CreateVersion7()}", Sample.Id($"{Guid.CreateVersion7()}"), NotesService.Service, "citing/Cite", cited, (_, _) => new(Decision.Of(cited)), Ct);
    }

    private sealed record CitingState : StreamState, IFold<CitingState>
    {
        public static CitingState Empty { get; } = new();

        public static CitingState Apply(CitingState state, IMessage fact, Recorded entry) => state;

        public override Relation RelationOf(Actor actor) => Relation.None;
    }

    /// <summary>A stream that is parked at a lost position is not gone on with in the history that replaced it, under whatever name.</summary>
    [Fact]
    public async Task R3_What_is_parked_at_a_lost_position_is_not_tried_on_the_new_history()
    {
        await Play(3);
        var old = Folder(ServiceRole.Records, "old");
        await Play(1);
        var stream = $"{Guid.CreateVersion7()}";
        _handler.Fails = true;
        DateTimeOffset? due = null;
        await using (var test = await Start())
        {
            await Write(test, ServiceRole.Records, "fails", stream); // position 4
            await Write(test, ServiceRole.Records, "passed over", stream); // position 5
            var cells = test.Platform.Services.GetRequiredKeyedService<ServiceLedger>(ServiceRole.Supervision).Cells;
            for (var tries = 0; due is null; tries++)
            {
                Assert.True(tries < 3000, "nothing was parked within 60 s");
                await Task.Delay(20, Ct);
                var cursor = HandlerCursor.FromBytes((await cells.List("handlers/", Ct)).Single().Value);
                due = cursor.Next == 6 && cursor.Parked.Values.SingleOrDefault() is { Position: 4 } parked ? parked.RetryAt : null;
            }

            await Of(test, ServiceRole.Records).Running.Checkpoints!.WaitFor(6, Ct);
        }

        RestoreFolder(ServiceRole.Records, old);
        await Recover(new(ServiceRole.Records, new QuietRole(ServiceRole.Records).Contents));
        _handler.Fails = false;
        await using (var alone = await Start(ServiceRole.Records))
        {
            await Write(alone, ServiceRole.Records, "anew 4", stream); // behind the statement, at position 4
            await Write(alone, ServiceRole.Records, "anew 5", stream);
            await Tell(alone, 4);
        }

        await Until(() => TimeProvider.System.GetUtcNow() > due);
        var before = _handler.Heard;
        await using (var test = await Start())
        {
            await Until(() => Of(test, ServiceRole.Supervision).Followers[0].Stopped is not null);
            Assert.Equal(before, _handler.Heard);
        }

        await using var after = await Start(afterLoss: true);
        await Until(() => _handler.Heard >= before + 6);
        await Tell(after, 1);
        await Until(() => _handler.Heard >= before + 7);
        Assert.Equal(before + 7, _handler.Heard);
    }

    /// <summary>The name of a new history is its first entry, also where nothing was kept.</summary>
    [Fact]
    public async Task R12_Where_everything_is_lost_the_new_history_is_named_by_entry_0()
    {
        await Play(3);
        await using var test = await Start();
        var records = Of(test, ServiceRole.Records);
        records.Running.Losses = [new() { Kept = 0, Known = 3 }];
        var loss = Assert.Single((await records.Feed.Head(Ct)).Losses);
        Assert.Equal((await records.Ledger.Store.ReadFrom(0, 1, Ct))[0].Leaf, loss.NextLeaf);
        Assert.Empty(loss.From.Leaf);
    }

    /// <summary>
    /// A ledger that cannot be settled keeps no other from it, and is not taken for what ended the act.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R10_One_ledger_that_cannot_be_settled_keeps_no_other_from_it(bool fails)
    {
        await Play(1);
        IRole[] roles = [new QuietRole(ServiceRole.Records), new HearingRole(ServiceRole.Supervision, _handler)];
        var options = TestPlatform.Options(_folder.Path, roles) with { DataDirectory = Folders.Data, KeyDirectory = Folders.Keys, Anchors = Folders.Anchors };
        await using (var platform = EnforcementPlatform.Kernel.Platform.Build(options, roles, Adapters))
        {
            var broken = "";
            Func<Task<bool>> ended = () => Task.FromResult(false);
            async Task<int> Act()
            {
                var (records, supervision) = (Of(platform, ServiceRole.Records), Of(platform, ServiceRole.Supervision));
                await Write(platform, ServiceRole.Records, "behind a broken anchor");
                await Write(platform, ServiceRole.Supervision, "behind it");
                broken = Path.Combine(Folders.Anchors, Uri.EscapeDataString(records.Identity.Origin) + ".note");
                File.Delete(broken);
                Directory.CreateDirectory(Path.Combine(broken, "in the way"));
                ended = async () => await supervision.Ledger.Cells.Read($"ended/{supervision.Identity.Origin}", Ct) is not null;
                return fails ? throw new InvalidOperationException("the act") : 1;
            }

            var thrown = await Assert.ThrowsAnyAsync<Exception>(() => platform.OnOpenLedgers(Act, Ct));
            Assert.Equal(fails, thrown is InvalidOperationException { Message: "the act" });
            Assert.True(await ended());
            Directory.Delete(broken, recursive: true);
        }
    }

    /// <summary>Said at a start, it is no leave for what nobody stated.</summary>
    [Fact]
    public async Task M5_Nobody_goes_on_behind_a_loss_that_is_not_stated()
    {
        await Play(3);
        var old = Copied("old");
        await Play(3);
        Restore(old);
        await using var test = await Start(afterLoss: true);
        await Until(() => Of(test, ServiceRole.Supervision).Followers[0].Stopped is not null && !Of(test, ServiceRole.Records).Running.Healthy);
        Assert.Equal(6, _handler.Heard);
    }

    /// <summary>States what is lost, and gives the newest head that is.</summary>
    private async Task<byte[]> Recover(VerifiableRole role)
    {
        var loss = await Recovery.Find(Folders, role, Ct);
        Assert.Empty(loss.Objections);
        Assert.Null(await Recovery.Clear(Folders, role, loss, ["person-a", "person-b"], TimeProvider.System.GetUtcNow(), Ct));
        return loss.Beyond.MaxBy(one => one.Head.Size).Note;
    }

    /// <summary>Copies the data of a role; its anchor stays where it is.</summary>
    private string Folder(string role, string name)
    {
        Copy(Path.Combine(Folders.Data, role), _folder.Beside(name));
        return _folder.Beside(name);
    }

    private void RestoreFolder(string role, string copy)
    {
        Directory.Delete(Path.Combine(Folders.Data, role), recursive: true);
        Copy(copy, Path.Combine(Folders.Data, role));
    }

    [Fact]
    public async Task T1_A_verification_without_the_key_says_that_vouching_was_not_checked()
    {
        await Play(3);
        var role = new VerifiableRole(ServiceRole.Records, new QuietRole(ServiceRole.Records).Contents);
        const string Sentence = "写入凭据：未核对";
        Assert.DoesNotContain(VerifyCommand.Lines(await InstallationVerifier.Verify(Folders, role, withViews: false, Ct)), line => line.Contains(Sentence, StringComparison.Ordinal));

        File.Delete(Path.Combine(Folders.Keys, "records.vouch"));
        var lines = VerifyCommand.Lines(await InstallationVerifier.Verify(Folders, role, withViews: false, Ct)).ToArray();
        Assert.Single(lines, line => line.Contains(Sentence, StringComparison.Ordinal) && line.Contains(".vouch", StringComparison.Ordinal));
        Assert.Equal("  结论：完好。", lines[^1]);
    }

    [Fact]
    public async Task T2_Roles_that_agree_are_found_so()
    {
        await Play(3);
        var compared = await Compare();
        Assert.Empty(compared.Faults);
        Assert.True(compared is { Cells: > 3, Cursors: 1, Heads: >= 3 }, $"{compared}");
        File.Delete(Path.Combine(Folders.Keys, "supervision.vouch"));
        Assert.Equal([ServiceRole.Supervision], (await Compare()).NotChecked);
    }

    /// <summary>Each is noticed at the start or at use, in a sentence with the name and the cure, and by the comparison of the roles.</summary>
    [Theory]
    [InlineData("UPDATE cells SET value = CAST(replace(CAST(value AS TEXT), '\"Next\":3', '\"Next\":9') AS BLOB) WHERE name LIKE 'handlers/%'", "handlers/OnNote")]
    [InlineData("UPDATE cells SET value = CAST(replace(CAST(value AS TEXT), '\"Next\":3', '\"Next\":0') AS BLOB) WHERE name LIKE 'handlers/%'", "handlers/OnNote")]
    [InlineData("UPDATE cells SET version = version + 1 WHERE name LIKE 'handlers/%'", "handlers/OnNote")]
    [InlineData("UPDATE cells SET tag = randomblob(35) WHERE name LIKE 'handlers/%'", "handlers/OnNote")]
    [InlineData("UPDATE cells SET tag = x'' WHERE name LIKE 'handlers/%'", "handlers/OnNote")]
    [InlineData("UPDATE cells SET tag = (SELECT tag FROM cells WHERE name LIKE 'checkpoint/%') WHERE name LIKE 'handlers/%'", "handlers/OnNote")]
    [InlineData("UPDATE cells SET value = NULL WHERE name LIKE 'handlers/%'", "handlers/OnNote")]
    [InlineData("DELETE FROM cells WHERE name LIKE 'handlers/%'", "handlers/OnNote")]
    [InlineData("UPDATE cells SET name = 'handlers/OnOther' WHERE name LIKE 'handlers/%'", "handlers/OnNote")]
    [InlineData("UPDATE cells SET value = substr(value, 1, 40) WHERE name LIKE 'checkpoint/%'", "checkpoint/")]
    [InlineData("UPDATE cells SET version = version - 1 WHERE name LIKE 'checkpoint/%'", "checkpoint/")]
    [InlineData("DELETE FROM cells WHERE name LIKE 'checkpoint/%'", "checkpoint/")]
    [InlineData("DELETE FROM cells WHERE name = 'cells/index'", "cells/index")]
    [InlineData("UPDATE cells SET value = x'' WHERE name = 'cells/index'", "cells/index")]
    [InlineData("DELETE FROM cells", "cells.db")]
    [InlineData("", "cells.db")]
    public async Task T2_Cells_changed_by_hand_are_named_with_the_cure(string sql, string named)
    {
        await Play(3);
        var file = Path.Combine(Folders.Data, ServiceRole.Supervision, "cells.db");
        if (sql.Length > 0)
        {
            AlteredCells.Run(file, sql);
        }
        else
        {
            File.Delete(file);
        }

        Assert.Contains((await Compare()).Faults, fault => fault.Contains(named, StringComparison.Ordinal));
        var said = await Noticed();
        Assert.Contains(named, said, StringComparison.Ordinal);
        Assert.Contains("备份", said, StringComparison.Ordinal);
    }

    /// <summary>What is said of it at the start, or else once the handler has tried.</summary>
    private async Task<string> Noticed()
    {
        try
        {
            await using var test = await Start();
            var supervision = Of(test, ServiceRole.Supervision);
            await Until(() => supervision.Followers[0].Stopped is not null || !supervision.Running.Healthy);
            return $"{string.Join('\n', supervision.Running.Verdict.Plan)}\n{supervision.Followers[0].Stopped}";
        }
        catch (SettingsException refused)
        {
            return string.Join('\n', refused.Mistakes);
        }
    }

    private async Task Play(int count)
    {
        await using var test = await Start();
        await Tell(test, count);
        await Write(test, ServiceRole.Supervision, $"own {_told}"); // a role with entries of its own: without, a deleted file is a new one
        await Until(() => _handler.Heard == _told);
        await Of(test, ServiceRole.Records).Running.Checkpoints!.WaitFor(_told, Ct);
        await LearnHead(test, _told);
    }

    /// <summary>Waits until the cursor of supervision knows a signed head of as many entries.</summary>
    private static async Task LearnHead(TestPlatform test, long size)
    {
        var cells = test.Platform.Services.GetRequiredKeyedService<ServiceLedger>(ServiceRole.Supervision).Cells;
        for (var tries = 0; await NoteSize(cells) < size; tries++)
        {
            Assert.True(tries < 3000, "the cursor did not learn the newest head within 60 s");
            await Task.Delay(20, Ct);
        }
    }

    private static async Task<long> NoteSize(ICells cells) =>
        await Cursor(cells) is { Note: { Length: > 0 } note } ? Checkpoint.Parse(Note.Parse(note).Text).Size : 0;

    private static async Task<HandlerCursor> Cursor(ICells cells) => HandlerCursor.FromBytes((await cells.List("handlers/", Ct)).Single().Value);

    private async Task Tell(TestPlatform test, int count)
    {
        for (var number = 0; number < count; number++)
        {
            await Write(test, ServiceRole.Records, $"text {++_told}");
        }
    }

    private static Task Write(TestPlatform test, string role, string written, string? stream = null) => Write(test.Platform, role, written, stream);

    private static async Task Write(EnforcementPlatform.Kernel.Platform platform, string role, string written, string? stream = null)
    {
        var notes = new Streams<NoteState>(platform.Services.GetRequiredKeyedService<ServiceLedger>(role), "notes", "note_id");
        var text = new StringValue { Value = written };
        await notes.Run(stream ?? $"{Guid.CreateVersion7()}", Sample.Id($"{Guid.CreateVersion7()}"), NotesService.Service, "notes/Write", text, (_, _) => new(Decision.Of(text).WithNotice(text)), Ct);
    }

    private Task<RolesCompared> Compare(Dictionary<string, long>? from = null) => RolesCompared.Of(
        Folders,
        [new(ServiceRole.Records, new QuietRole(ServiceRole.Records).Contents), new(ServiceRole.Supervision, new HearingRole(ServiceRole.Supervision, _handler).Contents)],
        from ?? [],
        Ct);

    private static RoleParts Of(TestPlatform test, string role) => Of(test.Platform, role);

    private static RoleParts Of(EnforcementPlatform.Kernel.Platform platform, string role) => platform.Services.GetRequiredKeyedService<RoleParts>(role);

    private Task<TestPlatform> Start(string? only = null, bool afterLoss = false) => TestPlatform.Start(
        [.. new IRole[] { new QuietRole(ServiceRole.Records), new HearingRole(ServiceRole.Supervision, _handler) }.Where(role => only is null || role.Name == only)],
        options => options with { DataDirectory = Folders.Data, KeyDirectory = Folders.Keys, Anchors = Folders.Anchors, AfterLoss = afterLoss },
        Adapters);

    private static void Adapters(IServiceCollection services) => services
        .AddSingleton<ILedgerEngine>(new SqliteEngine())
        .AddSingleton(new Subscriptions(new Subscription(ServiceRole.Supervision, StringValue.Descriptor.FullName)));

    /// <summary>Copies what lies on the volume of records: its data and its anchor.</summary>
    private string Copied(string name)
    {
        var copy = _folder.Beside(name);
        Copy(Path.Combine(Folders.Data, ServiceRole.Records), Path.Combine(copy, "data"));
        Copy(Folders.Anchors, Path.Combine(copy, "anchors"), "*%2Frecords%2F*");
        return copy;
    }

    private void Restore(string copy)
    {
        Directory.Delete(Path.Combine(Folders.Data, ServiceRole.Records), recursive: true);
        Copy(Path.Combine(copy, "data"), Path.Combine(Folders.Data, ServiceRole.Records));
        Copy(Path.Combine(copy, "anchors"), Folders.Anchors);
    }

    private static void Copy(string from, string to, string pattern = "*")
    {
        foreach (var file in Directory.EnumerateFiles(from, pattern, SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    private static async Task Until(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 3000, "did not happen within 60 s");
            await Task.Delay(20, Ct);
        }
    }

    private sealed class HearingRole(string name, Hearing handler) : LedgerRole
    {
        public override string Name => name;

        public override RolePorts Ports => new();

        protected override IEnumerable<FileDescriptor> Messages => [StringValue.Descriptor.File, ClearanceReference.Descriptor.File];

        public override void Map(RoleEndpoints endpoints)
        {
        }

        protected override void Register(IServiceCollection services, PlatformOptions options) => services.AddKeyedSingleton<INoticeHandler>(Name, handler);
    }

    private sealed class Hearing : INoticeHandler
    {
        /// <summary>True while it can handle nothing.</summary>
        public bool Fails { get; set; }

        /// <summary>
        /// Notices that it heard: each once, however often it was handed out. Where a stop comes between the act and the cursor it is handed out again,
        /// under the same id.
        /// </summary>
        public int Heard => Ids.Distinct().Count();

        /// <summary>Under which ids it would have acted.</summary>
        public System.Collections.Concurrent.ConcurrentBag<string> Ids { get; } = [];

        public string[] Commands => [.. Ids];

        public string Name => "OnNote";

        public string Publisher => ServiceRole.Records;

        public MessageDescriptor NoticeType => StringValue.Descriptor;

        public HandlerStart Start => HandlerStart.FromBeginning;

        public Task Handle(Notice notice, HandlerRun run)
        {
            if (Fails)
            {
                throw new InvalidOperationException("not now");
            }

            Ids.Add(run.CommandId());
            return Task.CompletedTask;
        }
    }
}
