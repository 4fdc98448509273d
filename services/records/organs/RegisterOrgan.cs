using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class OrganRpcs
{
    /// <summary>行政执法主体 are confirmed and announced by the government (河南省行政执法条例第十三条); the register repeats the announcement.</summary>
    public override Task<RegisterOrganResponse> RegisterOrgan(RegisterOrganRequest request, ServerCallContext context)
    {
        OrganState.CheckRegistration(request);
        return organs.Create(
            request,
            context,
            request.Code,
            OrganFaults.OrganExists,
            (_, _) => ValueTask.FromResult(OrganState.Register(request)),
            state => new RegisterOrganResponse { Organ = state.ToMessage() });
    }
}

internal sealed partial record OrganState
{
    private const int MostDepartments = 100;

    /// <summary>Whether the fields are well-formed; also asked by the set-up of a new installation.</summary>
    public static void CheckRegistration(RegisterOrganRequest request)
    {
        var check = CheckEntry(
                new Check().RequestId(request.RequestId).Key(request.Code, "code", 40).Enum(request.Nature, "nature"),
                request.Name, request.Uscc, request.DocumentWord, request.Area, request.ReconsiderationOrgan, request.Court)
            .Count(request.Departments, "departments", 1, MostDepartments)
            .That(request.Departments.DistinctBy(one => one.Code).Count() == request.Departments.Count, "departments", "DISTINCT", "内设机构的代码不得重复。");
        foreach (var (department, index) in request.Departments.Select((one, index) => (one, index)))
        {
            check.Key(department.Code, $"departments[{index}].code", 40)
                .Text(department.Name, $"departments[{index}].name", 50, min: 2)
                .That(department.Closed.Length == 0, $"departments[{index}].closed", "EMPTY", "登记时应为空；撤销请另行登记。");
        }

        check.ThrowIfAny();
    }

    /// <summary>What registration and change both say of an organ.</summary>
    public static Check CheckEntry(Check check, string name, string uscc, string documentWord, string area, string reconsiderationOrgan, string court) => check
        .Text(name, "name", 100, min: 2)
        .That(SocialCreditCode.IsValid(uscc), "uscc", "USCC", "统一社会信用代码应为18位且校验码正确（GB 32100-2015）。")
        .Text(documentWord, "document_word", 10)
        .That(documentWord.All(IsHan), "document_word", "HAN", "机关代字只能使用汉字。")
        .Text(area, "area", 50, min: 2)
        .Text(reconsiderationOrgan, "reconsideration_organ", 100, min: 2)
        .Text(court, "court", 100, min: 2);

    /// <summary>The organ's own stream belongs to the organ itself, whoever registers it.</summary>
    public static Decision Register(RegisterOrganRequest request, bool isDemonstration = false)
    {
        var fact = FactOf(request);
        fact.Demonstration = isDemonstration;
        return Decision.Of(fact).InOrgan(request.Code);
    }

    private static bool IsHan(char character) => character is >= '\u4E00' and <= '\u9FFF';
}
