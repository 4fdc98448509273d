using System.Text.RegularExpressions;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>A key file of the records is gone; it is put back from escrow.</summary>
internal sealed class KeysMissing : AlterationPlay
{
    /// <summary>Those that nothing can be made again from; the key of the tokens is minted anew, and everybody signs in again.</summary>
    private static readonly string[] Files = ["records.log.key", "records.names", "records.vouch", "records.wrap"];

    private string _file = "", _aside = "";

    public override string Name => "keys-missing";

    public override string Title => "密钥文件丢失";

    protected override Regex Alter(Stage stage)
    {
        _file = Path.Combine(stage.Folders.Keys, Files[stage.Random.Next(Files.Length)]);
        _aside = stage.Aside("escrow");
        File.Move(_file, _aside);
        return new(Regex.Escape(Path.GetFileName(_file)));
    }

    protected override Task Cure(Stage stage, string backup, CancellationToken ct)
    {
        File.Move(_aside, _file, overwrite: true);
        return Task.CompletedTask;
    }
}
