using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records;

/// <summary>Refusals of the register of persons.</summary>
internal static class PeopleFaults
{
    public static readonly FaultType PostHeld = new(FaultKind.Refused, "POST_HELD", "该人员在{from}或之后已担任“{post}”，不必重复任用；如需调整，请先结束原任用。");
    public static readonly FaultType PostNotHeld = new(FaultKind.Refused, "POST_NOT_HELD", "该人员没有自{to}或更早开始、尚未结束的“{post}”任用，请核对岗位和日期。");
    public static readonly FaultType PostExcluded = new(FaultKind.Refused, "POST_EXCLUDED", "{conflict}");
    public static readonly FaultType PersonHasLeft = new(FaultKind.Refused, "PERSON_LEFT", "该人员已登记离开本单位（最后一日：{day}），不能再办理人员、岗位、证件或账号事项。最后一日尚未到来的，可以更正最后一日或者撤回登记；已经离开又重新进入的，请重新登记。");
    public static readonly FaultType PersonStays = new(FaultKind.Refused, "PERSON_STAYS", "该人员没有登记离开，无需撤回。");
    public static readonly FaultType DepartmentHeld = new(FaultKind.Refused, "DEPARTMENT_HELD", "该人员已在代码为“{code}”的内设机构，不必调整。");
    public static readonly FaultType NotInEstablishment = new(FaultKind.Refused, "NOT_IN_ESTABLISHMENT", $"该人员不是在编在职人员，不得取得行政执法资格（{LocalLaw.Cite("NOT_IN_ESTABLISHMENT")}）。工勤人员、劳动合同工、临时工不能从事执法工作。");
    public static readonly FaultType CertificateMissing = new(FaultKind.Refused, "CERTIFICATE_MISSING", $"该人员在{{day}}没有有效的行政执法证，不得上岗执法（{LocalLaw.Cite("CERTIFICATE_MISSING")}）。请先登记其有效证件。");
    public static readonly FaultType CertificateNumberTaken = new(FaultKind.Exists, "CERTIFICATE_NUMBER_TAKEN", "该行政执法证编号已登记在册，请核对编号。");
    public static readonly FaultType CertificateUnknown = new(FaultKind.Refused, "CERTIFICATE_UNKNOWN", "该人员名下没有此编号的行政执法证，请核对编号。");
    public static readonly FaultType CertificateAlreadySuspended = new(FaultKind.Refused, "CERTIFICATE_ALREADY_SUSPENDED", "该行政执法证在所选期间内已处于停用状态，请核对起止日期。");
}
