using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Records;

/// <summary>One document of a case as it was issued, folded from <c>documents/&lt;uuid&gt;</c>. The right is judged by the case.</summary>
internal sealed partial record DocumentState : StreamState, IFold<DocumentState>
{
    public string CaseId { get; init; } = "";

    public string Template { get; init; } = "";

    public int TemplateVersion { get; init; }

    public string Number { get; init; } = "";

    public Personal<DocumentPage>? Page { get; init; }

    public static DocumentState Empty { get; } = new();

    public static DocumentState Apply(DocumentState state, IMessage fact, Recorded entry) => fact switch
    {
        DocumentIssued issued => new()
        {
            CaseId = issued.CaseId,
            Template = issued.Template,
            TemplateVersion = issued.TemplateVersion,
            Number = issued.Number,
            Page = entry.PersonalOf<DocumentPage>(issued.Personal),
        },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;

    public Document ToMessage() => new()
    {
        DocumentId = Id,
        CaseId = CaseId,
        Template = Template,
        TemplateVersion = TemplateVersion,
        Title = Templates.Find(Template).Title,
        Number = Number,
        Commitment = ByteString.CopyFrom(Page?.Commitment ?? []),
        Issued = Timestamp.FromDateTimeOffset(At),
        Etag = Etag,
    };
}
