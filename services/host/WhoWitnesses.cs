using EnforcementPlatform.Kernel.Witnesses;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Host;

/// <summary>
/// Who witnesses whose ledger: supervision the others', records supervision's, and review's too, which its penalty decisions rest on (行政处罚法
/// 第五十八条). A role that an installation does not have is not asked.
/// </summary>
internal static class WhoWitnesses
{
    public static WitnessTable Rows { get; } = new(
    [
        new(ServiceRole.Supervision, ServiceRole.Records),
        new(ServiceRole.Supervision, ServiceRole.Review),
        new(ServiceRole.Supervision, ServiceRole.Disclosure),
        new(ServiceRole.Supervision, ServiceRole.Gateway),
        new(ServiceRole.Records, ServiceRole.Supervision),
        new(ServiceRole.Records, ServiceRole.Review),
    ]);
}
