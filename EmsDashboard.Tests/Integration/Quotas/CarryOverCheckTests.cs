using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;

namespace EmsDashboard.Tests.Integration.Quotas;

/// <summary>What a period hands on to the next, through checks that go on over the ends of months, against a plain fold.</summary>
public sealed class CarryOverCheckTests(PostgresServer server)
{
    private static readonly DateOnly First = new(2025, 9, 1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, CarryOverMode.Both)]
    [InlineData(2, CarryOverMode.Both)]
    [InlineData(3, CarryOverMode.Unused)]
    [InlineData(4, CarryOverMode.Overspent)]
    public async Task Checks_OverMonthEnds_CarryWhatAPlainFoldDoes(int seed, CarryOverMode mode)
    {
        var random = new Random(seed);
        await using var database = await TestDatabase.CreateAsync(server);
        var checks = new QuotaChecks(database, "2025-09-02T12:00:00Z");
        var meter = await checks.Estate.DeviceAsync("m", await checks.Estate.GroupAsync("site"));
        var quota = await checks.Estate.QuotaAsync("q", QuotaScope.Device, meter, value: 100);
        await checks.Estate.VersionAsync(quota, 100, carryOver: SnakeCaseEnum.ToText(mode));
        SortedDictionary<DateOnly, decimal> rows = [];

        // Every few days rows come in and a check runs; now and then old rows are corrected, across the ends of months.
        for (var today = First.AddDays(1); today < First.AddMonths(6); today = today.AddDays(random.Next(1, 12)))
        {
            await StoreAsync(random.Next(4) == 0 ? First.AddDays(random.Next(today.DayNumber - First.DayNumber)) : today.AddDays(-1));
            await checks.RunAsync($"{today:yyyy-MM-dd}T12:00:00Z");

            var expected = Folded(rows, today, mode).ToList();
            Assert.Equal(expected, await StoredAsync(checks, quota));
            var preview = Assert.Single((await new QuotaPreview(database.DataSource, TestAccess.Viewer).AtAsync(checks.Time.GetUtcNow(), codes: null, Cancel)).Quotas);
            Assert.Equal(expected[^1], $"{preview.Period.Start:yyyy-MM-dd} {Text(preview.ActualValue)} {Text(preview.QuotaValue)}");
        }

        Assert.Contains(Folded(rows, First.AddMonths(6), mode), line => !line.EndsWith(" 100", StringComparison.Ordinal));

        async Task StoreAsync(DateOnly day)
        {
            rows[day] = random.Next(0, 50);
            await checks.StoreAsync(meter, $"{day:yyyy-MM-dd}", rows[day]);
        }
    }

    /// <summary>Every month up to today's that has rows or comes after one that has: its start, use and effective quota.</summary>
    private static IEnumerable<string> Folded(SortedDictionary<DateOnly, decimal> rows, DateOnly today, CarryOverMode mode)
    {
        var carried = 0m;
        for (var month = First; month <= today; month = month.AddMonths(1))
        {
            var used = rows.Where(r => r.Key >= month && r.Key < month.AddMonths(1)).Sum(r => r.Value);
            yield return $"{month:yyyy-MM-dd} {Text(used)} {Text(100 + carried)}";
            carried = new CarryOver(mode).Carried(100 + carried - used);
        }
    }

    private static async Task<IReadOnlyList<string>> StoredAsync(QuotaChecks checks, int quota) => (await checks.TextAsync("""
        SELECT string_agg(concat_ws(' ', period_start, trim_scale(actual_value), trim_scale(quota_value)), ',' ORDER BY period_start)
        FROM ems.quota_usage WHERE quota_id = $1
        """, quota))!.Split(',');

    private static string Text(decimal value) => value.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
}
