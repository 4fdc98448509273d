using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Rpc;
using Grpc.Core;

namespace EnforcementPlatform.Portal;

/// <summary>
/// The role disclosure as any stranger reaches it: over gRPC, without a token. A service that does not answer is
/// <see cref="KernelFaults.PeerUnavailable"/> (a page with status 503); a refusal nobody foresaw is a failure of this program.
/// </summary>
internal sealed class AskDisclosure(Peers peers, Installation installation, TimeProvider clock)
{
    private const int OrgansAtOnce = 200;

    /// <summary>Every list offers the organs, and they change a few times a year: one question a minute, however many visitors there are.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private KnownOrgans _known = new([], DateTimeOffset.MinValue);

    public PublicDisclosureService.PublicDisclosureServiceClient Public => new(peers.To(ServiceRole.Disclosure));

    public LedgerService.LedgerServiceClient Ledger => new(peers.To(ServiceRole.Disclosure));

    /// <summary>
    /// Every organ that published anything, for the choice in a form. A page is worth showing without it: where disclosure does not answer, those
    /// that were known before, or none.
    /// </summary>
    public async Task<IReadOnlyList<PublicOrgan>> Organs(CancellationToken ct)
    {
        var known = Volatile.Read(ref _known);
        if (clock.GetUtcNow() < known.Until)
        {
            return known.Organs;
        }

        try
        {
            var asked = await AskOrgans(ct);
            Volatile.Write(ref _known, new(asked, clock.GetUtcNow() + Remembered));
            return asked;
        }
        catch (Exception error) when (error is RpcException or Fault && !ct.IsCancellationRequested)
        {
            return known.Organs;
        }
    }

    private async Task<IReadOnlyList<PublicOrgan>> AskOrgans(CancellationToken ct)
    {
        var (organs, token) = (new List<PublicOrgan>(), "");
        do
        {
            var page = await Public.ListPublicOrgansAsync(new() { PageSize = OrgansAtOnce, PageToken = token }, cancellationToken: ct);
            organs.AddRange(page.Organs);
            if (page.Demonstration)
            {
                installation.FoundDemonstration();
            }

            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return organs;
    }

    /// <summary>A disclosure; <see cref="PortalFaults.NoSuchDisclosure"/> where there is none.</summary>
    public async Task<PublicDisclosure> Find(string id, CancellationToken ct)
    {
        if (!Check.IsId(id))
        {
            throw PortalFaults.NoSuchDisclosure.Now();
        }

        // Whether what is shown is a demonstration comes with the organs.
        await Organs(ct);
        try
        {
            return (await Public.GetPublicDisclosureAsync(new() { DisclosureId = id }, cancellationToken: ct)).Disclosure;
        }
        catch (Exception error) when (IsRefusedFor(error, "DISCLOSURE_UNKNOWN"))
        {
            throw PortalFaults.NoSuchDisclosure.Now();
        }
    }

    /// <summary>
    /// A disclosure with its proof, which is null until a public checkpoint covers it. They are two answers, and a correction or a withdrawal may come
    /// between them: so before anybody is told that they do not agree, both are asked for once more.
    /// </summary>
    public async Task<(PublicDisclosure Disclosure, DisclosureProof? Proof)> FindProven(string id, CancellationToken ct)
    {
        var asked = await Once();
        return asked.Proof is { Holds: false } ? await Once() : asked;

        async Task<(PublicDisclosure Disclosure, DisclosureProof? Proof)> Once()
        {
            var disclosure = await Find(id, ct);
            return (disclosure, await Prove(disclosure, ct));
        }
    }

    private async Task<DisclosureProof?> Prove(PublicDisclosure disclosure, CancellationToken ct)
    {
        try
        {
            return DisclosureProof.Of(disclosure, await Public.GetDisclosureProofAsync(new() { DisclosureId = disclosure.DisclosureId }, cancellationToken: ct));
        }
        catch (Exception error) when (IsRefusedFor(error, "PROOF_NOT_READY"))
        {
            return null;
        }
    }

    /// <summary>True when disclosure refused for this reason, be it for good or for now (which <see cref="Peers"/> takes for silence).</summary>
    public static bool IsRefusedFor(Exception error, string reason) =>
        (error as RpcException ?? error.InnerException as RpcException)?.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason == reason;

    /// <summary>What was answered last, and until when it is not asked again.</summary>
    private sealed record KnownOrgans(IReadOnlyList<PublicOrgan> Organs, DateTimeOffset Until);
}
