using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using Google.Protobuf;
using Post = EnforcementPlatform.Law.Post;

namespace EnforcementPlatform.Records;

/// <summary>
/// Puts a plan into an empty ledger through the same write path and the same decisions as everybody; the actor is the service.
/// Every step has a command id of its own, so a start that was cut is finished by the next, and a finished one adds nothing.
/// </summary>
internal sealed class Bootstrap(
    ServiceLedger ledger,
    Streams<OrganState> organs,
    Streams<PersonState> people,
    Streams<AccountState> accounts,
    HeldKeys keys,
    Passwords passwords)
{
    /// <summary>What stands as method in the entries of the set-up.</summary>
    public const string Method = "enforcement.records/Bootstrap";

    /// <summary>
    /// What stands there where a demonstration was set up. The first entry of the ledger so says for ever which of the two this installation is.
    /// </summary>
    public const string DemonstrationMethod = "enforcement.records/Demonstration";

    private const string Applied = "setup/applied";

    /// <summary>True when the ledger holds a demonstration.</summary>
    public async ValueTask<bool> IsDemonstration(CancellationToken ct) => await FirstMethod(ct) == DemonstrationMethod;

    /// <summary>Refuses to fill a ledger in use with a demonstration; one that is empty, or whose demonstration was not finished, may be.</summary>
    public async Task RequireNotInUse(CancellationToken ct)
    {
        var first = await FirstMethod(ct);
        if (first is not (null or DemonstrationMethod) && (first.Length > 0 || ledger.TakesAppends()))
        {
            throw new SettingsException(["Platform:DemoData：账本中已有正式数据，不能装入演示数据。请去掉 --demo（或Platform:DemoData），或者另用空的数据目录。"]);
        }
    }

    /// <summary>Applies the operator's own plan once; after that the file is not looked at any more.</summary>
    public async Task ApplyOnce(string path, CancellationToken ct)
    {
        var first = await FirstMethod(ct);
        if (first == DemonstrationMethod)
        {
            throw new SettingsException(["Platform:FirstSetup：账本中是演示数据，不能在其上开设正式的安装。请另用空的数据目录。"]);
        }

        if (await ledger.Cells.Read(Applied, ct) is not null || first is not (null or Method))
        {
            return;
        }

        try
        {
            await Apply(PlanIn(path), Method, initial: true, ct);
        }
        catch (Fault changed) when (changed.Type == KernelFaults.RequestIdReused)
        {
            throw new SettingsException([$"开局资料 {path}：上次开局中断时已按另一内容写入了一部分。请用当时的文件完成开局，再经接口更改；账本为空时也可清空数据目录重新开局。"]);
        }

        await ledger.Cells.Set(Applied, 0, [1], ct);
    }

    private static InstallationPlan PlanIn(string path)
    {
        if (!File.Exists(path))
        {
            throw new SettingsException([$"Platform:FirstSetup：没有文件 {Path.GetFullPath(path)}，请核对路径；已经开局的，去掉该设置。"]);
        }

        using var file = File.OpenRead(path);
        return InstallationPlan.Parse(file, path);
    }

    /// <summary>Makes what is missing. Passwords MUST be changed at the first sign-in when <paramref name="initial"/>.</summary>
    public async Task Apply(InstallationPlan plan, string method, bool initial, CancellationToken ct)
    {
        foreach (var organ in plan.Organs)
        {
            await Register(organ, method, ct);
        }

        foreach (var person in plan.People)
        {
            var state = await Register(person, plan, method, ct);
            await Open(person, state, plan, initial, method, ct);
        }
    }

    /// <summary>The call that registers a planned organ.</summary>
    public static RegisterOrganRequest RequestOf(PlannedOrgan planned)
    {
        var request = new RegisterOrganRequest
        {
            RequestId = Guid.Empty.ToString(),
            Code = planned.Code,
            Name = planned.Name,
            Uscc = planned.Uscc,
            Nature = planned.Nature,
            DocumentWord = planned.DocumentWord,
            Area = planned.Area,
            ReconsiderationOrgan = planned.ReconsiderationOrgan,
            Court = planned.Court,
        };
        request.Departments.Add(planned.Departments.Select(one => new Department { Code = one.Key, Name = one.Value }));
        return request;
    }

    /// <summary>The call that registers a planned person.</summary>
    public static RegisterPersonRequest RequestOf(PlannedPerson planned) => new()
    {
        RequestId = Guid.Empty.ToString(),
        Name = planned.Name,
        Title = planned.Title,
        Department = planned.Department,
        InEstablishment = true,
        ReviewQualification = planned.ReviewQualification,
    };

    /// <summary>The call that gives a planned person the certificate.</summary>
    public static IssueCertificateRequest CertificateOf(string personId, string etag, PlannedPerson planned, string area, InstallationPlan plan)
    {
        var request = new IssueCertificateRequest
        {
            RequestId = Guid.Empty.ToString(),
            Etag = etag,
            PersonId = personId,
            Number = planned.Certificate,
            Area = area,
            ValidFrom = IsoDay.Write(plan.From),
            ValidTo = IsoDay.Write(plan.CertificatesTo),
        };
        request.Kinds.Add([EnforcementKind.Penalty, EnforcementKind.Inspection]);
        return request;
    }

    /// <summary>The call that opens a planned person's account.</summary>
    public static OpenAccountRequest RequestOf(PlannedPerson planned, string personId, InstallationPlan plan) => new()
    {
        RequestId = Guid.Empty.ToString(),
        PersonId = personId,
        UserName = planned.UserName,
        InitialPassword = planned.Password.Length > 0 ? planned.Password : plan.Password,
    };

    private Task Register(PlannedOrgan planned, string method, CancellationToken ct)
    {
        var request = RequestOf(planned);
        return organs.Run(planned.Code, Command("organ", planned.Code), Service(planned.Code), method, request, (_, _) => new(OrganState.Register(request, method == DemonstrationMethod)), ct);
    }

    private async Task<PersonState> Register(PlannedPerson planned, InstallationPlan plan, string method, CancellationToken ct)
    {
        var request = RequestOf(planned);
        var organ = await organs.Load(planned.Organ, ct);
        var id = NewId.At(ledger.Clock);
        var state = await people.Run(id, Command("person", planned.UserName), Service(planned.Organ), method, request, (_, _) => new(PersonState.Register(id, organ, request)), ct);
        if (planned.Certificate.Length > 0)
        {
            state = await Certify(state, planned, plan, method, ct);
        }

        foreach (var post in planned.Posts)
        {
            state = await Assign(state, planned, post, plan.From, method, ct);
        }

        return state;
    }

    private Task<PersonState> Certify(PersonState person, PlannedPerson planned, InstallationPlan plan, string method, CancellationToken ct)
    {
        var area = plan.Organs.First(organ => organ.Code == planned.Organ).Area;
        var request = CertificateOf(person.Id, person.Etag, planned, area, plan);
        return Step(person, planned, "certificate", request, async (state, act) =>
            state.Issue(request, (await act.Take(ledger.Keys.Unique(PersonState.CertificateNumbers, request.Number)))[0]), method, ct);
    }

    private Task<PersonState> Assign(PersonState person, PlannedPerson planned, Post post, DateOnly from, string method, CancellationToken ct)
    {
        var request = new AssignPostRequest { PersonId = person.Id, Post = post.ToMessage(), From = IsoDay.Write(from) };
        return Step(person, planned, $"post-{post}", request, (state, _) => new(state.Assign(post, from)), method, ct);
    }

    private Task<PersonState> Step(
        PersonState person, PlannedPerson planned, string what, IMessage request, Func<PersonState, IActContext, ValueTask<Decision>> decide, string method, CancellationToken ct) =>
        people.Run(person.Id, Command(what, planned.UserName), Service(planned.Organ), method, request, decide, ct);

    private async Task Open(PlannedPerson planned, PersonState person, InstallationPlan plan, bool initial, string method, CancellationToken ct)
    {
        var request = RequestOf(planned, person.Id, plan);
        var id = NewId.At(ledger.Clock);

        // The password is not committed to: it may have been changed since, and a second start must still find the account.
        var committed = new OpenAccountRequest(request) { InitialPassword = "" };
        var account = await accounts.Run(id, Command("account", planned.UserName), Service(planned.Organ), method, committed, async (state, act) =>
        {
            var taken = await AccountRpcs.TakeKeys(keys, accounts, request, id, act);
            var set = await passwords.Keep(id, state.Version + 1, request.InitialPassword, initial, source: "", act.Ct);
            return AccountState.Open(id, request, set, taken);
        }, ct);
        await passwords.ForgetOthers(account.Id, ct);
    }

    /// <summary>Method of the ledger's first entry; null for an empty ledger; what no method is called where its first entry is damaged, which the guard says and which is no demonstration to fill.</summary>
    private async ValueTask<string?> FirstMethod(CancellationToken ct)
    {
        try
        {
            return await ledger.Store.ReadFrom(0, 1, ct) is [var first] ? ledger.Decoder.Decode(first).Envelope.Method : null;
        }
        catch (LedgerDamagedException)
        {
            return "";
        }
    }

    private string Command(string what, string target) => CommandId.OfHandler(ledger.Role, 0, 0, "Bootstrap", $"{what}/{target}");

    private Actor Service(string organ) => new() { PersonId = "", AccountId = ledger.Role, Organ = organ, Department = "", Service = ledger.Role };
}
