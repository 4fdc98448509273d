namespace EnforcementPlatform.Simulator;

/// <summary>For tests and integrators on this machine: change the faults to come, see what was seen.</summary>
internal static class ControlEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Simulator simulator)
    {
        routes.MapPut("/control/script", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            try
            {
                simulator.Script.Replace(FaultScript.Read(await reader.ReadToEndAsync()));
                return Results.NoContent();
            }
            catch (UsageException error)
            {
                return Results.Text(error.Message, statusCode: StatusCodes.Status400BadRequest);
            }
        });
        routes.MapGet("/control/seen", () => Results.Json(simulator.Ledger.All));
        routes.MapGet("/control/records", () => Results.Json(simulator.Records.All));
    }
}
