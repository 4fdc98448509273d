using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class DocumentRpcs
{
    /// <summary>Number and page are kept in one entry: a number is never given without its document, and none is left out.</summary>
    public override async Task<IssueDocumentResponse> IssueDocument(IssueDocumentRequest request, ServerCallContext context)
    {
        new Check().RequestId(request.RequestId).Id(request.CaseId, "case_id").Key(request.Template, "template", 40).Count(request.Fields, "fields", 0, 50).ThrowIfAny();
        var file = await cases.Read(request, context);
        var template = Templates.Find(request.Template);
        template.Check(request.Fields);
        var documentId = NewId.At(ledger.Clock);
        return await documents.Create(
            request,
            context,
            documentId,
            KernelFaults.Contended,
            (_, act) => Issue(documentId, request, template, file, act),
            state => new IssueDocumentResponse { Document = state.ToMessage() },
            owner: file);
    }

    private async ValueTask<Decision> Issue(string documentId, IssueDocumentRequest request, Template template, CaseState file, IActContext act)
    {
        DocumentState.RequireStage(template, file);
        var handlers = await Task.WhenAll(file.Handlers.Select(id => people.Load(id, act.Ct).AsTask()));
        var inputs = new DocumentInputs(await organs.Load(file.Organ, act.Ct), file, [.. handlers], await rules.Of(file.Organ, act.Ct), Number: "", act.Today);
        if (template.Series.Length == 0)
        {
            return DocumentState.Issue(template, request.Fields, inputs with { Number = file.Penalty?.Number ?? "" });
        }

        var taken = (await act.Take($"numbers/{file.Organ}.{template.Series}.{act.Today.Year}"))[0];
        var number = $"{inputs.Organ.DocumentWord}{template.Word}〔{act.Today.Year}〕{taken.Version}号";
        return DocumentState.Issue(template, request.Fields, inputs with { Number = number }).WithFactOf(taken, new NumberGiven { DocumentId = documentId });
    }
}

internal sealed partial record DocumentState
{
    public static void RequireStage(Template template, CaseState file)
    {
        if (file.Stage < template.From || file.Stage == CaseStage.Annulled)
        {
            throw DocumentFaults.TooEarly.With(("stage", CaseWords.Of(file.Stage)), ("title", template.Title), ("needed", CaseWords.Of(template.From)));
        }
    }

    /// <summary>The page as it will be kept, with its number.</summary>
    public static Decision Issue(Template template, IReadOnlyDictionary<string, string> given, DocumentInputs inputs)
    {
        var html = template.Render(DocumentSources.Values(template, given, inputs));
        return Decision
            .Of(new DocumentIssued
            {
                CaseId = inputs.File.Id,
                Template = template.Key,
                TemplateVersion = template.Version,
                Number = inputs.Number,
                Personal = 0,
            })
            .WithPersonal(new DocumentPage { Html = html });
    }
}
