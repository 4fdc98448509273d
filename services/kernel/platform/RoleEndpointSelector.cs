using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Leaves a request only the endpoints of the role whose port it came in by. Asked before the verb is, so that another role's address is not
/// there at all, whatever the verb: one process and many answer alike.
/// </summary>
internal sealed class RoleEndpointSelector : MatcherPolicy, INodeBuilderPolicy
{
    /// <summary>Edge of what belongs to no role.</summary>
    private const string Nobody = "";

    /// <summary>Below that of the framework's policy for verbs, -1000.</summary>
    public override int Order => -2000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => RoleOf(endpoint) != Nobody);

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints) =>
    [
        .. endpoints.Select(RoleOf).Append(Nobody).Distinct()
            .Select(role => new PolicyNodeEdge(role, [.. endpoints.Where(endpoint => RoleOf(endpoint) is var owner && (owner == role || owner == Nobody))])),
    ];

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) =>
        new ByRole(edges.ToFrozenDictionary(edge => (string)edge.State, edge => edge.Destination));

    private static string RoleOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<RoleOfEndpoint>()?.Role ?? Nobody;

    private sealed class ByRole(FrozenDictionary<string, int> destinations) : PolicyJumpTable
    {
        public override int GetDestination(HttpContext httpContext) =>
            destinations.TryGetValue(RoleOfConnection.Of(httpContext), out var destination) ? destination : destinations[Nobody];
    }
}
