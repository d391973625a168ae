using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Explanation;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmsDashboard.Tests.Integration.Quotas;

/// <summary>Meters that moved: each day counts for the group that the meter was in on it, however moves, rows and checks follow each other.</summary>
public sealed class MeterMovesTests(PostgresServer server)
{
    private static readonly DateOnly First = new(2025, 11, 1);
    private static readonly string[] Groups = ["A", "B", "C", "SITE"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private sealed class Meter
    {
        public string Group { get; set; } = "A";
        public List<PastGroup> Past { get; set; } = [];
        public Dictionary<DateOnly, decimal> Rows { get; } = [];

        public string GroupOn(DateOnly day) => Past.OrderBy(p => p.Until).FirstOrDefault(p => p.Until > day)?.Group ?? Group;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task AnyOrderOfMovesRowsAndChecks_CountsEachDayWhereTheMeterWas(int seed)
    {
        var random = new Random(seed);
        await using var database = await TestDatabase.CreateAsync(server);
        var checks = new QuotaChecks(database, "2026-02-20T12:00:00Z");
        var editing = new CatalogueEditing(database.Contexts, new TestAccess(Policies.Admin), checks.Time);
        var imports = new Imports(database, Policies.Admin, checks.Time.GetUtcNow());
        var site = await checks.Estate.GroupAsync("SITE");
        Dictionary<string, int> groups = new() { ["SITE"] = site };
        foreach (var code in Groups[..3]) groups[code] = await checks.Estate.GroupAsync(code, code == "C" ? null : site);
        Dictionary<string, int> quotas = [];
        foreach (var code in Groups) quotas[code] = await checks.Estate.QuotaAsync($"q{code}", QuotaScope.Group, groups[code]);
        Dictionary<string, Meter> meters = [];
        for (var i = 0; i < 4; i++)
        {
            await checks.Estate.DeviceAsync($"m{i}", groups["A"]);
            meters[$"m{i}"] = new Meter();
        }

        for (var step = 0; step < 40; step++)
        {
            var code = $"m{random.Next(4)}";
            var meter = meters[code];
            switch (random.Next(5))
            {
                case 0:
                    meter.Group = Pick();
                    meter.Past = Past();
                    Assert.Empty((await editing.ChangeDeviceAsync(new DeviceEdit(code, $"Meter {code}", "electricity", "kWh", meter.Group, EstateSeed.London) { PastGroups = meter.Past },
                        await database.DataSource.ScalarAsync<long>("SELECT xmin::text::bigint FROM ems.device WHERE code = $1", code), Cancel)).Problems);
                    break;
                case 1:
                    meter.Group = Pick();
                    meter.Past = Past();
                    Assert.Empty((await imports.TextAsync("devices", $"device_code,name,energy_type,unit,group,time_zone,past_groups\n{code},Meter {code},electricity,kWh,{meter.Group},{EstateSeed.London},{PastGroup.Write(meter.Past)}\n")).Rejected);
                    break;
                case 2:
                    await checks.RunAsync();
                    break;
                case 3:
                    Assert.Equal(0, (await new UsageRebuild(database.DataSource, checks.Time, NullLogger<UsageRebuild>.Instance).RunAsync(null, Cancel)).Repaired);
                    break;
                default:
                    for (var n = random.Next(1, 20); n > 0; n--) meter.Rows[First.AddDays(random.Next(110))] = random.Next(1, 90);
                    await imports.EnergyAsync(meter.Rows.OrderBy(_ => random.Next()).Select(r => (code, r.Key, r.Value)));
                    break;
            }
        }

        await checks.RunAsync();
        Assert.Empty(await RollUps.ErrorsAsync(database));
        foreach (var code in Groups)
            foreach (var month in Enumerable.Range(0, 4).Select(First.AddMonths))
            {
                var days = meters.Values.SelectMany(m => m.Rows.Where(r => Holds(code, m.GroupOn(r.Key)) && r.Key >= month && r.Key < month.AddMonths(1))).ToList();
                var stored = await database.DataSource.ScalarAsync<string>(
                    "SELECT concat_ws(' ', trim_scale(actual_value), day_count) FROM ems.quota_usage WHERE quota_id = $1 AND period_start = $2", quotas[code], month);
                if (days.Count > 0) Assert.Equal($"{days.Sum(d => d.Value)} {days.Count}", stored);
                else Assert.True(stored is null or "0 0", stored);
                if (stored is null) continue;
                var explained = (await new QuotaExplainQueries(database.Contexts, database.DataSource, TestAccess.Viewer, checks.Time).ExplainAsync($"q{code}", month, ofMonth: false, Cancel))!;
                Assert.Equal((days.Sum(d => d.Value), days.Sum(d => d.Value), 0m), (explained.Total, explained.Days.Sum(d => d.Amount), explained.Since));
                Assert.Equal(explained.Members.Count, explained.Members.DistinctBy(m => m.Code).Count());
                var daily = (await new QuotaSeriesQueries(database.Contexts, TestAccess.Viewer).DailyAsync([quotas[code]], month, month.AddMonths(1).AddDays(-1), Cancel))[quotas[code]].ToList();
                Assert.Equal((days.Sum(d => d.Value), days.Count), (daily.Sum(d => d.Amount), daily.Sum(d => d.Meters)));
            }

        Assert.Equal((0, 0, 4), await imports.TextAsync("devices", await imports.ExportAsync("devices")) is var again ? (again.Inserted, again.Updated, again.Unchanged) : default);

        string Pick() => Groups[random.Next(Groups.Length)];
        List<PastGroup> Past() => [.. Enumerable.Range(0, random.Next(4)).Select(_ => new PastGroup(First.AddDays(random.Next(100)), Pick())).DistinctBy(p => p.Until)];
        static bool Holds(string group, string was) => group == was || (group == "SITE" && was is "A" or "B" && group == "SITE");
    }

    [Fact]
    public async Task Expected_OfAMeterThatMoved_IsItsDaysInEachGroup()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        var checks = new QuotaChecks(database, "2025-12-20T12:00:00Z");
        var (a, b) = (await checks.Estate.GroupAsync("A"), await checks.Estate.GroupAsync("B"));
        var (ofA, ofB) = (await checks.Estate.QuotaAsync("qA", QuotaScope.Group, a), await checks.Estate.QuotaAsync("qB", QuotaScope.Group, b));
        var meter = await checks.Estate.DeviceAsync("m", b);
        await checks.Estate.ExecuteAsync("INSERT INTO device_past_group (device_id, until, group_id) VALUES ($1, '2025-11-11', $2)", meter, a);
        await checks.StoreAsync(meter, "2025-11-01", [.. Enumerable.Repeat(1m, 49)]);

        await checks.RunAsync();

        Assert.Equal("10 10 10", await LineAsync(ofA));
        Assert.Equal("20 20 20", await LineAsync(ofB));
        Task<string?> LineAsync(int quota) => checks.TextAsync("""
            SELECT concat_ws(' ', trim_scale(actual_value), expected_days, day_count) FROM ems.quota_usage WHERE quota_id = $1 AND period_start = '2025-11-01'
            """, quota);
    }

    [Fact]
    public async Task Move_ThatCannotBe_IsRefusedAtItsField_AndNothingIsStored()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        var checks = new QuotaChecks(database, "2025-12-20T12:00:00Z");
        await checks.Estate.GroupAsync("A");
        await checks.Estate.DeviceAsync("m", await checks.Estate.GroupAsync("B"));
        var editing = new CatalogueEditing(database.Contexts, new TestAccess(Policies.Admin), checks.Time);

        Assert.Equal("PastGroups unknown_past_group", await RefusedAsync(new PastGroup(new DateOnly(2025, 11, 1), "NONE")));
        Assert.Equal("PastGroups past_group_incomplete", await RefusedAsync(new PastGroup(default, "A")));
        Assert.Equal("PastGroups past_group_incomplete", await RefusedAsync(new PastGroup(new DateOnly(2025, 11, 1), "")));
        Assert.Equal("PastGroups past_group_ahead", await RefusedAsync(new PastGroup(new DateOnly(2025, 12, 21), "A")));
        Assert.Equal("PastGroups past_group_repeated", await RefusedAsync(new PastGroup(new DateOnly(2025, 12, 1), "A"), new PastGroup(new DateOnly(2025, 12, 1), "B")));
        Assert.Equal(0L, await database.DataSource.ScalarAsync<long>("SELECT count(*) FROM ems.device_past_group"));
        var report = await new Imports(database, Policies.Admin, checks.Time.GetUtcNow()).TextAsync("devices", """
            device_code,name,energy_type,unit,group,time_zone,past_groups
            m,M,electricity,kWh,B,Europe/London,in the hall until May
            n,N,electricity,kWh,B,Europe/London,2025-11-01 NONE
            o,O,electricity,kWh,B,Europe/London,2025-12-21 A

            """);
        Assert.Equal(["not_past_groups", "unknown_past_group", "past_group_ahead"], report.Rejected.OrderBy(r => r.Line).Select(r => r.Reason.Code));

        // A group that holds history cannot go.
        Assert.True((await ChangeAsync(new PastGroup(new DateOnly(2025, 11, 1), "A"))).Succeeded);
        Assert.Equal("group_had_devices", Assert.Single((await editing.DeleteGroupAsync("A", await VersionAsync("device_group", "A"), Cancel)).Problems).Reason.Code);
        // And who looked at the meter before the move is told so.
        Assert.NotNull((await editing.ChangeDeviceAsync(Edit(), await VersionAsync("device", "m") - 1, Cancel)).Stale);

        async Task<string> RefusedAsync(params PastGroup[] past) => string.Join(", ", (await ChangeAsync(past)).Problems.Select(p => $"{p.Field} {p.Reason.Code}"));
        async Task<EditResult> ChangeAsync(params PastGroup[] past) => await editing.ChangeDeviceAsync(Edit(past), await VersionAsync("device", "m"), Cancel);
        static DeviceEdit Edit(params PastGroup[] past) => new("m", "Meter m", "electricity", "kWh", "B", EstateSeed.London) { PastGroups = past };
        Task<long> VersionAsync(string table, string code) => database.DataSource.ScalarAsync<long>($"SELECT xmin::text::bigint FROM ems.{table} WHERE code = $1", code);
    }
}
