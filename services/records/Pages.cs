using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Records;

/// <summary>One page of a list: ids and places from the view, states from the ledger.</summary>
/// <param name="Next">Token of the next page; empty on the last.</param>
internal sealed record PageOf<TState>(IReadOnlyList<TState> States, string Next);

/// <summary>Lists in the order of the ledger, keyed by position.</summary>
internal static class Pages
{
    /// <summary>The page that the request asks for.</summary>
    /// <param name="find">The thing behind an id as the ledger has it; null for one that does not belong there: the view decides nothing.</param>
    /// <param name="query">Rows (position, id) after a position, oldest first, at most so many.</param>
    public static async ValueTask<PageOf<TState>> Read<TState>(
        this RoleViews views, IMessage request, int pageSize, ServerCallContext context, Func<string, ValueTask<TState?>> find, Func<long, int, Sql> query)
        where TState : StreamState, IFold<TState>
    {
        var after = PageToken.Read(request, 1) is [long position] ? position : -1;
        var size = PageToken.SizeOf(pageSize);
        var rows = await views.Read(RegistersView.ViewName, context, db => db.List(query(after, size + 1), row => (Position: row.GetInt64(0), Id: row.GetString(1))));
        var states = new List<TState>(size);
        foreach (var row in rows.Take(size))
        {
            if (await find(row.Id) is { } state)
            {
                states.Add(state);
            }
        }

        return new(states, rows.Length > size ? PageToken.After(request, rows[size - 1].Position) : "");
    }
}
