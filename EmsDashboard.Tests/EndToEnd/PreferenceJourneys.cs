using System.Text.RegularExpressions;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.EndToEnd.Pages;
using EmsDashboard.Tests.EndToEnd.Support;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>Language and theme are chosen once and kept.</summary>
public sealed class PreferenceJourneys(DemoWorld world) : Journey(world)
{
    [Fact]
    public async Task Language_Switched_StaysAfterAReload()
    {
        var visit = await VisitAsAsync(Policies.Viewer);
        var frame = new Frame(visit);
        await visit.GoToAsync("/alarms?severity=critical");
        await Expect(frame.Link("Overview")).ToBeVisibleAsync();

        await frame.SwitchLanguageAsync();
        await Expect(frame.Html).ToHaveAttributeAsync("lang", "zh-CN");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("/alarms\\?severity=critical$"));
        await Expect(frame.Link("总览")).ToBeVisibleAsync();

        await visit.Page.ReloadAsync();
        await Expect(frame.Html).ToHaveAttributeAsync("lang", "zh-CN");
        await frame.SwitchLanguageAsync();
        await Expect(frame.Link("Overview")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Language_StaysWhenThePageChangesByItself()
    {
        var visit = await VisitAsAsync(Policies.Manager, options => options.Locale = "zh-CN");
        await visit.GoToAsync("/admin/runs");
        var newest = visit.Page.GetByTestId("run").First;
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("检查记录");
        await Expect(newest).ToBeVisibleAsync();
        var before = (await newest.GetAttributeAsync("data-run"))!;

        Assert.Equal(0, (await World.Application.RunAsync(["check"])).ExitStatus);

        await Expect(newest).Not.ToHaveAttributeAsync("data-run", before, new() { Timeout = 30_000 });
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("检查记录");
    }

    [Fact]
    public async Task Theme_Switched_StaysAfterAReload()
    {
        var visit = await VisitAsAsync(Policies.Viewer, options => options.ColorScheme = Microsoft.Playwright.ColorScheme.Light);
        var frame = new Frame(visit);
        await visit.GoToAsync("/");
        await Expect(frame.Html).ToHaveAttributeAsync("data-theme", "light");
        var light = await BackgroundAsync(visit);

        await frame.SwitchThemeAsync();
        await Expect(frame.Html).ToHaveAttributeAsync("data-theme", "dark");
        await visit.Page.ReloadAsync();
        await visit.IsInteractiveAsync();
        await Expect(frame.Html).ToHaveAttributeAsync("data-theme", "dark");
        Assert.NotEqual(light, await BackgroundAsync(visit));
    }

    private static Task<string> BackgroundAsync(Visit visit) => visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
