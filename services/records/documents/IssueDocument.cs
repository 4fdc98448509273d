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
            (_, act) => Issue(documentId, request, template, act),
            state => new IssueDocumentResponse { Document = state.ToMessage() },
            owner: file);
    }

    private async ValueTask<Decision> Issue(string documentId, IssueDocumentRequest request, Template template, IActContext act)
    {
        var organ = (await cases.Load(request.CaseId, act.Ct)).Organ;
        var series = template.Series.Length == 0 ? null : new NumberSeries(organ, template.Series, act.Today.Year);
        var taken = await act.Take(series is null ? [files.NameOf(request.CaseId)] : [files.NameOf(request.CaseId), series.Stream]);

        // Read after its file was taken: a decision that came first is seen, and one that comes now clashes with this entry.
        var file = await cases.Load(request.CaseId, act.Ct);
        DocumentState.RequireStage(template, file);
        string[] ids = file.Handlers.IsEmpty ? [file.RegistrantId] : [.. file.Handlers];
        var handlers = await Task.WhenAll(ids.Select(id => people.Load(id, act.Ct).AsTask()));
        var inputs = new DocumentInputs(
            await organs.Load(file.Organ, act.Ct), file, [.. handlers], await rules.Of(file.Organ, act.Ct), await places.Find(act.Ct), Number: "", act.Today);
        var bears = template.BringsNew && !file.Stage.HasReached(CaseStage.Decided);
        if (series is null)
        {
            return DocumentState.Issue(template, request.Fields, inputs with { Number = file.Penalty?.Number ?? "" })
                .WithFile(taken[0], documents.NameOf(documentId), file.Id, bears);
        }

        var number = series.NumberOf(inputs.Organ.DocumentWord, template.Word, taken[1], act.Today);
        return DocumentState.Issue(template, request.Fields, inputs with { Number = number.Text })
            .WithFile(taken[0], documents.NameOf(documentId), file.Id, bears)
            .WithFactOf(number.Taken, new NumberGiven { DocumentId = documentId });
    }
}

internal sealed partial record DocumentState
{
    public static void RequireStage(Template template, CaseState file)
    {
        if (!file.Stage.HasReached(template.From))
        {
            throw DocumentFaults.TooEarly.With(("stage", Words.Of(file.Stage)), ("title", template.Title), ("needed", Words.Of(template.From)));
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
                CaseVersion = inputs.File.Version,
            })
            .WithPersonal(new DocumentPage { Html = html });
    }
}
