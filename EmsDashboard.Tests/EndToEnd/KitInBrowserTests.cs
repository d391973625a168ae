using EmsDashboard.Tests.EndToEnd.Support;
using EmsDashboard.Tests.Support.Gallery;
using Microsoft.Playwright;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>The kit and the frame in a real browser under the application's security policy: drawing, theme, language, keys, a lost server.</summary>
public sealed class KitInBrowserTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private readonly List<string> _errors = [];
    private GalleryHost _host = null!;
    private IBrowserContext _context = null!;
    private IPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GalleryHost.StartAsync();
        await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440, "en")]
    [InlineData(ColorScheme.Dark, 1440, "en")]
    [InlineData(ColorScheme.Light, 1440, "zh-CN")]
    [InlineData(ColorScheme.Dark, 390, "en")]
    [InlineData(ColorScheme.Light, 900, "en")]
    public async Task Gallery_InEveryThemeAndWidth_IsDrawnAndAccessible(ColorScheme theme, int width, string language)
    {
        await _context.DisposeAsync();
        await OpenAsync(theme, width, language);
        await DrawnAsync();

        var violations = await Accessibility.ViolationsAsync(_page);
        await _page.ScreenshotAsync(new() { Path = Picture($"gallery-{width}-{theme}-{language}"), FullPage = true });

        Assert.Equal(language, await _page.GetAttributeAsync("html", "lang"));
        Assert.Equal(theme == ColorScheme.Dark ? "dark" : "light", await _page.GetAttributeAsync("html", "data-theme"));
        Assert.Empty(violations);
        Assert.Empty(_errors);
        Assert.True(await _page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, "The page scrolls sideways.");
    }

    [Fact]
    public async Task Theme_Toggled_IsKeptAndReachesChartsAndMudBlazor()
    {
        await DrawnAsync();
        var before = await ChartPixelsAsync();

        await _page.ClickAsync("header [data-theme-toggle]");

        await Assertions.Expect(_page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await _page.UntilAsync("getComputedStyle(document.documentElement).getPropertyValue('--mud-palette-surface').includes('19,27,33') || getComputedStyle(document.documentElement).getPropertyValue('--mud-palette-surface').startsWith('#131b21')");
        Assert.NotEqual(before, await ChartPixelsAsync());
        await _page.ReloadAsync();
        await Assertions.Expect(_page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    [Fact]
    public async Task Language_Switched_ComesBackToThePageInTheOther()
    {
        await _page.GotoAsync(_host.Address + "/quotas?status=warning");
        await _page.ClickAsync("[data-testid=language]");

        await Assertions.Expect(_page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        await Assertions.Expect(_page.Locator("[data-testid=fresh]")).ToHaveTextAsync("数据截至 11月15日 · 10:30 已检查");
        Assert.EndsWith("/quotas?status=warning", _page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CumulativeChart_TwoLinesEndAtOneValue_AreNamedOneBelowTheOther()
    {
        await DrawnAsync();

        var rowsOfInk = await _page.EvaluateAsync<int>("""
            (() => {
              const canvas = document.querySelector('.chart-canvas canvas'), room = 100 * devicePixelRatio;
              const { data, width, height } = canvas.getContext('2d').getImageData(canvas.width - room, 0, room, canvas.height);
              return [...Array(height).keys()].filter(y => data.subarray(y * width * 4, (y + 1) * width * 4).some((v, i) => i % 4 === 3 && v > 100)).length / devicePixelRatio;
            })()
            """);

        // A value and a name are some 17 rows high, two of them some 35.
        Assert.True(rowsOfInk > 28, $"The names of two lines cover {rowsOfInk} rows.");
    }

    [Fact]
    public async Task Slash_FocusesTheSearch_AndEnterFinds()
    {
        await DrawnAsync();

        await _page.Keyboard.PressAsync("/");
        await _page.Keyboard.TypeAsync("Building 36");
        await _page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(_page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"/quotas\?search=Building%2036$"));
    }

    [Fact]
    public async Task SkipLink_LeadsToTheContent()
    {
        await DrawnAsync();
        await _page.FocusAsync(".skip");
        await _page.Keyboard.PressAsync("Enter");

        Assert.Equal("content", await _page.EvaluateAsync<string>("document.activeElement.id"));
    }

    [Fact]
    public async Task Server_Gone_IsSaidAndThePageComesBackByItself()
    {
        await DrawnAsync();
        var port = new Uri(_host.Address).Port;
        await _page.EvaluateAsync("window.beforeTheOutage = true");

        await _host.DisposeAsync();
        await Assertions.Expect(_page.Locator("#connection")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(_page.Locator("#connection")).ToContainTextAsync("Connection lost. Showing ");
        await Assertions.Expect(_page.Locator("#connection")).ToContainTextAsync("trying again in");
        await Assertions.Expect(_page.Locator("h1")).ToHaveTextAsync("States");
        await _page.ScreenshotAsync(new() { Path = Picture("connection-lost") });

        _host = await GalleryHost.StartAsync(port);
        await _page.UntilAsync("window.beforeTheOutage === undefined && document.querySelector('[data-testid=gauge]') !== null");
        await Assertions.Expect(_page.Locator("#connection")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Page_Broken_IsReportedInItsFrameAndTriesAgain()
    {
        await DrawnAsync();

        await _page.ClickAsync("[data-testid=break]");
        await Assertions.Expect(_page.Locator("main [data-testid=failed]")).ToContainTextAsync("Something went wrong");
        await Assertions.Expect(_page.Locator("nav.nav")).ToBeVisibleAsync();
        Assert.Equal(0, await _page.Locator("main [data-testid=gauge]").CountAsync());

        await _page.Locator("main [data-testid=failed] button").First.ClickAsync();
        await DrawnAsync();
    }

    [Fact]
    public async Task Circuit_EndedByAnError_ComesBackByItself_ButNotInACircle()
    {
        await DrawnAsync();
        // What blazor.web.js does when an error nobody caught has ended the circuit.
        const string End = "window.beforeTheError = true; document.getElementById('blazor-error-ui').style.display = 'block'";

        await _page.EvaluateAsync(End);
        await _page.UntilAsync("window.beforeTheError === undefined && document.querySelector('[data-testid=gauge]') !== null");

        await _page.EvaluateAsync(End);
        await Assertions.Expect(_page.Locator("#blazor-error-ui a.reload")).ToBeVisibleAsync();
        await DrawnAsync();
        // Coming back to the page does not hurry it; a minute after the last time it comes back again.
        await _page.EvaluateAsync("window.dispatchEvent(new Event('online'))");
        await Assertions.Expect(_page.Locator("#connection")).ToBeVisibleAsync();
        Assert.True(await _page.EvaluateAsync<bool>("window.beforeTheError"));
        await _page.EvaluateAsync("sessionStorage.setItem('ems-restarted', '0'); window.dispatchEvent(new Event('online'))");
        await _page.UntilAsync("window.beforeTheError === undefined && document.querySelector('[data-testid=gauge]') !== null");
    }

    [Fact]
    public async Task Dialog_Opens_InTheProductsLook()
    {
        await DrawnAsync();
        await _page.ClickAsync("[data-testid=open-dialog]");
        await Assertions.Expect(_page.Locator(".mud-dialog")).ToBeVisibleAsync();
        await _page.ScreenshotAsync(new() { Path = Picture("dialog") });

        await _page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(_page.Locator(".mud-dialog")).ToBeHiddenAsync();
        Assert.Empty(_errors);
    }

    private async Task OpenAsync(ColorScheme theme = ColorScheme.Light, int width = 1440, string language = "en")
    {
        _context = await chromium.Browser.NewContextAsync(new() { ColorScheme = theme, ViewportSize = new() { Width = width, Height = 900 }, Locale = language });
        _page = await _context.NewPageAsync();
        _page.Console += (_, message) => { if (message.Type == "error") _errors.Add(message.Text); };
        _page.PageError += (_, error) => _errors.Add(error);
        await _page.GotoAsync(_host.Address);
    }

    /// <summary>The circuit is up and all three charts have been painted.</summary>
    private Task DrawnAsync() => _page.UntilAsync("""
        [...document.querySelectorAll('.chart-canvas canvas')].filter(c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v !== 0)).length === 3
        """);

    private Task<string> ChartPixelsAsync() => _page.EvaluateAsync<string>("document.querySelector('.chart-canvas canvas').toDataURL()");

    private static string Picture(string name) => Path.Combine(SourceTree.Root, "artifacts", "gallery", $"{name}.png");
}
