using System.Text.Json;
using EmsDashboard.Features.Energy.Export;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.CommandLine;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Explanation;
using EmsDashboard.Infrastructure.Persistence;

namespace EmsDashboard.Tests.Integration.Quotas;

/// <summary>The months of a split year, judged beside the year by their own share of it.</summary>
public sealed class SplitYearCheckTests(PostgresServer server) : IAsyncLifetime
{
    /// <summary>100, 110, … 210: 1 860 together.</summary>
    private static readonly MonthAmounts Shares = new(Enumerable.Range(0, 12).Select(i => 100m + i * 10));

    private TestDatabase _database = null!;
    private QuotaChecks _checks = null!;
    private int _meter;
    private int _quota;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private QuotaQueries Queries => new(_database.Contexts, TestAccess.Viewer, _checks.Time);

    private QuotaPreview Preview => new(_database.DataSource, TestAccess.Viewer);

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _checks = new QuotaChecks(_database, "2025-01-02T12:00:00Z");
        _meter = await _checks.Estate.DeviceAsync("M", await _checks.Estate.GroupAsync("SITE"));
        _quota = await _checks.Estate.QuotaAsync("Q", QuotaScope.Device, _meter, value: Shares.Total, period: PeriodKind.Yearly);
        await _checks.Estate.VersionAsync(_quota, Shares.Total, period: PeriodKind.Yearly, distribution: Shares.ToString());
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Checks_OverAYear_JudgeEveryMonthAsAPlainSumDoes_AndTheYearAsBefore(int seed)
    {
        var random = new Random(seed);
        SortedDictionary<DateOnly, decimal> rows = [];
        HashSet<DateOnly> ran = [];
        var first = new DateOnly(2025, 1, 1);
        for (var today = first.AddDays(1); today < first.AddMonths(14); today = today.AddDays(random.Next(1, 25)))
        {
            var day = random.Next(3) == 0 ? first.AddDays(random.Next(today.DayNumber - first.DayNumber)) : today.AddDays(-1);
            rows[day] = random.Next(0, 120);
            await _checks.StoreAsync(_meter, $"{day:yyyy-MM-dd}", rows[day]);
            await _checks.RunAsync($"{today:yyyy-MM-dd}T12:00:00Z");
            ran.Add(QuotaCalendar.MonthOf(today));

            var months = (await _checks.TextAsync("""
                SELECT string_agg(concat_ws(' ', period_start, trim_scale(actual_value), trim_scale(quota_value), status, CASE WHEN is_current THEN 'current' END), E'\n' ORDER BY period_start)
                FROM ems.quota_usage WHERE is_month
                """))!.Split('\n');
            Assert.Equal(Expected(rows, ran, today), months);
            Assert.Equal(rows.Where(r => r.Key.Year == today.Year).Sum(r => r.Value), await _database.DataSource.ScalarAsync<decimal>(
                "SELECT actual_value FROM ems.quota_usage WHERE is_current AND NOT is_month"));
            var month = Assert.Single((await Preview.AtAsync(_checks.Time.GetUtcNow(), codes: null, Cancel)).Months);
            Assert.Equal(months[^1], FormattableString.Invariant($"{month.Period.Start:yyyy-MM-dd} {month.ActualValue:0.###} {month.QuotaValue} {SnakeCaseEnum.ToText(month.Status)} current"));
        }
    }

    /// <summary>Months that hold rows, or in which a check ran.</summary>
    private static IEnumerable<string> Expected(SortedDictionary<DateOnly, decimal> rows, HashSet<DateOnly> ran, DateOnly today)
    {
        for (var month = new DateOnly(2025, 1, 1); month <= today; month = month.AddMonths(1))
        {
            var mine = rows.Where(r => r.Key >= month && r.Key < month.AddMonths(1)).ToList();
            var running = today < month.AddMonths(1);
            if (mine.Count == 0 && !ran.Contains(month)) continue;
            var (used, share) = (mine.Sum(r => r.Value), Shares[month.Month]);
            var status = used >= share ? "exceeded" : used * 100 >= share * 80 ? "warning" : "normal";
            yield return FormattableString.Invariant($"{month:yyyy-MM-dd} {used} {share} {status}{(running ? " current" : "")}");
        }
    }

    [Fact]
    public async Task Month_OverItsShare_HasAnAlarmOfItsOwn_ThatEndsWithIt()
    {
        await _checks.StoreAsync(_meter, "2025-01-01", [.. Enumerable.Repeat(4.5m, 19)]);
        await _checks.RunAsync("2025-01-20T12:00:00Z");
        Assert.Equal("2025-01-01 warning x1", await _checks.AlarmsAsync(_quota, "month"));
        Assert.Empty((await _checks.AlarmsAsync(_quota))!);

        await _checks.StoreAsync(_meter, "2025-01-20", [.. Enumerable.Repeat(4.5m, 12)]);
        await _checks.RunAsync("2025-02-01T12:00:00Z");

        Assert.Equal("2025-01-01 warning period_ended x1", await _checks.AlarmsAsync(_quota, "month"));
        Assert.Equal("139.5 100 139.5 exceeded", await _checks.UsageAsync(_quota, "2025-01-01", ofMonth: true));
        Assert.Equal("0 110 0 normal current", await _checks.UsageAsync(_quota, "2025-02-01", ofMonth: true));
        Assert.Equal("139.5 1860 7.5 normal current", await _checks.UsageAsync(_quota, "2025-01-01"));
    }

