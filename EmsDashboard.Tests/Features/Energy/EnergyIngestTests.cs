using EmsDashboard.Features.Energy;

namespace EmsDashboard.Tests.Features.Energy;

public sealed class EnergyIngestTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly DateOnly Start = new(2020, 1, 25);
    private TestDatabase _database = null!;
    private Imports _imports = null!;
    private int[] _devices = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private EnergyIngest Ingest => new(_database.Contexts, _database.DataSource);

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _imports = new Imports(_database);
        var seed = new EstateSeed(_database.DataSource);
        var site = await seed.GroupAsync("SITE");
        var north = await seed.GroupAsync("NORTH", site);
        _devices = [await seed.DeviceAsync("E1", north), await seed.DeviceAsync("E2", site), await seed.DeviceAsync("E3", north)];
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData(50)]
    [InlineData(12_000)]
    public async Task StoreAsync_NewChangedAndEqualRows_AreCountedAndQueuedExactly(int count)
    {
        var rows = Enumerable.Range(0, count).Select(i => Row(i % 3, i / 3, i * 0.001m)).ToList();

        Assert.Equal(new IngestResult(count, 0, 0), await Ingest.StoreAsync(rows, Cancel));
        Assert.Equal(new IngestResult(0, 1, count - 1), await Ingest.StoreAsync([.. rows[..^1], rows[^1] with { Consumption = -7.5m }], Cancel));

        Assert.Empty(await _imports.QueueErrorsAsync());
        Assert.Equal(count, await _imports.ScalarAsync<long>("SELECT sum(day_count)::bigint FROM usage_delta"));
    }

    [Fact]
    public async Task StoreAsync_SameRowsAgain_WritesNothing()
    {
        DailySummary[] rows = [Row(0, 0, 1.5m), Row(1, 0, 0m), Row(2, 9, -0.001m)];
        await Ingest.StoreAsync(rows, Cancel);
        var before = await _imports.RowVersionsAsync();
        var version = await _imports.ScalarAsync<long>("SELECT version FROM live_version WHERE topic = 'energy'");

        await Ingest.StoreAsync(rows, Cancel);

        Assert.Equal(before, await _imports.RowVersionsAsync());
        Assert.Equal(version, await _imports.ScalarAsync<long>("SELECT version FROM live_version WHERE topic = 'energy'"));
    }

    [Fact]
    public async Task StoreAsync_AnySplitOrderReplayAndCorrection_RollsUpToThePlainSum()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            Dictionary<(int, int), decimal> last = [];
            for (var step = 0; step < 6; step++)
            {
                // Days around the turn of a month, values that come back, replays of what is there.
                var rows = Enumerable.Range(0, random.Next(1, 60)).Select(_ => Row(random.Next(3), random.Next(14), random.Next(-3, 4) * 0.125m))
                    .DistinctBy(r => (r.DeviceId, r.Day)).ToList();
                foreach (var row in rows) last[(row.DeviceId, row.Day.DayNumber)] = row.Consumption;
                await Ingest.StoreAsync(rows, Cancel);
                if (random.Next(2) == 0) await Ingest.StoreAsync([.. rows.OrderBy(_ => random.Next())], Cancel);
                if (random.Next(3) == 0) await RollUps.FoldAsync(_database);
            }

            await RollUps.FoldAsync(_database);
            Assert.Empty(await RollUps.ErrorsAsync(_database));
            foreach (var ((device, day), amount) in last)
                Assert.Equal(amount, await _imports.ScalarAsync<decimal>("SELECT consumption FROM energy_daily_summary WHERE device_id = $1 AND day = $2", device, DateOnly.FromDayNumber(day)));
        }
    }

    [Fact]
    public async Task StoreAsync_EightWritersOfTheSameRows_LoseAndDoubleNothing()
    {
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var round = 0; round < 12; round++)
            {
                var rows = Enumerable.Range(0, 120).Select(i => Row(i % 3, i / 3, random.Next(-50, 50) * 0.001m)).OrderBy(_ => random.Next()).ToList();
                await Ingest.StoreAsync(rows, Cancel);
                if (round % 4 == 0) await RollUps.FoldAsync(_database);
            }
        }, Cancel)).ToList();

        await Task.WhenAll(writers);

        await RollUps.FoldAsync(_database);
        Assert.Empty(await RollUps.ErrorsAsync(_database));
    }

    [Fact]
    public async Task StoreAsync_WritersOfTheSameNewRowsAtOnce_AllEndAsOneDid()
    {
        var rows = Enumerable.Range(0, 12_000).Select(i => Row(i % 3, i / 3, i * 0.001m)).ToList();

        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Ingest.StoreAsync(rows, Cancel), Cancel)));

        Assert.Equal(12_000, results.Sum(r => r.Inserted));
        Assert.Equal(24_000, results.Sum(r => r.Unchanged));
        await RollUps.FoldAsync(_database);
        Assert.Empty(await RollUps.ErrorsAsync(_database));
    }

    [Fact]
    public async Task StoreAsync_RowsThatCannotBeRight_AreRefusedWhole()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Ingest.StoreAsync([Row(0, 0, 1m), Row(0, 0, 2m)], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Ingest.StoreAsync([Row(0, 0, 1.0001m)], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Ingest.StoreAsync([Row(0, 0, 1m) with { EnergyType = "plutonium" }], Cancel));

        Assert.Equal(0, await _imports.ScalarAsync<long>("SELECT count(*) FROM energy_daily_summary"));
    }

    private DailySummary Row(int device, int day, decimal amount) => new(_devices[device], "electricity", Start.AddDays(day), amount);
}
