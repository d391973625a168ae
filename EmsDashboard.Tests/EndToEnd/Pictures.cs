using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.EndToEnd.Pages;
using EmsDashboard.Tests.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>The README's pictures. Runs only when asked for, by <c>docs/pictures/make</c>: a test run changes no file of the checkout.</summary>
public sealed class Pictures(TestDatabase database, Chromium chromium) : IClassFixture<TestDatabase>, IClassFixture<Chromium>
{
    /// <summary>A Tuesday late in a month, so that quotas stand apart.</summary>
    private const string Instant = "2026-11-24T09:30:00Z";

    [Fact(Explicit = true)]
    public async Task Take()
    {
        var folder = Environment.GetEnvironmentVariable("EMS_PICTURES");
        Assert.False(string.IsNullOrEmpty(folder), "EMS_PICTURES names the folder to write to.");
        await using var application = new ProductProcess(database.ConnectionString, new Dictionary<string, string> { ["Ems__Demo"] = "true", ["Ems__Clock__StartAt"] = Instant });
        await application.DoAsync(["demo"]);
        await application.ServeAsync();

        await using var visit = await Visit.OpenAsync(chromium.Browser, new()
        {
            BaseURL = application.Address.ToString(), Locale = "en-GB", ViewportSize = new() { Width = 1440, Height = 900 }, ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce,
        });
        await new SignInPage(visit).SignInAsAsync(Policies.Manager);
        await TakeAsync("overview-light", "/");
        await TakeAsync("quota", "/quotas/HAM-L-E1-M");
        await TakeAsync("alarms", "/alarms?tab=open");
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await TakeAsync("overview-dark", "/");
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await new Frame(visit).SwitchLanguageAsync();
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        await TakeAsync("overview-zh-CN", "/");
        await visit.Page.SetViewportSizeAsync(390, 844);
        await TakeAsync("overview-phone", "/");

        async Task TakeAsync(string name, string path)
        {
            await visit.GoToAsync(path);
            await Expect(visit.Page.GetByTestId("loading")).ToHaveCountAsync(0);
            await Expect(visit.Page.GetByTestId("failed")).ToHaveCountAsync(0);
            await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
        }
    }
}
