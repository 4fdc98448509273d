namespace EnforcementPlatform.Kernel;

/// <summary>What a decision may know beside its state. One per attempt.</summary>
public interface IActContext
{
    /// <summary>Who acts.</summary>
    Actor Actor { get; }

    /// <summary>The server's clock: what the entry's <c>at</c> will be. Never before the stream's newest entry.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Shanghai date of <see cref="Now"/>.</summary>
    DateOnly Today { get; }

    /// <summary>Command id of the act.</summary>
    string CommandId { get; }

    /// <summary>Cancelled when the caller leaves.</summary>
    CancellationToken Ct { get; }

    /// <summary>
    /// Takes the next version of other streams (number series, <c>unique/…</c>), at most once per attempt and with all names in one call,
    /// so that acts queue for them in one order. The entry takes all or none; when another process was faster the act is decided again.
    /// </summary>
    ValueTask<IReadOnlyList<Taken>> Take(params string[] streams);

    /// <summary>States when it happened, where that differs from now, with the source or, for a late recording, the reason.</summary>
    void Occurred(DateTimeOffset when, string source, bool late);
}
