using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace EmsDashboard.Tests.EndToEnd.Support;

/// <summary>
/// One person's browser: a context of its own with one page. Collects what the browser complains about (console errors, uncaught
/// exceptions, policy violations, failed requests), and a journey with complaints fails at its end.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly List<string> _complaints = [];
    private readonly List<Regex> _expected = [];

    private Visit(IBrowserContext context, IPage page) => (Context, Page) = (context, page);

    public IBrowserContext Context { get; }
    public IPage Page { get; }

    /// <summary>What the browser complained about and nobody expected.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaints) return [.. _complaints.Where(c => !_expected.Any(e => e.IsMatch(c)))];
        }
    }

    public static async Task<Visit> OpenAsync(IBrowser browser, BrowserNewContextOptions options)
    {
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(15_000);
        var visit = new Visit(context, await context.NewPageAsync());
        visit.Page.Console += (_, message) => visit.Complain(message.Type == "error", $"console: {message.Text} ({message.Location})");
        visit.Page.PageError += (_, error) => visit.Complain(true, $"exception: {error}");
        visit.Page.Response += (_, response) => visit.Complain(response.Status >= 500, $"response: {response.Status} {response.Url}");
        return visit;
    }

    /// <summary>A journey that provokes a complaint says which.</summary>
    public void Expect(string pattern) => _expected.Add(new Regex(pattern));

    /// <summary>Opens a page of the application and waits until its circuit answers.</summary>
    public async Task GoToAsync(string path)
    {
        await Page.GotoAsync(path);
        await IsInteractiveAsync();
    }

    /// <summary>Pages are not prerendered: what stands in the frame came over a circuit and hears clicks.</summary>
    public Task IsInteractiveAsync() => Assertions.Expect(Page.Locator("main#content h1")).ToBeVisibleAsync(new() { Timeout = 20_000 });

    public ValueTask DisposeAsync() => Context.DisposeAsync();

    private void Complain(bool really, string complaint)
    {
        if (!really) return;
        lock (_complaints) _complaints.Add(complaint);
    }
}
