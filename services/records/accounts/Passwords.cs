using System.Security.Cryptography;
using System.Text;
using EnforcementPlatform.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace EnforcementPlatform.Records;

/// <summary>
/// Passwords: hashes in cells, PBKDF2-HMAC-SHA512 by ASP.NET Core Identity. A cell is written before the entry that names it, and the entry
/// alone makes it count.
/// </summary>
internal sealed class Passwords(ServiceLedger ledger)
{
    public const int Shortest = 10;
    public const int Longest = 128;

    /// <summary>What to tell who chose a weak one.</summary>
    public const string Rule = "密码应为10到128个字符，且至少包含大写字母、小写字母、数字、其他符号中的三类（GB/T 22239-2019 8.1.4.1）。";

    /// <summary>The default of ASP.NET Core Identity 10, stated so that an upgrade changes it on purpose. PBKDF2-HMAC-SHA512.</summary>
    private const int Iterations = 100_000;

    private static readonly PasswordHasher<AccountState> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    /// <summary>What an unknown user's password is compared with, so that it takes as long as a known one's.</summary>
    private static readonly string Nobody = Hasher.HashPassword(AccountState.Empty, Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)));

    /// <summary>Long enough, and of three of the four classes (GB/T 22239-2019 8.1.4.1: complexity).</summary>
    public static bool IsStrong(string password) =>
        password.Length is >= Shortest and <= Longest
        && Classes(password) >= 3;

    /// <summary>
    /// Stands for a password in the request commitment: tells a retry from a reused id, and is no easier to search than the stored hash.
    /// </summary>
    public static string Commit(string password, string requestId) => Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(password),
        SHA256.HashData(Encoding.UTF8.GetBytes($"request/{requestId}")),
        Iterations,
        HashAlgorithmName.SHA512,
        SHA256.HashSizeInBytes));

    /// <summary>Writes the hash of a new password and names its cell.</summary>
    public async Task<string> Keep(string accountId, string password, CancellationToken ct)
    {
        var name = $"{Prefix(accountId)}{NewId.At(ledger.Clock)}";
        var hash = Hasher.HashPassword(AccountState.Empty, password);
        if (!await ledger.Cells.Write(name, 0, Encoding.ASCII.GetBytes(hash), ct))
        {
            throw KernelFaults.Contended.Now();
        }

        return name;
    }

    /// <summary>True when it is the account's password. An account that does not exist takes as long and has none.</summary>
    public async ValueTask<bool> Verify(AccountState account, string password, CancellationToken ct)
    {
        var cell = account.PasswordCell.Length == 0 ? null : await ledger.Cells.Read(account.PasswordCell, ct);
        var hash = cell is null ? Nobody : Encoding.ASCII.GetString(cell.Value);
        var equal = Hasher.VerifyHashedPassword(AccountState.Empty, hash, password) != PasswordVerificationResult.Failed;
        return equal && cell is not null;
    }

    /// <summary>Removes every hash of the account but the one that stands.</summary>
    public async Task ForgetOthers(AccountState account, CancellationToken ct)
    {
        foreach (var cell in await ledger.Cells.List(Prefix(account.Id), ct))
        {
            if (cell.Name != account.PasswordCell)
            {
                await ledger.Cells.Write(cell.Name, cell.Version, null, ct);
            }
        }
    }

    private static string Prefix(string accountId) => $"passwords/{accountId}/";

    private static int Classes(string password) =>
        new[] { password.Any(char.IsAsciiLetterLower), password.Any(char.IsAsciiLetterUpper), password.Any(char.IsAsciiDigit), password.Any(one => !char.IsAsciiLetterOrDigit(one)) }
            .Count(present => present);
}
