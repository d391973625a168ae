using Bunit;
using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Pages;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Features.Quotas;

/// <summary>The history on a real database.</summary>
public sealed class HistoryPageTests : BunitTestContext, IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly EstateSeed _seed;

    public HistoryPageTests(TestDatabase database)
    {
        _seed = new EstateSeed(database.DataSource);
        var time = new FakeTimeProvider(new DateTimeOffset(2020, 12, 15, 12, 0, 0, TimeSpan.Zero));
        Services.AddSingleton<IDbContextFactory<EmsDbContext>>(database);
        Services.AddSingleton<IAccess>(TestAccess.Viewer);
        Services.AddSingleton<TimeProvider>(time);
        Services.AddSingleton<IChangeFeed>(new TestChangeFeed());
        Services.AddSingleton(new ViewerClock(time));
        Services.AddSingleton<QuotaHistoryQueries>().AddSingleton<EstateQueries>();
        AddAuthorization().SetAuthorized("viewer@example.org").SetPolicies(Policies.Viewer);
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    public async ValueTask InitializeAsync() => await _seed.ExecuteAsync(
        "TRUNCATE alarm_event, quota, quota_usage, device, device_group, device_group_ancestor, usage_month, energy_daily_summary CASCADE");

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    [Fact]
    public async Task History_SearchWithoutHits_SaysHowManyThereAreAndClears()
    {
        await _seed.UsageAsync(await _seed.QuotaAsync("q", QuotaScope.EnergyType), new(2020, 12, 1), 400, new(2020, 12, 14));
        Services.GetRequiredService<NavigationManager>().NavigateTo("/history?search=zzzz");

        var page = Render<HistoryPage>();

        page.WaitForAssertion(() => Assert.Contains("Without filters there are 1 quotas", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal));
        page.Find("[data-testid=clear-all]").Click();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=matrix] tr[data-code]")));
    }

    [Fact]
    public async Task History_Unasked_PicksAQuotaThatWasExceeded()
    {
        await _seed.UsageAsync(await _seed.QuotaAsync("a", QuotaScope.EnergyType, value: 0), new(2020, 12, 1), 400, new(2020, 12, 14));
        await _seed.UsageAsync(await _seed.QuotaAsync("b", QuotaScope.EnergyType), new(2020, 12, 1), 400, new(2020, 12, 14));
        var exceeded = await _seed.QuotaAsync("c", QuotaScope.EnergyType);
        await _seed.UsageAsync(exceeded, new(2020, 12, 1), 1400, new(2020, 12, 14));
        await _seed.ExecuteAsync($"UPDATE quota_usage SET status = 'exceeded', usage_rate_pct = 140 WHERE quota_id = {exceeded}");

        var page = Render<HistoryPage>();

        page.WaitForAssertion(() => Assert.Equal("c", page.Find("td.picked").ParentElement!.GetAttribute("data-code")));
    }
}
