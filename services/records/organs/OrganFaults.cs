using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Records;

/// <summary>Refusals of the register of organs.</summary>
internal static class OrganFaults
{
    public static readonly FaultType OrganExists = new(FaultKind.Exists, "ORGAN_EXISTS", "代码为“{code}”的执法主体已登记，请核对或换用其他代码。");
    public static readonly FaultType OrganHasEnded = new(FaultKind.Refused, "ORGAN_ENDED", "该执法主体已终止（最后一日：{day}），其职责由代码为“{successor}”的执法主体承接，新的事项请由承接机关办理。");
    public static readonly FaultType SuccessorUnknown = new(FaultKind.Refused, "SUCCESSOR_UNKNOWN", "没有代码为“{code}”且仍存续的其他执法主体，请先登记承接职责的机关。");
    public static readonly FaultType DepartmentUnknown = new(FaultKind.Refused, "DEPARTMENT_UNKNOWN", "本单位没有代码为“{code}”的内设机构，请在登记的内设机构中选择。");
    public static readonly FaultType DepartmentIsClosed = new(FaultKind.Refused, "DEPARTMENT_CLOSED", "代码为“{code}”的内设机构已撤销（最后一日：{day}），请选择现有的内设机构。");
    public static readonly FaultType DepartmentIsLast = new(FaultKind.Refused, "DEPARTMENT_LAST", "这是本单位最后一个内设机构，不能撤销；请先登记新的内设机构。");
}
