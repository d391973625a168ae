using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Npgsql;

namespace EmsDashboard.Tests.Integration.Quotas;

/// <summary>Writers of overlapping late data, folds, checks and moves of meters at the same time, and connections that break: in the end every sum is right.</summary>
public sealed class ConcurrentWritersTests(PostgresServer server)
{
    private const int Meters = 6;
    private static readonly DateOnly First = new(2025, 12, 1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FourWritersWithFolderAndCheck_NoDeadlockNoWrongSumNoStaleQuota()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        var checks = await EstateAsync(database);
        using var written = new CancellationTokenSource();

        var moves = 0;
        var beside = new[]
        {
            UntilAsync(written, () => RollUps.FoldAsync(database)), UntilAsync(written, () => checks.NewChecker().RunAsync(new(), Cancel)),
            UntilAsync(written, async () => moves += await MoveAsync(database, checks, new Random(moves)) ? 1 : 0),
        };
        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => WriteAsync(database, checks, seed, deliveries: 15)));
        await written.CancelAsync();
        await Task.WhenAll(beside);

        await AgreesAsync(database, checks);
        Assert.Equal("0", await checks.TextAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
        Assert.Equal("succeeded", await checks.TextAsync("SELECT string_agg(DISTINCT state, ' ') FROM ems.check_run"));
        Assert.True(moves > 0);
    }

    [Fact]
    public async Task EightWritersWhoseConnectionsAreKilled_NothingIsCountedTwiceOrLost()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        var checks = await EstateAsync(database);
        await using var killer = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false });
        using var written = new CancellationTokenSource();
        var killed = 0;

        var beside = new[]
        {
            UntilAsync(written, async () => killed += await killer.ScalarAsync<bool>("""
                SELECT coalesce((SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' ORDER BY random() LIMIT 1), false)
                """) ? 1 : 0),
            UntilAsync(written, () => TryAsync(() => RollUps.FoldAsync(database))),
            UntilAsync(written, () => TryAsync(() => checks.NewChecker().RunAsync(new(), Cancel))),
        };
        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => WriteAsync(database, checks, seed, deliveries: 6)));
        await written.CancelAsync();
        await Task.WhenAll(beside);

        await AgreesAsync(database, checks);
        Assert.True(killed > 20, $"{killed} connections were killed.");
    }

    /// <summary>A meter goes to another group, from a day on or as if it had ever been there.</summary>
    private static async Task<bool> MoveAsync(TestDatabase database, QuotaChecks checks, Random random)
    {
        var code = $"M{random.Next(Meters)}";
        string[] groups = ["SITE", "BUILDING"];
        var version = await database.DataSource.ScalarAsync<long>("SELECT xmin::text::bigint FROM ems.device WHERE code = $1", code);
        var result = await new CatalogueEditing(database.Contexts, new TestAccess(Policies.Admin), checks.Time).ChangeDeviceAsync(
            new DeviceEdit(code, $"Meter {code}", "electricity", "kWh", groups[random.Next(2)], EstateSeed.London)
            {
                PastGroups = random.Next(2) == 0 ? [] : [new PastGroup(First.AddDays(random.Next(70)), groups[random.Next(2)])],
            }, version, Cancel);
        return result.Succeeded;
    }

    private static async Task AgreesAsync(TestDatabase database, QuotaChecks checks)
    {
        await checks.RunAsync();
        Assert.Empty(await RollUps.ErrorsAsync(database));
        Assert.Equal("", await checks.WrongUsageAsync());
        Assert.Equal("0 0", await checks.TextAsync("SELECT concat_ws(' ', (SELECT count(*) FROM ems.usage_delta), (SELECT count(*) FROM ems.quota_dirty))"));
    }

    private static async Task<QuotaChecks> EstateAsync(TestDatabase database)
    {
        var checks = new QuotaChecks(database, "2026-02-15T12:00:00Z", batchSize: 3);
        var site = await checks.Estate.GroupAsync("SITE");
        var building = await checks.Estate.GroupAsync("BUILDING", site);
        for (var i = 0; i < Meters; i++)
        {
            var meter = await checks.Estate.DeviceAsync($"M{i}", i % 2 == 0 ? site : building);
            await checks.Estate.QuotaAsync($"m{i}", QuotaScope.Device, meter);
            await checks.Estate.QuotaAsync($"y{i}", QuotaScope.Device, meter, period: PeriodKind.Yearly);
        }

        await checks.Estate.QuotaAsync("site", QuotaScope.Group, site);
        await checks.Estate.QuotaAsync("building", QuotaScope.Group, building, period: PeriodKind.Yearly);
        await checks.Estate.QuotaAsync("all", QuotaScope.EnergyType);
        return checks;
    }

    /// <summary>The same days of the same meters as the other writers have, in another order: late data and corrections. Each goes on until it is stored.</summary>
    private static async Task WriteAsync(TestDatabase database, QuotaChecks checks, int seed, int deliveries)
    {
        var random = new Random(seed);
        for (var i = 0; i < deliveries; i++)
        {
            var rows = Enumerable.Range(0, 60).Select(_ => ($"M{random.Next(Meters)}", First.AddDays(random.Next(70)), random.Next(1, 9_000) / 100m))
                .DistinctBy(r => (r.Item1, r.Item2)).OrderBy(_ => random.Next()).ToList();
            while (!await TryAsync(() => new Imports(database, startAt: checks.Time.GetUtcNow()).EnergyAsync(rows))) { }
        }
    }

    private static async Task<bool> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception error) when (DatabaseFault.Is(error))
        {
            return false;
        }
    }

    private static async Task UntilAsync(CancellationTokenSource end, Func<Task> work)
    {
        while (!end.IsCancellationRequested) await work();
    }
}
