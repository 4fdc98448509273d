using System.Text;

namespace EnforcementPlatform.Host;

/// <summary>
/// Where an operator's password comes from: the keyboard, without showing it on a screen that others may see or record; or a line of the standard
/// input where that is a file or a pipe.
/// </summary>
/// <param name="input">Lines, where nobody sits at a keyboard.</param>
/// <param name="output">Asks for the password.</param>
/// <param name="key">The next key, not shown; null where the input is no keyboard.</param>
internal sealed class OperatorConsole(TextReader input, TextWriter output, Func<ConsoleKeyInfo>? key)
{
    /// <summary>The console of this process.</summary>
    public static OperatorConsole OfProcess => new(Console.In, Console.Out, Console.IsInputRedirected ? null : () => Console.ReadKey(intercept: true));

    /// <summary>The password of a user; empty where none was given.</summary>
    public async Task<string> Password(string userName, CancellationToken ct)
    {
        output.WriteLine(key is null ? $"请{userName}本人输入密码：" : $"请{userName}本人输入密码，按回车结束（输入的内容不显示）：");
        return key is null ? await input.ReadLineAsync(ct) ?? "" : await Task.Run(() => Typed(key), ct).WaitAsync(ct);
    }

    private static string Typed(Func<ConsoleKeyInfo> key)
    {
        var typed = new StringBuilder();
        while (key() is { Key: not ConsoleKey.Enter } pressed)
        {
            if (pressed.Key == ConsoleKey.Backspace)
            {
                typed.Length -= int.Min(typed.Length, 1);
            }
            else if (!char.IsControl(pressed.KeyChar))
            {
                typed.Append(pressed.KeyChar);
            }
        }

        return typed.ToString();
    }
}
