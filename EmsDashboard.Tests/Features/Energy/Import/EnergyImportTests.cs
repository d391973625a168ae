using System.IO.Compression;
using System.Text;
using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Features.Energy.Import;

public sealed class EnergyImportTests(PostgresServer server) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private Imports _imports = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _imports = new Imports(_database);
        await _imports.SmallEstateAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task RunAsync_DeviceInAnotherUnit_IsStoredInTheCanonicalOne()
    {
        await _imports.StoreAsync("energy", Imports.EnergyHeader + "E2,2020-01-01,electricity,1.2345\n");

        Assert.Equal(1234.5m, await AmountAsync("E2", "2020-01-01"));
    }

    [Theory]
    [InlineData("1.5,MWh", 1500)]
    [InlineData("2500,Wh", 2.5)]
    [InlineData("1.5,", 1.5)]
    [InlineData("0.000001,GWh", 1)]
    [InlineData("3.6,MJ", 1)]
    [InlineData("1,GJ", 277.778)]
    public async Task RunAsync_UnitColumn_IsConverted(string cells, double expected)
    {
        await _imports.StoreAsync("energy", $"device_code,date,energy_type,consumption,unit\nE1,2020-01-01,electricity,{cells}\n");

        Assert.Equal((decimal)expected, await AmountAsync("E1", "2020-01-01"));
    }

    [Theory]
    [InlineData("1.5,m3", "unit_of_other_dimension")]
    [InlineData("1.5,kwh", "unknown_unit")]
    [InlineData("1.5,Wh", "not_exact")]
    [InlineData("1.0005,kWh", "not_exact")]
    [InlineData("999999999999999,GWh", "out_of_range")]
    public async Task RunAsync_UnitThatDoesNotFit_IsRefused(string cells, string code) => Assert.Equal(code, Assert.Single(
        (await _imports.TextAsync("energy", $"device_code,date,energy_type,consumption,unit\nE1,2020-01-01,electricity,{cells}\n")).Rejected).Reason.Code);

    [Fact]
    public async Task RunAsync_DayBeyondTheMetersToday_IsRefusedByTheLaterOfBothClocks()
    {
        var real = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var replay = new Imports(_database, startAt: new DateTimeOffset(2020, 12, 15, 12, 0, 0, TimeSpan.Zero));
        var ahead = new Imports(_database, startAt: new DateTimeOffset(2100, 6, 1, 23, 30, 0, TimeSpan.Zero));

        Assert.Equal(ImportState.Checked, (await replay.TextAsync("energy", Row(real.AddDays(-2)), dryRun: true)).State);
        Assert.Equal("date_in_future", (await replay.TextAsync("energy", Row(real.AddDays(2)))).Rejected[0].Reason.Code);
        // Half past eleven at night in UTC is past midnight in London's summer.
        Assert.Equal(ImportState.Checked, (await ahead.TextAsync("energy", Row(new DateOnly(2100, 6, 2)), dryRun: true)).State);
        Assert.Equal("date_in_future", (await ahead.TextAsync("energy", Row(new DateOnly(2100, 6, 3)))).Rejected[0].Reason.Code);
        Assert.Equal("date_too_early", (await replay.TextAsync("energy", Row(new DateOnly(1969, 12, 31)))).Rejected[0].Reason.Code);

        static string Row(DateOnly day) => $"{Imports.EnergyHeader}E1,{day:yyyy-MM-dd},electricity,1\n";
    }

    [Fact]
    public async Task RunAsync_SecondFileBad_NothingOfTheFirstIsStored()
    {
        var report = await _imports.TextsAsync("energy",
            [Imports.EnergyHeader + "E1,2020-01-01,electricity,1\n", Imports.EnergyHeader + "E1,2020-01-02,electricity,x\n"]);

        Assert.Equal((ImportState.Refused, "b.csv", 2), (report.State, report.Rejected[0].File, report.Rejected[0].Line));
        Assert.Equal(0, await _imports.ScalarAsync<long>("SELECT count(*) FROM energy_daily_summary"));
    }

    [Fact]
    public async Task RunAsync_SameKeyInTwoFiles_IsComparedAcrossThem()
    {
        var first = Imports.EnergyHeader + "E1,2020-01-01,electricity,1.50\n";

        var same = await _imports.TextsAsync("energy", [first, Imports.EnergyHeader + "E1,2020-01-01,electricity,1.5\n"]);
        var other = await _imports.TextsAsync("energy", [first, Imports.EnergyHeader + "E1,2020-01-01,electricity,1.6\n"]);

        Assert.Equal((ImportState.Stored, 1, "repeat_identical_in_file"), (same.State, same.Inserted, same.Notes.Single().Reason.Code));
        Assert.Equal((ImportState.Refused, "b.csv", 2, "repeat_differs_in_file"),
            (other.State, other.Rejected[0].File, other.Rejected[0].Line, other.Rejected[0].Reason.Code));
    }

    [Fact]
    public async Task RunAsync_Correction_WinsAndADryRunSaysSoBefore()
    {
        await _imports.StoreAsync("energy", Imports.EnergyHeader + "E1,2020-01-01,electricity,1\nE1,2020-01-02,electricity,2\n");
        var corrected = Imports.EnergyHeader + "E1,2020-01-01,electricity,1.000\nE1,2020-01-02,electricity,5\nE1,2020-01-03,electricity,3\n";
        var before = await _imports.RowVersionsAsync();

        var dry = await _imports.TextAsync("energy", corrected, dryRun: true);
        Assert.Equal(before, await _imports.RowVersionsAsync());
        var report = await _imports.TextAsync("energy", corrected);

        Assert.Equal((1, 1, 1), (dry.Inserted, dry.Updated, dry.Unchanged));
        Assert.Equal((1, 1, 1), (report.Inserted, report.Updated, report.Unchanged));
        Assert.Equal(5m, await AmountAsync("E1", "2020-01-02"));
        Assert.Empty(await _imports.QueueErrorsAsync());
    }

    [Fact]
    public async Task RunAsync_MoreObjectionsThanAreKept_AreAllCounted()
    {
        var text = new StringBuilder(Imports.EnergyHeader);
        for (var i = 0; i < 1500; i++) text.Append("E1,2020-01-01,electricity,x\n");

        var report = await _imports.TextAsync("energy", text.ToString());

        Assert.Equal((1500, 1500, ImportRemarks.Kept), (report.RowsRead, report.RejectedTotal, report.Rejected.Count));
    }

    [Fact]
    public async Task RunAsync_GzipCutAnywhere_IsRefused()
    {
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Imports.EnergyHeader + "E1,2020-01-01,electricity,1\n"), TestContext.Current.CancellationToken);
        var whole = packed.ToArray();

        for (var length = 2; length < whole.Length; length++)
        {
            var report = await _imports.Files.RunAsync("energy", [Imports.Bytes("cut.csv", whole[..length])], false, null, TestContext.Current.CancellationToken);
            Assert.Equal(ImportState.Refused, report.State);
        }

        Assert.Equal(0, await _imports.ScalarAsync<long>("SELECT count(*) FROM energy_daily_summary"));
        var stored = await _imports.Files.RunAsync("energy", [Imports.Bytes("whole.csv", whole)], false, null, TestContext.Current.CancellationToken);
        Assert.Equal(1, stored.Inserted);
    }

    [Fact]
    public async Task RunAsync_StoredAndRefused_AreBothOnRecord()
    {
        await _imports.StoreAsync("energy", Imports.EnergyHeader + "E1,2020-01-01,electricity,1\n");
        await _imports.TextAsync("energy", Imports.EnergyHeader + "E1,2020-01-01,electricity,x\n");
        await _imports.TextAsync("energy", Imports.EnergyHeader + "E1,2020-01-01,electricity,2\n", dryRun: true);

        Assert.Equal("refused 1 manager@example.org, stored 0 manager@example.org", await _imports.ScalarAsync<string>(
            "SELECT string_agg(concat_ws(' ', state, rejected_total, imported_by), ', ' ORDER BY state) FROM import_batch WHERE kind = 'energy'"));
        Assert.Equal("import.stored, import.refused", await _imports.ScalarAsync<string>(
            "SELECT string_agg(action, ', ' ORDER BY id) FROM audit_log WHERE subject = 'energy'"));
    }

    [Fact]
    public async Task RunAsync_Staff_MayNotImport() => await Assert.ThrowsAsync<AccessDeniedException>(() =>
        new Imports(_database, Policies.Staff).TextAsync("energy", Imports.EnergyHeader));

    [Fact]
    public async Task RunAsync_Progress_ReachesTheEnd()
    {
        List<ImportProgress> seen = [];
        var text = Encoding.UTF8.GetBytes(Imports.EnergyHeader + string.Concat(Enumerable.Range(0, 12_000).Select(i =>
            $"E1,{new DateOnly(1980, 1, 1).AddDays(i):yyyy-MM-dd},electricity,1\n")));

        await _imports.Files.RunAsync("energy", [Imports.Bytes("a.csv", text)], true, new Recorder(seen), TestContext.Current.CancellationToken);

        Assert.Equal([ImportPhase.Reading, ImportPhase.Reading, ImportPhase.Storing, ImportPhase.Done], seen.Select(p => p.Phase));
        Assert.Equal((text.Length, 12_000), (seen[^1].BytesRead, seen[^1].RowsRead));
    }

    private Task<decimal> AmountAsync(string device, string day) => _imports.ScalarAsync<decimal>(
        "SELECT consumption FROM energy_daily_summary e JOIN device d ON d.id = e.device_id WHERE d.code = $1 AND day = $2::date", device, day);

    private sealed class Recorder(List<ImportProgress> seen) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => seen.Add(value);
    }
}
