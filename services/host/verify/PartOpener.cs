using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Verify;

/// <summary>Opens parts and reads orders of destruction for the verifier, which knows neither our keys nor our messages.</summary>
internal sealed class PartOpener
{
    private readonly Dictionary<(long Position, long Part), byte[]> _commitments = [];
    private readonly InstallationKeys _keys;
    private readonly MessageTypes _types;

    public PartOpener(ILedgerSource ledger, InstallationKeys keys, MessageTypes types)
    {
        (_keys, _types) = (keys, types);
        foreach (var row in ledger.Entries())
        {
            Learn(row);
        }
    }

    /// <summary>The plaintext, or null where ciphertext, key, nonce and commitment do not fit together.</summary>
    public byte[]? Open(PartRow row)
    {
        try
        {
            return _commitments.TryGetValue((row.Position, row.Part), out var commitment)
                ? _keys.Open(new(row.Salt, row.Algorithm, row.Key, row.Nonce, row.Bytes), commitment)
                : null;
        }
        catch (LedgerDamagedException)
        {
            return null;
        }
    }

    /// <summary>Places that an entry's facts order destroyed.</summary>
    public IEnumerable<(long Position, int Part)> DestroyedBy(Entry entry, byte[] facts) =>
        FactsPart.Parser.ParseFrom(facts).Facts.Select(fact => _types.Parse(fact.Type, fact.Body)).OfType<IDestructionOrder>().SelectMany(order => order.Places);

    /// <summary>An entry that cannot be read is named by the verifier; its parts cannot be opened.</summary>
    private void Learn(LedgerRow row)
    {
        try
        {
            var parts = EntryCodec.Decode(row.Bytes).Parts;
            for (var part = 0; part < parts.Length; part++)
            {
                _commitments[(row.Position, part)] = parts[part].Digest;
            }
        }
        catch (EntryFormatException)
        {
        }
    }
}
