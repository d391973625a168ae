using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace EmsDashboard.Tests.Integration.CommandLine;

/// <summary>The verbs as a script sees them: exit status, standard output, nothing else there.</summary>
public sealed class ImportExportTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Groups = "group_code,name,parent_code\nSITE,\"=1+1\",\n";

    private ProductProcess Product => new(database.ConnectionString);

    [Fact]
    public async Task Import_FromStandardInputAndBack_KeepsThePromisesToScripts()
    {
        using var folder = new TestFolder();
        var bad = folder.Combine("bad.csv");
        await File.WriteAllTextAsync(bad, "group_code,name,parent_code\nA,A,NOWHERE\n", TestContext.Current.CancellationToken);

        var dry = await Product.RunAsync(["import", "groups", "-", "--dry-run", "--json"], Groups);
        var stored = await Product.RunAsync(["import", "groups", "-"], Groups);
        var refused = await Product.RunAsync(["import", "groups", bad, "--json"]);
        var exported = await Product.RunAsync(["export", "groups"]);
        var json = await Product.RunAsync(["export", "groups", "--json"]);
        var packed = await Product.RunAsync(["import", "groups", "-"], Gzip(Groups));

        var report = JsonDocument.Parse(dry.Output).RootElement;
        Assert.Equal((0, "checked", 1), (dry.ExitStatus, report.GetProperty("state").GetString(), report.GetProperty("inserted").GetInt32()));
        Assert.Equal((0, "Stored: 1 rows of groups read; 1 inserted, 0 updated, 0 unchanged."), (stored.ExitStatus, stored.Output.Trim()));
        var objection = JsonDocument.Parse(refused.Output).RootElement.GetProperty("rejected")[0];
        Assert.Equal((2, "bad.csv", 2, "parent_code", "NOWHERE", "There is no group with this code."),
            (refused.ExitStatus, objection.GetProperty("file").GetString(), objection.GetProperty("line").GetInt32(), objection.GetProperty("column").GetString(),
                objection.GetProperty("value").GetString(), objection.GetProperty("reason").GetString()));
        Assert.Equal((0, "group_code,name,parent_code\nSITE,'=1+1,\n"), (exported.ExitStatus, exported.Output));
        Assert.Equal("SITE", Assert.Single(JsonDocument.Parse(json.Output).RootElement.EnumerateArray()).GetProperty("groupCode").GetString());
        Assert.Equal((0, "Stored: 1 rows of groups read; 0 inserted, 0 updated, 1 unchanged."), (packed.ExitStatus, packed.Output.Trim()));
    }

    [Theory]
    [InlineData(64, "import", "nonsense", "-")]
    [InlineData(1, "import", "groups", "no-such-file.csv")]
    [InlineData(2, "import", "groups", "-")]
    [InlineData(64, "export", "nonsense")]
    [InlineData(0, "export", "alarms")]
    public async Task Verb_Outcome_IsTheExitStatus(int expected, params string[] arguments)
    {
        var (status, output, error) = await Product.RunAsync(arguments);

        Assert.Equal(expected, status);
        Assert.NotEmpty(expected is 0 or 2 ? output : error);
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    [Theory]
    [InlineData("usage")]
    [InlineData("alarms")]
    [InlineData("quotas")]
    public async Task Export_OfAQuotaNobodyKnows_IsRefusedByNameAndWritesNothing(string kind)
    {
        var refused = await Product.RunAsync(["export", kind, "--quota", "NOPE"]);

        Assert.Equal((2, "", "There is no quota NOPE."), (refused.ExitStatus, refused.Output, refused.Errors.Trim()));
    }
}