    [Fact]
    public async Task Year_NoLongerSplit_ClosesTheMonthsAlarm_AndKeepsWhatWasJudged()
    {
        await _checks.StoreAsync(_meter, "2025-01-01", [.. Enumerable.Repeat(9m, 19)]);
        await _checks.RunAsync("2025-01-20T12:00:00Z");
        await _checks.Estate.VersionAsync(_quota, Shares.Total, from: new DateOnly(2025, 1, 15), period: PeriodKind.Yearly);
        await _checks.Estate.ExecuteAsync("SELECT ems.mark_quotas(ARRAY[$1::int])", _quota);
        await _checks.RunAsync("2025-01-20T13:00:00Z");

        Assert.Equal("2025-01-01 critical not_split x1", await _checks.AlarmsAsync(_quota, "month"));
        // The days before the new version stay a month, cut where it begins.
        Assert.Equal("126 100 126 exceeded current", await _checks.UsageAsync(_quota, "2025-01-01", ofMonth: true));
    }

    [Fact]
    public async Task Month_RestatedLongAfter_IsARevisionOfTheMonth_AndCanBeExplained()
    {
        await _checks.StoreAsync(_meter, "2025-01-01", [.. Enumerable.Repeat(2m, 59)]);
        await _checks.RunAsync("2025-03-01T12:00:00Z");
        await _checks.StoreAsync(_meter, "2025-01-10", 50m);
        await _checks.RunAsync("2025-06-01T12:00:00Z");

        var months = await Queries.MonthsAsync(_quota, new PeriodSpan(new DateOnly(2025, 1, 1), new DateOnly(2026, 1, 1)), Cancel);
        var periods = await Queries.PeriodsAsync(_quota, 5, Cancel);
        Assert.Equal((110m, 62m), (months[0].ActualValue, months[0].Restated?.OldRatePct));
        Assert.Equal((12, null, 210m), (months.Count, months[11].CalculatedAt, months[11].QuotaValue));
        Assert.Equal((1, null), (periods.Count, periods[0].Restated));
        var explained = await new QuotaExplainQueries(_database.Contexts, _database.DataSource, TestAccess.Viewer, _checks.Time)
            .ExplainAsync("Q", new DateOnly(2025, 1, 20), ofMonth: true, Cancel);
        Assert.Equal((110m, 0m, 31), (explained!.Total, explained.Since, explained.Days.Count));
        Assert.Equal(new PeriodSpan(new DateOnly(2024, 12, 1), new DateOnly(2025, 1, 1)), explained.Before);
        Assert.Single(explained.Revisions);
    }

    [Fact]
    public async Task Months_BeforeThereWereData_AreNotJudged_WhateverTheYearsRecord()
    {
        await _checks.StoreAsync(_meter, "2025-05-01", [.. Enumerable.Repeat(2m, 40)]);
        await _checks.RunAsync("2025-06-10T12:00:00Z");
        await _checks.Estate.ExecuteAsync("SELECT ems.mark_quotas(ARRAY[$1::int])", _quota);
        await _checks.RunAsync("2025-06-10T13:00:00Z");

        Assert.Equal("2025-05-01 2025-06-01", await _checks.TextAsync("SELECT string_agg(period_start::text, ' ' ORDER BY period_start) FROM ems.quota_usage WHERE is_month"));
    }

    [Fact]
    public async Task Explain_OfADayThatTwoRecordsHold_ShowsTheOneThatWasJudgedLast()
    {
        await _checks.StoreAsync(_meter, "2025-01-01", [.. Enumerable.Repeat(2m, 40)]);
        await _checks.RunAsync("2025-02-10T12:00:00Z");
        await _checks.Estate.ExecuteAsync("INSERT INTO quota_usage SELECT (jsonb_populate_record(u, '{\"period_start\": \"2025-02-01\", \"period_end\": \"2025-03-01\", \"version_number\": 1, \"is_current\": false}')).* FROM quota_usage u WHERE NOT is_month");

        var explained = await new QuotaExplainQueries(_database.Contexts, _database.DataSource, TestAccess.Viewer, _checks.Time).ExplainAsync("Q", new DateOnly(2025, 2, 5), ofMonth: false, Cancel);

        Assert.Equal(new DateOnly(2025, 1, 1), explained!.Record.PeriodStart);
    }

