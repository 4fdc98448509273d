using System.Security.Cryptography;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Host.Drill;

/// <summary>
/// One caller among several: works on a case of its own, one act after the other, and now and then sends an old request again. What it does
/// is drawn from its own seeded source. It stops at the first act whose outcome it cannot know.
/// </summary>
internal sealed class Worker(Func<Cast> signedIn, History history, Random random)
{
    private const int LongestCase = 20;
    private const int SmallestFile = 1;
    private const int LargestFile = 200_000;
    private const int ChunkSize = 64 * 1024;

    private readonly List<DrillAct> _answered = [];
    private Case? _case;
    private int _actsOnCase;

    /// <summary>Whoever is signed in when a request is sent, not when it was made: tokens end, requests are repeated.</summary>
    private Cast People => signedIn();

    /// <summary>Acts until cancelled or cut off.</summary>
    public async Task Run(CancellationToken ct)
    {
        try
        {
            await Resume(ct);
            while (!ct.IsCancellationRequested)
            {
                await Next(ct);
            }
        }
        catch (RpcException)
        {
            // Cut off. The act stays unknown until it is sent again.
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The round is over.
        }
    }

    /// <summary>After a restart: the case as it now is, whatever became of the act that was cut off.</summary>
    private async Task Resume(CancellationToken ct)
    {
        if (_case is { } known)
        {
            _case = (await People.Lead.Cases.GetCaseAsync(new() { CaseId = known.CaseId }, cancellationToken: ct)).Case;
        }
    }

    private Task Next(CancellationToken ct)
    {
        if (_case is not { } file || _actsOnCase >= LongestCase)
        {
            return Register(ct);
        }

        _actsOnCase++;
        if (file.Stage == CaseStage.Clue)
        {
            return FileCase(file, ct);
        }

        var kinds = file.Records.Select(record => record.Kind).ToHashSet();
        return file.Records.LastOrDefault(record => record.Status == RecordStatus.PendingCosign) is { } pending ? Confirm(file, pending, ct)
            : !kinds.Contains(RecordKind.IdentityShown) ? ShowIdentity(file, ct)
            : !kinds.Contains(RecordKind.RightsTold) ? TellRights(file, ct)
            : random.Next(10) switch
            {
                < 3 => RecordAct(file, ct),
                < 6 => IssueDocument(file, ct),
                < 8 => CollectEvidence(file, ct),
                _ => RepeatAnOldOne(ct),
            };
    }

    private async Task Register(CancellationToken ct)
    {
        var request = new RegisterClueRequest
        {
            Source = ClueSource.Inspection,
            Summary = "演练线索。",
            PartyKind = PartyKind.LegalPerson,
            Party = new() { Name = "演练单位", Address = "演练路1号" },
        };
        var answer = await Send<RegisterClueResponse>(People.Officer, CaseMethod("RegisterClue"), id =>
        {
            request.RequestId = id;
            return async token => await People.Officer.Cases.RegisterClueAsync(request, cancellationToken: token);
        }, ct);
        _case = answer?.Case ?? _case;
        _actsOnCase = 0;
    }

    private Task FileCase(Case file, CancellationToken ct) => Change<FileCaseResponse>(People.Lead, "FileCase", id =>
    {
        var request = new FileCaseRequest
        {
            CaseId = file.CaseId,
            Etag = file.Etag,
            RequestId = id,
            Department = People.Lead.Me.Department,
            HandlerIds = { People.Officer.Id, People.Partner.Id },
            Cause = "演练案由",
            ViolationEndedOn = IsoDay.Write(file.UpdatedAt.ToDateTimeOffset()),
        };
        return async token => await People.Lead.Cases.FileCaseAsync(request, cancellationToken: token);
    }, answer => answer.Case, ct);

    private Task ShowIdentity(Case file, CancellationToken ct) => Change<ShowIdentityResponse>(People.Officer, "ShowIdentity", id =>
    {
        var request = new ShowIdentityRequest { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Text = Text() };
        return async token => await People.Officer.Cases.ShowIdentityAsync(request, cancellationToken: token);
    }, answer => answer.Case, ct);

    private Task TellRights(Case file, CancellationToken ct) => Change<TellRightsResponse>(People.Officer, "TellRights", id =>
    {
        var request = new TellRightsRequest { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Text = Text() };
        return async token => await People.Officer.Cases.TellRightsAsync(request, cancellationToken: token);
    }, answer => answer.Case, ct);

