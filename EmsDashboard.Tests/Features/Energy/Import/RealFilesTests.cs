using System.Globalization;
using System.IO.Compression;
using EmsDashboard.Features.Energy.Import;

namespace EmsDashboard.Tests.Features.Energy.Import;

/// <summary>The real meter data, as they are, into an empty database.</summary>
public sealed class RealFilesTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [SharedDataFact]
    public async Task RunAsync_EveryRealFile_IsStoredExactlyAndOnce()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        // The clock of a replay: files that reach beyond it are still the past.
        var imports = new Imports(database, startAt: new DateTimeOffset(2020, 12, 15, 12, 0, 0, TimeSpan.Zero));
        var files = SharedData.EnergyFiles;

        Assert.Equal(7, (await imports.FileAsync("groups", SharedData.File("groups.csv"))).Inserted);
        Assert.Equal(146, (await imports.FileAsync("devices", SharedData.File("devices.csv"))).Inserted);
        Assert.Equal(41, (await imports.FileAsync("quotas", SharedData.File("quotas.csv"))).Inserted);
        var report = await imports.Files.RunAsync("energy", [.. files.Select(ImportFile.At)], false, null, Cancel);

        var lines = files.SelectMany(f => File.ReadLines(f).Skip(1)).ToList();
        Assert.Equal((202_117, lines.Count, 2), (report.Inserted, report.RowsRead, report.NotesTotal));
        var plain = lines.Sum(l => decimal.Parse(l[(l.LastIndexOf(',') + 1)..], CultureInfo.InvariantCulture));
        Assert.Equal(plain, await imports.ScalarAsync<decimal>("SELECT sum(consumption) FROM energy_daily_summary"));
        Assert.Empty(await imports.QueueErrorsAsync());

        var before = await imports.RowVersionsAsync();
        Assert.Equal(41, (await imports.FileAsync("quotas", SharedData.File("quotas.csv"))).Unchanged);
        Assert.Equal(146, (await imports.FileAsync("devices", SharedData.File("devices.csv"))).Unchanged);
        foreach (var file in files) Assert.Equal(0, (await imports.FileAsync("energy", file)).Updated);
        Assert.Equal(before, await imports.RowVersionsAsync());

        await RollUps.FoldAsync(database);
        Assert.Empty(await RollUps.ErrorsAsync(database));
    }

    [SharedDataFact]
    public async Task RunAsync_RealFilePacked_IsReadWhateverItsName()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        var imports = new Imports(database);
        await imports.FileAsync("groups", SharedData.File("groups.csv"));
        await imports.FileAsync("devices", SharedData.File("devices.csv"));
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        await using (var file = File.OpenRead(SharedData.File("energy_daily", "gas_2019.csv")))
            await file.CopyToAsync(gzip, Cancel);

        var report = await imports.Files.RunAsync("energy", [Imports.Bytes("gas.csv", packed.ToArray())], false, null, Cancel);

        Assert.Equal(15_330, report.Inserted);
    }
}
