using EnforcementPlatform.Contracts.Disclosure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Portal;

/// <summary><c>/disclosures/{id}</c>: the text with its proof; once it is withdrawn, the note alone, with status 410.</summary>
internal static partial class ShowDisclosure
{
    public static async Task Show(HttpContext http, string id, AskDisclosure disclosure, PublicPages pages, ILogger<PortalPublicModule> log)
    {
        var (shown, proof) = await disclosure.FindProven(id, http.RequestAborted);
        if (proof is { Holds: false })
        {
            LogDoesNotHold(log, id);
        }

        // Only what is certainly published is shown as published.
        var parameters = new Dictionary<string, object?> { [nameof(DisclosurePage.Disclosure)] = shown, [nameof(DisclosurePage.Proof)] = proof };
        await (shown is { State: PublicState.Published, Decision: not null }
            ? pages.Write<DisclosurePage>(http, parameters)
            : pages.Write<WithdrawnPage>(http, parameters, StatusCodes.Status410Gone));
    }

    [LoggerMessage(5101, LogLevel.Error, "公示{Disclosure}的证明不成立")]
    private static partial void LogDoesNotHold(ILogger log, string disclosure);
}
