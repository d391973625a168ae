using EmsDashboard.Features.Quotas.Domain;
using FsCheck.Fluent;

namespace EmsDashboard.Tests.Integration.Quotas;

/// <summary>However rows arrive, usage is what a plain sum over them gives.</summary>
public sealed class UsageFoldTests(PostgresServer server)
{
    private const int Meters = 3;
    private const int Days = 70;
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>One delivery: rows of some meters and days, in any order and with repeats of earlier ones; and whether a check follows.</summary>
    private sealed record Delivery((int Meter, int Day, int Amount)[] Rows, bool ThenCheck);

    [Fact]
    public async Task AnySplitOrderReplayOrCorrection_GivesThePlainSum()
    {
        var row = from meter in Gen.Choose(0, Meters - 1) from day in Gen.Choose(0, Days - 1) from amount in Gen.Choose(-2_000, 50_000) select (meter, day, amount);
        var delivery = from rows in row.ArrayOf().Resize(60) from check in Gen.Elements(true, false) select new Delivery(rows, check);
        var histories = delivery.ArrayOf().Resize(8).Sample(12, 8).ToList();
        Assert.Contains(histories, h => h.Length > 3);
        foreach (var history in histories) await AgreesAsync(history);
    }

    private async Task AgreesAsync(Delivery[] history)
    {
        await using var database = await TestDatabase.CreateAsync(server);
        var checks = new QuotaChecks(database, "2026-04-01T12:00:00Z", batchSize: 2);
        var site = await checks.Estate.GroupAsync("SITE");
        var building = await checks.Estate.GroupAsync("BUILDING", site);
        int[] meters = new int[Meters];
        for (var i = 0; i < Meters; i++) meters[i] = await checks.Estate.DeviceAsync($"M{i}", i == 0 ? site : building);
        (QuotaScope Scope, int? Target)[] targets = [(QuotaScope.Device, meters[0]), (QuotaScope.Group, site), (QuotaScope.Group, building), (QuotaScope.EnergyType, null)];
        foreach (var (scope, target) in targets)
        {
            await checks.Estate.QuotaAsync($"m {scope} {target}", scope, target);
            await checks.Estate.QuotaAsync($"y {scope} {target}", scope, target, period: PeriodKind.Yearly);
        }

        var imports = new Imports(database);
        foreach (var delivery in history)
        {
            // Of two values for one key within a delivery the last one stands; a file that held both would be refused.
            var rows = delivery.Rows.GroupBy(r => (r.Meter, r.Day)).Select(g => g.Last())
                .Select(r => ($"M{r.Meter}", new DateOnly(2025, 12, 1).AddDays(r.Day), r.Amount / 1000m)).ToList();
            await imports.EnergyAsync(rows);
            await imports.EnergyAsync(Enumerable.Reverse(rows));
            if (delivery.ThenCheck) await checks.RunAsync();
        }

        await checks.RunAsync();

        Assert.Equal("", await checks.WrongUsageAsync());
        Assert.Equal("0 0", await checks.TextAsync("SELECT concat_ws(' ', (SELECT count(*) FROM ems.usage_delta), (SELECT count(*) FROM ems.quota_dirty))"));
    }
}
