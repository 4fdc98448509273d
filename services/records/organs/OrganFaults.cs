using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Records;

/// <summary>Refusals of the register of organs.</summary>
internal static class OrganFaults
{
    public static readonly FaultType OrganExists = new(FaultKind.Exists, "ORGAN_EXISTS", "代码为“{code}”的执法主体已登记，请核对或换用其他代码。");
    public static readonly FaultType DepartmentUnknown = new(FaultKind.Refused, "DEPARTMENT_UNKNOWN", "本单位没有代码为“{code}”的内设机构，请在登记的内设机构中选择。");
}
