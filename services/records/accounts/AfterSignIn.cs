using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Records;

/// <summary>
/// What follows a sign-in that stands in the ledger. Whatever hinders it is logged and keeps nobody out: the person is signed in, and who was
/// refused would only sign in once more.
/// </summary>
internal sealed partial class AfterSignIn(SignInLocks locks, SignInSources sources, SignInJournal journal, ILogger<AfterSignIn> log)
{
    /// <summary>Gives the places of the counter back, remembers the source, and has entered what waits in the journal.</summary>
    public async Task SignedIn(string accountId, string counter, string source)
    {
        await Try(accountId, () => locks.Clear(counter));
        await Try(accountId, () => sources.Learn(accountId, source));
        journal.EnterSoon();
    }

    private async Task Try(string accountId, Func<Task> follow)
    {
        try
        {
            await follow();
        }
        catch (Exception error)
        {
            LogHindered(accountId, error);
        }
    }

    [LoggerMessage(2110, LogLevel.Error, "账号{Account}已登录，但失败次数或登录来源未能更新")]
    private partial void LogHindered(string account, Exception error);
}
