using System.Text.RegularExpressions;

namespace EmsDashboard.Tests.Integration.CommandLine;

/// <summary>The way up, and what stops it in plain words.</summary>
public sealed partial class StartupTests
{
    [Fact]
    public async Task WrongConfiguration_FromAnywhere_IsListedAtOnceWithKeyValueAndWhatIsAllowed()
    {
        await using var misled = new ProductProcess("Host=nowhere.invalid;Password=hunter2-secret", new Dictionary<string, string>
        {
            ["Ems__Customer"] = "acme", ["Ems__QuotaCheck__Cron"] = "whenever", ["Ems__Nonsense"] = "1",
        });

        var (status, output, errors) = await misled.RunAsync(["serve", "--Ems:Demo", "perhaps", "--Ems:QuotaCheck:BatchSize=0"]);

        Assert.Equal((1, ""), (status, output));
        foreach (var problem in (string[])
        [
            "Ems:Customer is 'acme'; allowed is default or sample, ", "Ems:Demo is 'perhaps'; allowed is true or false.", "Ems:Nonsense is '1', but no such key is known.",
            "Ems:QuotaCheck:BatchSize is '0'; allowed is a whole number from 1 to 10000.", "Ems:QuotaCheck:Cron is 'whenever'; allowed is a CRON expression",
        ]) Assert.Contains(problem, errors, StringComparison.Ordinal);
        Assert.Contains("5 problems", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2-secret", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryKeyOfTheProduct_StandsInTheReadme_AndNoOther()
    {
        await using var product = new ProductProcess("", new Dictionary<string, string> { ["Ems__NothingThatCouldBeMeant"] = "1" });

        var known = KnownKeys().Match((await product.RunAsync(["migrate"])).Errors).Groups[1].Value.Split(", ");

        var told = TableKey().Matches(await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "README.md"), TestContext.Current.CancellationToken)).Select(m => m.Groups[1].Value);
        Assert.Equal(known.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task NoDatabaseThere_IsSaidInOneSentence()
    {
        await using var lonely = new ProductProcess("Host=127.0.0.1;Port=1;Username=ems;Password=hunter2-secret");

        var (status, _, errors) = await lonely.RunAsync(["migrate"]);

        Assert.Equal(1, status);
        Assert.Contains("The database cannot be reached", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2-secret", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoConnectionString_BringsAnEmbeddedDatabaseWhereItIsTold_AndMigrateSaysWhatItDid()
    {
        using var folder = new TestFolder();
        await using var product = new ProductProcess("", new Dictionary<string, string> { ["Ems__DataDirectory"] = folder.Path });

        var first = await product.DoAsync(["migrate", "--json"]);
        var second = await product.DoAsync(["migrate"]);

        Assert.NotEmpty(System.Text.Json.JsonDocument.Parse(first).RootElement.GetProperty("applied").EnumerateArray());
        Assert.Equal("The database is up to date.", second.Trim());
        Assert.NotEmpty(Directory.EnumerateFiles(folder.Path, "PG_VERSION", SearchOption.AllDirectories));
    }

    [GeneratedRegex(@"Ems:NothingThatCouldBeMeant is '1', but no such key is known\. Known: (.+)\.")]
    private static partial Regex KnownKeys();

    [GeneratedRegex(@"^\| `(Ems:[A-Za-z:]+)` \|", RegexOptions.Multiline)]
    private static partial Regex TableKey();
}
