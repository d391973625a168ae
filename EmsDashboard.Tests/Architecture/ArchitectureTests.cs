namespace EmsDashboard.Tests.Architecture;

public sealed class ArchitectureTests
{
    private static readonly SourceFile[] Application = [.. Read()];

    public static TheoryData<string> Rules => [.. All.Keys];

    private static Dictionary<string, (Func<IEnumerable<SourceFile>, IEnumerable<string>> Rule, SourceFile[] Planted)> All => new()
    {
        [nameof(ArchitectureRules.InfrastructureNamesNoSlice)] = (ArchitectureRules.InfrastructureNamesNoSlice,
            [SourceFile.Of("Infrastructure/Time/Planted.cs", "using EmsDashboard.Features.Quotas;")]),
        [nameof(ArchitectureRules.LayersLookDown)] = (ArchitectureRules.LayersLookDown,
            [SourceFile.Of("Components/Planted.razor", "@using EmsDashboard.Features.Quotas")]),
        [nameof(ArchitectureRules.SlicesBuildOnWhatIsDecided)] = (ArchitectureRules.SlicesBuildOnWhatIsDecided,
            [SourceFile.Of("Features/Users/Planted.cs", "using EmsDashboard.Features.Energy;")]),
        [nameof(ArchitectureRules.DatabaseHasItsPlaces)] = (ArchitectureRules.DatabaseHasItsPlaces,
            [SourceFile.Of("Features/Overview/Planted.cs", "var sql = \"SELECT count(*) FROM ems.quota\";")]),
        [nameof(ArchitectureRules.DomainIsPure)] = (ArchitectureRules.DomainIsPure,
            [SourceFile.Of("Features/Quotas/Domain/Planted.cs", "sealed class Planted(TimeProvider clock);")]),
        [nameof(ArchitectureRules.ComponentsTouchNoDatabase)] = (ArchitectureRules.ComponentsTouchNoDatabase,
            [SourceFile.Of("Features/Alarms/Components/Planted.razor", "@inject IDbContextFactory<EmsDbContext> Contexts")]),
        [nameof(ArchitectureRules.SlicesHaveNoCycles)] = (ArchitectureRules.SlicesHaveNoCycles,
            [SourceFile.Of("Features/Energy/Planted.cs", "using EmsDashboard.Features.Alarms;"), SourceFile.Of("Features/Alarms/Components/Planted.razor", "@using EmsDashboard.Features.Energy")]),
        [nameof(ArchitectureRules.SlicesUseWhatIsPublished)] = (ArchitectureRules.SlicesUseWhatIsPublished,
            [SourceFile.Of("Features/Alarms/Planted.cs", "using EmsDashboard.Features.Quotas.Persistence;")]),
        [nameof(ArchitectureRules.JobsAreDoorbells)] = (ArchitectureRules.JobsAreDoorbells,
            [SourceFile.Of("Features/Quotas/PlantedJob.cs", "using Npgsql;")]),
        [nameof(ArchitectureRules.SqlHasItsPlaces)] = (ArchitectureRules.SqlHasItsPlaces,
            [SourceFile.Of("Features/Quotas/PlantedLinks.cs", "context.Database.SqlQuery<int>($\"SELECT 1\")")]),
        [nameof(ArchitectureRules.TypingIsBound)] = (ArchitectureRules.TypingIsBound,
            [SourceFile.Of("Features/Quotas/Components/Planted.razor", "<input class=\"input\" value=\"@_text\" @oninput=\"e => Take(e)\" />")]),
    };

    /// <summary>Rules about what stands beside the application; paths are below the repository.</summary>
    private static readonly SourceFile[] Repository = [.. ReadRepository()];

    public static TheoryData<string> RulesOfTheRepository => [.. Around.Keys];