    private Task RecordAct(Case file, CancellationToken ct) => Change<RecordActResponse>(People.Officer, "RecordAct", id =>
    {
        var request = new RecordActRequest { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Kind = RecordKind.Inquiry, Text = Text() };
        return async token => await People.Officer.Cases.RecordActAsync(request, cancellationToken: token);
    }, answer => answer.Case, ct);

    private Task Confirm(Case file, CaseRecord record, CancellationToken ct) => Change<ConfirmRecordResponse>(People.Partner, "ConfirmRecord", id =>
    {
        var request = new ConfirmRecordRequest { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, RecordNumber = record.Number };
        return async token => await People.Partner.Cases.ConfirmRecordAsync(request, cancellationToken: token);
    }, answer => answer.Case, ct);

    private Task IssueDocument(Case file, CancellationToken ct) => Send<IssueDocumentResponse>(People.Officer, $"{DocumentService.Descriptor.FullName}/IssueDocument", id =>
    {
        var request = new IssueDocumentRequest
        {
            RequestId = id,
            CaseId = file.CaseId,
            Template = "filing-approval",
            Fields =
            {
                ["basis"] = "演练", ["handlers_opinion"] = "演练", ["lead_opinion"] = "演练",
            },
        };
        return async token => await People.Officer.Documents.IssueDocumentAsync(request, cancellationToken: token);
    }, ct);

    private Task CollectEvidence(Case file, CancellationToken ct)
    {
        var content = new byte[random.Next(SmallestFile, LargestFile)];
        random.NextBytes(content);
        return Send<CollectEvidenceResponse>(People.Officer, $"{EvidenceService.Descriptor.FullName}/CollectEvidence", id =>
        {
            var header = new EvidenceHeader
            {
                RequestId = id,
                CaseId = file.CaseId,
                Kind = EvidenceKind.Electronic,
                Stage = RecordingStage.Evidence,
                Occurred = new() { At = file.UpdatedAt },
                Place = "演练地点",
                Description = "演练文件",
                Collectors = { People.Officer.Id, People.Partner.Id },
                Sha256 = ByteString.CopyFrom(SHA256.HashData(content)),
                FileName = "演练.bin",
            };
            return token => Upload(header, content, token);
        }, ct);
    }

    private async Task<IMessage> Upload(EvidenceHeader header, byte[] content, CancellationToken ct)
    {
        using var call = People.Officer.Evidence.CollectEvidence(cancellationToken: ct);
        try
        {
            await call.RequestStream.WriteAsync(new() { Header = header }, ct);
            foreach (var chunk in content.Chunk(ChunkSize))
            {
                await call.RequestStream.WriteAsync(new() { Chunk = UnsafeByteOperations.UnsafeWrap(chunk) }, ct);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception cut) when (cut is RpcException or InvalidOperationException or IOException)
        {
            // Refused or cut off while it was being sent; the answer says which.
        }

        return await call.ResponseAsync;
    }

    private async Task RepeatAnOldOne(CancellationToken ct)
    {
        if (_answered.Count > 0)
        {
            await history.Repeat(_answered[random.Next(_answered.Count)], ct);
        }
    }

    private async Task Change<TResponse>(Player who, string rpc, Func<string, SendAct> prepare, Func<TResponse, Case> caseOf, CancellationToken ct)
        where TResponse : class, IMessage
    {
        if (await Send<TResponse>(who, CaseMethod(rpc), prepare, ct) is { } answer)
        {
            _case = caseOf(answer);
        }
    }

    /// <summary>Puts the act on record, sends it, and remembers it when it was answered. Null when it was refused.</summary>
    private async Task<TResponse?> Send<TResponse>(Player who, string method, Func<string, SendAct> prepare, CancellationToken ct)
        where TResponse : class, IMessage
    {
        var id = NewId();
        var act = history.Begin(who.Me.AccountId, method, id, prepare(id.ToString()));
        var answer = await act.Send(ct);
        if (answer is not null)
        {
            _answered.Add(act);
        }

        return (TResponse?)answer;
    }

    /// <summary>A UUID (RFC 9562 version 4) from the seeded source, so that a seed repeats a run.</summary>
    private Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new(bytes, bigEndian: true);
    }

    private static string CaseMethod(string rpc) => $"{CaseService.Descriptor.FullName}/{rpc}";

    private static RecordText Text() => new() { Place = "演练地点", Content = "演练记录。" };
}
