using Microsoft.AspNetCore.Http;

namespace EnforcementPlatform.Kernel;

/// <summary>Marks a connection with the role of the port it came in by. Set on the listener, so that no header can change it.</summary>
internal sealed record RoleOfConnection(string Role)
{
    public static string Of(HttpContext http) =>
        http.Features.Get<RoleOfConnection>()?.Role ?? throw new InvalidOperationException("a connection without a role");
}
