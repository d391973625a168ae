using System.Text.RegularExpressions;

namespace EmsDashboard.Tests.Architecture;

/// <summary>A source file of the application: path below its project with forward slashes, and text without comments.</summary>
public sealed record SourceFile(string Path, string Text)
{
    public static SourceFile Of(string path, string text) => new(path, Regex.Replace(text, @"(?m)//.*$|@\*[\s\S]*?\*@|/\*[\s\S]*?\*/", ""));

    public string? Slice => Path.Split('/') is ["Features", var slice, _, ..] ? slice : null;

    public bool IsGenerated => Path.Contains("/Migrations/", StringComparison.Ordinal);

    /// <summary>Markup, or code that stands behind it.</summary>
    public bool IsComponent => Path.EndsWith(".razor", StringComparison.Ordinal) || Path.EndsWith(".razor.cs", StringComparison.Ordinal) || Path.Contains("/Components/", StringComparison.Ordinal);

    public bool IsDomain => Path.Contains("/Domain/", StringComparison.Ordinal);

    public bool Mentions(string pattern) => Regex.IsMatch(Text, pattern);

    /// <summary>Other slices whose namespaces the file names.</summary>
    public IEnumerable<string> SlicesUsed => Regex.Matches(Text, @"EmsDashboard\.Features\.(\w+)").Select(m => m.Groups[1].Value).Distinct().Where(s => s != Slice);
}

/// <summary>The rules of the house. Each takes files and returns what breaks it, so that a test can also plant a violation and see it found.</summary>
public static class ArchitectureRules
{
    private const string Database = @"\bEntityFrameworkCore\b|\bNpgsql\b|\bEmsDbContext\b";

    /// <summary>Infrastructure and the UI kit name no slice.</summary>
    public static IEnumerable<string> InfrastructureNamesNoSlice(IEnumerable<SourceFile> files) =>
        from file in files
        where !file.IsGenerated && (file.Path.StartsWith("Infrastructure/", StringComparison.Ordinal) || file.Path.StartsWith("Shared/", StringComparison.Ordinal))
        from slice in file.SlicesUsed
        select $"{file.Path} names the slice {slice}";

    /// <summary>The UI kit knows nothing else of the product, infrastructure only the kit, the shell around the pages no slice.</summary>
    public static IEnumerable<string> LayersLookDown(IEnumerable<SourceFile> files) =>
        from file in files
        where !file.IsGenerated
        let above = file.Path.Split('/')[0] switch { "Shared" => "Infrastructure|Components|Features", "Infrastructure" => "Components|Features", "Components" => "Features", _ => null }
        where above is not null
        from use in Regex.Matches(file.Text, $@"EmsDashboard\.({above})\b")
        select $"{file.Path} looks up to {use.Groups[1].Value}";

    /// <summary>Domain is values in, values out: no database, container, log, clock, nor anything of the host.</summary>
    public static IEnumerable<string> DomainIsPure(IEnumerable<SourceFile> files) =>
        from file in files
        where file.IsDomain && file.Mentions(Database + @"|\bMicrosoft\.Extensions\b|\bILogger\b|\bTimeProvider\b|\bIServiceProvider\b|EmsDashboard\.Infrastructure")
        select $"{file.Path} reaches out of the domain";

    /// <summary>Components ask queries and use cases; they touch neither database nor scheduler.</summary>
    public static IEnumerable<string> ComponentsTouchNoDatabase(IEnumerable<SourceFile> files) =>
        from file in files
        where file.IsComponent && file.Mentions(Database + @"|\busing Hangfire\b|\bIBackgroundJobClient\b|\bIRecurringJobManager\b")
        select $"{file.Path} touches database or scheduler";

    /// <summary>What a slice keeps to itself: how it stores, its verbs, its pages. Everything else of it is published, its types internal or not.</summary>
    private const string OwnAffair = @"EmsDashboard\.Features\.(\w+)\.(?:Persistence|CommandLine|Pages|Administration)\b";

