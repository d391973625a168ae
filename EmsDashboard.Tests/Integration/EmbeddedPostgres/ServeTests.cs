using System.Net;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.Integration.Web;

namespace EmsDashboard.Tests.Integration.EmbeddedPostgres;

/// <summary>The application itself on a data directory, as people start and stop it.</summary>
public sealed class ServeTests(TestDatabase database) : EmbeddedPostgresTest, IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Serve_TwoAtOnceOnAnEmptyDirectory_ShareAServerThatOutlivesWhoStartedIt()
    {
        await using ProductProcess one = On(Folder.Path), other = On(Folder.Path);

        await Task.WhenAll(one.ServeAsync(), other.ServeAsync());

        await Eventually.BecomesTrueAsync(async () => await IsReadyAsync(one) && await IsReadyAsync(other), "both are ready");
        var first = Assert.Single([one, other], p => p.Log.Contains("Started the embedded PostgreSQL", StringComparison.Ordinal));
        var second = Assert.Single([one, other], p => p.Log.Contains("Attached to the running embedded PostgreSQL", StringComparison.Ordinal));
        Assert.NotSame(first, second);
        var postmaster = PostmasterId;

        Assert.Equal(0, await first.InterruptAsync());

        Assert.True(await IsReadyAsync(second));
        await second.DoAsync(["user", "add", "--email", "ada@example.org", "--role", Policies.Admin], Accounts.Password + "\n");
        using (var visitor = new Visitor(second.Address)) await visitor.SignInAsync("ada@example.org", Accounts.Password);
        Assert.Equal(postmaster, PostmasterId);
        Assert.Equal(0, await second.InterruptAsync());
        Assert.False(IsRunning(postmaster));
    }

    [Fact]
    public async Task Serve_InterruptedFromTheTerminal_EndsWellAndTakesItsServerAlong()
    {
        await using var product = On(Folder.Path);
        await product.ServeAsync();
        await Eventually.BecomesTrueAsync(() => IsReadyAsync(product), "ready");
        var postmaster = PostmasterId;

        var status = await product.InterruptAsync();

        Assert.Equal(0, status);
        Assert.DoesNotContain("   at ", product.Log, StringComparison.Ordinal);
        Assert.False(IsRunning(postmaster));
        Assert.False(File.Exists(Files.PidFile));
        Assert.Contains("database system is shut down", await File.ReadAllTextAsync(Files.Log, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WithAConnectionString_LeavesNothingInTheDataDirectory()
    {
        await using var product = On(Folder.Combine("data"), database.ConnectionString);

        await product.ServeAsync();
        await Eventually.BecomesTrueAsync(() => IsReadyAsync(product), "ready");

        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder.Path, "*", SearchOption.AllDirectories));
    }

    private static ProductProcess On(string dataDirectory, string connectionString = "") =>
        new(connectionString, new Dictionary<string, string> { ["Ems__DataDirectory"] = dataDirectory });

    private static async Task<bool> IsReadyAsync(ProductProcess product)
    {
        using var probe = new Visitor(product.Address);
        return (await probe.GetAsync("/health/ready")).Status == HttpStatusCode.OK;
    }
}
