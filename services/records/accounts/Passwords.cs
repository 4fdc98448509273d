using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EnforcementPlatform.Records;

/// <summary>How dear a hash is.</summary>
/// <param name="Rounds">PBKDF2-HMAC-SHA512. 210,000 is what OWASP's Password Storage Cheat Sheet asks for; only tests take fewer.</param>
internal sealed record PasswordCost(int Rounds = 210_000);

/// <summary>
/// Passwords: hashes in cells, PBKDF2-HMAC-SHA512 by ASP.NET Core Identity. A cell is written before the entry that names it, and the entry
/// alone makes it count. The entry commits to the hash, so that one written beside the ledger lets nobody in.
/// </summary>
internal sealed partial class Passwords(
    ServiceLedger ledger, Streams<AccountState> accounts, HashingLanes lanes, PasswordCost cost, ILogger<Passwords> log)
{
    public const int Shortest = 10;
    public const int Longest = 128;

    /// <summary>What to tell who chose a weak one.</summary>
    public const string Rule = "密码应为10到128个字符，且至少包含大写字母、小写字母、数字、其他符号中的三类（GB/T 22239-2019 8.1.4.1）。";

    private readonly PasswordHasher<AccountState> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = cost.Rounds }));

    /// <summary>What an unknown user's password is compared with, so that it takes as long as a known one's.</summary>
    private readonly Lazy<string> _nobody = new(() => new PasswordHasher<AccountState>(Options.Create(new PasswordHasherOptions { IterationCount = cost.Rounds }))
        .HashPassword(AccountState.Empty, Convert.ToBase64String(RandomNumberGenerator.GetBytes(24))));

    /// <summary>Long enough, and of three of the four classes (GB/T 22239-2019 8.1.4.1: complexity).</summary>
    public static bool IsStrong(string password) =>
        password.Length is >= Shortest and <= Longest
        && Classes(password) >= 3;

    /// <summary>
    /// Stands for a password in the request commitment: tells a retry from a reused id, and is no easier to search than the stored hash.
    /// </summary>
    public Task<string> Commit(string password, string requestId, string source) => lanes.Run(source, () => Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(password),
        SHA256.HashData(Encoding.UTF8.GetBytes($"request/{requestId}")),
        cost.Rounds,
        HashAlgorithmName.SHA512,
        SHA256.HashSizeInBytes)));

    /// <summary>
    /// Writes the hash of a new password into a cell, and says what makes it count. The name begins with the version of the account that would make
    /// it count: as long as the account has not come there, nobody takes it for one that is left over.
    /// </summary>
    /// <param name="version">Version of the account after the act under way.</param>
    public async Task<CredentialSet> Keep(string accountId, long version, string password, bool initial, string source, CancellationToken ct)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix(accountId)}{version}/{NewId.At(ledger.Clock)}");
        var secret = Encoding.ASCII.GetBytes(await lanes.Run(source, () => _hasher.HashPassword(AccountState.Empty, password)));
        if (!await ledger.Cells.Set(name, 0, secret, ct))
        {
            throw KernelFaults.Contended.Now();
        }

        var commitment = ledger.Ring.For(TagPurpose.Credential).Make(CredentialTag.Message(CredentialKind.Password, accountId, name, secret));
        return new() { Kind = CredentialKind.Password, Cell = name, Commitment = ByteString.CopyFrom(commitment), Initial = initial };
    }

    /// <summary>True when it is the account's password. An account that does not exist takes as long and has none.</summary>
    /// <exception cref="Fault">The cell is not the one that the ledger commits to: <see cref="AccountFaults.CredentialDamaged"/>.</exception>
    public async Task<bool> Verify(AccountState account, string password, string source)
    {
        var secret = account.Password is { } credential ? await Believed(account.Id, credential) : null;
        var hash = secret is null ? _nobody.Value : Encoding.ASCII.GetString(secret);
        var equal = await lanes.Run(source, () => _hasher.VerifyHashedPassword(AccountState.Empty, hash, password) != PasswordVerificationResult.Failed);
        return equal && secret is not null;
    }

    /// <summary>
    /// Removes every hash of the account but the one that stands, the one that waits, and those of acts that may still be kept. The account is read
    /// here, after the cells: a repeated request is answered with the account of then, whose hash may be another than the one that counts now.
    /// </summary>
    public async Task ForgetOthers(string accountId, CancellationToken ct)
    {
        var cells = await ledger.Cells.List(Prefix(accountId), ct);
        var account = await accounts.Load(accountId, ct);
        foreach (var cell in cells)
        {
            if (cell.Name != account.Password?.Cell && cell.Name != account.Pending?.Credential?.Cell && VersionIn(cell.Name, accountId) <= account.Version)
            {
                await ledger.Cells.Set(cell.Name, cell.Version, null, ct);
            }
        }
    }

    /// <summary>The bytes in the cell, where they are those that the ledger commits to.</summary>
    private async Task<byte[]> Believed(string accountId, Credential credential)
    {
        var cell = await ledger.Cells.Read(credential.Cell, CancellationToken.None);
        if (cell?.Value is { } secret
            && ledger.Ring.For(TagPurpose.Credential).Holds(credential.Commitment, CredentialTag.Message(credential.Kind, accountId, credential.Cell, secret)))
        {
            return secret;
        }

        LogDamaged(accountId, credential.Kind, cell is null ? "缺失" : "与账本中的承诺不一致");
        throw AccountFaults.CredentialDamaged.Now();
    }

    private static string Prefix(string accountId) => $"passwords/{accountId}/";

    private static long VersionIn(string cell, string accountId) => long.Parse(cell[Prefix(accountId).Length..].Split('/')[0], CultureInfo.InvariantCulture);

    private static int Classes(string password) =>
        new[] { password.Any(char.IsAsciiLetterLower), password.Any(char.IsAsciiLetterUpper), password.Any(char.IsAsciiDigit), password.Any(one => !char.IsAsciiLetterOrDigit(one)) }
            .Count(present => present);

    [LoggerMessage(3101, LogLevel.Error, "账号{Account}的登录凭据（{Kind}）{What}，拒绝登录")]
    private partial void LogDamaged(string account, string kind, string what);
}

/// <summary>What a commitment to a credential is made over.</summary>
internal static class CredentialTag
{
    /// <summary>Kind, account, cell and secret, each after its length (4 bytes, big-endian).</summary>
    public static byte[] Message(string kind, string accountId, string cell, ReadOnlySpan<byte> secret)
    {
        using var bytes = new MemoryStream();
        Append(bytes, Encoding.UTF8.GetBytes(kind));
        Append(bytes, Encoding.UTF8.GetBytes(accountId));
        Append(bytes, Encoding.UTF8.GetBytes(cell));
        Append(bytes, secret);
        return bytes.ToArray();
    }

    private static void Append(MemoryStream to, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        to.Write(length);
        to.Write(bytes);
    }
}
