using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Host.Story;

/// <summary>核验: while the product runs, every ledger and every view of it is verified from its files. Only where they lie on this machine.</summary>
internal sealed class ProofChapter(Cast cast, IReadOnlyList<VerifiableRole> roles) : IChapter
{
    public string Title => "十八、核验账本";

    public async Task Play(Scene scene)
    {
        if (scene.Folders is not { } folders)
        {
            scene.Printer.Line("     平台不是在本机启动的，请在其所在机器上执行 enforce verify。");
            return;
        }

        foreach (var role in roles)
        {
            await scene.Step(cast.Head, $"核验{ServiceRole.ToChinese(role.Name)}的账本和查询数据", async () =>
            {
                var ledger = await InstallationVerifier.Verify(folders, role, withViews: true, scene.Ct);
                Expect.True(ledger.Faults.Count == 0, $"账本应当完好：\n{string.Join('\n', ledger.Faults)}");
                return $"{ledger.Entries}条，根校验值 {ledger.Root[..16]}…，未被改动";
            });
        }
    }
}
