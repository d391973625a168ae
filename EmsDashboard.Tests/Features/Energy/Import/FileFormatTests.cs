using System.IO.Compression;
using System.Text;
using EmsDashboard.Features.Energy.Import;

namespace EmsDashboard.Tests.Features.Energy.Import;

/// <summary>What a file may look like, and that anything else is refused with its place; self-made, so that it holds without the shared data.</summary>
public sealed class FileFormatTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Plain = Imports.EnergyHeader + "E1,2020-01-01,electricity,1.5\nE1,2020-01-02,electricity,2\n";

    private readonly Imports _imports = new(database);

    public async ValueTask InitializeAsync()
    {
        if (await _imports.ScalarAsync<long>("SELECT count(*) FROM device") == 0) await _imports.SmallEstateAsync();
        await database.DataSource.EmptyAsync("energy_daily_summary, usage_delta");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("\uFEFF" + Plain)]
    [InlineData("device_code,date,energy_type,consumption\r\nE1,2020-01-01,electricity,1.5\r\nE1,2020-01-02,electricity,2")]
    [InlineData("consumption,energy_type,device_code,date\n1.5,electricity,E1,2020-01-01\n2,electricity,E1,2020-01-02\n")]
    [InlineData("device_code,date,energy_type,consumption\rE1,2020-01-01,electricity,1.5\rE1,2020-01-02,electricity,2\r")]
    [InlineData("device_code,date,energy_type,consumption\n\nE1,2020-01-01,electricity,1.5\n\nE1,2020-01-02,electricity,2\n\n")]
    [InlineData("device_code, date ,energy_type,consumption\n E1 ,2020-01-01,\telectricity, 1.5 \nE1,2020-01-02,electricity,2\n")]
    [InlineData("\"device_code\",\"date\",\"energy_type\",\"consumption\"\n\"E1\",2020-01-01,\"electricity\",\"1.5\"\nE1,2020-01-02,electricity,2\n")]
    public async Task Energy_WrittenInAnyAllowedWay_IsTheSame(string text)
    {
        var report = await _imports.TextAsync("energy", text);

        Assert.Equal((ImportState.Stored, 2, 0), (report.State, report.Inserted, report.NotesTotal));
        Assert.Equal("2020-01-01 1.500, 2020-01-02 2.000", await StoredAsync());
    }

    [Fact]
    public async Task Energy_ColumnNobodyKnows_IsReportedAndIgnored()
    {
        var report = await _imports.TextAsync("energy", "device_code,date,weather,energy_type,consumption\nE1,2020-01-01,\"rain, then sun\",electricity,1.5\n");

        Assert.Equal(ImportState.Stored, report.State);
        Assert.Equal(("unknown_column", "weather"), (Assert.Single(report.Notes).Reason.Code, report.Notes[0].Column));
        Assert.Equal("2020-01-01 1.500", await StoredAsync());
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.csv.gz")]
    public async Task Energy_PackedOrNot_IsToldByItsContent(string name)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Plain), TestContext.Current.CancellationToken);

        Assert.Equal(2, (await RunAsync(Imports.Bytes(name, packed.ToArray()))).Inserted);
        Assert.Equal(2, (await RunAsync(Imports.Bytes(name, Encoding.UTF8.GetBytes(Plain)))).Unchanged);

        Task<ImportReport> RunAsync(ImportFile file) => _imports.Files.RunAsync("energy", [file], dryRun: false, null, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("E1,2020-01-01,electricity,\"1,5\"", "consumption", "1,5")]
    [InlineData("E1,01.02.2020,electricity,1", "date", "01.02.2020")]
    [InlineData("E1,2020-02-30,electricity,1", "date", "2020-02-30")]
    [InlineData("E1,2020-01-05,electricity,1e3", "consumption", "1e3")]
    [InlineData("E7,2020-01-05,electricity,1", "device_code", "E7")]
    [InlineData("E1,2020-01-05,water,1", "energy_type", "water")]
    public async Task Energy_OneBadRow_StoresNothingAndNamesLineColumnValueAndReason(string row, string column, string value)
    {
        var before = await _imports.RowVersionsAsync();

        var report = await _imports.TextAsync("energy", Plain + row + "\n");

        var objection = Assert.Single(report.Rejected);
        Assert.Equal((ImportState.Refused, 4, column, value), (report.State, objection.Line, objection.Column, objection.Value));
        Assert.NotEmpty(objection.Reason.InEnglish);
        Assert.Equal(before, await _imports.RowVersionsAsync());
    }

    [Theory]
    [InlineData("", 1, "empty_file")]
    [InlineData("device_code,date,energy_type\nE1,2020-01-01,electricity\n", 1, "missing_columns")]
    [InlineData("E1,2020-01-01,electricity,1.5\n", 1, "no_header")]
    [InlineData("device_code,date,energy_type,consumption,date\nE1,2020-01-01,electricity,1.5,2020-01-01\n", 1, "duplicate_column")]
    [InlineData("device_code;date;energy_type;consumption\nE1;2020-01-01;electricity;1.5\n", 1, "semicolon_file")]
    [InlineData("device_code\tdate\tenergy_type\tconsumption\nE1\t2020-01-01\telectricity\t1.5\n", 1, "tab_file")]
    [InlineData(Plain + "# a comment\n", 4, "field_count")]
    [InlineData(Plain + "E1,2020-01-03,electricity\n", 4, "field_count")]
    [InlineData(Plain + "E1,2020-01-03,electricity,\"3\n", 4, "unclosed_quote")]
    [InlineData(Plain + "E1,2020-01-03,electricity,3\0\n", 4, "nul_character")]
    [InlineData(Plain + "E1,2020-01-03,electricity,0.1234567890123\n", 4, "too_many_decimals")]
    public async Task Energy_NotAFileOfThisKind_IsRefusedWithTheReason(string text, int line, string reason)
    {
        var report = await _imports.TextAsync("energy", text);

        var objection = Assert.Single(report.Rejected);
        Assert.Equal((ImportState.Refused, line, reason), (report.State, objection.Line, objection.Reason.Code));
        Assert.Equal(0, await _imports.ScalarAsync<long>("SELECT count(*) FROM energy_daily_summary"));
    }

    [Theory]
    [InlineData("utf-16", "utf16")]
    [InlineData("latin1", "not_utf8")]
    public async Task Energy_InAnotherEncoding_IsRefusedWithTheReason(string encoding, string reason)
    {
        var bytes = Encoding.GetEncoding(encoding) is var other ? other.GetPreamble().Concat(other.GetBytes(Plain + "Zähler,2020-01-03,electricity,3\n")).ToArray() : [];

        var report = await _imports.Files.RunAsync("energy", [Imports.Bytes("a.csv", bytes)], dryRun: false, null, TestContext.Current.CancellationToken);

        Assert.Contains(reason, report.Rejected.Select(r => r.Reason.Code));
        Assert.Equal(0, await _imports.ScalarAsync<long>("SELECT count(*) FROM energy_daily_summary"));
    }

    [Fact]
    public async Task Energy_HeaderAlone_IsStoredAndNoted()
    {
        var report = await _imports.TextAsync("energy", Imports.EnergyHeader);

        Assert.Equal((ImportState.Stored, "no_rows"), (report.State, Assert.Single(report.Notes).Reason.Code));
    }

    [Fact]
    public async Task Energy_BelowZero_IsStoredAndNoted()
    {
        var report = await _imports.TextAsync("energy", Imports.EnergyHeader + "E1,2020-01-01,electricity,-1.5\n");

        Assert.Equal((ImportState.Stored, 2, "negative_value"), (report.State, Assert.Single(report.Notes).Line, report.Notes[0].Reason.Code));
        Assert.Equal("2020-01-01 -1.500", await StoredAsync());
    }

    [Fact]
    public async Task Energy_TheSameFileAgain_ChangesNothing()
    {
        await _imports.StoreAsync("energy", Plain);
        var before = await _imports.RowVersionsAsync();

        var again = await _imports.StoreAsync("energy", Plain);

        Assert.Equal((0, 0, 2), (again.Inserted, again.Updated, again.Unchanged));
        Assert.Equal(before, await _imports.RowVersionsAsync());
    }

    private Task<string> StoredAsync() => _imports.ScalarAsync<string>("SELECT string_agg(day || ' ' || consumption, ', ' ORDER BY day) FROM energy_daily_summary");
}
