using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Features.Energy.Persistence;
using EmsDashboard.Infrastructure.Persistence;

namespace EmsDashboard.Tests.Features.Energy.Import;

/// <summary>What imports leave in the tables, in whatever pieces, order and company they come: the rows once, and the exact differences.</summary>
public sealed class EnergyStorageTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly DateOnly Start = new(2020, 1, 25);
    private static readonly string[] Devices = ["E1", "E2", "E3"];
    private TestDatabase _database = null!;
    private Imports _imports = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _imports = new Imports(_database);
        var seed = new EstateSeed(_database.DataSource);
        var site = await seed.GroupAsync("SITE");
        var north = await seed.GroupAsync("NORTH", site);
        foreach (var (device, i) in Devices.Select((d, i) => (d, i))) await seed.DeviceAsync(device, i == 1 ? site : north);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Import_NewChangedAndEqualRows_AreCountedAndQueuedExactly()
    {
        const int count = 6_000;
        var rows = Enumerable.Range(0, count).Select(i => Row(i % 3, i / 3, i * 0.001m)).ToList();

        Assert.Equal(new StoreCounts(count, 0, 0), await ImportAsync(rows));
        Assert.Equal(new StoreCounts(0, 1, count - 1), await ImportAsync([.. rows[..^1], rows[^1] with { Amount = -7.5m }]));

        Assert.Empty(await _imports.QueueErrorsAsync());
        Assert.Equal(count, await _imports.ScalarAsync<long>("SELECT sum(day_count)::bigint FROM usage_delta"));
    }

    [Fact]
    public async Task Import_SameRowsAgain_WritesNothingAndTellsNobody()
    {
        (string, DateOnly, decimal)[] rows = [Row(0, 0, 1.5m), Row(1, 0, 0m), Row(2, 9, -0.001m)];
        await ImportAsync(rows);
        var before = await _imports.RowVersionsAsync();
        var version = await _imports.ScalarAsync<long>("SELECT version FROM live_version WHERE topic = 'energy'");

        await ImportAsync(rows);

        Assert.Equal(before, await _imports.RowVersionsAsync());
        Assert.Equal(version, await _imports.ScalarAsync<long>("SELECT version FROM live_version WHERE topic = 'energy'"));
    }

    [Fact]
    public async Task Import_AnySplitOrderReplayAndCorrection_RollsUpToThePlainSum()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            Dictionary<(string, DateOnly), decimal> last = [];
            for (var step = 0; step < 6; step++)
            {
                // Days around the turn of a month, values that come back, replays of what is there.
                var rows = Enumerable.Range(0, random.Next(1, 60)).Select(_ => Row(random.Next(3), random.Next(14), random.Next(-3, 4) * 0.125m))
                    .DistinctBy(r => (r.Device, r.Day)).ToList();
                foreach (var row in rows) last[(row.Device, row.Day)] = row.Amount;
                await ImportAsync(rows);
                if (random.Next(2) == 0) await ImportAsync(rows.OrderBy(_ => random.Next()));
                if (random.Next(3) == 0) await RollUps.FoldAsync(_database);
            }

            await RollUps.FoldAsync(_database);
            Assert.Empty(await RollUps.ErrorsAsync(_database));
            foreach (var ((device, day), amount) in last) Assert.Equal(amount, await AmountAsync(device, day));
        }
    }

    [Fact]
    public async Task Import_EightWritersOfTheSameRows_LoseAndDoubleNothing_AndTheLatestHasEveryRow()
    {
        for (var round = 0; round < 12; round++)
        {
            // Few values: often one comes as it is stored already.
            var written = await Task.WhenAll(Enumerable.Range(round * 8, 8).Select(seed => Task.Run(async () =>
            {
                var random = new Random(seed);
                var rows = Enumerable.Range(0, 120).Select(i => Row(i % 3, i / 3, random.Next(-1, 2) * 0.001m)).OrderBy(_ => random.Next()).ToList();
                var batch = (await _imports.EnergyAsync(rows)).Id;
                if (seed % 8 == round % 8) await RollUps.FoldAsync(_database);
                return (Batch: batch, Rows: rows);
            }, Cancel)));

            var latest = await _imports.ScalarAsync<long>("SELECT id FROM import_batch ORDER BY data_revision DESC LIMIT 1");
            Assert.Equal(written.Single(w => w.Batch == latest).Rows.Select(r => FormattableString.Invariant($"{r.Device} {r.Day:yyyy-MM-dd} {r.Amount:0.###}")).Order(StringComparer.Ordinal),
                await _database.DataSource.TextsAsync("""
                    SELECT concat_ws(' ', d.code, e.day, trim_scale(e.consumption)) FROM energy_daily_summary e JOIN device d ON d.id = e.device_id ORDER BY d.code COLLATE "C", e.day
                    """));
        }

        await RollUps.FoldAsync(_database);
        Assert.Empty(await RollUps.ErrorsAsync(_database));
    }

    /// <summary>An import began to store, and waits for a row, when a later one finds a value as it is stored: the earlier one must not replace it afterwards.</summary>
    [Fact]
    public async Task Import_WhileALaterOneStoresAnEqualValue_LosesToIt_AndQueuesNothingForIt()
    {
        await ImportAsync([Row(0, 0, 1m), Row(0, 1, 10m), Row(0, 2, 3m)]);
        await RollUps.FoldAsync(_database);
        await using var connection = await _database.DataSource.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await connection.ExecuteAsync("SELECT FROM energy_daily_summary WHERE day = $1 FOR UPDATE", [Start], Cancel);

        var earlier = ImportAsync([Row(0, 0, 2m), Row(0, 1, 50m), Row(0, 2, 9m)]);
        await Eventually.BecomesTrueAsync(() => _imports.ScalarAsync<bool>("""
            SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO ems.energy_daily_summary%')
            """), "the earlier import waits for the row");
        Assert.Equal(new StoreCounts(0, 1, 1), await ImportAsync([Row(0, 1, 10m), Row(0, 2, 7m)]));
        Assert.Equal("4", await QueuedAsync());
        await transaction.RollbackAsync(Cancel);

        Assert.Equal(new StoreCounts(0, 1, 2), await earlier);
        Assert.Equal((2m, 10m, 7m), (await AmountAsync("E1", Start), await AmountAsync("E1", Start.AddDays(1)), await AmountAsync("E1", Start.AddDays(2))));
        Assert.Equal("1 4", await QueuedAsync());
        await RollUps.FoldAsync(_database);
        Assert.Empty(await RollUps.ErrorsAsync(_database));

        Task<string> QueuedAsync() => _imports.ScalarAsync<string>("SELECT string_agg(trim_scale(amount)::text, ' ' ORDER BY amount) FROM usage_delta");
    }

    /// <summary>The import has found its months new, and copies them straight in, when another writer's rows become visible.</summary>
    [Fact]
    public async Task Import_OthersStoreTheSameNewDaysMeanwhile_CorrectsTheirs()
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var staging = new EnergyStaging(connection, _database.DataSource);
        var device = await _imports.ScalarAsync<int>("SELECT id FROM device WHERE code = 'E1'");
        foreach (var (i, amount) in ((int, decimal)[])[(0, 1m), (1, 2m)])
            await staging.WriteAsync(new StagedRow(new DailySummary(device, "electricity", Start.AddDays(i), amount), i, IsRepeat: false), Cancel);
        await staging.CompleteAsync(Cancel);
        Assert.Equal(new StoreCounts(2, 0, 0), await staging.StoreAsync(Cancel));

        var import = ImportAsync([Row(0, 0, 1m), Row(0, 1, 5m), Row(0, 2, 3m)]);
        await Eventually.BecomesTrueAsync(() => _imports.ScalarAsync<bool>("""
            SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'COPY ems.energy_daily_summary%')
            """), "the import waits for the other writer's rows");
        await transaction.CommitAsync(Cancel);

        Assert.Equal(new StoreCounts(1, 1, 1), await import);
        Assert.Equal(5m, await AmountAsync("E1", Start.AddDays(1)));
        Assert.Empty(await _imports.QueueErrorsAsync());
    }

    private async Task<StoreCounts> ImportAsync(IEnumerable<(string Device, DateOnly Day, decimal Amount)> rows)
    {
        var report = await _imports.EnergyAsync(rows);
        return new StoreCounts(report.Inserted, report.Updated, report.Unchanged);
    }

    private Task<decimal> AmountAsync(string device, DateOnly day) => _imports.ScalarAsync<decimal>("""
        SELECT consumption FROM energy_daily_summary e JOIN device d ON d.id = e.device_id WHERE d.code = $1 AND e.day = $2
        """, device, day);

    private static (string Device, DateOnly Day, decimal Amount) Row(int device, int day, decimal amount) => (Devices[device], Start.AddDays(day), amount);
}