    private static Dictionary<string, (Func<IEnumerable<SourceFile>, IEnumerable<string>> Rule, SourceFile[] Planted)> Around => new()
    {
        [nameof(ArchitectureRules.ContractBuildsOnNothing)] = (ArchitectureRules.ContractBuildsOnNothing,
            [SourceFile.Of("EmsDashboard.Hooks/Planted.cs", "using EmsDashboard.Features.Quotas.Domain;")]),
        [nameof(ArchitectureRules.TestKitBuildsOnTheContract)] = (ArchitectureRules.TestKitBuildsOnTheContract,
            [SourceFile.Of("EmsDashboard.Hooks.Testing/Planted.csproj", "<ProjectReference Include=\"../EmsDashboard/EmsDashboard.csproj\" />")]),
        [nameof(ArchitectureRules.CustomersKnowTheContractOnly)] = (ArchitectureRules.CustomersKnowTheContractOnly,
            [SourceFile.Of("customers/Planted/Planted.csproj", "<ProjectReference Include=\"../../EmsDashboard/EmsDashboard.csproj\" />")]),
        [nameof(ArchitectureRules.ProductNamesNoCustomer)] = (ArchitectureRules.ProductNamesNoCustomer,
            [SourceFile.Of("EmsDashboard/EmsDashboard.csproj", "<ProjectReference Include=\"../customers/Sample/Sample.csproj\" />")]),
    };

    [Theory]
    [MemberData(nameof(RulesOfTheRepository))]
    public void Repository_KeepsTheRule(string rule) => Assert.Empty(Around[rule].Rule(Repository));

    [Theory]
    [MemberData(nameof(RulesOfTheRepository))]
    public void Repository_PlantedViolation_IsFound(string rule) => Assert.NotEmpty(Around[rule].Rule(Repository.Concat(Around[rule].Planted)));

