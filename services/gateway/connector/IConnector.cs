using System.Security.Cryptography;
using EnforcementPlatform.Contracts.Gateway;

namespace EnforcementPlatform.Gateway.Connector;

/// <summary>
/// The way to one platform. Whatever the network or the platform does comes back as an answer with an outcome; nothing of it is thrown.
/// <see cref="AttemptOutcome.OutOfReach"/>, <see cref="AttemptOutcome.Unauthorized"/> and <see cref="AttemptOutcome.Absent"/> MUST be said only
/// when the platform certainly has not taken the record: they allow it to be sent again.
/// </summary>
internal interface IConnector
{
    /// <summary>What the platform can do.</summary>
    ConnectorCapabilities Capabilities { get; }

    /// <summary>Sends the exact bytes, once.</summary>
    Task<PlatformAnswer> Send(Consignment consignment, CancellationToken ct);

    /// <summary>Asks what became of it, by its natural key. Changes nothing at the platform.</summary>
    Task<PlatformAnswer> Query(Consignment consignment, CancellationToken ct);
}

/// <summary>What a platform can do.</summary>
/// <param name="Query">It tells by natural key what it has. Without, an unknown outcome is left to a person, unless it may be sent twice.</param>
/// <param name="Idempotent">Sending the same version of the same record twice does what sending it once does.</param>
internal sealed record ConnectorCapabilities(bool Query, bool Idempotent);

/// <summary>What is sent, or asked after.</summary>
internal sealed record Consignment(NaturalKey Key, int Version, DeliveryOperation Operation, byte[] Body, byte[] Digest);

/// <summary>What came of it.</summary>
/// <param name="HttpStatus">0 without an answer.</param>
/// <param name="Code">The platform's code, or why there was no answer; ASCII, at most 64 characters, so that it can stand in a fact.</param>
/// <param name="Field">Field the platform objects to; empty where it names none.</param>
/// <param name="RemoteId">The platform's own number; empty where it gives none.</param>
/// <param name="Bytes">The answer's exact bytes; empty without one.</param>
/// <param name="RetryAfter">How long the platform asks to be left alone; null where it does not.</param>
internal sealed record PlatformAnswer(AttemptOutcome Outcome, int HttpStatus, string Code, string Field, string RemoteId, byte[] Bytes, TimeSpan? RetryAfter)
{
    /// <summary>Code of an absence that nobody has proved: the platform cannot be asked, and sending the same again does no harm.</summary>
    public const string SentAgainHarmlessly = nameof(SentAgainHarmlessly);

    /// <summary>SHA-256 of the bytes; empty without any.</summary>
    public byte[] Digest { get; } = Bytes.Length == 0 ? [] : SHA256.HashData(Bytes);

    /// <summary>Something may have been sent and no answer is known.</summary>
    public static PlatformAnswer Nothing(string reason) => new(AttemptOutcome.NoAnswer, 0, reason, "", "", [], null);
}
