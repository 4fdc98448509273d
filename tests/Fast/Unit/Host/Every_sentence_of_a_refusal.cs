using System.Reflection;
using System.Text.RegularExpressions;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

/// <summary>All catalogues of the suite together: how they cite, and what they never show.</summary>
public sealed partial class Every_sentence_of_a_refusal
{
    private static readonly FaultType[] All =
    [
        .. Suite.Roles.Select(role => role.GetType().Assembly).Append(typeof(KernelFaults).Assembly).Distinct()
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(FaultType))
            .Select(field => (FaultType)field.GetValue(null)!)
            .DistinctBy(type => type.Reason),
    ];

    [Fact]
    public void Cites_in_one_style_with_the_instruments_full_name()
    {
        Assert.All(All, type => Assert.DoesNotMatch(BareCitation(), type.Message));
        Assert.Matches(BareCitation(), "不得处罚（行政处罚法第三十六条）。");
        Assert.Matches(BareCitation(), "不得公开（平工信〔2019〕99号第二部分）。");
    }

    [Fact]
    public void Gives_its_articles_to_programs_too()
    {
        Assert.All(All.Where(type => type.Message.Contains("》第", StringComparison.Ordinal)), type => Assert.NotEqual((type.Reason, ""), (type.Reason, type.Article)));
        Assert.Equal("", KernelFaults.EtagStale.Article);
    }

    [Fact]
    public void Names_nobody_and_nothing_by_an_identity_number() =>
        Assert.All(All, type => Assert.DoesNotMatch(@"\{(person|account|id|by|[a-z]+_id|[a-zA-Z]+Id)\}", type.Message));

    /// <summary>An article without 《…》, or a notice by its number alone.</summary>
    [GeneratedRegex("(法|条例|办法|规定|通知|(?<!》（[^）]*)号)第[一二三四五六七八九十百]+(条|部分)")]
    private static partial Regex BareCitation();
}
