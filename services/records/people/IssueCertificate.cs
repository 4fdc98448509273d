using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class PeopleRpcs
{
    public override Task<IssueCertificateResponse> IssueCertificate(IssueCertificateRequest request, ServerCallContext context)
    {
        PersonState.CheckCertificate(request);
        return people.Act(
            request,
            context,
            async (state, act) =>
            {
                var number = (await act.Take(ledger.Keys.Unique(PersonState.CertificateNumbers, request.Number)))[0];
                return state.Issue(request, number);
            },
            state => new IssueCertificateResponse { Person = state.ToMessage() });
    }
}

internal sealed partial record PersonState
{
    /// <summary>What the unique stream of a certificate's number is made of.</summary>
    public const string CertificateNumbers = "certificate";

    private const int LongestNumber = 30;

    public static void CheckCertificate(IssueCertificateRequest request)
    {
        var check = new Check()
            .Id(request.PersonId, "person_id")
            .Etag(request.Etag)
            .RequestId(request.RequestId)
            .That(
                request.Number.Length is >= 4 and <= LongestNumber && request.Number.All(one => char.IsAsciiLetterOrDigit(one) || one == '-'),
                "number", "CERTIFICATE_NUMBER", $"证件编号应为4到{LongestNumber}位字母、数字或连字符。")
            .Count(request.Kinds, "kinds", 1, 6)
            .Text(request.Area, "area", 50, min: 2)
            .Date(request.ValidFrom, "valid_from")
            .Date(request.ValidTo, "valid_to")
            .That(string.CompareOrdinal(request.ValidFrom, request.ValidTo) <= 0, "valid_to", "ORDER", "有效期届满日不得早于起始日。");
        foreach (var kind in request.Kinds)
        {
            check.Enum(kind, "kinds");
        }

        check.ThrowIfAny();
    }

    /// <summary>Only 在编在职 staff can be certified (河南省行政执法条例第二十条第一款第一项); a number is held by one certificate for ever.</summary>
    public Decision Issue(IssueCertificateRequest request, Taken number)
    {
        RequireHere();
        if (!InEstablishment)
        {
            throw PeopleFaults.NotInEstablishment.Now();
        }

        if (number.Version != 1)
        {
            throw PeopleFaults.CertificateNumberTaken.Now();
        }

        var fact = new CertificateIssued { Area = request.Area, ValidFrom = request.ValidFrom, ValidTo = request.ValidTo, Personal = 0 };
        fact.Kinds.Add(request.Kinds.Distinct().Select(kind => (int)kind));
        return Changed(fact, this with { RecordedCertificates = RecordedCertificates.Add(HeldCertificate.Of(fact, number: null)) })
            .WithPersonal(new CertificateNumber { Number = request.Number })
            .WithFactOf(number, new KeyHeld { Holder = Id, PersonId = Id });
    }
}
