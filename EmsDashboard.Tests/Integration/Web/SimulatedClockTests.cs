using System.Net;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Integration.Web;

/// <summary>The application whose clock stands in 2020, for browsers whose clock does not.</summary>
public sealed class SimulatedClockTests(PostgresServer server)
{
    [Fact]
    public async Task SignedInForLong_WithTheClockSetBack_StaysSignedIn_AndEveryDoorSaysWhatTimeItIs()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using (var accounts = new Accounts(database)) Assert.Null(await accounts.As(new TestAccess(Policies.Admin)).AddAsync("ada@example.org", null, Policies.Admin, Accounts.Password, TestContext.Current.CancellationToken));
        await using var product = new ProductProcess(database.ConnectionString, new Dictionary<string, string> { ["Ems__Clock__StartAt"] = "2020-12-15T12:00:00Z" });
        await product.ServeAsync();
        using var visitor = new Visitor(product.Address);

        Assert.Contains("Simulated clock", (await visitor.GetAsync("/account/sign-in")).Text, StringComparison.Ordinal);
        await visitor.SubmitAsync("/account/sign-in", "sign-in", ("Input.Email", "ada@example.org"), ("Input.Password", Accounts.Password), ("Input.Remember", "true"));

        var start = await visitor.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, start.Status);
        Assert.Contains("Simulated clock", (await visitor.GetAsync("/account/password")).Text, StringComparison.Ordinal);
    }
}