    [Fact]
    public async Task ExportUsage_OfASplitYear_GivesTheYearAndThenItsMonths_ToldApart()
    {
        await _checks.StoreAsync(_meter, "2025-01-01", [.. Enumerable.Repeat(2m, 40)]);
        await _checks.RunAsync("2025-02-10T12:00:00Z");

        Assert.Equal(["Q 2025-01-01 2026-01-01 80 1860 false true", "Q 2025-01-01 2025-02-01 62 100 true false", "Q 2025-02-01 2025-03-01 18 110 true true"], await ExportedAsync(null, null));
        Assert.Equal(["Q 2025-01-01 2026-01-01 80 1860 false true", "Q 2025-02-01 2025-03-01 18 110 true true"], await ExportedAsync(new DateOnly(2025, 2, 1), new DateOnly(2025, 2, 28)));

        async Task<IEnumerable<string>> ExportedAsync(DateOnly? from, DateOnly? to) => SharedData.Rows(await new Imports(_database).ExportAsync("usage", new ExportRequest(from, to, ["Q"])))
            .Select(u => $"{u["quota_id"]} {u["period_start"]} {u["period_end"]} {u["actual_value"]} {u["quota_value"]} {u["is_month"]} {u["is_current"]}");
    }

    [Fact]
    public async Task Preview_OfASplitYear_ListsTheQuotaOnce_AndItsRunningMonthBesideIt()
    {
        await _checks.Estate.QuotaAsync("P", QuotaScope.Device, _meter, value: 50);
        await _checks.StoreAsync(_meter, "2025-01-01", [.. Enumerable.Repeat(4m, 45)]);
        var at = QuotaChecks.Instant("2025-02-14T12:00:00Z");

        var preview = await Preview.AtAsync(at, codes: null, Cancel);
        using var document = JsonDocument.Parse(CheckText.Json(preview, at));

        Assert.Equal(["P 2025-02-01 2025-03-01 56 50 critical", "Q 2025-01-01 2026-01-01 180 1860 none"], Listed("quotas"));
        Assert.Equal(["Q 2025-02-01 2025-03-01 56 110 none"], Listed("months"));
        var (quota, month) = (document.RootElement.GetProperty("quotas")[0], document.RootElement.GetProperty("months")[0]);
        Assert.Equal(quota.EnumerateObject().Select(p => p.Name), month.EnumerateObject().Select(p => p.Name));
        var lines = CheckText.Plain(preview).Split('\n').Select(line => line.TrimEnd()).ToList();
        Assert.Equal(["P", "Q", "Q"], lines.Select(line => line.Split(' ')[0]));
        Assert.Equal([false, false, true], lines.Select(line => line.EndsWith("  normal  (month)", StringComparison.Ordinal)));

        IEnumerable<string> Listed(string name) => document.RootElement.GetProperty(name).EnumerateArray().Select(q =>
            $"{q.GetProperty("code")} {q.GetProperty("periodStart")} {q.GetProperty("periodEnd")} {q.GetProperty("actualValue").GetDecimal():0.###} {q.GetProperty("quotaValue").GetDecimal():0.###} {q.GetProperty("severity")}");
    }

    [Fact]
    public async Task Preview_BeforeAYearIsSplitAndAfter_ListsNoMonth()
    {
        await _checks.StoreAsync(_meter, "2025-01-01", [.. Enumerable.Repeat(4m, 20)]);
        await _checks.Estate.VersionAsync(_quota, Shares.Total, from: new DateOnly(2025, 1, 15), period: PeriodKind.Yearly);

        var split = await Preview.AtAsync(QuotaChecks.Instant("2025-01-14T12:00:00Z"), ["Q"], Cancel);
        var whole = await Preview.AtAsync(QuotaChecks.Instant("2025-01-15T12:00:00Z"), ["Q"], Cancel);

        Assert.Equal((1, 1), (split.Quotas.Count, split.Months.Count));
        Assert.Equal((1, 0), (whole.Quotas.Count, whole.Months.Count));
    }

    [Fact]
    public async Task History_OfMonths_ShowsASplitYearsMonths_AndOfYearsItsYears()
    {
        await _checks.StoreAsync(_meter, "2025-01-01", [.. Enumerable.Repeat(2m, 59)]);
        await _checks.RunAsync("2025-03-01T12:00:00Z");
        var history = new QuotaHistoryQueries(_database.Contexts, TestAccess.Viewer);

        var months = await history.TableAsync(new HistoryFilter(PeriodKind.Monthly, new DateOnly(2025, 1, 1), new DateOnly(2025, 3, 1)), new PageOf(1, 10), Cancel);
        var years = await history.TableAsync(new HistoryFilter(PeriodKind.Yearly, new DateOnly(2025, 1, 1), new DateOnly(2025, 3, 1)), new PageOf(1, 10), Cancel);

        Assert.Equal([62m, 56m, 0m], Assert.Single(months.Rows).Cells.Select(c => c!.ActualValue));
        Assert.Equal([118m], Assert.Single(years.Rows).Cells.Select(c => c!.ActualValue));
    }
}