    [Theory]
    [InlineData("EmsDashboard.Hooks/EmsDashboard.Hooks.csproj", "<PackageReference Include=\"Npgsql\" />")]
    [InlineData("EmsDashboard.Hooks/EmsDashboard.Hooks.csproj", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />")]
    [InlineData("EmsDashboard.Hooks/Planted.cs", "using Microsoft.Extensions.Logging;")]
    public void ContractBuildsOnNothing_EachWayOfIt_IsFound(string path, string text) => Assert.NotEmpty(ArchitectureRules.ContractBuildsOnNothing([SourceFile.Of(path, text)]));

    [Theory]
    [InlineData("customers/A/Planted.cs", "using EmsDashboard.Infrastructure.Persistence;")]
    [InlineData("customers/A/Planted.cs", "using EmsDashboard.Hooks.Testing;")]
    [InlineData("customers/A/A.csproj", "<ProjectReference Include=\"../B/B.csproj\" />")]
    [InlineData("customers/A/A.csproj", "<Reference Include=\"../../EmsDashboard/bin/EmsDashboard.dll\" />")]
    [InlineData("customers/A/Tests/A.Tests.csproj", "<ProjectReference Include=\"../../B/B.csproj\" />")]
    public void CustomersKnowTheContractOnly_EachWayOfIt_IsFound(string path, string text) => Assert.NotEmpty(ArchitectureRules.CustomersKnowTheContractOnly([SourceFile.Of(path, text)]));

    /// <summary>What the compiler made of it, whatever the sources say.</summary>
    [Fact]
    public void Contract_AsItIsBuilt_RefersToTheBclAndTheAbstractionsOfDependencyInjection() => Assert.Empty(
        from reference in typeof(EmsDashboard.Hooks.CustomerHooks).Assembly.GetReferencedAssemblies()
        where !reference.Name!.StartsWith("System.", StringComparison.Ordinal) && reference.Name is not ("netstandard" or "Microsoft.Extensions.DependencyInjection.Abstractions")
        select reference.Name);

    [Theory]
    [MemberData(nameof(Rules))]
    public void Application_KeepsTheRule(string rule) => Assert.Empty(All[rule].Rule(Application));

    [Theory]
    [MemberData(nameof(Rules))]
    public void PlantedViolation_IsFound(string rule) => Assert.NotEmpty(All[rule].Rule(Application.Concat(All[rule].Planted)));

    /// <summary>Each of these is the whole violation: a rule with several parts is red for every one of them.</summary>
    [Theory]
    [InlineData("Features/Alarms/Pages/Planted.razor.cs", "using Microsoft.EntityFrameworkCore;")]
    [InlineData("Features/Alarms/Components/Planted.cs", "using Npgsql;")]
    [InlineData("Components/Layout/Planted.razor", "@inject EmsDbContext Context")]
    [InlineData("Features/Quotas/Pages/Planted.razor", "@using Hangfire")]
    [InlineData("Features/Quotas/Pages/Planted.razor.cs", "[Inject] private IRecurringJobManager Jobs { get; init; }")]
    [InlineData("Shared/Kit/Planted.razor", "@inject IBackgroundJobClient Jobs")]
    public void ComponentsTouchNoDatabase_EachWayOfIt_IsFound(string path, string text) => Assert.Single(ArchitectureRules.ComponentsTouchNoDatabase([SourceFile.Of(path, text)]));

    [Theory]
    [InlineData("Features/Quotas/Planted.cs", "await db.Database.ExecuteSqlAsync(x);")]
    [InlineData("Features/Quotas/Planted.cs", "sealed class Planted(IDbContextFactory<EmsDbContext> contexts);")]
    [InlineData("Features/Quotas/Planted.cs", "sealed class Planted(NpgsqlDataSource database);")]
    [InlineData("Features/Quotas/QuotaLinks.cs", "var sql = \"\"\"\n    DELETE FROM ems.quota\n    \"\"\";")]
    [InlineData("Shared/Planted.cs", "using Npgsql;")]
    [InlineData("Components/Planted.cs", "using Microsoft.EntityFrameworkCore;")]
    [InlineData("Program.cs", "using Npgsql;")]
    public void DatabaseHasItsPlaces_EachWayOutOfThem_IsFound(string path, string text) => Assert.Single(ArchitectureRules.DatabaseHasItsPlaces([SourceFile.Of(path, text)]));

    [Theory]
    [InlineData("Features/Quotas/Persistence/Planted.cs")]
    [InlineData("Features/Quotas/Explanation/PlantedQueries.cs")]
    [InlineData("Features/Alarms/AlarmDesk.cs")]
    [InlineData("Infrastructure/Security/Planted.cs")]
    public void DatabaseHasItsPlaces_InThem_IsNoViolation(string path) => Assert.Empty(ArchitectureRules.DatabaseHasItsPlaces([SourceFile.Of(path, "using Npgsql;")]));

    /// <summary>Hooks know events, not whose they are: the slices hand them over.</summary>
    [Theory]
    [InlineData("Features/Hooks/Planted.cs", "using EmsDashboard.Features.Alarms;")]
    [InlineData("Features/Hooks/Selection/Planted.cs", "using EmsDashboard.Features.Quotas.Domain;")]
    public void SlicesBuildOnWhatIsDecided_HooksOnAnother_IsFound(string path, string text) => Assert.Single(ArchitectureRules.SlicesBuildOnWhatIsDecided([SourceFile.Of(path, text)]));

    [Fact]
    public void Comments_AreNoViolation() =>
        Assert.Empty(ArchitectureRules.InfrastructureNamesNoSlice([SourceFile.Of("Infrastructure/A.cs", "// as EmsDashboard.Features.Quotas does\n")]));

    [Fact]
    public void Program_StaysATableOfContents() =>
        Assert.InRange(Application.Single(f => f.Path == "Program.cs").Text.TrimEnd().Split('\n').Length, 1, 40);

    private static IEnumerable<SourceFile> Read() => Read(SourceTree.Application, ".cs", ".razor");

    private static IEnumerable<SourceFile> ReadRepository() =>
        from folder in (string[])["EmsDashboard", "EmsDashboard.Hooks", "EmsDashboard.Hooks.Testing", "customers"]
        from file in Read(Path.Combine(SourceTree.Root, folder), ".cs", ".razor", ".csproj")
        select file with { Path = $"{folder}/{file.Path}" };

    private static IEnumerable<SourceFile> Read(string root, params string[] endings) =>
        from path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
        where endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal))
        let relative = Path.GetRelativePath(root, path).Replace('\\', '/')
        where !$"/{relative}".Contains("/bin/", StringComparison.Ordinal) && !$"/{relative}".Contains("/obj/", StringComparison.Ordinal)
        select SourceFile.Of(relative, File.ReadAllText(path));
}
