using System.Text.RegularExpressions;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>The folder of the anchors is empty: what tells old data from new is gone. It is put back.</summary>
internal sealed partial class AnchorsMissing : AlterationPlay
{
    public override string Name => "anchors-missing";

    public override string Title => "锚点目录丢失";

    protected override Regex Alter(Stage stage)
    {
        Directory.Move(stage.Folders.Anchors, stage.Aside("anchors"));
        return Anchors();
    }

    protected override Task Cure(Stage stage, string backup, CancellationToken ct)
    {
        if (Directory.Exists(stage.Folders.Anchors))
        {
            Directory.Delete(stage.Folders.Anchors, recursive: true);
        }

        Directory.Move(stage.Aside("anchors"), stage.Folders.Anchors);
        return Task.CompletedTask;
    }

    [GeneratedRegex("锚点缺失")]
    private static partial Regex Anchors();
}
