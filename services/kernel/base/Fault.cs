using System.Collections.Immutable;

namespace EnforcementPlatform.Kernel;

/// <summary>What a caller can do about a refusal. Each kind has one gRPC status (architecture of the service: README, Errors).</summary>
public enum FaultKind
{
    /// <summary>The request is malformed: mend the named fields. INVALID_ARGUMENT.</summary>
    Malformed,

    /// <summary>No or no valid token: sign in. UNAUTHENTICATED.</summary>
    NotSignedIn,

    /// <summary>The caller has no right to this act on this thing. PERMISSION_DENIED.</summary>
    Forbidden,

    /// <summary>No such thing, or not visible to the caller. NOT_FOUND.</summary>
    NotFound,

    /// <summary>The thing, or the request id with another body, exists. ALREADY_EXISTS.</summary>
    Exists,

    /// <summary>A rule or the state of the thing forbids it: do what the message says first. FAILED_PRECONDITION.</summary>
    Refused,

    /// <summary>Somebody else was faster: read again and repeat. ABORTED.</summary>
    Stale,

    /// <summary>A quota or size limit. RESOURCE_EXHAUSTED.</summary>
    Exhausted,

    /// <summary>Not now: repeat the same request later. UNAVAILABLE.</summary>
    Unavailable,

    /// <summary>What is stored was altered or lost: operators have to restore it. DATA_LOSS.</summary>
    Damaged,

    /// <summary>There is no such interface here: correct address, verb or encoding. UNIMPLEMENTED.</summary>
    NotServed,

    /// <summary>The caller left before the answer. CANCELLED.</summary>
    Cancelled,

    /// <summary>The caller's own time limit passed: look or repeat with the same request id. DEADLINE_EXCEEDED.</summary>
    TimedOut,
}

/// <summary>One kind of refusal. Declared once in a catalogue class; the reason is API and is never renamed.</summary>
/// <param name="Kind">What the caller can do about it.</param>
/// <param name="Reason">SCREAMING_SNAKE, unique in the suite.</param>
/// <param name="Message">Chinese sentence for people: which rule, which article, what to do. <c>{name}</c> is filled from the metadata.</param>
public sealed record FaultType(FaultKind Kind, string Reason, string Message)
{
    /// <summary>The articles that the sentence cites; empty where it cites none.</summary>
    public string Article { get; } = CitedArticle.In(Message);

    /// <summary>The exception, with values for the message's names.</summary>
    public Fault With(params ReadOnlySpan<(string Name, string Value)> metadata)
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in metadata)
        {
            map[name] = value;
        }

        return new Fault(this, map.ToImmutable(), []);
    }

    /// <summary>The exception without values.</summary>
    public Fault Now() => new(this, ImmutableSortedDictionary<string, string>.Empty, []);
}

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">Proto path of the field, e.g. <c>party.name</c>.</param>
/// <param name="Rule">Stable name of the rule it breaks, e.g. <c>REQUIRED</c>.</param>
/// <param name="Message">Chinese sentence.</param>
public sealed record FieldViolation(string Field, string Rule, string Message);

/// <summary>The one exception by which anything is refused. Nothing was kept when it is thrown.</summary>
/// <param name="cause">What another service answered, where that is the reason; for the one who asked it, never on the wire.</param>
public sealed class Fault(FaultType type, ImmutableSortedDictionary<string, string> metadata, ImmutableArray<FieldViolation> violations, Exception? cause = null)
    : Exception(type.Reason, cause)
{
    public FaultType Type { get; } = type;
    public ImmutableSortedDictionary<string, string> Metadata { get; } = metadata;
    public ImmutableArray<FieldViolation> Violations { get; } = violations;

    /// <summary>The Chinese sentence with its values filled in.</summary>
    public string Sentence => Metadata.Aggregate(Type.Message, (text, pair) => text.Replace($"{{{pair.Key}}}", pair.Value, StringComparison.Ordinal));
}
