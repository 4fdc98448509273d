using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records;

/// <summary>
/// Names every word of a plan's file that is unknown, missing or of the wrong type, with its path: a reader that stops at the first would have
/// the operator start once for each.
/// </summary>
internal static class PlanShape
{
    public static IEnumerable<string> Mistakes(JsonElement plan) => Of(plan, typeof(InstallationPlan), "");

    private static IEnumerable<string> Of(JsonElement value, Type type, string path) => type switch
    {
        _ when type == typeof(string) => Expect(value.ValueKind == JsonValueKind.String, path, "应为文字（加双引号）。"),
        _ when type == typeof(DateOnly) => Expect(IsDay(value), path, "应为yyyy-MM-dd格式的日期。"),
        { IsEnum: true } => Expect(IsName(value, type), path, $"没有这个选项，可选：{string.Join("、", Enum.GetNames(type).Where(name => name != "Unspecified"))}。"),
        _ when type == typeof(ImmutableSortedDictionary<string, string>) => OfTable(value, path),
        { IsGenericType: true } => OfList(value, type.GetGenericArguments()[0], path),
        _ => OfRecord(value, type, path),
    };

    private static IEnumerable<string> OfRecord(JsonElement value, Type type, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Expect(holds: false, path, "应为一组名称和值（花括号）。");
        }

        var fields = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public).MaxBy(one => one.GetParameters().Length)!.GetParameters();
        var known = fields.ToDictionary(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name!), StringComparer.Ordinal);
        var written = value.EnumerateObject().ToLookup(one => one.Name, StringComparer.Ordinal);
        return
        [
            .. written.Where(one => !known.ContainsKey(one.Key)).Select(one => $"{Under(path, one.Key)}：没有这一项，可用的有：{string.Join("、", known.Keys)}。"),
            .. written.Where(one => one.Count() > 1).Select(one => $"{Under(path, one.Key)}：写了两次。"),
            .. known.Where(one => !written.Contains(one.Key) && !one.Value.HasDefaultValue).Select(one => $"{Under(path, one.Key)}：缺少这一项。"),
            .. known.Where(one => written.Contains(one.Key)).SelectMany(one => Of(written[one.Key].First().Value, one.Value.ParameterType, Under(path, one.Key))),
        ];
    }

    private static IEnumerable<string> OfList(JsonElement value, Type element, string path) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().SelectMany((one, index) => Of(one, element, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]")))
        : Expect(holds: false, path, "应为一列（方括号）。");

    private static IEnumerable<string> OfTable(JsonElement value, string path) => value.ValueKind == JsonValueKind.Object
        ? value.EnumerateObject().SelectMany(one => Of(one.Value, typeof(string), Under(path, one.Name)))
        : Expect(holds: false, path, "应为一组代码和名称（花括号）。");

    private static bool IsDay(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && IsoDay.TryParse(value.GetString(), out _);

    private static bool IsName(JsonElement value, Type type) =>
        value.ValueKind == JsonValueKind.String && Enum.GetNames(type).Contains(value.GetString(), StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Expect(bool holds, string path, string sentence) => holds ? [] : [$"{(path.Length == 0 ? "全文" : path)}：{sentence}"];

    private static string Under(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
