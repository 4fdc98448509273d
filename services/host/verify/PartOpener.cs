using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Verify;

/// <summary>
/// Opens parts and reads orders of destruction for the verifier, which knows neither our keys nor our messages. The commitments come from the
/// entries, read alongside: parts are asked for by ascending position (<see cref="ILedgerSource.Parts"/>), so one entry is in memory, not all.
/// </summary>
internal sealed class PartOpener(ILedgerSource ledger, InstallationKeys keys, MessageTypes types) : IDisposable
{
    private IEnumerator<LedgerRow>? _entries;
    private long _position = -1;
    private ImmutableArray<PartDigest> _parts = [];

    /// <summary>The plaintext, or null where ciphertext, key, nonce and commitment do not fit together.</summary>
    public byte[]? Open(PartRow row)
    {
        try
        {
            GoTo(row.Position);
            return _position == row.Position && row.Part >= 0 && row.Part < _parts.Length
                ? keys.Open(new(row.Salt, row.Algorithm, row.Key, row.Nonce, row.Bytes), _parts[(int)row.Part].Digest)
                : null;
        }
        catch (LedgerDamagedException)
        {
            return null;
        }
    }

    /// <summary>Places that an entry's facts order destroyed.</summary>
    public IEnumerable<(long Position, int Part)> DestroyedBy(Entry entry, byte[] facts) =>
        FactsPart.Parser.ParseFrom(facts).Facts.Select(fact => types.Parse(fact.Type, fact.Body)).OfType<IDestructionOrder>().SelectMany(order => order.Places);

    public void Dispose() => _entries?.Dispose();

    /// <summary>Going back is allowed, and means to begin anew.</summary>
    private void GoTo(long position)
    {
        if (_entries is null || position < _position)
        {
            _entries?.Dispose();
            _entries = ledger.Entries().GetEnumerator();
            (_position, _parts) = (-1, []);
        }

        while (_position < position && _entries.MoveNext())
        {
            (_position, _parts) = (_entries.Current.Position, _entries.Current.Position == position ? PartsOf(_entries.Current) : []);
        }
    }

    /// <summary>An entry that cannot be read is named by the verifier; its parts cannot be opened.</summary>
    private static ImmutableArray<PartDigest> PartsOf(LedgerRow row)
    {
        try
        {
            return EntryCodec.Decode(row.Bytes).Parts;
        }
        catch (EntryFormatException)
        {
            return [];
        }
    }
}
