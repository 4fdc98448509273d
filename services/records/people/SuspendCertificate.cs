using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class PeopleRpcs
{
    public override Task<SuspendCertificateResponse> SuspendCertificate(SuspendCertificateRequest request, ServerCallContext context)
    {
        new Check()
            .Id(request.PersonId, "person_id")
            .Etag(request.Etag)
            .RequestId(request.RequestId)
            .Text(request.Number, "number", 30, min: 4)
            .Enum(request.Kind, "kind")
            .Date(request.From, "from")
            .OptionalDate(request.To, "to")
            .That(request.To.Length == 0 || string.CompareOrdinal(request.From, request.To) <= 0, "to", "ORDER", "停用截止日不得早于起始日。")
            .That(request.Kind != SuspensionKind.Cancelled || request.To.Length == 0, "to", "CANCELLED_FOR_EVER", "注销没有截止日，请留空。")
            .ThrowIfAny();
        return people.Act(
            request,
            context,
            (state, _) => state.Suspend(request),
            state => new SuspendCertificateResponse { Person = state.ToMessage() });
    }
}

internal sealed partial record PersonState
{
    public Decision Suspend(SuspendCertificateRequest request)
    {
        var index = RecordedCertificates.ToList().FindIndex(one => one.Number?.OrNull?.Number == request.Number);
        if (index < 0)
        {
            throw PeopleFaults.CertificateUnknown.Now();
        }

        var fact = new CertificateSuspended { Certificate = index, Kind = (int)request.Kind, From = request.From, To = request.To };
        var added = OutOfUse.Of(fact);
        if (RecordedCertificates[index].OutOfUse.Any(time => time.Overlaps(added.From, added.To)))
        {
            throw PeopleFaults.CertificateAlreadySuspended.Now();
        }

        return Changed(fact, this with { RecordedCertificates = Suspending(fact) });
    }
}
