using Bunit;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Pages;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.DependencyInjection;

namespace EmsDashboard.Tests.Features.Quotas;

/// <summary>The history on a real database.</summary>
public sealed class HistoryPageTests : PageTestContext, IClassFixture<TestDatabase>
{
    public HistoryPageTests(TestDatabase database) : base(database, Policies.Viewer) => Services.AddSingleton<QuotaHistoryQueries>();

    [Fact]
    public async Task History_SearchWithoutHits_SaysHowManyThereAreAndClears()
    {
        await Estate.UsageAsync(await Estate.QuotaAsync("q", QuotaScope.EnergyType), new(2020, 12, 1), 400, new(2020, 12, 14));
        Navigation.NavigateTo("/history?search=zzzz");

        var page = Render<HistoryPage>();

        page.WaitForAssertion(() => Assert.Contains("Without filters there is 1 quota", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal));
        page.Act("[data-testid=clear-all]", button => button.Click());
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=matrix] tr[data-code]")));
    }

    [Fact]
    public async Task History_Unasked_PicksAQuotaThatWasExceeded()
    {
        await Estate.UsageAsync(await Estate.QuotaAsync("a", QuotaScope.EnergyType, value: 0), new(2020, 12, 1), 400, new(2020, 12, 14));
        await Estate.UsageAsync(await Estate.QuotaAsync("b", QuotaScope.EnergyType), new(2020, 12, 1), 400, new(2020, 12, 14));
        var exceeded = await Estate.QuotaAsync("c", QuotaScope.EnergyType);
        await Estate.UsageAsync(exceeded, new(2020, 12, 1), 1400, new(2020, 12, 14));
        await Estate.ExecuteAsync($"UPDATE quota_usage SET status = 'exceeded', usage_rate_pct = 140 WHERE quota_id = {exceeded}");

        var page = Render<HistoryPage>();

        page.WaitForAssertion(() => Assert.Equal("c", page.Find("td.picked").ParentElement!.GetAttribute("data-code")));
    }
}
