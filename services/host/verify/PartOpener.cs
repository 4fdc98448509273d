using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Verify;

/// <summary>Opens parts and reads orders of destruction for the verifier, which knows neither our keys nor our messages.</summary>
internal sealed class PartOpener(InstallationKeys keys, MessageTypes types)
{
    /// <summary>Salt and plaintext, or null where ciphertext, key, nonce and the commitment of its entry do not fit together.</summary>
    public OpenedRow? Open(PartRow row, PartDigest digest)
    {
        try
        {
            var opened = keys.Open(new(row.Salt, row.Algorithm, row.Key, row.Nonce, row.Bytes), digest.Digest);
            return new(opened.Salt, opened.Bytes);
        }
        catch (LedgerDamagedException)
        {
            return null;
        }
    }

    /// <summary>Places that an entry's facts order destroyed.</summary>
    public IEnumerable<(long Position, int Part)> DestroyedBy(Entry entry, byte[] facts) =>
        FactsPart.Parser.ParseFrom(facts).Facts.Select(fact => types.Parse(fact.Type, fact.Body)).OfType<IDestructionOrder>().SelectMany(order => order.Places);
}
