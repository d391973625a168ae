using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using NpgsqlTypes;

namespace EmsDashboard.Tests.Integration.Quotas;

/// <summary>Which device-days are expected and which of them are there, as a check stores them, against a plain count day by day.</summary>
public sealed class CompletenessTests(PostgresServer server)
{
    private static readonly DateOnly March = new(2026, 3, 1);

    /// <param name="Here">Whether the meter is in the group that is looked at now.</param>
    /// <param name="Moved">First day of the group it is in now, after the other one; null if it never moved.</param>
    private sealed record Meter(int Id, DateOnly? First, DateOnly? Last, IReadOnlyList<DayRange> Gaps, HashSet<DateOnly> Rows, bool Here, DateOnly? Moved)
    {
        public bool IsHere(DateOnly day) => day < Moved ? !Here : Here;

        public bool IsExpected(DateOnly day) => (First ?? (Rows.Count == 0 ? DateOnly.MaxValue : Rows.Min())) <= day && !(Last < day) && !Gaps.Any(g => g.First <= day && day <= g.Last);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Check_OfRandomMeters_CountsWhatIsExpectedAndThere(int seed)
    {
        var random = new Random(seed);
        await using var database = await TestDatabase.CreateAsync(server);
        var checks = new QuotaChecks(database, "2026-04-20T12:00:00Z");
        var site = await checks.Estate.GroupAsync("site");
        var elsewhere = await checks.Estate.GroupAsync("elsewhere");
        var quota = await checks.Estate.QuotaAsync("q", QuotaScope.Group, site);
        List<Meter> meters = [];
        for (var i = 0; i < 12; i++)
        {
            var first = Maybe();
            // Two of three stay where they are.
            var (here, moved) = random.Next(3) == 0 ? (random.Next(2) == 0, March.AddDays(random.Next(-3, 34))) : (true, (DateOnly?)null);
            var meter = new Meter(await checks.Estate.DeviceAsync($"m{i}", here ? site : elsewhere), first, random.Next(2) == 0 ? null : (first ?? March).AddDays(random.Next(30)), Gaps(), [], here, moved);
            if (moved is not null) await checks.Estate.ExecuteAsync("INSERT INTO device_past_group (device_id, until, group_id) VALUES ($1, $2, $3)", meter.Id, moved, here ? elsewhere : site);
            await checks.Estate.ExecuteAsync("UPDATE device SET first_date = $2, last_date = $3, known_gaps = $4 WHERE id = $1",
                meter.Id, meter.First, meter.Last, meter.Gaps.Select(g => new NpgsqlRange<DateOnly>(g.First, g.Last)).ToArray());
            foreach (var day in Days().Where(_ => random.Next(10) < 9))
            {
                meter.Rows.Add(day);
                await checks.StoreAsync(meter.Id, $"{day:yyyy-MM-dd}", 1);
            }

            meters.Add(meter);
        }

        await checks.RunAsync();

        var (expected, present) = (0, 0);
        for (var day = March; day < March.AddMonths(1); day = day.AddDays(1))
        {
            expected += meters.Count(m => m.IsHere(day) && m.IsExpected(day));
            present += meters.Count(m => m.IsHere(day) && m.IsExpected(day) && m.Rows.Contains(day));
        }

        Assert.Equal($"{expected} {present}", await checks.TextAsync("SELECT concat_ws(' ', expected_days, day_count) FROM ems.quota_usage WHERE quota_id = $1 AND period_start = $2", quota, March));

        DateOnly? Maybe() => random.Next(3) == 0 ? null : March.AddDays(random.Next(-20, 20));
        IEnumerable<DateOnly> Days() => random.Next(8) == 0 ? [] : Enumerable.Range(-5, random.Next(10, 40)).Select(March.AddDays);
        IReadOnlyList<DayRange> Gaps() => DayRange.Normal(Enumerable.Range(0, random.Next(3)).Select(_ => March.AddDays(random.Next(-10, 30))).Select(d => new DayRange(d, d.AddDays(random.Next(8)))));
    }

    [Fact]
    public async Task KnownGap_EnteredLater_MakesClosedPeriodsComplete()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        var checks = new QuotaChecks(database, "2026-04-20T12:00:00Z");
        var meter = await checks.Estate.DeviceAsync("m", await checks.Estate.GroupAsync("site"));
        var quota = await checks.Estate.QuotaAsync("q", QuotaScope.Device, meter);
        await checks.StoreAsync(meter, "2026-03-01", [.. Enumerable.Repeat(1m, 10)]);
        await checks.StoreAsync(meter, "2026-03-16", [.. Enumerable.Repeat(1m, 30)]);
        await checks.RunAsync();
        Assert.Equal("26 of 31", await CountAsync());

        var imports = new Imports(database, EmsDashboard.Infrastructure.Security.Policies.Admin, checks.Time.GetUtcNow());
        var file = (await imports.ExportAsync("devices")).Replace("Europe/London,,,,,,", "Europe/London,,,,,,2026-03-11..2026-03-15", StringComparison.Ordinal);
        var report = await imports.TextAsync("devices", file);
        await checks.RunAsync();

        Assert.Equal(1, report.Updated);
        Assert.Equal("26 of 26", await CountAsync());

        Task<string?> CountAsync() => checks.TextAsync("SELECT concat(day_count, ' of ', expected_days) FROM ems.quota_usage WHERE quota_id = $1 AND period_start = $2", quota, March);
    }

    [Theory]
    [InlineData("2026-03-01..2026-03-15; 2026-07-04", "2026-03-01..2026-03-15; 2026-07-04..2026-07-04")]
    [InlineData("2026-07-04;2026-03-01..2026-03-15 ; 2026-03-16..2026-03-20", "2026-03-01..2026-03-20; 2026-07-04..2026-07-04")]
    [InlineData("", "")]
    [InlineData("2026-03-15..2026-03-01", null)]
    [InlineData("2026-03-01..", null)]
    [InlineData("2026-03-01..2026-03-02..2026-03-03", null)]
    [InlineData("1 March", null)]
    public void DayRanges_Text_ReadsBackInOrder(string text, string? normal) =>
        Assert.Equal(normal, DayRange.TryRead(text, out var ranges) ? DayRange.Write(ranges) : null);
}