    /// <summary>A slice uses another one through what that publishes.</summary>
    public static IEnumerable<string> SlicesUseWhatIsPublished(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Slice is not null
        from use in Regex.Matches(file.Text, OwnAffair)
        where use.Groups[1].Value != file.Slice
        select $"{file.Path} uses {use.Value}";

    /// <summary>Which slices each one builds on. Another edge is a decision: it is made here.</summary>
    private static readonly Dictionary<string, string[]> BuildsOn = new()
    {
        ["Energy"] = [], ["Quotas"] = ["Energy"], ["Alarms"] = ["Energy", "Quotas"], ["Overview"] = ["Alarms", "Energy", "Quotas"], ["Demo"] = ["Alarms", "Energy", "Quotas"], ["Users"] = [], ["Hooks"] = [],
    };

    /// <summary>A slice uses only those it builds on.</summary>
    public static IEnumerable<string> SlicesBuildOnWhatIsDecided(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Slice is not null
        from slice in file.SlicesUsed
        where !BuildsOn.TryGetValue(file.Slice!, out var known) || !known.Contains(slice)
        select $"{file.Path} uses the slice {slice}";

    /// <summary>Slices use one another without cycles, their pages too.</summary>
    public static IEnumerable<string> SlicesHaveNoCycles(IEnumerable<SourceFile> files)
    {
        var uses = files.Where(f => f.Slice is not null)
            .GroupBy(f => f.Slice!).ToDictionary(g => g.Key, g => g.SelectMany(f => f.SlicesUsed).ToHashSet());
        return uses.Keys.Where(slice => Reaches(slice, slice, [])).Select(slice => $"{slice} depends on itself through {string.Join(", ", uses[slice].Order())}");

        bool Reaches(string from, string target, HashSet<string> seen) =>
            uses.TryGetValue(from, out var next) && next.Any(n => n == target || (seen.Add(n) && Reaches(n, target, seen)));
    }

    /// <summary>A job is a doorbell: short, and without a database of its own.</summary>
    public static IEnumerable<string> JobsAreDoorbells(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Slice is not null && file.Path.EndsWith("Job.cs", StringComparison.Ordinal)
        let lines = file.Text.Split('\n').Count(line => line.Trim().Length > 0)
        where lines > 35 || file.Mentions(Database)
        select $"{file.Path} does more than ring ({lines} lines)";

    /// <summary>Use cases and what they share that work on the database themselves, beside Persistence folders, queries, importers and exporters.</summary>
    private static readonly string[] WorkOnTheDatabase =
    [
        "Features/Alarms/AlarmDesk.cs", "Features/Alarms/QuotaAlarmFollower.cs", "Features/Alarms/SavedAlarmFilters.cs", "Features/Demo/DemoAccounts.cs", "Features/Demo/DemoCreation.cs", "Features/Demo/DemoMarker.cs",
        "Features/Energy/CatalogueEditing.cs", "Features/Energy/CatalogueLock.cs", "Features/Energy/GroupChoices.cs", "Features/Energy/Import/ImportFiles.cs", "Features/Quotas/ForecastCalibrator.cs",
        "Features/Quotas/Hierarchy/QuotaFamily.cs", "Features/Quotas/IQuotaAlarms.cs", "Features/Quotas/QuotaChecker.cs", "Features/Quotas/QuotaCodes.cs", "Features/Quotas/QuotaEditing.cs",
        "Features/Quotas/QuotaCheckWatchdog.cs", "Features/Quotas/QuotaPreview.cs", "Features/Quotas/Recomputation/QuotaRecompute.cs", "Features/Quotas/UsageRebuild.cs", "Features/Users/UserAdministration.cs",
    ];

    /// <summary>Nothing else outside of the infrastructure sees the database, nor holds a statement for it.</summary>
    public static IEnumerable<string> DatabaseHasItsPlaces(IEnumerable<SourceFile> files) =>
        from file in files
        where !file.Path.StartsWith("Infrastructure/", StringComparison.Ordinal) && !WorkOnTheDatabase.Contains(file.Path)
            && !Regex.IsMatch(file.Path, @"^Features/\w+/(.*/)?(Persistence/.*|\w*(Queries|Importer|Exporter))\.cs$|^Features/\w+/Persistence/")
        where file.Mentions(Database + @"|\bSqlQuery\b|\bExecuteSql|\bIDbContextFactory\b|\bNpgsqlDataSource\b|""\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH) \w")
        select $"{file.Path} works on the database";

    /// <summary>SQL stands in Persistence folders, queries and use cases; in nothing that only holds values, words, addresses, settings or registrations.</summary>
    public static IEnumerable<string> SqlHasItsPlaces(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Slice is not null && (file.IsDomain || file.IsComponent || file.Path.Contains("/CommandLine/", StringComparison.Ordinal) || Regex.IsMatch(file.Path, @"(Verb|Job|Feature|Links|Views|Text|Options|Result|Input|Request)\.cs$"))
        where file.Mentions(Database + @"|\bSqlQuery\b|\bExecuteSql")
        select $"{file.Path} speaks SQL";

    /// <summary>
    /// What is heard while somebody types is bound: of a value that is only set, the answer to the third letter takes away the fourth.
    /// </summary>
    public static IEnumerable<string> TypingIsBound(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path.EndsWith(".razor", StringComparison.Ordinal)
        from Match field in Regex.Matches(file.Text, @"<(input|textarea)\b(?:=>|[^<>])*>")
        where field.Value.Contains(" value=\"@", StringComparison.Ordinal) && field.Value.Contains("@oninput=", StringComparison.Ordinal) && !field.Value.Contains("@onchange=", StringComparison.Ordinal)
        select $"{file.Path} answers typing with a value: {field.Value}";

    /// <summary>What a project names of other projects and packages.</summary>
    private static IEnumerable<string> ProjectReferences(SourceFile file) =>
        Regex.Matches(file.Text, @"<(?:ProjectReference|PackageReference|FrameworkReference|Reference)\s+Include=""([^""]+)""").Select(m => m.Groups[1].Value.Split('/', '\\')[^1].Replace(".csproj", "", StringComparison.Ordinal));

    /// <summary>The contract builds on the BCL and the abstractions of dependency injection: whatever else it named would be part of it.</summary>
    public static IEnumerable<string> ContractBuildsOnNothing(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path.StartsWith("EmsDashboard.Hooks/", StringComparison.Ordinal)
        from use in Regex.Matches(file.Text, @"\bEmsDashboard\.(?!Hooks\b)\w+|\bMicrosoft\.(?!Extensions\.DependencyInjection\b)\w+(?:\.\w+)*").Select(m => m.Value)
            .Where(use => use != "Microsoft.NET.Sdk")
            .Concat(ProjectReferences(file).Where(name => name != "Microsoft.Extensions.DependencyInjection.Abstractions"))
        select $"{file.Path} uses {use}";

    /// <summary>The test kit builds on the contract; of the product it takes the files that call hooks, and no project.</summary>
    public static IEnumerable<string> TestKitBuildsOnTheContract(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path.StartsWith("EmsDashboard.Hooks.Testing/", StringComparison.Ordinal)
        from name in ProjectReferences(file)
        where name.StartsWith("EmsDashboard", StringComparison.Ordinal) && name != "EmsDashboard.Hooks"
        select $"{file.Path} uses {name}";

    /// <summary>Customers know the contract, their tests the test kit too, and nobody of the product's or of one another.</summary>
    public static IEnumerable<string> CustomersKnowTheContractOnly(IEnumerable<SourceFile> files) =>
        from file in files
        let parts = file.Path.Split('/')
        where parts is ["customers", _, _, ..]
        let isTest = parts[2] == "Tests"
        let own = parts[1]
        from use in Regex.Matches(file.Text, @"\bEmsDashboard\.(?!Hooks\b)\w+|\bEmsDashboard\.Hooks\.Testing\b").Select(m => m.Value).Where(use => !isTest || use != "EmsDashboard.Hooks.Testing")
            .Concat(Regex.Matches(file.Text, @"<(?:Project)?Reference\s+Include=""([^""]+)""").Select(m => m.Groups[1].Value)
                .Where(path => Path.GetFileNameWithoutExtension(path) is var name && name != "EmsDashboard.Hooks" && !(isTest && (name == "EmsDashboard.Hooks.Testing" || name == own))))
        select $"{file.Path} uses {use}";

    /// <summary>The product names no customer: one more is a folder, not an edit.</summary>
    public static IEnumerable<string> ProductNamesNoCustomer(IEnumerable<SourceFile> files)
    {
        var all = files.ToList();
        var customers = all.Select(f => f.Path.Split('/')).Where(parts => parts is ["customers", _, _, ..]).Select(parts => parts[1]).Distinct().ToList();
        return from file in all
               where file.Path.StartsWith("EmsDashboard/", StringComparison.Ordinal) || file.Path.StartsWith("EmsDashboard.Hooks/", StringComparison.Ordinal)
               from customer in customers
               where file.Mentions($@"customers/{customer}\b|\b(?:using|namespace)\s+{customer}\b")
               select $"{file.Path} names the customer {customer}";
    }
}
