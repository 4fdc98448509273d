namespace EnforcementPlatform.Records;

/// <summary>Ids of new things: UUID version 7, so that streams begun later sort later.</summary>
internal static class NewId
{
    public static string At(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow()).ToString("D");
}
