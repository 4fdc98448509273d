using System.Reflection;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records;

/// <summary>Reasons and sentences are API: they move only with the verified file.</summary>
public sealed class RefusalCatalogueTests
{
    private static readonly Type[] Catalogues =
    [
        typeof(OrganFaults), typeof(PeopleFaults), typeof(AccountFaults), typeof(EvidenceFaults), typeof(DocumentFaults), typeof(RetentionFaults), typeof(EditionFaults),
    ];

    private static IEnumerable<FaultType> All => Catalogues
        .SelectMany(catalogue => catalogue.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Select(one => one.GetValue(null)).OfType<FaultType>()
        .Concat(EditionRules.All.Select(rule => rule.ToFault()));

    [Fact]
    public void The_refusals_are_as_committed() => Verified.Matches(
        "Refusals",
        string.Concat(All.OrderBy(fault => fault.Reason, StringComparer.Ordinal).Select(fault => $"{fault.Reason} {fault.Kind}\n    {fault.Message}\n")));

    [Fact]
    public void Every_sentence_is_chinese_and_ends_like_one() => Assert.All(All.Where(fault => fault != PeopleFaults.PostExcluded), fault =>
    {
        Assert.Matches("^[A-Z][A-Z_]+$", fault.Reason);
        Assert.EndsWith("。", fault.Message.TrimEnd('）'), StringComparison.Ordinal);
    });
}
