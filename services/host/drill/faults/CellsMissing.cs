using System.Text.RegularExpressions;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>The cells of the records are gone: with them everybody's way in.</summary>
internal sealed partial class CellsMissing : AlterationPlay
{
    public override string Name => "cells-missing";

    public override string Title => "单元文件（登录凭据、处理进度）丢失";

    protected override Regex Alter(Stage stage)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(stage.Folders.Data, "records"), "cells.db*"))
        {
            File.Delete(file);
        }

        return Cells();
    }

    [GeneratedRegex(@"cells\.db|单元")]
    private static partial Regex Cells();
}
