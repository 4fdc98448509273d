namespace EnforcementPlatform.Kernel;

/// <summary>
/// A call as acts, reads and views know it: who calls, what is called, what the caller has seen and what the answer shows. How it came in (gRPC, JSON,
/// a test) is known to the room that serves it, and to no other.
/// </summary>
/// <param name="SignedIn">Who calls; null for an rpc that anybody may call.</param>
/// <param name="Rpc">Full rpc name, as the rights table writes it: <c>package.Service/Method</c>.</param>
/// <param name="After">How far the caller has seen each ledger (<see cref="AfterTokens"/>); empty where nothing says it.</param>
/// <param name="Answer">What the answer says beside its message.</param>
/// <param name="Ct">Cancelled when the caller leaves.</param>
public sealed record Call(Actor? SignedIn, string Rpc, string After, ICallAnswer Answer, CancellationToken Ct)
{
    /// <summary>Who calls. Only for rpcs that are not public.</summary>
    public Actor Actor => SignedIn ?? throw KernelFaults.NotSignedIn.Now();

    /// <summary>
    /// Tells the caller that an act is kept: how far it has seen the ledger, and the receipt (<see cref="Receipt"/>). A caller without a name gets
    /// none: an rpc that anybody may call keeps nothing that a receipt could promise.
    /// </summary>
    internal void TellKept(ServiceLedger ledger, long position, byte[] leaf)
    {
        Answer.Seen(ledger.Role, position);
        if (SignedIn is not null)
        {
            Answer.Kept(Receipt.Of(ledger.Ring, position, leaf));
        }
    }
}

/// <summary>What an answer says beside its message. MUST be told before the answer begins.</summary>
public interface ICallAnswer
{
    /// <summary>How far the caller has seen a ledger with this answer (<see cref="AfterTokens"/>); the furthest of one call counts.</summary>
    void Seen(string role, long position);

    /// <summary>The receipt of an act that is kept; the last act of one call counts.</summary>
    void Kept(Receipt receipt);

    /// <summary>What the call is about, as a stream name; the last counts. A refusal names it.</summary>
    void Concerns(string subject);
}
