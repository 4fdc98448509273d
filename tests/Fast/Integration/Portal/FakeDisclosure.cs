using System.Collections.Concurrent;
using System.Globalization;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Tests.Fast.Integration.Portal;

/// <summary>
/// The public face of disclosure, played by hand behind a real gRPC server: keeps what it is told to keep, refuses with the documented reasons, and
/// remembers with which headers it was asked. Its proofs are real (<see cref="FakeDisclosureLog"/>).
/// </summary>
internal sealed class FakeDisclosure : PublicDisclosureService.PublicDisclosureServiceBase
{
    private static readonly FaultType Unknown = new(FaultKind.NotFound, "DISCLOSURE_UNKNOWN", "没有这条公示。");
    private static readonly FaultType NotReady = new(FaultKind.Unavailable, "PROOF_NOT_READY", "证明尚未生成。");

    public FakeDisclosureLog Log { get; } = new();

    public List<PublicDisclosure> Disclosures { get; } = [];

    public List<PublicOfficer> Officers { get; } = [];

    public List<PublicItem> Items { get; } = [];

    public List<PublicOrgan> Organs { get; } =
    [
        new() { Code = "pds-gxj", Name = "演示市工业和信息化局" },
        new() { Code = "pds-yszy", Name = "演示市自然资源管理局" },
        new() { Code = "pds-yszz", Name = "演示市演示组织局" },
    ];

    /// <summary>Disclosures whose proof is not ready.</summary>
    public HashSet<string> Unproven { get; } = [];

    /// <summary>Changes a proof before it is handed out.</summary>
    public Action<GetDisclosureProofResponse> Tamper { get; set; } = _ => { };

    /// <summary>Happens between an answer and what is asked next.</summary>
    public Action<PublicDisclosure> AfterFind { get; set; } = _ => { };

    /// <summary>What every call fails with; null for none.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What asking for the organs fails with; null for nothing.</summary>
    public Exception? OrgansFailure { get; set; }

    /// <summary>How often the first page of the organs was asked for.</summary>
    public int OrgansAsked { get; private set; }

    /// <summary>Last request of each kind.</summary>
    public ConcurrentDictionary<Type, IMessage> Asked { get; } = new();

    /// <summary>Names of all headers that came with any call.</summary>
    public ConcurrentDictionary<string, bool> Headers { get; } = new();

    public PublicDisclosure Publish(PublicDisclosure disclosure)
    {
        Disclosures.RemoveAll(one => one.DisclosureId == disclosure.DisclosureId);
        Disclosures.Add(disclosure);
        Log.Publish(disclosure);
        return disclosure;
    }

    /// <summary>The decision was annulled; its text is still shown.</summary>
    public void Annul(PublicDisclosure disclosure)
    {
        disclosure.Annulment = new() { Ground = Contracts.Records.AnnulmentGround.Reconsideration, AnnulledOn = "2026-05-05" };
        Log.Annul(disclosure);
    }

    public void Withdraw(PublicDisclosure disclosure, WithdrawalNote note)
    {
        Disclosures.Remove(disclosure);
        var withdrawn = new PublicDisclosure
        {
            DisclosureId = disclosure.DisclosureId,
            State = PublicState.Withdrawn,
            DocumentNumber = disclosure.DocumentNumber,
            OrganName = disclosure.OrganName,
            Version = disclosure.Version,
            Withdrawal = note,
        };
        Disclosures.Add(withdrawn);
        Log.Withdraw(withdrawn);
    }

    public override Task<SearchDisclosuresResponse> SearchDisclosures(SearchDisclosuresRequest request, ServerCallContext context)
    {
        Note(request, context);
        var found = Disclosures.Where(one => one.State == PublicState.Published && request.Query.Split(' ').All(word => one.ToString().Contains(word, StringComparison.Ordinal))).ToArray();
        var first = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, CultureInfo.InvariantCulture);
        var response = new SearchDisclosuresResponse { Total = found.Length, NextPageToken = first + request.PageSize < found.Length ? $"{first + request.PageSize}" : "" };
        response.Disclosures.Add(found.Skip(first).Take(request.PageSize));
        return Task.FromResult(response);
    }

    public override Task<GetPublicDisclosureResponse> GetPublicDisclosure(GetPublicDisclosureRequest request, ServerCallContext context)
    {
        Note(request, context);
        var found = Find(request.DisclosureId).Clone();
        AfterFind(found);
        return Task.FromResult(new GetPublicDisclosureResponse { Disclosure = found });
    }

    public override Task<GetDisclosureProofResponse> GetDisclosureProof(GetDisclosureProofRequest request, ServerCallContext context)
    {
        Note(request, context);
        Find(request.DisclosureId);
        if (Unproven.Contains(request.DisclosureId))
        {
            throw NotReady.Now();
        }

        var proof = Log.Prove(request.DisclosureId);
        Tamper(proof);
        return Task.FromResult(proof);
    }

    public override Task<ListPublicItemsResponse> ListPublicItems(ListPublicItemsRequest request, ServerCallContext context)
    {
        Note(request, context);
        return Task.FromResult(new ListPublicItemsResponse { Items = { Items } });
    }

    public override Task<ListPublicOfficersResponse> ListPublicOfficers(ListPublicOfficersRequest request, ServerCallContext context)
    {
        Note(request, context);
        var found = Officers.Where(one => one.Name.Contains(request.Query, StringComparison.Ordinal) || one.CertificateNumber == request.Query);
        return Task.FromResult(new ListPublicOfficersResponse { Officers = { found } });
    }

    /// <summary>Two at a time, whatever was asked for, so that whoever asks goes on to the last page.</summary>
    /// <summary>What it says of the installation.</summary>
    public bool Demonstration { get; set; }

    public override Task<ListPublicOrgansResponse> ListPublicOrgans(ListPublicOrgansRequest request, ServerCallContext context)
    {
        Note(request, context);
        OrgansAsked += request.PageToken.Length == 0 ? 1 : 0;
        if (OrgansFailure is not null)
        {
            throw OrgansFailure;
        }

        var first = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, CultureInfo.InvariantCulture);
        return Task.FromResult(new ListPublicOrgansResponse { Organs = { Organs.Skip(first).Take(2) }, NextPageToken = first + 2 < Organs.Count ? $"{first + 2}" : "", Demonstration = Demonstration });
    }

    private PublicDisclosure Find(string id) => Disclosures.FirstOrDefault(one => one.DisclosureId == id) ?? throw Unknown.Now();

    private void Note(IMessage request, ServerCallContext context)
    {
        Asked[request.GetType()] = request;
        foreach (var header in context.RequestHeaders)
        {
            Headers[header.Key] = true;
        }

        if (Failure is not null)
        {
            throw Failure;
        }

        var token = request.Descriptor.FindFieldByName("page_token")?.Accessor.GetValue(request) as string ?? "";
        new Check().That(token.All(char.IsAsciiDigit), "page_token", "PAGE_TOKEN", "不是有效的翻页标记。").ThrowIfAny();
    }
}
