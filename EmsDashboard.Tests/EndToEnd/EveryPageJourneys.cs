using System.Reflection;
using EmsDashboard.Components;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.EndToEnd.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>What holds on every page: axe has nothing serious to say in either theme, nothing sticks out on a phone, no page complains.</summary>
public sealed class EveryPageJourneys(DemoWorld world) : Journey(world)
{
    public static readonly TheoryData<string> Paths =
    [
        "/", "/quotas", "/quotas/HAM-W-W1-M", "/quotas/ALL-E-Y", "/allocation", "/explain/HAM-W-W1-M", "/explain/ALL-E-Y", "/alarms", "/alarms/statistics", "/alarms?tab=resolved", "/history", "/meters", "/meters/HAM-W-W1",
        "/admin/quotas", "/admin/quotas/new", "/admin/quotas/ALL-E-Y", "/admin/groups", "/admin/import", "/admin/runs", "/admin/recompute", "/admin/users", "/not-found",
    ];

    /// <summary>Looked at by tests of their own: in these journeys somebody has signed in and nothing has failed.</summary>
    private static readonly string[] LookedAtElsewhere = ["/account/access-denied", "/account/password", "/account/setup", "/account/sign-in", "/error"];

    [Fact]
    public void EveryRoute_HasAPathHereOrIsLookedAtElsewhere()
    {
        string[] routes = [.. typeof(App).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template).Order(StringComparer.Ordinal)];
        string[] paths = [.. Paths.Select(path => path.Data.Split('?')[0])];

        Assert.Equal(LookedAtElsewhere, routes.Where(route => !paths.Any(path => Leads(path, route))));

        // A route with a value is only looked at where the path names something that no other route is for.
        bool Leads(string path, string route) => route.Contains('{', StringComparison.Ordinal)
            ? path.StartsWith(route[..route.IndexOf('{', StringComparison.Ordinal)], StringComparison.Ordinal) && !routes.Contains(path)
            : path == route;
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_InLightAndDark_HasNoSeriousAccessibilityViolation(string path)
    {
        var visit = await VisitAsAsync(Policies.Admin);
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await visit.Page.EmulateMediaAsync(new() { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
            await OpenAsync(visit, path);
            Assert.Equal("", string.Join("\n", await Accessibility.ViolationsAsync(visit.Page)));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_OnAPhone_DoesNotScrollSideways(string path)
    {
        var visit = await VisitAsAsync(Policies.Admin, options => options.ViewportSize = Phone.Size);
        await OpenAsync(visit, path);
        await Phone.HoldsAsync(visit.Page);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_InChinese_HasNoSeriousAccessibilityViolation(string path)
    {
        var visit = await VisitAsAsync(Policies.Admin, options => (options.Locale, options.ReducedMotion) = ("zh-CN", ReducedMotion.Reduce));
        await OpenAsync(visit, path);
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        Assert.Equal("", string.Join("\n", await Accessibility.ViolationsAsync(visit.Page)));
    }

    [Fact]
    public async Task SignIn_OnAPhone_DoesNotScrollSideways()
    {
        var visit = await VisitAsync(options => options.ViewportSize = Phone.Size);
        await visit.Page.GotoAsync("/account/sign-in");
        await Phone.HoldsAsync(visit.Page);
    }

    [Theory]
    [InlineData(ColorScheme.Light, "en")]
    [InlineData(ColorScheme.Dark, "en")]
    [InlineData(ColorScheme.Light, "zh-CN")]
    public async Task SignIn_InEveryThemeAndLanguage_HasNoSeriousAccessibilityViolation(ColorScheme theme, string language)
    {
        var visit = await VisitAsync(options => (options.ColorScheme, options.Locale) = (theme, language));
        await visit.Page.GotoAsync("/account/sign-in");
        Assert.Equal("", string.Join("\n", await Accessibility.ViolationsAsync(visit.Page)));
    }

    private static async Task OpenAsync(Visit visit, string path)
    {
        await visit.GoToAsync(path);
        await Expect(visit.Page.GetByTestId("loading")).ToHaveCountAsync(0);
        await Expect(visit.Page.GetByTestId("failed")).ToHaveCountAsync(0);
        await Expect(visit.Page.GetByTestId("denied")).ToHaveCountAsync(0);
    }
}
