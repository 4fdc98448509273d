using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Records;

/// <summary>The cells with which people sign in, held against the commitments of the ledger.</summary>
internal sealed class CredentialCompanions : ICompanions
{
    private const int Page = 256;

    public string Kind => "accounts";

    public async Task<IReadOnlyList<string>> Faults(
        IEnumerable<string> streams, IEntries entries, Func<string, byte[]?> cell, VouchRing ring, CancellationToken ct)
    {
        var tags = ring.For(TagPurpose.Credential);
        var faults = new List<string>();
        foreach (var stream in streams)
        {
            var account = stream[(Kind.Length + 1)..];
            foreach (var credential in (await Fold(stream, entries, ct)).Credentials)
            {
                var secret = cell(credential.Cell);
                if (secret is null || !tags.Holds(credential.Commitment, CredentialTag.Message(credential.Kind, account, credential.Cell, secret)))
                {
                    var what = secret is null ? "is missing 登录凭据缺失" : "is not what the ledger commits to 登录凭据与账本中的承诺不一致";
                    faults.Add($"cells.db: {credential.Cell} {what}，该账号不能登录，请由两名管理员重置密码");
                }
            }
        }

        return faults;
    }

    private static async Task<AccountState> Fold(string stream, IEntries entries, CancellationToken ct)
    {
        var (state, version) = (AccountState.Empty, 0L);
        while (await entries.ReadStream(stream, version, Page, ct) is { IsEmpty: false } page)
        {
            state = page.Aggregate(state, (before, entry) => entry.Facts
                .Where(fact => entry.Entry.Claims[fact.Claim].Stream == stream)
                .Aggregate(before, (account, fact) => AccountState.Apply(account, fact.Body, entry.Recorded)));
            version += page.Length;
        }

        return state;
    }
}
