using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Npgsql;

namespace EmsDashboard.Tests.Integration.CommandLine;

/// <summary>Whatever goes wrong ends in a sentence and one of the promised exit statuses; a stack trace is nobody's answer.</summary>
public sealed class FailureTests(TestDatabase database, PostgresServer server) : IClassFixture<TestDatabase>
{
    private const string Secret = "hunter2-secret";

    private ProductProcess Product => new(database.ConnectionString);

    [Theory]
    [InlineData("--to is 'foo'", "recompute", "--from", "2020-01-01", "--to", "foo")]
    [InlineData("--from is 'foo'", "recompute", "--from", "foo", "--to", "2020-01-01")]
    [InlineData("--from must not lie after --to", "recompute", "--from", "2020-02-01", "--to", "2020-01-01")]
    [InlineData("--from must not lie after --to", "export", "usage", "--from", "2020-02-01", "--to", "2020-01-01")]
    [InlineData("from 1970 to 2999", "check", "--as-of", "9999-12-31T23:59:59Z")]
    [InlineData("from 1970 to 2999", "check", "--as-of", "0001-01-01")]
    [InlineData("Try: EmsDashboard user add --help", "user", "add", "--email", "a@b.example")]
    [InlineData("Try: EmsDashboard --help", "nonsense")]
    public async Task Argument_ThatDoesNotFit_IsNamedWithWhatWould(string sentence, params string[] words) => AssertSaid(64, sentence, await Product.RunAsync(words));

    [Theory]
    [InlineData("postgres://ems:hunter2-secret@localhost/ems")]
    [InlineData("Host=localhost;Database=ems;Prot=5432;Password=hunter2-secret")]
    [InlineData("Host=localhost;Database=ems;Port=many;Password=hunter2-secret")]
    [InlineData("Database=ems;Password=hunter2-secret")]
    public async Task ConnectionString_ThatIsNone_StopsTheStartByItsName(string connectionString) =>
        AssertSaid(1, "ConnectionStrings:Ems", await new ProductProcess(connectionString).RunAsync(["migrate"]));

    [Fact]
    public async Task ConnectionString_WithAWrongPassword_IsSaidWithTheUsersName()
    {
        var right = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var refused = await new ProductProcess(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Password = Secret }.ConnectionString).RunAsync(["check"]);

        AssertSaid(1, "ConnectionStrings__Ems", refused);
        Assert.Contains($"\"{right.Username}\"", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_OnATakenPort_NamesTheAddressAndTheWayOut()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://{taken.LocalEndpoint}";

        var refused = await Product.RunAsync(["serve", "--urls", address]);

        AssertSaid(1, "--urls", refused);
        Assert.Contains(address, refused.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://192.0.2.1:8080")]
    [InlineData("nonsense")]
    public async Task Serve_OnAnAddressNobodyCanServe_NamesItAndTheWayOut(string address)
    {
        var refused = await Product.RunAsync(["serve", "--urls", address]);

        AssertSaid(1, "--urls", refused);
        Assert.Contains(address, refused.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "failed", "There is no file nowhere.csv.", "import", "groups", "nowhere.csv")]
    [InlineData(2, "refused", "There is no quota NOBODY.", "export", "usage", "--quota", "NOBODY")]
    [InlineData(2, "refused", "There is no quota NOBODY, or no check has judged it yet.", "explain", "NOBODY")]
    [InlineData(1, "failed", "The configuration has 1 problem", "check", "--Ems:QuotaCheck:BatchSize=0")]
    public async Task Failure_AskedForInJson_IsADocumentToo(int status, string state, string reason, params string[] words)
    {
        var failed = await Product.RunAsync([.. words, "--json"]);

        var document = JsonDocument.Parse(failed.Output).RootElement;
        Assert.Equal((status, state), (failed.ExitStatus, document.GetProperty("state").GetString()));
        Assert.StartsWith(reason, document.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.StartsWith(reason, failed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anything_Unforeseen_IsOneSentenceAndTheDetailsAreForTheLog()
    {
        await using var broken = await TestDatabase.CreateAsync(server);
        await broken.DataSource.ExecuteAsync("ALTER TABLE check_run RENAME TO check_run_elsewhere");
        var product = new ProductProcess(broken.ConnectionString);

        var told = await product.RunAsync(["check"]);
        var inDetail = await product.RunAsync(["check", "--Logging:Console:LogLevel:EmsDashboard", "Debug"]);

        AssertSaid(1, "check_run", told);
        Assert.Single(told.Errors.Trim().Split('\n'));
        Assert.Contains("   at EmsDashboard.", inDetail.Errors, StringComparison.Ordinal);
    }

    private static void AssertSaid(int status, string sentence, VerbResult result)
    {
        Assert.Equal((status, ""), (result.ExitStatus, result.Output));
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, result.Errors, StringComparison.Ordinal);
    }
}
