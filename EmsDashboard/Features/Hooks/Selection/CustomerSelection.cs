using System.Reflection;
using EmsDashboard.Features.Hooks.Customers;
using EmsDashboard.Hooks;

namespace EmsDashboard.Features.Hooks.Selection;

/// <summary>Which customer runs, or why none can. Of all customers that are there only the selected one is loaded.</summary>
/// <param name="Registration">What the customer's module registered; null when it did not come to that.</param>
/// <param name="Origin">Where the customer comes from, for people.</param>
/// <param name="Problems">What stops the start, each a sentence with the key and the way out; empty when nothing does.</param>
internal sealed record CustomerSelection(CustomerRegistration? Registration, string Origin, IReadOnlyList<string> Problems)
{
    private const string BuiltIn = "built in";

    public static CustomerSelection Make(IConfiguration configuration)
    {
        var asked = configuration[$"{HooksOptions.Section}:{nameof(HooksOptions.Customer)}"];
        var key = string.IsNullOrEmpty(asked) ? DefaultHookModule.Key : asked;
        var named = configuration[$"{HooksOptions.Section}:{nameof(HooksOptions.CustomersDirectory)}"];
        var directory = Path.GetFullPath(string.IsNullOrEmpty(named) ? "customers" : named, AppContext.BaseDirectory);
        if (!string.IsNullOrEmpty(named) && !Directory.Exists(directory)) return Stopped($"Ems:CustomersDirectory is '{named}'; there is no such folder.");

        var (modules, unreadable) = Find(directory);
        List<string> places = [.. modules.Where(m => m.Key == key).Select(m => m.AssemblyPath)];
        if (key == DefaultHookModule.Key) places.Add(BuiltIn);
        return places switch
        {
            [] => Stopped($"Ems:Customer is '{key}'; allowed is {string.Join(" or ", modules.Select(m => m.Key).Append(DefaultHookModule.Key).Distinct().Order(StringComparer.Ordinal))}, which is what {directory} holds and what is built in.{string.Concat(unreadable.Select(reason => $" It may be what cannot be read: {reason.TrimEnd('.')}."))}"),
            [BuiltIn] => Registered(key, new DefaultHookModule(), BuiltIn, configuration),
            [_] => Load(modules.Single(m => m.Key == key), configuration),
            _ => Stopped($"Ems:Customer is '{key}', and {places.Count} customers have this key: {string.Join(" and ", places)}. Take away all but one."),
        };
    }

    /// <summary>Every module in the folders of a directory, and why something there cannot be read; neither when there is no such directory.</summary>
    private static (List<CustomerModule> Modules, List<string> Unreadable) Find(string directory)
    {
        List<string> unreadable = [];
        List<CustomerModule> modules = [];
        if (!Directory.Exists(directory)) return (modules, unreadable);
        // Somebody else's customer that cannot be read is nobody's affair as long as it is not asked for.
        foreach (var folder in Try(() => Directory.EnumerateDirectories(directory).Order(StringComparer.Ordinal)))
            foreach (var assembly in Try(() => Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal)))
                modules.AddRange(Try(() => CustomerModule.In(assembly)));
        return (modules, unreadable);

        IReadOnlyList<T> Try<T>(Func<IEnumerable<T>> read)
        {
            try
            {
                return [.. read()];
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                unreadable.Add(error.Message);
                return [];
            }
        }
    }

    private static CustomerSelection Load(CustomerModule module, IConfiguration configuration)
    {
        var who = $"Customer '{module.Key}' in {module.Folder}";
        if (!module.Key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            return Stopped($"{who}: a key consists of lower-case letters, digits and hyphens. Give {module.TypeName} another one.");
        var product = SharedAssemblies.ContractVersion;
        if (module.Contract.Major != product.Major || module.Contract.Minor > product.Minor)
            return Stopped($"{who} was built for version {module.Contract.ToString(2)} of EmsDashboard.Hooks, and this is {product.ToString(2)}. Build it against this one, or run the EmsDashboard it was built for.");

        CustomerLoadContext context;
        IReadOnlyList<(AssemblyName Missing, string AskedBy)> missing;
        try
        {
            context = new CustomerLoadContext(module);
            missing = context.FindMissing();
        }
        catch (Exception error) when (error is BadImageFormatException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return Stopped($"{who} is damaged: {error.Message.TrimEnd('.')}. Copy everything that dotnet publish makes of it into the folder again.");
        }

        if (missing.Count > 0)
            return Stopped([.. missing.Select(m => $"{who} lacks {m.Missing.Name} {m.Missing.Version}, which {m.AskedBy} asks for{(SharedAssemblies.FrameworkVersion(m.Missing.Name!) is { } ours
                ? $"; this EmsDashboard brings {ours}. Build it for that version{(SharedAssemblies.IsExchanged(m.Missing) ? "" : ", or put its own into the folder")}."
                : ". Copy everything that dotnet publish makes of it into the folder.")}")]);
        try
        {
            return context.LoadFromAssemblyPath(module.AssemblyPath).GetType(module.TypeName, throwOnError: true)! is var type && Activator.CreateInstance(type) is IHookModule made
                ? Registered(module.Key, made, module.Folder, configuration)
                : Stopped($"{who}: {module.TypeName} is no IHookModule.");
        }
        catch (Exception error)
        {
            // Its own constructor, or the runtime about its type: whatever it is, this customer cannot run.
            var reason = error.InnerException ?? error;
            return Stopped($"{who}: {module.TypeName} cannot be made: {reason.GetType().Name}: {reason.Message.TrimEnd('.')}. It has to be a public class with a constructor without parameters.");
        }
    }

    private static CustomerSelection Registered(string key, IHookModule module, string origin, IConfiguration configuration)
    {
        var settings = configuration.GetSection($"Customers:{key}").AsEnumerable(makePathsRelative: true).Where(pair => pair.Key.Length > 0);
        var registration = new CustomerRegistration(key, module, settings);
        return new CustomerSelection(registration, origin, registration.Problems);
    }

    private static CustomerSelection Stopped(params string[] problems) => new(null, "", problems);
}
