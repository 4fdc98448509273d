using System.Collections.Immutable;
using System.Reflection;
using EnforcementPlatform.Kernel;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Tests.Fast.Unit.Folds;

/// <summary>The folds and the facts of the product, wherever they stand in the assemblies beside this one.</summary>
internal static class Product
{
    private const string Names = "EnforcementPlatform.";

    private static readonly ImmutableArray<Assembly> Assemblies =
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, $"{Names}*.dll")
            .Select(path => Assembly.Load(Path.GetFileNameWithoutExtension(path)))
            .Where(assembly => assembly != typeof(Product).Assembly),
    ];

    /// <summary>Every type that is folded from a stream.</summary>
    public static ImmutableArray<Type> Folds { get; } =
    [
        .. Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(IsFold).OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    /// <summary>Every message file: contracts and facts.</summary>
    public static ImmutableArray<FileDescriptor> MessageFiles { get; } =
    [
        .. Assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<FileDescriptor>(),
    ];

    /// <summary>The files that say what is recorded.</summary>
    public static ImmutableArray<FileDescriptor> FactFiles { get; } =
        [.. MessageFiles.Where(file => file.Name.EndsWith("_facts.proto", StringComparison.Ordinal))];

    /// <summary>True for code of the product, so that a walk through what is called leaves the libraries alone.</summary>
    public static bool Holds(Assembly assembly) => assembly.GetName().Name!.StartsWith(Names, StringComparison.Ordinal);

    private static bool IsFold(Type type) => !type.IsAbstract
        && type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IFold<>));
}
