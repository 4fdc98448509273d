using System.Text.RegularExpressions;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>
/// The data directory is not there at the start (a volume that was not mounted): nothing may begin afresh. It is put back. The anchors of a demonstration
/// are marked, since a demonstration may be deleted; the marks are taken away, as on an installation in use.
/// </summary>
internal sealed class DataMissing : AlterationPlay
{
    public override string Name => "data-missing";

    public override string Title => "启动时数据目录不在（例如卷未挂载）";

    protected override Regex Alter(Stage stage)
    {
        Directory.Move(stage.Folders.Data, stage.Aside("volume"));
        foreach (var mark in Directory.GetFiles(stage.Folders.Anchors, "*.demo"))
        {
            File.Delete(mark);
        }

        return new(Regex.Escape(stage.Folders.Data));
    }

    protected override Task Cure(Stage stage, string backup, CancellationToken ct)
    {
        if (Directory.Exists(stage.Folders.Data))
        {
            Directory.Delete(stage.Folders.Data, recursive: true);
        }

        Directory.Move(stage.Aside("volume"), stage.Folders.Data);
        return Task.CompletedTask;
    }
}
