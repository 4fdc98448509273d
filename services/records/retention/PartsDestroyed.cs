using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Records.Facts;

/// <summary>The order by which the parts of a case are destroyed; the kernel's views obey it.</summary>
internal sealed partial class PartsDestroyed : IDestructionOrder
{
    IEnumerable<(long Position, int Part)> IDestructionOrder.Places => Parts.Select(part => (part.Position, part.Part));
}
