using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace EmsDashboard.Features.Hooks.Selection;

/// <summary>
/// A customer's assemblies, by themselves: contract and frameworks are shared, everything else comes from the customer's folder or from
/// nowhere. A package that the product has too may be there in another version; the product's own types are out of reach.
/// </summary>
internal sealed class CustomerLoadContext(CustomerModule module) : AssemblyLoadContext($"customer {module.Key}")
{
    private readonly AssemblyDependencyResolver _resolver = new(module.AssemblyPath);

    /// <summary>Assemblies that something in the folder refers to and that are nowhere, each with who asks for it.</summary>
    public IReadOnlyList<(AssemblyName Missing, string AskedBy)> FindMissing()
    {
        List<(AssemblyName, string)> missing = [];
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        Queue<string> paths = new([module.AssemblyPath]);
        while (paths.TryDequeue(out var path))
        {
            foreach (var name in References(path))
            {
                if (SharedAssemblies.IsContract(name) || SharedAssemblies.FrameworkHas(name) || !seen.Add(name.Name!)) continue;
                if (!SharedAssemblies.IsExchanged(name) && Find(name) is { } found) paths.Enqueue(found);
                else missing.Add((name, Path.GetFileNameWithoutExtension(path)));
            }
        }

        return missing;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (SharedAssemblies.IsContract(assemblyName)) return SharedAssemblies.Contract;
        if (SharedAssemblies.FrameworkHas(assemblyName)) return null;
        if (Find(assemblyName) is { } path) return LoadFromAssemblyPath(path);
        // Without an answer the product's own would be taken. Of translated texts there may be none.
        return string.IsNullOrEmpty(assemblyName.CultureName) ? throw new FileNotFoundException($"{assemblyName.Name} is not in the folder of customer '{module.Key}'.", assemblyName.Name) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private string? Find(AssemblyName name)
    {
        if (_resolver.ResolveAssemblyToPath(name) is { } resolved) return resolved;
        var beside = Path.Combine(module.Folder, name.CultureName ?? "", $"{name.Name}.dll");
        return File.Exists(beside) ? beside : null;
    }

    private static List<AssemblyName> References(string path)
    {
        using var image = new PEReader(File.OpenRead(path));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
    }
}
