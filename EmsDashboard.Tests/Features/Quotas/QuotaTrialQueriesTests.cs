using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Features.Quotas;

/// <summary>A quota tried on its target's past says what would have been reached on which day, and what suggests itself.</summary>
public sealed class QuotaTrialQueriesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly Today = new(2020, 12, 15);
    private readonly EstateSeed _seed = new(database.DataSource);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private QuotaTrialQueries Queries => new(database.Contexts, database.DataSource, new TestAccess(Policies.Manager));

    public async ValueTask InitializeAsync()
    {
        await _seed.EmptyAsync("device, device_group, device_group_ancestor, energy_daily_summary, usage_month");
        var group = await _seed.GroupAsync("g");
        // October 31 × 10, November 30 × 20, December 14 × 10 kWh.
        await _seed.DaysAsync(await _seed.DeviceAsync("m", group), new DateOnly(2020, 10, 1),
            [.. Enumerable.Repeat(10m, 31), .. Enumerable.Repeat(20m, 30), .. Enumerable.Repeat(10m, 14)]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task RunAsync_Monthly_NamesTheDaysOnWhichThresholdsWouldHaveBeenReached()
    {
        var trial = await Queries.RunAsync(Request(PeriodRule.Monthly(), 400), Cancel);

        Assert.Equal([(12, 140m, 35m), (11, 600m, 150m), (10, 310m, 77.5m)], trial.Periods.Select(p => (p.Period.Start.Month, p.Use, p.RatePct)));
        var november = trial.Periods[1].Crossings.Where(c => !c.Threshold.OnForecast).Select(c => (c.Threshold.Pct, c.Day));
        Assert.Equal([(80m, new DateOnly(2020, 11, 16)), (100m, new DateOnly(2020, 11, 20))], november);
        Assert.Contains(trial.Periods[1].Crossings, c => c.Threshold.OnForecast && c.Day < new DateOnly(2020, 11, 16));
        Assert.DoesNotContain(trial.Periods[2].Crossings, c => !c.Threshold.OnForecast);
        Assert.Equal(455m, trial.Suggested.Median);
        Assert.Equal(455m * 0.9m, trial.Suggested.LastYearLess);
    }

    [Fact]
    public async Task RunAsync_AnAmountAsThreshold_InAnotherUnit_IsReachedOnTheSameDay()
    {
        var amount = new ThresholdSet([new QuotaThreshold(ThresholdBasis.Actual, ThresholdKind.Absolute, 0.32m, ThresholdSeverity.Warning)]);

        var trial = await Queries.RunAsync(Request(PeriodRule.Monthly(), 0.4m) with { Unit = Unit.MegawattHour, Thresholds = amount }, Cancel);

        Assert.Equal([0.14m, 0.6m, 0.31m], trial.Periods.Select(p => p.Use));
        Assert.Equal(new DateOnly(2020, 11, 16), Assert.Single(trial.Periods[1].Crossings).Day);
    }

    [Fact]
    public async Task LastYearAsync_Yearly_GivesItsMonthsInTheOrderOfTheYear()
    {
        Assert.Equal([.. Enumerable.Repeat(0m, 10), 310m, 600m], (await Queries.LastYearAsync(Request(PeriodRule.Yearly(12), 1000), Cancel))!);
        Assert.Null(await Queries.LastYearAsync(Request(PeriodRule.Yearly(), 1000), Cancel));
        Assert.Null(await Queries.LastYearAsync(Request(PeriodRule.Monthly(), 1000), Cancel));
    }

    [Fact]
    public async Task RunAsync_WithoutALimit_ShowsUseAndReachesNothing()
    {
        var trial = await Queries.RunAsync(Request(PeriodRule.Monthly(), 0), Cancel);

        Assert.Equal(3, trial.Periods.Count);
        Assert.All(trial.Periods, p => Assert.Empty(p.Crossings));
    }

    [Fact]
    public async Task RunAsync_TargetWithoutAnything_IsEmpty_AndBelowManagerDenied()
    {
        Assert.Empty((await Queries.RunAsync(Request(PeriodRule.Monthly(), 1) with { TargetCode = "unknown" }, Cancel)).Periods);
        Assert.Empty((await Queries.RunAsync(Request(PeriodRule.Monthly(), 1) with { EnergyType = EnergyType.Gas }, Cancel)).Periods);
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            new QuotaTrialQueries(database.Contexts, database.DataSource, new TestAccess(Policies.Staff)).RunAsync(Request(PeriodRule.Monthly(), 1), Cancel));
    }

    private static QuotaTrialRequest Request(PeriodRule rule, decimal value) =>
        new(QuotaScope.Group, "g", EnergyType.Electricity, rule, Unit.KilowattHour, value, ThresholdSet.Default, Today, LessPct: 10);
}
