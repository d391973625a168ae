using Microsoft.Playwright;

namespace EmsDashboard.Tests.EndToEnd.Support;

/// <summary>A way somebody takes through the really started application, in a real browser.</summary>
[Collection(EndToEnd.Name)]
public abstract class Journey(DemoWorld world) : IAsyncLifetime
{
    private readonly List<Visit> _visits = [];

    private protected DemoWorld World => world;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A browser that nobody has signed in with.</summary>
    private protected async Task<Visit> VisitAsync(Action<BrowserNewContextOptions>? shape = null)
    {
        BrowserNewContextOptions options = new() { BaseURL = world.Application.Address.ToString(), Locale = "en-GB", ViewportSize = new() { Width = 1440, Height = 900 } };
        shape?.Invoke(options);
        var visit = await Visit.OpenAsync(world.Browser, options);
        _visits.Add(visit);
        return visit;
    }

    /// <summary>A browser signed in as the demo person of the role.</summary>
    private protected async Task<Visit> VisitAsAsync(string role, Action<BrowserNewContextOptions>? shape = null)
    {
        var session = await world.SessionAsync(role);
        return await VisitAsync(options =>
        {
            options.StorageState = session;
            shape?.Invoke(options);
        });
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (TestContext.Current.TestState?.Result == TestResult.Failed) await KeepPicturesAsync();
        var complaints = _visits.SelectMany(v => v.Complaints).ToList();
        foreach (var visit in _visits) await visit.DisposeAsync();
        Assert.True(complaints.Count == 0, $"The browser complained:\n{string.Join('\n', complaints)}");
    }

    /// <summary>What a failed journey last saw, beside the test results.</summary>
    private async Task KeepPicturesAsync()
    {
        var name = $"{GetType().Name}.{TestContext.Current.TestMethod?.MethodName}";
        for (var i = 0; i < _visits.Count; i++)
        {
            var path = Path.Combine(AppContext.BaseDirectory, "TestResults", "EndToEnd", $"{name}.{i + 1}.png");
            await _visits[i].Page.ScreenshotAsync(new() { Path = path });
        }
    }
}
