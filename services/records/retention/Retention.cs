using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;

namespace EnforcementPlatform.Records;

/// <summary>How a case stands towards retention, folded from <c>retention/&lt;case&gt;</c>.</summary>
internal sealed partial record RetentionState : StreamState, IFold<RetentionState>
{
    public bool OnHold { get; init; }

    /// <summary>What was approved by at least one and not yet destroyed.</summary>
    public ImmutableArray<ApprovedPlan> Plans { get; init; } = [];

    public ImmutableArray<GivenOrder> Orders { get; init; } = [];

    public static RetentionState Empty { get; } = new();

    public static RetentionState Apply(RetentionState state, IMessage fact, Recorded entry) => fact switch
    {
        HoldPlaced => state with { OnHold = true },
        HoldLifted => state with { OnHold = false },
        DestructionApproved approved => state.Approved(approved, entry.Envelope.Actor.PersonId),
        PartsDestroyed ordered => state with
        {
            Plans = state.Plans.RemoveAll(plan => plan.Subject == DestructionSubject.Of(ordered)),
            Orders = state.Orders.Add(new(entry.Position, [.. ordered.Parts.Select(one => (one.Position, one.Part))], [.. ordered.Evidence])),
        },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;

    /// <summary>Who approved what, or null.</summary>
    public ApprovedPlan? PlanOf(DestructionSubject subject) => Plans.FirstOrDefault(plan => plan.Subject == subject);

    public Retention ToMessage(string caseId)
    {
        var message = new Retention { CaseId = caseId, OnHold = OnHold };
        message.Plans.Add(Plans.Select(plan => plan.ToMessage()));
        message.Destroyed.Add(Orders.SelectMany(order => order.Parts).Select(ToMessage));
        return message;
    }

    internal static PartReference ToMessage((long Position, int Part) place) => new() { Position = place.Position, Part = place.Part };

    private RetentionState Approved(DestructionApproved fact, string personId)
    {
        var subject = DestructionSubject.Of(fact);
        var approval = new Approval(personId, Enum.Parse<Duty>(fact.Duty));
        return PlanOf(subject) is { } plan
            ? this with { Plans = Plans.Replace(plan, plan with { Approvals = plan.Approvals.Add(approval) }) }
            : this with { Plans = Plans.Add(new(subject, [approval])) };
    }
}

/// <summary>An approval by a person in a duty.</summary>
internal sealed record Approval(string PersonId, Duty Duty);

/// <summary>What is to be destroyed and who approved it so far.</summary>
internal sealed record ApprovedPlan(DestructionSubject Subject, ImmutableArray<Approval> Approvals)
{
    /// <summary>Both duties, by two persons.</summary>
    public bool IsComplete =>
        Approvals.Any(one => one.Duty == Duty.LeadDepartment) && Approvals.Any(one => one.Duty == Duty.ApproveDestruction)
        && Approvals.Select(one => one.PersonId).Distinct().Count() > 1;

    public DestructionPlan ToMessage()
    {
        var message = new DestructionPlan { Basis = Subject.Basis, PaperNumber = Subject.PaperNumber };
        message.Parts.Add(Subject.Places.Select(RetentionState.ToMessage));
        message.Approvers.Add(Approvals.Select(one => one.PersonId));
        return message;
    }
}

/// <summary>An order, to be carried out as often as it takes.</summary>
/// <param name="Position">Position of the entry that orders it.</param>
internal sealed record GivenOrder(long Position, ImmutableArray<(long Position, int Part)> Parts, ImmutableArray<string> Evidence);

/// <summary>Exactly these parts, on this basis and paper: what two people approve, and a third orders. Equal when the sets are.</summary>
internal sealed record DestructionSubject
{
    private DestructionSubject(IEnumerable<(long Position, int Part)> places, DestructionBasis basis, string paperNumber)
    {
        Places = [.. places];
        Basis = basis;
        PaperNumber = paperNumber;
    }

    public ImmutableSortedSet<(long Position, int Part)> Places { get; }

    public DestructionBasis Basis { get; }

    public string PaperNumber { get; }

    public static DestructionSubject Of(ApproveDestructionRequest request) => new(request.Parts.Select(one => (one.Position, one.Part)), request.Basis, request.PaperNumber);

    public static DestructionSubject Of(DestroyPartsRequest request) => new(request.Parts.Select(one => (one.Position, one.Part)), request.Basis, request.PaperNumber);

    public static DestructionSubject Of(DestructionApproved fact) => new(fact.Parts.Select(one => (one.Position, one.Part)), (DestructionBasis)fact.Basis, fact.PaperNumber);

    public static DestructionSubject Of(PartsDestroyed fact) => new(fact.Parts.Select(one => (one.Position, one.Part)), (DestructionBasis)fact.Basis, fact.PaperNumber);

    public bool Equals(DestructionSubject? other) =>
        other is not null && Basis == other.Basis && PaperNumber == other.PaperNumber && Places.SetEquals(other.Places);

    public override int GetHashCode() => HashCode.Combine(Basis, string.GetHashCode(PaperNumber, StringComparison.Ordinal), Places.Count);

    public IEnumerable<PartPlace> ToFacts() => Places.Select(place => new PartPlace { Position = place.Position, Part = place.Part });
}
