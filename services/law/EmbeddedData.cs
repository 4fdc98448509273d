using System.Reflection;

namespace EnforcementPlatform.Law;

/// <summary>The files of <c>data/</c>, which travel inside the assembly.</summary>
internal static class EmbeddedData
{
    /// <summary>The text of every file whose name begins so, in the order of their names.</summary>
    public static IEnumerable<string> Read(string prefix)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.Contains($".data.{prefix}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd();
            });
    }
}
