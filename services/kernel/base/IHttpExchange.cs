namespace EnforcementPlatform.Kernel;

/// <summary>
/// One HTTP/1.1 exchange with an address that the operator has set. MUST connect to that address and to no other, whatever an answer says: no
/// redirect, no proxy of the environment, no cookies. MUST send a request at most once, and MUST tell an exchange of which certainly nothing
/// was sent from one whose outcome nobody knows. Never throws for what the network or the other side does.
/// </summary>
public interface IHttpExchange
{
    /// <summary>Sends the request and reads the answer; cancelled only when the process stops, and then the outcome is unknown.</summary>
    Task<HttpOutcome> Send(HttpCall call, CancellationToken ct);
}

/// <summary>A request, complete.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Address">Absolute address.</param>
/// <param name="Headers">Headers, ASCII.</param>
/// <param name="Body">Exact bytes, JSON; empty for GET.</param>
/// <param name="TimeLimit">From the first packet to the last byte of the answer.</param>
/// <param name="LargestAnswer">Bytes of the answer's body that are read at the most.</param>
public sealed record HttpCall(string Method, Uri Address, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body, TimeSpan TimeLimit, int LargestAnswer);

/// <summary>How an exchange ended.</summary>
public abstract record HttpOutcome
{
    private HttpOutcome()
    {
    }

    /// <summary>An answer came whole.</summary>
    /// <param name="Status">HTTP status.</param>
    /// <param name="Body">Exact bytes.</param>
    /// <param name="RetryAfter">What the header Retry-After asks for; null without it.</param>
    public sealed record Answered(int Status, byte[] Body, TimeSpan? RetryAfter) : HttpOutcome;

    /// <summary>No connection came about, so not a byte of the request was sent.</summary>
    /// <param name="Reason">One word for the record, e.g. <c>ConnectionError</c>; never a message.</param>
    public sealed record NotSent(string Reason) : HttpOutcome;

    /// <summary>Something may have been sent, and no whole answer came.</summary>
    /// <param name="Reason">One word for the record.</param>
    public sealed record Lost(string Reason) : HttpOutcome;
}
