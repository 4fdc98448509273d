using System.Net;
using System.Net.Sockets;
using System.Text;
using EnforcementPlatform.Kernel;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace EnforcementPlatform.Records;

/// <summary>
/// Where sign-ins come from. Failures from where an account has signed in before are counted by themselves, all others together: so whoever
/// guesses from elsewhere locks out elsewhere, and never the holder's own desk. Addresses are kept as HMACs. Beside that a source that fails too
/// often, whatever names it tries, waits; not where the account knows it.
/// </summary>
internal sealed class SignInSources(ServiceLedger ledger)
{
    /// <summary>Failures of one source, over all names, before it has to wait.</summary>
    public const int MostFailures = 60;

    /// <summary>How long they count.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>Sources an account knows; of more the oldest is forgotten.</summary>
    private const int MostKnown = 8;

    /// <summary>Sources whose failures are remembered for certain, so that nobody fills the memory.</summary>
    private const int MostRemembered = 10_000;

    private const int HexDigits = 16;

    private readonly BoundedMemory<string, (int Failures, long Since)> _failures = new(MostRemembered, StringComparer.Ordinal);

    /// <summary>
    /// Where the call comes from: the IPv4 address, or the first 64 bits of an IPv6 one, which is what one subscriber has. Behind a proxy on this
    /// machine, what that proxy says it saw last.
    /// </summary>
    public static string Of(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (IPAddress.IsLoopback(address) && http.Request.Headers["x-forwarded-for"].ToString().Split(',')[^1].Trim() is { Length: > 0 } said
            && IPAddress.TryParse(said, out var seen))
        {
            address = seen;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    /// <summary>Where failures of an account from a source are counted.</summary>
    public async ValueTask<string> CounterOf(AccountState account, string source) =>
        SignInLocks.OfAccount(account.Id, await Knows(account.Id, source) ? TagOf(source) : "elsewhere");

    /// <summary>Refuses a source that has failed too often, unless the account knows it.</summary>
    public async ValueTask ThrowIfBraked(string accountId, string source)
    {
        if (_failures.TryFind(source, out var failed) && failed.Failures >= MostFailures)
        {
            var rest = Window - ledger.Clock.GetElapsedTime(failed.Since);
            if (rest > TimeSpan.Zero && !(accountId.Length > 0 && await Knows(accountId, source)))
            {
                throw AccountFaults.SignInBusy.With(("seconds", $"{(int)Math.Ceiling(rest.TotalSeconds)}"));
            }
        }
    }

    /// <summary>Counts a failure of a source.</summary>
    public void Failed(string source)
    {
        var now = ledger.Clock.GetTimestamp();
        _failures.Change(source, old => old.Failures > 0 && ledger.Clock.GetElapsedTime(old.Since, now) < Window ? (old.Failures + 1, old.Since) : (1, now));
    }

    /// <summary>Remembers that the account signed in from there.</summary>
    public async Task Learn(string accountId, string source)
    {
        var tag = TagOf(source);
        while (true)
        {
            var cell = await ledger.Cells.Read(NameOf(accountId), CancellationToken.None);
            var known = Tags(cell);
            if (known.Contains(tag))
            {
                return;
            }

            var newest = string.Join(' ', known.Append(tag).TakeLast(MostKnown));
            if (await ledger.Cells.Write(NameOf(accountId), cell?.Version ?? 0, Encoding.ASCII.GetBytes(newest), CancellationToken.None))
            {
                return;
            }
        }
    }

    private async ValueTask<bool> Knows(string accountId, string source) =>
        Tags(await ledger.Cells.Read(NameOf(accountId), CancellationToken.None)).Contains(TagOf(source));

    private string TagOf(string source) => ledger.Keys.Name("source", source)[^HexDigits..];

    private static string[] Tags(Cell? cell) => cell is null ? [] : Encoding.ASCII.GetString(cell.Value).Split(' ');

    private static string NameOf(string accountId) => $"sign-in-sources/{accountId}";
}
