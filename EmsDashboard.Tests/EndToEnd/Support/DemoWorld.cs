using EmsDashboard.Tests.EndToEnd.Pages;
using Microsoft.Playwright;

namespace EmsDashboard.Tests.EndToEnd.Support;

/// <summary>
/// What all journeys share: a database with the demo estate, the application on it, a browser. Each journey leaves it usable for the
/// others, in any order.
/// </summary>
public sealed class DemoWorld(PostgresServer server) : IAsyncLifetime
{
    private readonly Dictionary<string, string> _sessions = [];
    private readonly TestDatabase _database = new(server);
    private RunningApplication? _application;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal RunningApplication Application => _application!;
    internal IBrowser Browser => _browser!;
    internal VerbResult Demo { get; private set; } = null!;

    /// <summary>The cookies of somebody signed in with this role: signing in is a journey of its own, the others need not repeat it.</summary>
    internal async Task<string> SessionAsync(string role)
    {
        if (_sessions.TryGetValue(role, out var known)) return known;
        await using var first = await Visit.OpenAsync(Browser, new() { BaseURL = Application.Address, Locale = "en-GB" });
        await new SignInPage(first).SignInAsAsync(role);
        return _sessions[role] = await first.Context.StorageStateAsync();
    }

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _application = new RunningApplication(_database.ConnectionString);
        Demo = await _application.RunVerbAsync("demo", "--json");
        Assert.True(Demo.ExitStatus == 0, $"demo: {Demo.Errors}{Demo.Output}");
        await _application.StartAsync(TestContext.Current.CancellationToken);
        _playwright = await Playwright.CreateAsync();
        _browser = await InstalledChromium.LaunchAsync(_playwright);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_application is not null) await _application.DisposeAsync();
        await _database.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class EndToEnd : ICollectionFixture<DemoWorld>
{
    public const string Name = "end to end";
}
