using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.CommandLine;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Explanation;

namespace EmsDashboard.Tests.Integration.Quotas;

/// <summary>An explanation adds up to the record it explains, to the last digit, and names what is missing, what changed and why.</summary>
public sealed class ExplanationTests(PostgresServer server) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private QuotaChecks _checks = null!;
    private int _east, _west, _quota;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private QuotaExplainQueries Queries => new(_database.Contexts, _database.DataSource, TestAccess.Viewer, _checks.Time);

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _checks = new QuotaChecks(_database, "2026-01-20T12:00:00Z");
        var site = await _checks.Estate.GroupAsync("SITE");
        var hall = await _checks.Estate.GroupAsync("HALL", site);
        (_east, _west) = (await _checks.Estate.DeviceAsync("EAST", hall), await _checks.Estate.DeviceAsync("WEST", site));
        _quota = await _checks.Estate.QuotaAsync("Q", QuotaScope.Group, site, value: 1m, unit: "MWh");
        await _checks.StoreAsync(_east, "2025-12-01", [.. Enumerable.Repeat(10m, 31)]);
        await _checks.StoreAsync(_west, "2025-12-01", [.. Enumerable.Repeat(1.001m, 31)]);
        await _checks.StoreAsync(_east, "2026-01-01", [.. Enumerable.Range(1, 18).Select(d => d * 1.357m)]);
        await _checks.StoreAsync(_west, "2026-01-01", 0.001m, 2m, 3m);
        await _checks.StoreAsync(_west, "2026-01-06", [.. Enumerable.Repeat(4.25m, 13)]);
        await _checks.RunAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task RunningPeriod_AddsUpAndNamesWhatIsMissing()
    {
        var it = (await Queries.ExplainAsync("Q", day: null, ofMonth: false, Cancel))!;

        Assert.Equal(it.Record.ActualValue, it.Total);
        Assert.Equal(0, it.Since);
        Assert.Equal(0.232047m + 0.060251m, it.Total);
        Assert.Equal(it.Total, it.Days.Sum(d => d.Amount));
        Assert.Equal(it.Total, it.Members.SelectMany(m => m.Days!).Sum(d => d.Amount));
        Assert.Equal(100m, decimal.Round(it.Members.Sum(m => m.SharePct(it.Total)!.Value), 6));
        Assert.Equal(["EAST", "WEST"], it.Members.Select(m => m.Code));
        Assert.Empty(it.Members[0].Missing!);
        Assert.Equal([new PeriodSpan(new(2026, 1, 4), new(2026, 1, 6))], it.Members[1].Missing!);
        Assert.Equal((it.Record.DayCount, it.Record.ExpectedDays), (it.Members.Sum(m => m.Rows), it.Members.Sum(m => m.ExpectedDays)));
        Assert.Equal((1, 2), it.Days.Where(d => d.Day == new DateOnly(2026, 1, 4)).Select(d => (d.Rows, d.Expected)).Single());
        Assert.Equal((1, CheckRunTrigger.Schedule), (it.Version.Number, it.Run!.Trigger));
    }

    [Fact]
    public async Task Drivers_CompareAsManyDaysOfThePeriodBefore_LargestChangeFirst()
    {
        var it = (await Queries.ExplainAsync("Q", day: null, ofMonth: false, Cancel))!;

        // Data reach the 18th: compared with the first 18 days of December.
        Assert.Equal(new PeriodSpan(new(2025, 12, 1), new(2025, 12, 19)), it.Before);
        Assert.Equal([("EAST", 0.232047m - 0.18m), ("WEST", 0.060251m - 0.018018m)], it.DriversAgainstBefore.Select(d => (d.Member.Code, d.Change)));
        Assert.Empty(it.DriversAgainstYearBefore);
    }

    [Fact]
    public async Task ClosedPeriod_IsComparedWhole_AndItsRevisionNamesTheImport()
    {
        _checks.Time.AdjustTime(QuotaChecks.Instant("2026-02-20T12:00:00Z"));
        await _checks.RunAsync();
        await _checks.StoreAsync(_west, "2026-01-04", 7m, 8m);
        await _checks.RunAsync();

        var it = (await Queries.ExplainAsync("Q", new DateOnly(2026, 1, 31), ofMonth: false, Cancel))!;

        Assert.Equal((new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 31)), (it.Record.PeriodStart, it.Through));
        Assert.Equal(new PeriodSpan(new(2025, 12, 1), new(2026, 1, 1)), it.Before);
        Assert.Equal(it.Record.ActualValue, it.Total);
        var revision = Assert.Single(it.Revisions);
        Assert.Equal(0.015m, revision.NewActual - revision.OldActual);
        Assert.Equal("a.csv", revision.Import!.FileName);
    }

    [Fact]
    public async Task RowsAfterTheCheck_AreToldApart()
    {
        await _checks.StoreAsync(_west, "2026-01-04", 7m);

        var it = (await Queries.ExplainAsync("Q", day: null, ofMonth: false, Cancel))!;

        Assert.Equal(0.007m, it.Since);
        Assert.Equal(it.Record.ActualValue + it.Since, it.Total);
    }

    [Fact]
    public async Task PeriodWithoutRows_IsToldWithDashes_AndAZeroThatWasMeasuredWithZeros()
    {
        var dry = await _checks.Estate.DeviceAsync("DRY", await _checks.Estate.GroupAsync("SHED"));
        await _checks.Estate.QuotaAsync("D", QuotaScope.Device, dry, value: 900);
        await _checks.RunAsync("2026-01-20T13:00:00Z", new CheckRequest { All = true });

        var without = (await Queries.ExplainAsync("D", day: null, ofMonth: false, Cancel))!;
        await _checks.StoreAsync(dry, "2026-01-05", 0m);
        await _checks.RunAsync();
        var measured = (await Queries.ExplainAsync("D", day: null, ofMonth: false, Cancel))!;

        Assert.Equal((true, false), (without.Record.IsWithoutData, without.HasRows));
        Assert.Equal(["result - of 900 kWh, no data", "DRY - kWh - 0 of 0 days", "total - kWh"], Told(without));
        Assert.Equal(["result 0 of 900 kWh, 0 %, normal", "DRY 0 kWh - 1 of 14 days, missing 2026-01-06 to 2026-01-18", "total 0 kWh"], Told(measured));

        static IEnumerable<string> Told(QuotaExplanation it) => ExplainText.Plain(it).Split('\n')
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
            .Where(line => line.Split(' ')[0] is "result" or "DRY" or "total");
    }

    [Fact]
    public async Task NothingThere_IsNull()
    {
        Assert.Null(await Queries.ExplainAsync("NONE", null, ofMonth: false, Cancel));
        Assert.Null(await Queries.ExplainAsync("Q", new DateOnly(2019, 1, 1), ofMonth: false, Cancel));
    }
}
