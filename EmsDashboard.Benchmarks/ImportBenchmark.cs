using System.Diagnostics;
using System.Globalization;
using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Infrastructure.Time;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Benchmarks;

/// <summary>
/// Import of all daily rows into an empty database, against <c>psql \copy</c> of the same files into a table with the same key. Rounds
/// alternate; each has a database of its own. The first round of both is thrown away: it pays for what later ones find warm.
/// </summary>
internal static class ImportBenchmark
{
    public static async Task<int> RunAsync(string data, int rounds)
    {
        var files = Directory.GetFiles(Path.Combine(data, "energy_daily"), "*.csv").Order(StringComparer.Ordinal).ToList();
        List<double> product = [], copy = [];
        for (var round = 0; round <= rounds; round++)
        {
            var (seconds, rows) = await MeasureProductAsync(data, files);
            var plain = await MeasureCopyAsync(files, rows);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(round == 0 ? "warm-up" : $"round {round}")}: product {seconds:0.000} s, psql {plain:0.000} s, {rows} rows"));
            if (round == 0) continue;
            product.Add(seconds);
            copy.Add(plain);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"median of {rounds}: product {Median(product):0.000} s, psql {Median(copy):0.000} s, ratio {Median(product) / Median(copy):0.00}"));
        return 0;
    }

    private static async Task<(double Seconds, int Rows)> MeasureProductAsync(string data, List<string> files)
    {
        await using var database = await BenchmarkDatabase.CreateAsync();
        await using (var db = database.CreateDbContext()) await db.Database.MigrateAsync();
        var import = new ImportFiles([new GroupsImporter(), new DevicesImporter(), new EnergyImporter(database.DataSource)], database, new EverythingAllowed(), new EmsClock());
        await import.RunAsync("groups", [ImportFile.At(Path.Combine(data, "groups.csv"))], false, null, CancellationToken.None);
        await import.RunAsync("devices", [ImportFile.At(Path.Combine(data, "devices.csv"))], false, null, CancellationToken.None);

        var watch = Stopwatch.StartNew();
        var report = await import.RunAsync("energy", [.. files.Select(ImportFile.At)], false, null, CancellationToken.None);
        watch.Stop();
        if (report.State != ImportState.Stored) throw new InvalidOperationException("The import was refused.");
        return (watch.Elapsed.TotalSeconds, report.Inserted);
    }

    private static async Task<double> MeasureCopyAsync(List<string> files, int rows)
    {
        await using var database = await BenchmarkDatabase.CreateAsync();
        await database.ExecuteAsync("""
            CREATE TABLE daily (device_code varchar(64) NOT NULL, day date NOT NULL, energy_type varchar(32) NOT NULL, consumption numeric(18,3) NOT NULL,
                PRIMARY KEY (device_code, energy_type, day))
            """);
        var settings = new NpgsqlConnectionStringBuilder(database.DataSource.ConnectionString);
        var start = new ProcessStartInfo("psql", ["-q", "-1", "-X"]) { RedirectStandardInput = true };
        start.Environment["PGHOST"] = settings.Host;
        start.Environment["PGPORT"] = settings.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = settings.Username;
        start.Environment["PGPASSWORD"] = database.Password;
        start.Environment["PGDATABASE"] = settings.Database;

        var watch = Stopwatch.StartNew();
        using (var psql = Process.Start(start)!)
        {
            foreach (var file in files) await psql.StandardInput.WriteLineAsync($"\\copy daily FROM '{Path.GetFullPath(file)}' (FORMAT csv, HEADER)");
            psql.StandardInput.Close();
            await psql.WaitForExitAsync();
            if (psql.ExitCode != 0) throw new InvalidOperationException($"psql ended with {psql.ExitCode}.");
        }

        watch.Stop();
        var copied = await database.CountAsync("SELECT count(*) FROM daily");
        return copied == rows ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"psql copied {copied} of {rows} rows.");
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
