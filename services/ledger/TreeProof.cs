using System.Numerics;

namespace EnforcementPlatform.Ledger;

/// <summary>Verification of proofs, RFC 9162 sections 2.1.3.2 and 2.1.4.2. False for whatever does not prove; never an exception.</summary>
public static class TreeProof
{
    /// <summary>True if the path shows that <paramref name="leaf"/> is number <paramref name="index"/> of the tree with this size and root.</summary>
    public static bool VerifyInclusion(TreeHash hash, long index, long size, byte[] leaf, IReadOnlyList<byte[]> path, byte[] root)
    {
        if (index < 0 || index >= size || !Hashes(path) || leaf.Length != Leaf.Size) return false;
        var (fn, sn, r) = (index, size - 1, leaf);
        foreach (var p in path)
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                r = hash.Node(p, r);
                Rise(ref fn, ref sn);
            }
            else
            {
                r = hash.Node(r, p);
            }

            fn >>= 1;
            sn >>= 1;
        }

        return sn == 0 && r.AsSpan().SequenceEqual(root);
    }

    /// <summary>True if the proof shows that the tree (n, newRoot) only appended to the tree (m, oldRoot).</summary>
    public static bool VerifyConsistency(TreeHash hash, long m, long n, IReadOnlyList<byte[]> proof, byte[] oldRoot, byte[] newRoot)
    {
        if (m < 0 || m > n || !Hashes(proof)) return false;
        if (m == n) return proof.Count == 0 && oldRoot.AsSpan().SequenceEqual(newRoot);
        if (m == 0) return proof.Count == 0 && oldRoot.AsSpan().SequenceEqual(hash.Empty());
        if (proof.Count == 0) return false;

        var (fn, sn) = (m - 1, n - 1);
        var shift = BitOperations.TrailingZeroCount(~fn);
        fn >>= shift;
        sn >>= shift;
        var start = BitOperations.IsPow2(m) ? 0 : 1;
        var seed = start == 0 ? oldRoot : proof[0];
        var (fr, sr) = (seed, seed);
        foreach (var c in proof.Skip(start))
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                fr = hash.Node(c, fr);
                sr = hash.Node(c, sr);
                Rise(ref fn, ref sn);
            }
            else
            {
                sr = hash.Node(sr, c);
            }

            fn >>= 1;
            sn >>= 1;
        }

        return sn == 0 && fr.AsSpan().SequenceEqual(oldRoot) && sr.AsSpan().SequenceEqual(newRoot);
    }

    /// <summary>Over levels at which the node has no sibling, until it is a right child or the first of its level.</summary>
    private static void Rise(ref long fn, ref long sn)
    {
        while ((fn & 1) == 0 && fn != 0)
        {
            fn >>= 1;
            sn >>= 1;
        }
    }

    private static bool Hashes(IReadOnlyList<byte[]> proof) => proof.All(p => p.Length == Leaf.Size);
}
