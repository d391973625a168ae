using System.Reflection;
using EmsDashboard.Hooks;

namespace EmsDashboard.Features.Hooks.Selection;

/// <summary>What product and customers have in common: the contract and the frameworks the product runs on. Nothing else of the product is among it.</summary>
internal static class SharedAssemblies
{
    public static readonly Assembly Contract = typeof(CustomerHooks).Assembly;

    public static readonly Version ContractVersion = Contract.GetName().Version!;

    /// <summary>Assemblies of the frameworks by name, which the host may list twice; the product's own packages lie in its folder and do not count.</summary>
    private static readonly Dictionary<string, string> Framework =
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(path => !path.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal))
            .DistinctBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>What modules register in: another version of its own in a customer's folder would be another type.</summary>
    public static bool IsExchanged(AssemblyName name) => name.Name == "Microsoft.Extensions.DependencyInjection.Abstractions";

    public static bool IsContract(AssemblyName name) => name.Name == Contract.GetName().Name;

    /// <summary>The frameworks' version of an assembly; null when they do not hold it.</summary>
    public static Version? FrameworkVersion(string name) => Framework.TryGetValue(name, out var path) ? AssemblyName.GetAssemblyName(path).Version : null;

    /// <summary>Whether the frameworks hold an assembly in the version that is asked for or a newer one.</summary>
    public static bool FrameworkHas(AssemblyName name) => FrameworkVersion(name.Name!) is { } version && (name.Version is null || version >= name.Version);
}
