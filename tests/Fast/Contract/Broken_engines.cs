using System.Collections.Immutable;
using System.Reflection;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Contract;

/// <summary>The twins of the contract suites: an engine with one seeded defect is caught by the test named beside it.</summary>
public sealed class Broken_engines
{
    public static TheoryData<string, string> Ledgers => new()
    {
        { nameof(AcknowledgesEarly), nameof(LedgerStoreContract.An_acknowledged_entry_survives_a_power_cut_with_its_parts) },
        { nameof(LeavesGaps), nameof(LedgerStoreContract.Positions_start_at_zero_and_leave_no_gap_where_an_entry_is_refused) },
        { nameof(LooksAtClaimsFirst), nameof(LedgerStoreContract.A_known_command_is_told_so_before_any_claim_is_looked_at) },
        { nameof(ForgetsCommands), nameof(LedgerStoreContract.A_command_that_comes_twice_in_one_batch_is_kept_once) },
        { nameof(TakesSomeClaims), nameof(LedgerStoreContract.All_claims_are_taken_or_none) },
        { nameof(LooksAtFirstClaimOnly), nameof(LedgerStoreContract.All_claims_are_taken_or_none) },
        { nameof(AppendsUnordered), nameof(LedgerStoreContract.The_entries_of_a_batch_take_positions_in_its_order) },
        { nameof(IgnoresPrev), nameof(LedgerStoreContract.A_claim_must_name_the_leaf_of_the_head) },
        { nameof(AllowsVersionGaps), nameof(LedgerStoreContract.The_first_claim_of_a_stream_is_version_one) },
        { nameof(StopsAtARefusal), nameof(LedgerStoreContract.A_refused_entry_lets_the_rest_of_its_batch_through) },
        { nameof(LooksUpALateCopy), nameof(LedgerStoreContract.A_look_up_sees_what_was_appended) },
        { nameof(KeepsSalts), nameof(LedgerStoreContract.A_destroyed_part_is_a_tombstone_and_its_neighbours_stay) },
        { nameof(LastOrderStands), nameof(LedgerStoreContract.Destruction_may_be_repeated_and_the_first_order_stands) },
        { nameof(BelievesEverybody), nameof(LedgerStoreContract.T1_An_entry_that_nobody_vouched_for_is_handed_out_by_no_read) },
        { nameof(GoesOnBehindStrangers), nameof(LedgerStoreContract.T1_A_foreign_entry_at_the_next_position_stops_all_writing_and_is_named) },
        { nameof(InspectsNothing), nameof(LedgerStoreContract.T1_An_inspection_finds_a_row_too_many) },
    };

    public static TheoryData<string, string> CellStores => new()
    {
        { nameof(CellsAcknowledgeEarly), nameof(CellsContract.A_write_that_was_acknowledged_survives_a_power_cut) },
        { nameof(CellsIgnoreVersions), nameof(CellsContract.A_write_that_expects_another_version_changes_nothing) },
        { nameof(CellsTreatMissingAsAny), nameof(CellsContract.A_new_cell_expects_version_zero) },
        { nameof(CellsForgetVersions), nameof(CellsContract.A_version_never_comes_again_after_a_removal) },
        { nameof(CellsBelieveAnything), nameof(CellsContract.T2_An_altered_cell_is_named_and_hinders_no_other) },
        { nameof(CellsBelieveAnything), nameof(CellsContract.T2_A_removed_cell_cannot_be_brought_back_by_hand) },
        { nameof(CellsBelieveAbsence), nameof(CellsContract.T2_A_decisive_cell_that_is_gone_is_named) },
        { nameof(CellsMatchPatterns), nameof(CellsContract.A_list_holds_exactly_the_names_with_the_prefix_in_order) },
    };

    [Theory]
    [MemberData(nameof(Ledgers))]
    public async Task Are_caught_by_the_ledger_contract(string defect, string test) =>
        await AssertCaught(new LedgerProbe(Make<InMemoryLedger>(defect)), typeof(LedgerStoreContract), test);

    [Theory]
    [MemberData(nameof(CellStores))]
    public async Task Are_caught_by_the_cells_contract(string defect, string test) =>
        await AssertCaught(new CellsProbe(Make<InMemoryCells>(defect)), typeof(CellsContract), test);

    private static T Make<T>(string defect) => (T)Activator.CreateInstance(typeof(Broken_engines).GetNestedType(defect, BindingFlags.NonPublic)!)!;

    private static async Task AssertCaught(object probe, Type contract, string test)
    {
        var method = contract.GetMethod(test)!;
        var rows = method.GetCustomAttributes<InlineDataAttribute>().Select(row => row.Data)
            .Concat(method.GetCustomAttribute<MemberDataAttribute>() is null ? [] : CellsContract.Alterations.Select(row => new object?[] { row.Data }))
            .DefaultIfEmpty([]);
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(async () =>
        {
            foreach (var row in rows)
            {
                await (Task)method.Invoke(probe, row)!;
            }
        });
    }

    private sealed class LedgerProbe(InMemoryLedger store) : LedgerStoreContract
    {
        protected override ILedgerStore Store => store;

        protected override Task Plant(EntryToAppend entry, long position) => store.Plant(entry);

        protected override ILedgerStore AfterPowerCut() => store.AfterPowerCut();
    }

    private sealed class CellsProbe(InMemoryCells cells) : CellsContract
    {
        protected override ICells Cells => cells;

