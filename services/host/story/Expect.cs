using System.Globalization;
using EnforcementPlatform.Host.Product;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>What a step expects; anything else ends the story.</summary>
internal static class Expect
{
    public static void True(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new StepFailedException($"{sentence}。");
        }
    }

    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new StepFailedException(string.Create(CultureInfo.InvariantCulture, $"{what}应为“{expected}”，实际为“{actual}”。"));
        }
    }

    /// <summary>The call is refused with this status and reason, and with a Chinese sentence.</summary>
    public static async Task<Refusal> Refused(Func<Task> attempt, StatusCode code, string reason)
    {
        try
        {
            await attempt();
        }
        catch (RpcException error)
        {
            var refusal = Refusal.Of(error);
            if (refusal.Code != code || refusal.Reason != reason)
            {
                throw new StepFailedException($"应被拒绝（{code} {reason}），实际为：\n{refusal}");
            }

            True(refusal.Sentence.Any(character => character is >= '一' and <= '鿿'), "拒绝时应有中文说明");
            return refusal;
        }

        throw new StepFailedException($"应被拒绝（{code} {reason}），实际却办理成功。");
    }
}

/// <summary>Something was not as it must be; the Chinese sentence says what.</summary>
internal sealed class StepFailedException(string sentence) : Exception(sentence);
