using System.Diagnostics;

namespace EmsDashboard.Tests.Integration.Hooks;

/// <summary>From nothing to a running customer with one command, as docs/hooks.md tells it.</summary>
public sealed class NewCustomerTests(PostgresServer server)
{
    /// <summary>Of the configuration these tests were built with, so that the contract beside them is up to date and nothing of the product is built again.</summary>
    private static readonly string Configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;

    [Fact]
    public async Task New_MakesACustomer_ThatBuilds_PassesItsTests_AndRunsInTheProduct()
    {
        using var folder = new TestFolder();

        Assert.Contains($"Made {folder.Combine("AcmeNorth")}, key \"acme-north\".", await RunAsync(0, Script, "AcmeNorth", folder.Path), StringComparison.Ordinal);
        await RunAsync(0, "dotnet", "build", folder.Combine("AcmeNorth", "Tests"), "--configuration", Configuration, "-nodeReuse:false", "-p:UseSharedCompilation=false", "-warnaserror", "-v", "q");
        var tests = await RunAsync(0, "dotnet", folder.Combine("AcmeNorth", "Tests", "bin", Configuration, "net10.0", "AcmeNorth.Tests.dll"), "-noLogo", "-noColor");
        Assert.Matches(@"Total: 2, Errors: 0, Failed: 0, Skipped: 0", tests);

        var customers = folder.Combine("customers");
        Directory.CreateDirectory(customers);
        Directory.Move(folder.Combine("AcmeNorth", "bin", Configuration, "net10.0"), Path.Combine(customers, "AcmeNorth"));
        Assert.False(File.Exists(Path.Combine(customers, "AcmeNorth", "EmsDashboard.Hooks.dll")), "the contract is the product's");
        await using var database = await TestDatabase.CreateAsync(server);
        await using var product = new ProductProcess(database.ConnectionString, new Dictionary<string, string>
        {
            ["Ems__Customer"] = "acme-north", ["Ems__CustomersDirectory"] = customers, ["Customers__acme-north__Advice"] = "Call the plant.",
        });
        await product.ServeAsync();

        Assert.Contains($"The hooks of customer acme-north run ({Path.Combine(customers, "AcmeNorth")})", product.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(64)]
    [InlineData(64, "acme")]
    [InlineData(64, "../Acme")]
    [InlineData(64, "Acme", "a", "b")]
    public async Task New_AskedForHelpOrWrongly_SaysHowToUseIt(int status, params string[] arguments) =>
        Assert.StartsWith("usage: ./customers/new NAME", await RunAsync(status, Script, arguments), StringComparison.Ordinal);

    [Fact]
    public async Task New_OfOneThatIsThere_TouchesNothing() =>
        Assert.Contains("is there already; nothing was made.", await RunAsync(1, Script, "Sample"), StringComparison.Ordinal);

    private static string Script => Path.Combine(SourceTree.Root, "customers", "new");

    private static async Task<string> RunAsync(int status, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) + await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == status, $"{program} ended with {process.ExitCode}: {said}");
        return said;
    }
}
