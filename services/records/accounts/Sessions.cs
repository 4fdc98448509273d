using System.Buffers.Text;
using System.Security.Cryptography;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;

namespace EnforcementPlatform.Records;

/// <summary>A session, with the key by which its holder renews it.</summary>
internal sealed record Session(string Id, string RenewalKey, DateTimeOffset Ends);

/// <summary>
/// Sessions of persons, each a cell: what a renewal key is compared with, and when it was used last. A session ends half an hour after its last
/// renewal, twelve hours after the sign-in, with every later epoch of the account (password, closing), or when its holder ends it; the last two
/// stand in the ledger, so that no older copy of the cell brings it back. One begun or renewed while the clock was ahead ends when it is set right.
/// </summary>
internal sealed class Sessions(ServiceLedger ledger, Streams<AccountState> accounts)
{
    /// <summary>Longest time from sign-in to sign-in: one working day.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Longest time without a renewal (GB/T 22239-2019 8.1.4.1: a connection that is not used ends).</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>Sessions of an account at a time; of more the oldest ends.</summary>
    private const int Most = 16;

    private const int IdSize = 16;
    private const int SecretSize = 32;
    private const int KeySize = (2 * IdSize) + SecretSize;

    /// <summary>Begins a session of somebody who has just signed in.</summary>
    public async Task<Session> Begin(AccountState account, IReadOnlyList<string> amr, DateTimeOffset now)
    {
        var ct = CancellationToken.None;
        await ForgetEnded(account.Id, ct);
        var id = Guid.CreateVersion7(now);
        Span<byte> key = stackalloc byte[KeySize];
        Guid.ParseExact(account.Id, "D").TryWriteBytes(key, bigEndian: true, out _);
        id.TryWriteBytes(key[IdSize..], bigEndian: true, out _);
        RandomNumberGenerator.Fill(key[(2 * IdSize)..]);
        var cell = new SessionCell
        {
            SecretDigest = ByteString.CopyFrom(SHA256.HashData(key[(2 * IdSize)..])),
            AuthTime = now.ToUnixTimeMilliseconds(),
            Renewed = now.ToUnixTimeMilliseconds(),
            Epoch = account.Epoch,
            Amr = { amr },
        };
        var renewal = Base64Url.EncodeToString(key);
        return await ledger.Cells.Write(NameOf(account.Id, id.ToString("D")), 0, cell.ToByteArray(), ct)
            ? new(id.ToString("D"), renewal, DateTimeOffset.FromUnixTimeMilliseconds(cell.AuthTime) + Longest)
            : throw KernelFaults.Contended.Now();
    }

    /// <summary>The account and session that a renewal key names; null where it is none. Says nothing of whether it is right.</summary>
    public static (string AccountId, string SessionId, byte[] Secret)? Read(string renewalKey)
    {
        Span<byte> key = stackalloc byte[KeySize + 1];
        return Base64Url.TryDecodeFromChars(renewalKey, key, out var written) && written == KeySize
            ? (new Guid(key[..IdSize], bigEndian: true).ToString("D"), new Guid(key[IdSize..(2 * IdSize)], bigEndian: true).ToString("D"), key[(2 * IdSize)..KeySize].ToArray())
            : null;
    }

    /// <summary>Uses a session once more, where the secret is right and nothing has ended it; null otherwise.</summary>
    public async Task<SessionCell?> Renew(AccountState account, string sessionId, byte[] secret, DateTimeOffset now)
    {
        var name = NameOf(account.Id, sessionId);
        while (await ledger.Cells.Read(name, CancellationToken.None) is { } cell)
        {
            var session = SessionCell.Parser.ParseFrom(cell.Value);
            if (!Lives(account, sessionId, session, now) || !CryptographicOperations.FixedTimeEquals(SHA256.HashData(secret), session.SecretDigest.Span))
            {
                return null;
            }

            var renewed = new SessionCell(session) { Renewed = now.ToUnixTimeMilliseconds() };
            if (await ledger.Cells.Write(name, cell.Version, renewed.ToByteArray(), CancellationToken.None))
            {
                return renewed;
            }
        }

        return null;
    }

    /// <summary>
    /// Removes the sessions that ended, and the oldest where there are too many for one more. The account is read here, after the cells: by an
    /// older one, sessions that began since would have ended.
    /// </summary>
    public async Task ForgetEnded(string accountId, CancellationToken ct)
    {
        var now = ledger.Clock.GetUtcNow();
        var all = await ledger.Cells.List(Prefix(accountId), ct);
        var account = await accounts.Load(accountId, ct);
        var living = all.Where(cell => Lives(account, cell.Name[Prefix(accountId).Length..], SessionCell.Parser.ParseFrom(cell.Value), now)).ToArray();
        foreach (var cell in all.Except(living.TakeLast(Most - 1)))
        {
            await ledger.Cells.Set(cell.Name, cell.Version, null, ct);
        }
    }

    private static bool Lives(AccountState account, string sessionId, SessionCell session, DateTimeOffset now) =>
        session.Epoch == account.Epoch
        && !account.EndedSessions.Contains(sessionId)
        && Math.Max(session.AuthTime, session.Renewed) <= (now + SignInLocks.LargestCorrection).ToUnixTimeMilliseconds()
        && now.ToUnixTimeMilliseconds() < session.AuthTime + (long)Longest.TotalMilliseconds
        && now.ToUnixTimeMilliseconds() < session.Renewed + (long)Idle.TotalMilliseconds;

    private static string NameOf(string accountId, string sessionId) => $"{Prefix(accountId)}{sessionId}";

    private static string Prefix(string accountId) => $"sessions/{accountId}/";
}
