using System.Diagnostics;

namespace EnforcementPlatform.Kernel;

/// <summary>Ids by which an operator finds a failure in the log.</summary>
public static class Traces
{
    /// <summary>The W3C trace id of the call, or a random one where nothing is traced.</summary>
    public static string Current() => (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();

    /// <summary>A word for it: a fault's reason, else the type. Never its message.</summary>
    public static string Reason(Exception error) => error is Fault fault ? fault.Type.Reason : error.GetType().Name;

    /// <summary>Types and places, never messages: a message may hold what the caller sent. Of a damaged ledger the place, which holds no content.</summary>
    public static string Describe(Exception error) =>
        $"{(error is Fault ? Reason(error) + ' ' : error is LedgerDamagedException ? error.Message + ' ' : "")}{error.GetType().FullName}{(error.InnerException is { } inner ? $" <- {inner.GetType().FullName}" : "")}\n{error.StackTrace}";
}
