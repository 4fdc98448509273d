using EnforcementPlatform.Kernel;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>A role with a ledger and nothing else.</summary>
internal sealed class QuietRole(string name) : LedgerRole
{
    public override string Name => name;

    public override RolePorts Ports => new();

    protected override IEnumerable<FileDescriptor> Messages => [StringValue.Descriptor.File];

    public override void Map(RoleEndpoints endpoints)
    {
    }

    protected override void Register(IServiceCollection services, PlatformOptions options)
    {
    }
}
