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
    private readonly Chromium _chromium = new();
    private ProductProcess? _application;

    internal ProductProcess Application => _application!;
    internal IBrowser Browser => _chromium.Browser;

    /// <summary>The cookies of somebody signed in with this role: signing in is a journey of its own, the others need not repeat it.</summary>
    internal async Task<string> SessionAsync(string role)
    {
        if (_sessions.TryGetValue(role, out var known)) return known;
        await using var first = await Visit.OpenAsync(Browser, new() { BaseURL = Application.Address.ToString(), Locale = "en-GB" });
        await new SignInPage(first).SignInAsAsync(role);
        return _sessions[role] = await first.Context.StorageStateAsync();
    }

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        // The accounts of the demo stand on the sign-in page.
        _application = new ProductProcess(_database.ConnectionString, new Dictionary<string, string>
        {
            ["Ems__Demo"] = "true",
            // Journeys trigger checks themselves; a scheduled one in between would move what they look at.
            ["Ems__QuotaCheck__Cron"] = "0 0 29 2 *",
        });
        await _application.DoAsync(["demo"]);
        await _application.ServeAsync();
        await _chromium.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        if (_application is not null) await _application.DisposeAsync();
        await _database.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class EndToEnd : ICollectionFixture<DemoWorld>
{
    public const string Name = "end to end";
}
