using System.Net;
using EmsDashboard.Tests.Integration.Web;

namespace EmsDashboard.Tests.Integration.EmbeddedPostgres;

/// <summary>The application itself on a data directory, as people start and stop it.</summary>
public sealed class ServeTests(TestDatabase database) : EmbeddedPostgresTest, IClassFixture<TestDatabase>
{
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
