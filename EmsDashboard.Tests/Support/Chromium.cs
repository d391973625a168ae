using Microsoft.Playwright;

namespace EmsDashboard.Tests.Support;

/// <summary>This machine's Chromium, started once for whoever shares it. Playwright's own download is not needed: its driver comes with the package.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>Names the program to use instead of the one that is found; <c>./test</c> sets it.</summary>
    private const string Variable = "CHROMIUM";

    private static readonly string[] Names = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];

    // A browser that calls home at every start is slow where it may not.
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Find(), Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return named;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"No Chromium found ({string.Join(", ", Names)}). ./test installs one; or set {Variable} to its path.");
    }
}
