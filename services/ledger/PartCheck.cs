namespace EnforcementPlatform.Ledger;

/// <summary>Compares a stored part with its commitment in the entry.</summary>
internal sealed class PartCheck(FaultList faults, Func<PartRow, PartDigest, OpenedRow?>? open)
{
    private const string Gcm = "aes-256-gcm";
    private const int GcmNonce = 12;
    private const int GcmTag = 16;

    public long Opened { get; private set; }

    public long Sealed { get; private set; }

    /// <summary>The plaintext if it was read and matched; null if it is sealed or at fault.</summary>
    public byte[]? Check(string place, PartDigest digest, PartRow row)
    {
        if (row.Salt.Length != (row.Algorithm == Gcm ? 0 : Commitment.SaltSize)) return Fault(place, LedgerProblem.Salt);
        if (!IsSealing(row, digest.Length)) return Fault(place, LedgerProblem.Sealing);
        if (row.Algorithm == Gcm && open is null)
        {
            Sealed++;
            return null;
        }

        var opened = row.Algorithm == Gcm ? open!(row, digest) : new(row.Salt, row.Bytes);
        if (opened is null) return Fault(place, LedgerProblem.Opening);
        if (!Commitment.Verify(digest, opened.Salt, opened.Plaintext)) return Fault(place, LedgerProblem.Commitment);
        Opened++;
        return opened.Plaintext;
    }

    private static bool IsSealing(PartRow row, int length) => row.Algorithm switch
    {
        "none" => row.Key.Length == 0 && row.Nonce.Length == 0,
        Gcm => row.Key.Length > 0 && row.Nonce.Length == GcmNonce && row.Bytes.Length == length + GcmTag,
        _ => false,
    };

    private byte[]? Fault(string place, LedgerProblem problem)
    {
        faults.Add(place, problem);
        return null;
    }
}
