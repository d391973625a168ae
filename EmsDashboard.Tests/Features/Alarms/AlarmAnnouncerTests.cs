using Bunit;
using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Alarms.Components;
using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.LiveUpdates;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Features.Alarms;

/// <summary>What a screen reader hears while a page is open; on a real database.</summary>
public sealed class AlarmAnnouncerTests : BunitTestContext, IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly December = new(2020, 12, 1);
    private readonly TestChangeFeed _feed = new();
    private readonly EstateSeed _estate;
    private readonly AlarmSeed _alarms;

    public AlarmAnnouncerTests(TestDatabase database)
    {
        (_estate, _alarms) = (new(database.DataSource), new(database.DataSource));
        Services.AddSingleton<IChangeFeed>(_feed);
        Services.AddSingleton(new AlarmQueries(database.Contexts, TestAccess.Viewer, new FakeTimeProvider(AlarmSeed.Noon)));
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    public async ValueTask InitializeAsync() => await _estate.EmptyAsync("alarm_event, quota");

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    [Fact]
    public async Task NewCriticalAlarm_IsSaidAtOnce_AndNotAgain()
    {
        await RaiseAsync("there", AlarmSeverity.Critical);
        var announcer = await OpenAsync();
        Assert.Equal(("", ""), Said(announcer));

        var id = await RaiseAsync("new", AlarmSeverity.Critical);
        await _feed.AnnounceAsync(Topics.Alarms);
        Assert.Equal(("New critical alarm: Quota new at 85.0\u202f%.", "Alarms to acknowledge: 2"), Said(announcer));
        Assert.Equal("1", Times(announcer));

        await _estate.ExecuteAsync($"UPDATE alarm_event SET acknowledged_at = now(), acknowledged_by = 'x' WHERE id = {id}");
        await _feed.AnnounceAsync(Topics.Alarms);
        await _estate.ExecuteAsync($"UPDATE alarm_event SET acknowledged_at = NULL, acknowledged_by = NULL WHERE id = {id}");
        await _feed.AnnounceAsync(Topics.Alarms);
        Assert.Equal("1", Times(announcer));
    }

    [Fact]
    public async Task NewWarning_OnlyChangesTheCount_ButIsSaidWhenItBecomesCritical()
    {
        var announcer = await OpenAsync();

        var id = await RaiseAsync("w", AlarmSeverity.Warning);
        await _feed.AnnounceAsync(Topics.Alarms);
        Assert.Equal(("", "Alarms to acknowledge: 1"), Said(announcer));

        await _estate.ExecuteAsync($"UPDATE alarm_event SET severity = 'critical' WHERE id = {id}");
        await _feed.AnnounceAsync(Topics.Alarms);
        Assert.Equal("New critical alarm: Quota w at 85.0\u202f%.", Said(announcer).Critical);

        await _estate.ExecuteAsync("UPDATE alarm_event SET acknowledged_at = now(), acknowledged_by = 'x'");
        await _feed.AnnounceAsync(Topics.Alarms);
        Assert.Equal("Nothing to acknowledge", Said(announcer).Waiting);
    }

    [Fact]
    public async Task ManyAtOnce_AFewAreNamedAndTheRestCounted()
    {
        Speak("zh-CN");
        var announcer = await OpenAsync();
        foreach (var quota in (string[])["a", "b", "c", "d", "e"]) await RaiseAsync(quota, AlarmSeverity.Critical);

        await _feed.AnnounceAsync(Topics.Alarms);

        Assert.Matches("^新的严重告警：Quota . 用量 85.0%；Quota . 用量 85.0%；Quota . 用量 85.0%，另有 2 条。$", Said(announcer).Critical);
    }

    [Fact]
    public void Regions_BeforeAnythingIsSaid_AreThereAsOneAssertiveAndOnePolite()
    {
        var announcer = Render<AlarmAnnouncer>();

        Assert.Equal(["assertive", "polite"], announcer.FindAll("[aria-live]").Select(region => region.GetAttribute("aria-live")));
    }

    /// <summary>Opens it and waits until it knows what is there: a first change that changes nothing has been answered.</summary>
    private async Task<IRenderedComponent<AlarmAnnouncer>> OpenAsync()
    {
        var announcer = Render<AlarmAnnouncer>();
        await _feed.AnnounceAsync(Topics.Alarms);
        return announcer;
    }

    private static (string Critical, string Waiting) Said(IRenderedComponent<AlarmAnnouncer> announcer) =>
        (announcer.Find("[data-testid=announce-critical]").TextContent, announcer.Find("[data-testid=announce-waiting]").TextContent);

    /// <summary>How many announcements there were; the words of the last one stay.</summary>
    private static string? Times(IRenderedComponent<AlarmAnnouncer> announcer) => announcer.Find("[data-testid=announce-critical] span").GetAttribute("data-times");

    private async Task<long> RaiseAsync(string quota, AlarmSeverity severity) =>
        await _alarms.AlarmAsync(await _estate.QuotaAsync(quota, QuotaScope.EnergyType), December, severity);
}
