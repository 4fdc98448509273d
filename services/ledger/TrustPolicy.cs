using System.Collections.Immutable;
using System.Globalization;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// Whom to believe (C2SP tlog-policy): the keys of the log, the witnesses, and how many of them must have seen a head.
/// </summary>
public sealed class TrustPolicy
{
    private readonly List<NoteKey> logs = [];
    private readonly Dictionary<string, NoteKey> witnesses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Threshold, string[] Members)> groups = new(StringComparer.Ordinal);
    private readonly HashSet<string> grouped = new(StringComparer.Ordinal);
    private string? quorum;

    private TrustPolicy()
    {
    }

    /// <summary>The keys of the log; several while one replaces another.</summary>
    public ImmutableArray<NoteKey> Logs => [.. logs];

    /// <summary>The keys of the witnesses; those named <see cref="NoteKey.Self"/> are verified and never counted.</summary>
    public ImmutableArray<NoteKey> Witnesses => [.. witnesses.Values];

    /// <summary>A policy of one log and no witness.</summary>
    public static TrustPolicy Of(NoteKey log) => Parse($"log {log}\nquorum none\n");

    /// <exception cref="NoteFormatException">Not a policy; the message names the line.</exception>
    public static TrustPolicy Parse(string text)
    {
        var policy = new TrustPolicy();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0].StartsWith('#')) continue;
            try
            {
                if (!policy.Add(words)) throw new NoteFormatException("is not log, witness, group or quorum in their form");
            }
            catch (NoteFormatException fault)
            {
                throw new NoteFormatException(string.Create(CultureInfo.InvariantCulture, $"policy line {number}: {fault.Message}"));
            }
        }

        return policy.quorum is null ? throw new NoteFormatException("the policy has no quorum line") : policy;
    }

    /// <summary>Reads a checkpoint and believes it only if a log of this policy signed it and the quorum cosigned.</summary>
    /// <exception cref="NoteFormatException">Not a checkpoint.</exception>
    /// <exception cref="NoteSignatureException">Not to be believed; the message says why.</exception>
    public VerifiedCheckpoint Open(ReadOnlySpan<byte> bytes)
    {
        var note = Note.Parse(bytes);
        var checkpoint = Checkpoint.Parse(note.Text);
        NoteKey? log = null;
        var seen = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var signature in note.Signatures)
        {
            foreach (var key in logs.Where(key => Made(signature, key)))
            {
                if (key.Name != checkpoint.Origin) throw new NoteSignatureException($"'{key.Name}' signed a checkpoint of '{checkpoint.Origin}'");
                Require(key, signature, note.Text);
                log = key;
            }

            foreach (var (name, key) in witnesses.Where(witness => Made(signature, witness.Value)))
                seen[name] = Require(key, signature, note.Text)!.Value;
        }

        if (log is null) throw new NoteSignatureException("no log of the policy signed the checkpoint");
        var counted = seen.Keys.Where(name => !witnesses[name].IsSelf).ToHashSet(StringComparer.Ordinal);
        if (quorum != "none" && !Witnessed(quorum!, counted))
            throw new NoteSignatureException($"the quorum '{quorum}' of the policy has not cosigned the checkpoint");
        var cosigned = seen.Select(pair => (Witness: pair.Key, Time: pair.Value)).ToLookup(one => counted.Contains(one.Witness));
        return new VerifiedCheckpoint(checkpoint, note, log, [.. cosigned[true]], [.. cosigned[false]]);
    }

    private static bool Made(NoteSignature signature, NoteKey key) => signature.Name == key.Name && signature.KeyId == key.Id;

    private static DateTimeOffset? Require(NoteKey key, NoteSignature signature, string text) =>
        key.Verify(signature, text, out var time) ? time : throw new NoteSignatureException($"the signature of '{key.Name}' is wrong");

    private bool Witnessed(string name, ICollection<string> seen) =>
        groups.TryGetValue(name, out var group) ? group.Members.Count(member => Witnessed(member, seen)) >= group.Threshold : seen.Contains(name);

    private bool Add(string[] words) => words switch
    {
        ["log", var vkey, ..] when words.Length <= 3 => AddLog(NoteKey.Parse(vkey)),
        ["witness", var name, var vkey, ..] when words.Length <= 4 => AddWitness(name, NoteKey.Parse(vkey)),
        ["group", var name, var threshold, _, ..] => AddGroup(name, threshold, words[3..]),
        ["quorum", var name] => SetQuorum(name),
        _ => false,
    };

    private bool AddLog(NoteKey key)
    {
        if (key.Type != NoteKeyType.Log) throw new NoteFormatException("is not the key of a log");
        Unique(key, logs);
        logs.Add(key);
        return true;
    }

    private bool AddWitness(string name, NoteKey key)
    {
        if (key.Type != NoteKeyType.Witness) throw new NoteFormatException("is not the key of a witness");
        New(name);
        Unique(key, witnesses.Values);
        witnesses.Add(name, key);
        return true;
    }

    private bool AddGroup(string name, string threshold, string[] members)
    {
        New(name);
        var needed = threshold switch
        {
            "any" => 1,
            "all" => members.Length,
            _ => int.TryParse(threshold, NumberStyles.None, CultureInfo.InvariantCulture, out var k) ? k : 0,
        };
        if (needed < 1 || needed > members.Length) throw new NoteFormatException("asks for more members than the group has, or for none");
        foreach (var member in members)
            if (!Known(member) || !grouped.Add(member)) throw new NoteFormatException($"'{member}' is not defined above or is in a group already");
        groups.Add(name, (needed, members));
        return true;
    }

    private bool SetQuorum(string name)
    {
        if (quorum is not null || (name != "none" && !Known(name))) throw new NoteFormatException("is a second quorum or not defined above");
        quorum = name;
        return true;
    }

    private bool Known(string name) => witnesses.ContainsKey(name) || groups.ContainsKey(name);

    private void New(string name)
    {
        if (name == "none" || Known(name)) throw new NoteFormatException($"the name '{name}' is taken");
    }

    /// <summary>One public key in two lines would count twice; one name and id for two keys could not be told apart.</summary>
    private static void Unique(NoteKey key, IEnumerable<NoteKey> others)
    {
        if (others.Any(other => other.PublicKey.AsSpan().SequenceEqual(key.PublicKey) || (other.Name == key.Name && other.Id == key.Id)))
            throw new NoteFormatException("is a key that the policy already has");
    }
}
