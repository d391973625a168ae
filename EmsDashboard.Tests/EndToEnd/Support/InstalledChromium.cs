using Microsoft.Playwright;

namespace EmsDashboard.Tests.EndToEnd.Support;

/// <summary>The Chromium of this machine. Playwright's own download is not needed: its driver comes with the package.</summary>
internal static class InstalledChromium
{
    /// <summary>Names the program to use instead of the one that is found.</summary>
    public const string Variable = "EMS_CHROMIUM";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    // A browser that calls home at every start is slow where it may not.
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new() { ExecutablePath = Find(), Args = Arguments });

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return named;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"No Chromium found ({string.Join(", ", Names)}). ./test installs one; or set {Variable} to its path.");
    }
}
