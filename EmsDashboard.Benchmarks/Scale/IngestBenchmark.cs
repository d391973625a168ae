using System.Globalization;
using EmsDashboard.Features.Energy.Persistence;
using EmsDashboard.Features.Quotas.Persistence;
using NpgsqlTypes;

namespace EmsDashboard.Benchmarks.Scale;

/// <summary>
/// Daily rows through staging, upsert, queue and fold, against a binary COPY of the same rows into a table with the same key. Rounds
/// alternate, each in a database of its own; the first of both does not count. Then the same rows once more, which must write nothing.
/// </summary>
internal static class IngestBenchmark
{
    private const int Rows = 300_000;

    public static async Task<int> RunAsync(int rounds)
    {
        List<double> product = [], copy = [];
        for (var round = 0; round <= rounds; round++)
        {
            await using var database = await BenchmarkDatabase.CreateAsync();
            var estate = new ScaleEstate(database, new ScaleSize("ingest", 1_000, 1, 100));
            await estate.MakeAsync();
            List<DailySummary> rows = [.. estate.OlderRows(Rows)];
            var ingest = await ScaleBenchmark.TimeAsync(async () =>
            {
                await estate.StoreAsync(rows);
                await FoldAsync(database);
            });
            var plain = await ScaleBenchmark.TimeAsync(() => CopyAsync(database, rows));
            if (round > 0) (product, copy) = ([.. product, ingest], [.. copy, plain]);
            if (round == rounds) await ReplayAsync(database, estate, rows);
        }

        var (ours, theirs) = (product.Order().ElementAt(rounds / 2), copy.Order().ElementAt(rounds / 2));
        ScaleBenchmark.Say("300,000 rows with differences and fold", ours);
        ScaleBenchmark.Say("COPY of them into a table with the same key", theirs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"speed against COPY: {theirs / ours:0.00}"));
        return 0;
    }

    private static async Task ReplayAsync(BenchmarkDatabase database, ScaleEstate estate, List<DailySummary> rows)
    {
        var before = await database.CountAsync("SELECT count(*) FROM ems.usage_delta");
        var counts = await estate.StoreAsync(rows);
        var queued = await database.CountAsync("SELECT count(*) FROM ems.usage_delta") - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"replay: {counts.Inserted} inserted, {counts.Updated} updated, {counts.Unchanged} unchanged, {queued} differences queued"));
    }

    private static async Task FoldAsync(BenchmarkDatabase database)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await UsageFold.RunAsync(connection, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private static async Task CopyAsync(BenchmarkDatabase database, List<DailySummary> rows)
    {
        await database.ExecuteAsync("CREATE TABLE plain (device_id int NOT NULL, energy_type varchar(32) NOT NULL, day date NOT NULL, consumption numeric(18,3) NOT NULL, PRIMARY KEY (device_id, energy_type, day))");
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync("COPY plain FROM STDIN (FORMAT binary)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(row.DeviceId, NpgsqlDbType.Integer);
            await copy.WriteAsync(row.EnergyType, NpgsqlDbType.Varchar);
            await copy.WriteAsync(row.Day, NpgsqlDbType.Date);
            await copy.WriteAsync(row.Consumption, NpgsqlDbType.Numeric);
        }

        await copy.CompleteAsync();
    }
}