        protected override ICells AfterPowerCut() => cells.AfterPowerCut();

        protected override ICells AfterAlteration(string name, Func<StoredCell, StoredCell?> alter) => cells.AfterAlteration(name, alter);
    }

    private sealed class AcknowledgesEarly : InMemoryLedger
    {
        public override InMemoryLedger AfterPowerCut() => new();
    }

    private sealed class LeavesGaps : InMemoryLedger
    {
        private long tried;

        protected override long NextPosition => tried - 1;

        protected override AppendResult AppendOne(EntryToAppend entry)
        {
            tried++;
            return base.AppendOne(entry);
        }
    }

    private sealed class LooksAtClaimsFirst : InMemoryLedger
    {
        protected override AppendResult? Refusal(EntryToAppend entry) => TakenClaim(entry) ?? ExistingCommand(entry);
    }

    private sealed class ForgetsCommands : InMemoryLedger
    {
        protected override AppendResult? Refusal(EntryToAppend entry) => TakenClaim(entry);
    }

    private sealed class TakesSomeClaims : InMemoryLedger
    {
        protected override AppendResult? Refusal(EntryToAppend entry)
        {
            var refusal = base.Refusal(entry);
            if (refusal is { Claim: > 0 } taken)
            {
                Keep(entry with { Id = "", Claims = entry.Claims[..taken.Claim] }, NextPosition);
            }

            return refusal;
        }
    }

    private sealed class LooksAtFirstClaimOnly : InMemoryLedger
    {
        protected override AppendResult? Refusal(EntryToAppend entry) =>
            ExistingCommand(entry) ?? TakenClaim(entry with { Claims = entry.Claims[..1] });
    }

    private sealed class AppendsUnordered : InMemoryLedger
    {
        public override async Task<ImmutableArray<AppendResult>> Append(IReadOnlyList<EntryToAppend> batch, CancellationToken ct) =>
            [.. (await base.Append([.. batch.Reverse()], ct)).Reverse()];
    }

    private sealed class IgnoresPrev : InMemoryLedger
    {
        protected override bool Fits(Claim claim, StreamHead head) => claim.Version == head.Version + 1;
    }

    private sealed class AllowsVersionGaps : InMemoryLedger
    {
        protected override bool Fits(Claim claim, StreamHead head) => claim.Version > head.Version;
    }

    private sealed class StopsAtARefusal : InMemoryLedger
    {
        private bool refused;

        public override Task<ImmutableArray<AppendResult>> Append(IReadOnlyList<EntryToAppend> batch, CancellationToken ct)
        {
            refused = false;
            return base.Append(batch, ct);
        }

        protected override AppendResult? Refusal(EntryToAppend entry)
        {
            var refusal = refused ? new AppendResult(AppendOutcome.ClaimTaken, -1, 0) : base.Refusal(entry);
            refused = refusal is not null;
            return refusal;
        }
    }

    private sealed class LooksUpALateCopy : InMemoryLedger
    {
        private InMemoryLedger copy = new();

        public override Task<ImmutableArray<AppendResult>> Append(IReadOnlyList<EntryToAppend> batch, CancellationToken ct)
        {
            copy = AfterPowerCut();
            return base.Append(batch, ct);
        }

        public override ValueTask<LookUp> LookUp(string commandId, string stream, CancellationToken ct) => copy.LookUp(commandId, stream, ct);
    }

    private sealed class KeepsSalts : InMemoryLedger
    {
        protected override StoredPart Tombstone(StoredPart part, long orderedBy) => base.Tombstone(part, orderedBy) with { Salt = part.Salt };
    }

    private sealed class LastOrderStands : InMemoryLedger
    {
        protected override StoredPart Tombstone(StoredPart part, long orderedBy) => new([], part.Algorithm, [], [], [], orderedBy);
    }

    private sealed class BelievesEverybody : InMemoryLedger
    {
        protected override bool Believes(long position, byte[] leaf, RowTag row) => true;
    }

    private sealed class GoesOnBehindStrangers : InMemoryLedger
    {
        protected override void RequireOwn()
        {
        }
    }

    private sealed class InspectsNothing : InMemoryLedger
    {
        public override ValueTask Inspect(CancellationToken ct) => default;
    }

    private sealed class CellsAcknowledgeEarly : InMemoryCells
    {
        public override InMemoryCells AfterPowerCut() => new();
    }

    private sealed class CellsIgnoreVersions : InMemoryCells
    {
        protected override bool Fits(long version, long expected) => true;
    }

    private sealed class CellsTreatMissingAsAny : InMemoryCells
    {
        protected override bool Fits(long version, long expected) => version == 0 || version == expected;
    }

    private sealed class CellsForgetVersions : InMemoryCells
    {
        protected override long Next(StoredCell? before) => before is { Value: not null } ? base.Next(before) : 1;
    }

    private sealed class CellsBelieveAnything : InMemoryCells
    {
        protected override StoredCell Held(StoredCell row) => row;
    }

    private sealed class CellsBelieveAbsence : InMemoryCells
    {
        protected override void RequireAbsent(string name)
        {
        }
    }

    private sealed class CellsMatchPatterns : InMemoryCells
    {
        // What a LIKE with an unescaped prefix does: ASCII letters without case, "_" for any character.
        public override async ValueTask<ImmutableArray<Cell>> List(string prefix, CancellationToken ct) =>
            [.. (await base.List("", ct)).Where(cell => cell.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))];
    }
}
