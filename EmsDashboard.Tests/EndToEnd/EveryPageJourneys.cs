using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>What holds on every page: axe has nothing serious to say in either theme, nothing sticks out on a phone, no page complains.</summary>
public sealed class EveryPageJourneys(DemoWorld world) : Journey(world)
{
    public static readonly TheoryData<string> Paths =
    [
        "/", "/quotas", "/quotas/HAM-W-W1-M", "/quotas/ALL-E-Y", "/allocation", "/explain/HAM-W-W1-M", "/explain/ALL-E-Y", "/alarms", "/alarms?tab=resolved", "/history", "/meters", "/meters/HAM-W-W1",
        "/admin/quotas", "/admin/quotas/new", "/admin/quotas/ALL-E-Y", "/admin/groups", "/admin/import", "/admin/runs", "/admin/recompute", "/admin/users", "/not-found",
    ];

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
        var visit = await VisitAsAsync(Policies.Admin, options => options.ViewportSize = new() { Width = 390, Height = 844 });
        await OpenAsync(visit, path);

        var overhang = await visit.Page.EvaluateAsync<int>("document.scrollingElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overhang <= 0, $"{path} is {overhang} px too wide");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task SignIn_InLightAndDark_HasNoSeriousAccessibilityViolation(ColorScheme theme)
    {
        var visit = await VisitAsync(options => options.ColorScheme = theme);
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
