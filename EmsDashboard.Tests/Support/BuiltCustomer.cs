using EmsDashboard.Hooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EmsDashboard.Tests.Support;

/// <summary>Customers that a test writes and compiles, as folders that are dropped beside the application.</summary>
internal static class BuiltCustomer
{
    private static readonly MetadataReference Contract = MetadataReference.CreateFromFile(typeof(CustomerHooks).Assembly.Location);

    /// <summary>The frameworks' assemblies, and nothing of the product.</summary>
    private static readonly MetadataReference[] Framework =
    [
        .. from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
           where !path.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal)
           select MetadataReference.CreateFromFile(path),
    ];

    /// <summary>A module that registers hooks under its key and does whatever else a test wants.</summary>
    /// <param name="register">Statements of its Register, with <c>registration</c> at hand; null for the usual one.</param>
    public static string Module(string key, string? register = null, string others = "") => $$"""
        using System;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using EmsDashboard.Hooks;
        using Microsoft.Extensions.DependencyInjection;

        [HookModule("{{key}}")]
        public sealed class TheModule : IHookModule
        {
            public void Register(IHookRegistration registration)
            {
                {{register ?? "registration.Services.AddKeyedScoped<CustomerHooks, TheHooks>(registration.Key);"}}
            }
        }

        public sealed class TheHooks : CustomerHooks;
        {{others}}
        """;

    /// <summary>Compiles a customer into a folder of its own below the customers' folder.</summary>
    /// <returns>The path of its assembly.</returns>
    public static string Drop(TestFolder customers, string folder, string source, params IEnumerable<MetadataReference> others)
    {
        var path = customers.Combine(folder);
        Directory.CreateDirectory(path);
        return Compile(Path.Combine(path, $"{folder}.dll"), source, [Contract, .. others]);
    }

    /// <summary>Compiles a library.</summary>
    /// <param name="others">Beside the frameworks' assemblies, or in the place of one of the same name.</param>
    public static string Compile(string path, string source, params IEnumerable<MetadataReference> others)
    {
        var names = others.Select(o => Path.GetFileName(o.Display)).ToHashSet();
        var compilation = CSharpCompilation.Create(Path.GetFileNameWithoutExtension(path), [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest))],
            [.. Framework.Where(f => !names.Contains(Path.GetFileName(f.Display))), .. others], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var result = compilation.Emit(path);
        return result.Success ? path : throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
    }

    /// <summary>A contract of another version, as far as a customer needs one.</summary>
    public static string ContractOf(string path, string version) => Compile(path, $$"""
        using System;
        using System.Reflection;
        using Microsoft.Extensions.DependencyInjection;

        [assembly: AssemblyVersion("{{version}}")]

        namespace EmsDashboard.Hooks;

        public abstract class CustomerHooks;
        public interface IHookRegistration { string Key { get; } IServiceCollection Services { get; } }
        public interface IHookModule { void Register(IHookRegistration registration); }
        public sealed class HookModuleAttribute(string key) : Attribute { public string Key => key; }
        """);
}
