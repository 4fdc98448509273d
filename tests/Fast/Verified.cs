using System.Runtime.CompilerServices;
using Xunit;

namespace EnforcementPlatform.Tests.Fast;

/// <summary>
/// Compares a text with the committed file <c>name.verified.txt</c> beside the calling test. When they differ, the text is
/// written to <c>name.received.txt</c> and the test fails; whoever agrees with the change renames the file and commits it.
/// </summary>
internal static class Verified
{
    public static void Matches(string name, string received, [CallerFilePath] string test = "")
    {
        var verifiedPath = Path.Combine(Path.GetDirectoryName(test)!, name + ".verified.txt");
        var receivedPath = Path.ChangeExtension(Path.ChangeExtension(verifiedPath, null), ".received.txt");
        var wanted = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath).ReplaceLineEndings("\n") : "";
        received = received.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        File.Delete(receivedPath);
        if (received != wanted)
        {
            File.WriteAllText(receivedPath, received);
            Assert.Fail($"{verifiedPath} no longer holds; see the .received.txt beside it.\n{Difference(wanted, received)}");
        }
    }

    /// <summary>The first ten lines that stand in one text only.</summary>
    private static string Difference(string wanted, string received)
    {
        string[] before = wanted.Split('\n'), after = received.Split('\n');
        var lines = before.Except(after).Select(line => "- " + line).Concat(after.Except(before).Select(line => "+ " + line)).Take(10).ToArray();
        return lines.Length == 0 ? "(the same lines in another order or number)" : string.Join('\n', lines);
    }
}
