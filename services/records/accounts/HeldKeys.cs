using System.Collections.Concurrent;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Records;

/// <summary>Who holds a key that only one thing may hold. Names of the streams are HMACs: nobody reads a user name from the ledger.</summary>
internal sealed class HeldKeys(ServiceLedger ledger, Streams<HeldKeyState> keys)
{
    /// <summary>Names remembered; every call of every person asks for one.</summary>
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<(string Issuer, string Subject), string> _accounts = new();

    /// <summary>Stream of an account at its issuer.</summary>
    public string OfAccount(string issuer, string subject)
    {
        if (_accounts.TryGetValue((issuer, subject), out var known))
        {
            return known;
        }

        if (_accounts.Count >= MostRemembered)
        {
            _accounts.Clear();
        }

        return _accounts[(issuer, subject)] = ledger.Keys.Unique("account", issuer, subject);
    }

    /// <summary>Stream of a user name.</summary>
    public string OfUserName(string userName) => ledger.Keys.Unique("user-name", userName);

    /// <summary>Stream of the one live account of a person.</summary>
    public string OfPerson(string personId) => ledger.Keys.Unique("account-of", personId);

    /// <summary>Who holds a key that the act has taken: as it stands before the act, or the act is decided again.</summary>
    public ValueTask<HeldKeyState> Before(Taken taken, CancellationToken ct) => keys.Before(taken, ct);

    /// <summary>The holder; a state that does not exist where nobody holds it.</summary>
    public ValueTask<HeldKeyState> Find(string stream, CancellationToken ct) => keys.Load(stream[(stream.IndexOf('/', StringComparison.Ordinal) + 1)..], ct);
}
