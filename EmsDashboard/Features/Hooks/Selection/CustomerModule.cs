using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace EmsDashboard.Features.Hooks.Selection;

/// <summary>A customer's module as its assembly's metadata tell of it: nothing of the customer was loaded for that, and none of its code has run.</summary>
/// <param name="Key">The customer's key.</param>
/// <param name="TypeName">Full name of the class.</param>
/// <param name="AssemblyPath">The assembly that holds it.</param>
/// <param name="Contract">Version of the contract it was built for.</param>
internal sealed record CustomerModule(string Key, string TypeName, string AssemblyPath, Version Contract)
{
    private const string ContractNamespace = "EmsDashboard.Hooks";
    private const string MarkingAttribute = "HookModuleAttribute";

    public string Folder => Path.GetDirectoryName(AssemblyPath)!;

    /// <summary>The modules in an assembly; none in one that was not built against the contract, or is no assembly at all.</summary>
    public static IReadOnlyList<CustomerModule> In(string path)
    {
        using var file = File.OpenRead(path);
        try
        {
            using var image = new PEReader(file);
            if (!image.HasMetadata) return [];
            var metadata = image.GetMetadataReader();
            return metadata.IsAssembly && ContractOf(metadata) is { } contract
                ? [.. from handle in metadata.TypeDefinitions
                      let type = metadata.GetTypeDefinition(handle)
                      let key = KeyOf(metadata, type)
                      where key is not null
                      select new CustomerModule(key, NameOf(metadata, type), path, contract)]
                : [];
        }
        catch (BadImageFormatException)
        {
            return [];
        }
    }

    private static Version? ContractOf(MetadataReader metadata) =>
        (from handle in metadata.AssemblyReferences
         let reference = metadata.GetAssemblyReference(handle)
         where metadata.StringComparer.Equals(reference.Name, ContractNamespace)
         select reference.Version).FirstOrDefault();

    private static string? KeyOf(MetadataReader metadata, TypeDefinition type)
    {
        foreach (var handle in type.GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            var constructor = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
            if (constructor.Parent.Kind != HandleKind.TypeReference) continue;
            var marking = metadata.GetTypeReference((TypeReferenceHandle)constructor.Parent);
            if (!metadata.StringComparer.Equals(marking.Name, MarkingAttribute) || !metadata.StringComparer.Equals(marking.Namespace, ContractNamespace)) continue;
            var value = metadata.GetBlobReader(attribute.Value);
            // ECMA-335 II.23.3: a prolog of two bytes, then the arguments.
            return value.Length > 2 && value.ReadUInt16() == 1 ? value.ReadSerializedString() : null;
        }

        return null;
    }

    private static string NameOf(MetadataReader metadata, TypeDefinition type)
    {
        var name = metadata.GetString(type.Name);
        if (!type.GetDeclaringType().IsNil) return $"{NameOf(metadata, metadata.GetTypeDefinition(type.GetDeclaringType()))}+{name}";
        return type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
