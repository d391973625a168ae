namespace EmsDashboard.Tests.Architecture;

public sealed class ArchitectureTests
{
    private static readonly SourceFile[] Application = [.. Read()];

    public static TheoryData<string> Rules => [.. All.Keys];

    private static Dictionary<string, (Func<IEnumerable<SourceFile>, IEnumerable<string>> Rule, SourceFile[] Planted)> All => new()
    {
        [nameof(ArchitectureRules.InfrastructureNamesNoSlice)] = (ArchitectureRules.InfrastructureNamesNoSlice,
            [SourceFile.Of("Infrastructure/Time/Planted.cs", "using EmsDashboard.Features.Quotas;")]),
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
