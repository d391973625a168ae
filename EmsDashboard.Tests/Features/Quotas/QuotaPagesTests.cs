using Bunit;
using EmsDashboard.Features.Quotas.Components;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Pages;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Features.Quotas;

/// <summary>The list and the page of a quota: what one address names is never shown under another.</summary>
public sealed class QuotaPagesTests(TestDatabase database) : PageTestContext(database, Policies.Viewer), IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Quota_FollowedByOneThatCannotBeLoaded_ShowsNothingOfTheFirst()
    {
        await SeedAsync("A");
        await SeedAsync("B");
        var page = Open("A");
        page.WaitForAssertion(() => Assert.Contains("Quota A", page.Find("h1").TextContent, StringComparison.Ordinal));
        page.WaitForElement("[data-testid=periods]");

        await BreakAsync("quota_usage");
        Navigation.NavigateTo("/quotas/B");
        page.Render(p => p.Add(q => q.Code, "B"));

        page.WaitForElement("[data-testid=failed]");
        Assert.DoesNotContain("Quota A", page.Markup, StringComparison.Ordinal);
        await MendAsync("quota_usage");
        Time.Advance(LiveComponent.RetryInterval);
        page.WaitForAssertion(() => Assert.Contains("Quota B", page.Find("h1").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Quota_WhoseLaterPartFails_KeepsAllOfTheFormerTogether()
    {
        var quota = await SeedAsync("A");
        var page = Open("A");
        page.WaitForElement("[data-testid=periods]");
        // The periods can still be read, the versions no more.
        await Estate.UsageAsync(quota, new DateOnly(2020, 11, 1), 300, new DateOnly(2020, 11, 30), current: false);
        await BreakAsync("quota_version");
        await Feed.AnnounceAsync(Topics.Quotas);

        page.WaitForElement("[data-testid=banner-Warning]");
        Assert.Single(page.FindAll("[data-testid=periods] tbody tr"));
        await MendAsync("quota_version");
    }

    [Fact]
    public async Task Quotas_NarrowedWhileTheDatabaseIsSlow_KeepTheFilterAndNotTheRowsOfAnother()
    {
        await SeedAsync("A");
        await SeedAsync("B");
        Navigation.NavigateTo("/quotas");
        var page = Render<QuotasPage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=quota-table] tbody tr").Count));
        await using (await HoldAsync("quota_version"))
        {
            Navigation.NavigateTo("/quotas?search=B");
            page.Render();
            Time.Advance(LiveComponent.Patience);

            page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-testid=quota-table] tbody tr")));
            Assert.Equal("B", page.FindComponent<QuotaFilterBar>().Instance.Filter.Search);
        }

        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=quota-table] tbody tr")));
    }

    [Fact]
    public async Task Quota_OfASplitYear_ShowsItsMonths_WithThoseToCome()
    {
        var quota = await Estate.QuotaAsync("Y", QuotaScope.EnergyType, value: 1200, period: PeriodKind.Yearly);
        await Estate.VersionAsync(quota, 1200, period: PeriodKind.Yearly, distribution: string.Join(' ', Enumerable.Repeat("100", 12)));
        await Estate.UsageAsync(quota, new DateOnly(2020, 1, 1), 400, new DateOnly(2020, 12, 14));
        await Estate.ExecuteAsync("""
            INSERT INTO quota_usage SELECT (jsonb_populate_record(u, '{"is_month": true, "period_start": "2020-11-01", "period_end": "2020-12-01", "actual_value": 90, "quota_value": 100, "usage_rate_pct": 90,
                "status": "warning", "is_current": false, "data_through": "2020-11-30"}')).* FROM quota_usage u
            """);

        var page = Open("Y");

        var months = page.WaitForElements("[data-testid=months] tbody tr");
        Assert.Equal(12, months.Count);
        Assert.Contains("Warning", months[10].TextContent, StringComparison.Ordinal);
        Assert.Equal("/explain/Y?period=2020-11-01&month=true", months[10].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("not judged yet", months[11].TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll("[data-testid=periods] tbody tr"));
    }

    private async Task<int> SeedAsync(string code)
    {
        var quota = await Estate.QuotaAsync(code, QuotaScope.EnergyType);
        await Estate.UsageAsync(quota, new DateOnly(2020, 12, 1), 400, new DateOnly(2020, 12, 14));
        return quota;
    }

    private IRenderedComponent<QuotaDetailPage> Open(string code)
    {
        Navigation.NavigateTo($"/quotas/{code}");
        return Render<QuotaDetailPage>(p => p.Add(q => q.Code, code));
    }
}
