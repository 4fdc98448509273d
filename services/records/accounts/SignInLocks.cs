using System.Buffers.Binary;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Records;

/// <summary>
/// Counts failed sign-ins in cells and locks after five for fifteen minutes (GB/T 22239-2019 8.1.4.1). A password is looked at only after a
/// place among the five was taken, so that guesses at the same time are no more than five either; the right one gives all places back.
/// Names that nobody has are counted and locked in the same way, so that a lock does not tell who exists. Nothing here is cancelled: who
/// hangs up after a guess has guessed.
/// </summary>
internal sealed class SignInLocks(ServiceLedger ledger)
{
    public const int MostFailures = 5;

    /// <summary>How long a lock lasts, and after how long without one failures are forgotten.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(15);

    /// <summary>A clock that is set right by as much as this frees no lock.</summary>
    public static readonly TimeSpan LargestCorrection = TimeSpan.FromMinutes(5);

    /// <summary>Names that nobody has share this many cells, so that guessing cannot fill the store.</summary>
    private const int HexDigitsOfStrangers = 3;

    private readonly Queue<long> _uncounted = [];

    private const int Size = sizeof(int) + sizeof(long);

    /// <summary>Where an account's failures from somewhere are counted.</summary>
    public static string OfAccount(string accountId, string from) => $"{Prefix(accountId)}{from}";

    /// <summary>Where the failures of a name that nobody has are counted.</summary>
    public string OfStranger(string userName) => $"sign-in-failures/stranger/{ledger.Keys.Name("stranger", userName)[^HexDigitsOfStrangers..]}";

    /// <summary>True while a lock of the account stands, wherever from.</summary>
    public async ValueTask<bool> IsLocked(string accountId, CancellationToken ct) =>
        (await ledger.Cells.List(Prefix(accountId), ct)).Any(cell => Taken(cell) >= MostFailures);

    /// <summary>Gives back one place that was not used after all.</summary>
    public async Task GiveBack(string key)
    {
        while (await ledger.Cells.Read(key, CancellationToken.None) is { } cell && Taken(cell) is > 0 and var taken
            && !await ledger.Cells.Write(key, cell.Version, Bytes(taken - 1), CancellationToken.None))
        {
        }
    }

    /// <summary>Gives all places of an account back, wherever from, that were taken until then.</summary>
    public async Task ClearAll(string accountId, DateTimeOffset until)
    {
        foreach (var cell in await ledger.Cells.List(Prefix(accountId), CancellationToken.None))
        {
            if (!IsNewer(cell, until))
            {
                await ledger.Cells.Set(cell.Name, cell.Version, null, CancellationToken.None); // another guess since keeps its place
            }
        }
    }

    /// <summary>Takes a place for one guess before its password is looked at: its number, 1 to <see cref="MostFailures"/>; the last one locks.</summary>
    /// <exception cref="Fault">All places are taken: <see cref="AccountFaults.SignInLocked"/>.</exception>
    public async Task<int> TakePlace(string key)
    {
        while (true)
        {
            var cell = await ledger.Cells.Read(key, CancellationToken.None);
            var place = Taken(cell) + 1;
            if (place > MostFailures)
            {
                throw AccountFaults.SignInLocked.Now();
            }

            // An unknown outcome lets no guess through: the place may be taken, and the password is not looked at.
            if (await Wrote(key, cell?.Version ?? 0, Bytes(place)))
            {
                return place;
            }
        }
    }

    /// <summary>
    /// While the disk is full no cell can be written, and a guess that is not counted would be free: so only a few in a minute are looked at.
    /// </summary>
    private async Task<bool> Wrote(string key, long version, byte[] bytes)
    {
        try
        {
            return await ledger.Cells.Write(key, version, bytes, CancellationToken.None);
        }
        catch (StorageFullException) when (MayPassUncounted())
        {
            return true;
        }
    }

    private bool MayPassUncounted()
    {
        lock (_uncounted)
        {
            while (_uncounted.TryPeek(out var at) && ledger.Clock.GetElapsedTime(at) > TimeSpan.FromMinutes(1))
            {
                _uncounted.Dequeue();
            }

            if (_uncounted.Count >= MostFailures)
            {
                return false;
            }

            _uncounted.Enqueue(ledger.Clock.GetTimestamp());
            return true;
        }
    }

    /// <summary>Gives all places back, where the disk has room; else they end by themselves.</summary>
    public async Task ClearIfPossible(string key)
    {
        try
        {
            await Clear(key);
        }
        catch (StorageFullException)
        {
            // None was counted while there was no room.
        }
    }

    /// <summary>Gives all places back.</summary>
    public async Task Clear(string key)
    {
        while (await ledger.Cells.Read(key, CancellationToken.None) is { } cell && !await ledger.Cells.Set(key, cell.Version, null, CancellationToken.None))
        {
        }
    }

    private static string Prefix(string accountId) => $"sign-in-failures/{accountId}/";

    private int Taken(Cell? cell)
    {
        if (cell is not { Value.Length: Size })
        {
            return 0;
        }

        // One that ends later than any lock made now was made while the clock was ahead; it would last until that time comes.
        var until = BinaryPrimitives.ReadInt64BigEndian(cell.Value.AsSpan(sizeof(int)));
        var left = TimeSpan.FromMilliseconds(until - ledger.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        return left > TimeSpan.Zero && left <= Duration + LargestCorrection ? BinaryPrimitives.ReadInt32BigEndian(cell.Value) : 0;
    }

    /// <summary>True where a place was taken after that moment. One that was taken while the clock was ahead is none.</summary>
    private bool IsNewer(Cell cell, DateTimeOffset moment) =>
        Taken(cell) > 0 && BinaryPrimitives.ReadInt64BigEndian(cell.Value.AsSpan(sizeof(int))) > (moment + Duration).ToUnixTimeMilliseconds();

    private byte[] Bytes(int failures)
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteInt32BigEndian(bytes, failures);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(sizeof(int)), (ledger.Clock.GetUtcNow() + Duration).ToUnixTimeMilliseconds());
        return bytes;
    }
}
