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

    [Fact]
    public void Comments_AreNoViolation() =>
        Assert.Empty(ArchitectureRules.InfrastructureNamesNoSlice([SourceFile.Of("Infrastructure/A.cs", "// as EmsDashboard.Features.Quotas does\n")]));

    [Fact]
    public void Program_StaysATableOfContents() =>
        Assert.InRange(Application.Single(f => f.Path == "Program.cs").Text.TrimEnd().Split('\n').Length, 1, 40);

    private static IEnumerable<SourceFile> Read()
    {
        var root = Path.Combine(SourceTree.Root, "EmsDashboard");
        return from path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
               where path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal)
               let relative = Path.GetRelativePath(root, path).Replace('\\', '/')
               where !relative.StartsWith("bin/", StringComparison.Ordinal) && !relative.StartsWith("obj/", StringComparison.Ordinal)
               select SourceFile.Of(relative, File.ReadAllText(path));
    }
}
