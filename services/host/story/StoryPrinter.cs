using System.Globalization;
using EnforcementPlatform.Host.Product;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>Prints the story while it is played: one line a step, errors in full.</summary>
internal sealed class StoryPrinter(TextWriter output)
{
    private const int WhoWidth = 22;
    private const int ActWidth = 38;
    private int _steps;

    public void Line(string text) => output.WriteLine(text);

    public void Chapter(string title) => output.WriteLine($"\n【{title}】");

    /// <param name="number">Number of the step, from 1.</param>
    /// <param name="who">Who acts.</param>
    /// <param name="act">What, in Chinese.</param>
    /// <param name="result">What came of it, in Chinese.</param>
    /// <param name="took">Time from the first request to the last check.</param>
    public void Step(int number, Player who, string act, string result, TimeSpan took)
    {
        _steps = number;
        var name = $"{who.Me.Name}（{who.Me.Title}）";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number,3}  {Pad(name, WhoWidth)}{Pad(act, ActWidth)}{result}  [{took.TotalMilliseconds:0}毫秒]"));
    }

    public void Failed(Exception error) =>
        output.WriteLine($"\n演示中止：{(error is RpcException refused ? Refusal.Of(refused).ToString() : error.Message)}");

    public void End() => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n全部{_steps}步均符合预期。"));

    /// <summary>Chinese characters are two columns wide in a terminal.</summary>
    private static string Pad(string text, int columns) =>
        text + new string(' ', Math.Max(1, columns - text.Sum(character => character > 'ÿ' ? 2 : 1)));
}
