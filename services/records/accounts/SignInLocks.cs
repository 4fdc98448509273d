using System.Buffers.Binary;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Records;

/// <summary>
/// Counts failed sign-ins in cells and locks after five for fifteen minutes (GB/T 22239-2019 8.1.4.1). Names that nobody has are
/// counted and locked in the same way, so that a lock does not tell who exists.
/// </summary>
internal sealed class SignInLocks(ServiceLedger ledger)
{
    public const int MostFailures = 5;

    /// <summary>How long a lock lasts, and after how long without one failures are forgotten.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(15);

    /// <summary>Names that nobody has share this many cells, so that guessing cannot fill the store.</summary>
    private const int HexDigitsOfStrangers = 3;

    private const int Size = sizeof(int) + sizeof(long);

    /// <summary>Where an account's failures are counted.</summary>
    public static string OfAccount(string accountId) => $"sign-in-failures/{accountId}";

    /// <summary>Where the failures of a name that nobody has are counted.</summary>
    public string OfStranger(string userName) => $"sign-in-failures/stranger-{ledger.Keys.Unique("stranger", userName)["unique/".Length..][..HexDigitsOfStrangers]}";

    /// <summary>True while a lock stands.</summary>
    public async ValueTask<bool> IsLocked(string key, CancellationToken ct) =>
        Counted(await ledger.Cells.Read(key, ct)).Failures >= MostFailures;

    /// <summary>Counts one failure. True when it is the one that locks.</summary>
    public async Task<bool> CountFailure(string key, CancellationToken ct)
    {
        while (true)
        {
            var cell = await ledger.Cells.Read(key, ct);
            var failures = Counted(cell).Failures + 1;
            if (await ledger.Cells.Write(key, cell?.Version ?? 0, Bytes(failures), ct))
            {
                return failures == MostFailures;
            }
        }
    }

    /// <summary>Forgets the failures.</summary>
    public async Task Clear(string key, CancellationToken ct)
    {
        while (await ledger.Cells.Read(key, ct) is { } cell && !await ledger.Cells.Write(key, cell.Version, null, ct))
        {
        }
    }

    private (int Failures, long Until) Counted(Cell? cell)
    {
        if (cell is not { Value.Length: Size })
        {
            return default;
        }

        var until = BinaryPrimitives.ReadInt64BigEndian(cell.Value.AsSpan(sizeof(int)));
        return ledger.Clock.GetUtcNow().ToUnixTimeMilliseconds() < until ? (BinaryPrimitives.ReadInt32BigEndian(cell.Value), until) : default;
    }

    private byte[] Bytes(int failures)
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteInt32BigEndian(bytes, failures);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(sizeof(int)), (ledger.Clock.GetUtcNow() + Duration).ToUnixTimeMilliseconds());
        return bytes;
    }
}
