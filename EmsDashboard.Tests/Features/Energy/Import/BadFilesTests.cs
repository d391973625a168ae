using EmsDashboard.Features.Energy.Import;

namespace EmsDashboard.Tests.Features.Energy.Import;

/// <summary>Every malformed file of the shared data does what its manifest says, and where the manifest leaves a choice, what docs/importing.md says.</summary>
public sealed class BadFilesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    /// <summary>Our choice for files the manifest calls <c>policy</c>: the lines refused, or null when all rows are stored.</summary>
    private static readonly Dictionary<string, int[]?> Policy = new()
    {
        ["reordered_columns.csv"] = null,
        ["extra_column.csv"] = null,
        ["header_only.csv"] = null,
        ["unclosed_quote.csv"] = [7],
        ["blank_lines_and_comments.csv"] = [9],
        ["negative.csv"] = null,
        ["scientific_notation.csv"] = [4, 5],
        ["foreign_digits.csv"] = [4, 5],
        ["semicolon.csv"] = [1],
        ["semicolon_decimal_comma.csv"] = [1],
        ["thousands_separator.csv"] = [.. Enumerable.Range(2, 31)],
        // Wh with a decimal is less than a thousandth of a kWh; m3 is no energy.
        ["mixed_units.csv"] = [4, 5, 8, 9, 12, 13, 17, 20, 21, 24, 25, 28, 29, 32],
        ["duplicate_identical.csv"] = null,
        ["imported_twice.csv"] = null,
        ["utf16le_bom.csv"] = [1],
        ["cr_only.csv"] = null,
        ["whitespace.csv"] = null,
        ["quoted_newline.csv"] = null,
        ["not_gzip.csv.gz"] = null,
    };

    public static IEnumerable<TheoryDataRow<string, string, string, int, string>> Manifest() =>
        // Without the data one row that is skipped: a theory without any would count as failed.
        from line in SharedData.IsPresent ? File.ReadLines(SharedData.File("bad", "manifest.csv")).Skip(1) : ["none,energy_daily,,accept,,0,"]
        let cells = Cells(line)
        where cells[1] is "energy_daily" or "devices"
        select new TheoryDataRow<string, string, string, int, string>(cells[0], cells[1], cells[3], int.Parse(cells[5], System.Globalization.CultureInfo.InvariantCulture), cells[6]);

    [SharedDataTheory]
    [MemberData(nameof(Manifest))]
    public async Task RunAsync_FileOfTheManifest_BehavesAsItSays(string file, string kind, string expected, int goodRows, string badLines)
    {
        var imports = new Imports(database);
        if (await imports.ScalarAsync<long>("SELECT count(*) FROM device_group") == 0)
            await imports.FileAsync("groups", SharedData.File("groups.csv"));
        await imports.ScalarAsync<int>("WITH gone AS (DELETE FROM energy_daily_summary), queue AS (DELETE FROM usage_delta), device AS (DELETE FROM device) SELECT 1");
        await imports.FileAsync("devices", SharedData.File("devices.csv"));
        var before = await imports.RowVersionsAsync();
        var refusedLines = expected switch
        {
            "accept" => null,
            "policy" => Policy[file],
            _ => Lines(badLines),
        };

        var report = await imports.FileAsync(kind == "devices" ? "devices" : "energy", SharedData.File("bad", file));

        var stored = kind == "devices"
            ? await imports.ScalarAsync<long>("SELECT count(*) FROM device WHERE code LIKE 'UCAM-B91%'")
            : await imports.ScalarAsync<long>("SELECT count(*) FROM energy_daily_summary");
        if (refusedLines is null)
        {
            Assert.Equal(ImportState.Stored, report.State);
            // Negative rows are stored and noted; the manifest counts them out.
            var negative = report.Notes.Count(n => n.Reason.Code == "negative_value");
            Assert.Equal((goodRows + negative, goodRows + negative), (report.Inserted, (int)stored));
            Assert.Empty(await imports.QueueErrorsAsync());

            var once = await imports.RowVersionsAsync();
            var again = await imports.FileAsync(kind == "devices" ? "devices" : "energy", SharedData.File("bad", file));
            Assert.Equal((ImportState.Stored, 0, 0, report.Inserted), (again.State, again.Inserted, again.Updated, again.Unchanged));
            Assert.Equal(once, await imports.RowVersionsAsync());
        }
        else
        {
            Assert.Equal(ImportState.Refused, report.State);
            Assert.Equal(0, stored);
            Assert.Equal(before, await imports.RowVersionsAsync());
            Assert.NotEmpty(report.Rejected);
            if (refusedLines.Length > 0) Assert.Equal(refusedLines, report.Rejected.Select(r => r.Line).Distinct());
            Assert.All(report.Rejected, r => Assert.Equal(file, r.File));
        }
    }

    [SharedDataFact]
    public async Task RunAsync_DuplicateIdentical_NotesEachRepeat()
    {
        var report = await WithCatalogueAsync("duplicate_identical.csv");

        Assert.Equal([12, 13, 14], report.Notes.Where(n => n.Reason.Code == "repeat_identical").Select(n => n.Line));
    }

    [SharedDataFact]
    public async Task RunAsync_Negative_NotesEachRow()
    {
        var report = await WithCatalogueAsync("negative.csv");

        Assert.Equal([12, 13], report.Notes.Where(n => n.Reason.Code == "negative_value").Select(n => n.Line));
    }

    [SharedDataFact]
    public async Task RunAsync_ExtraColumn_IsNamed()
    {
        var report = await WithCatalogueAsync("extra_column.csv");

        Assert.Equal("unknown_column", Assert.Single(report.Notes).Reason.Code);
    }

    [SharedDataFact]
    public async Task ExportAsync_NamesThatASpreadsheetMightRun_AreGuardedAndComeBackAsTheyWere()
    {
        var imports = new Imports(database);
        await imports.FileAsync("groups", SharedData.File("groups.csv"));
        await imports.FileAsync("devices", SharedData.File("bad", "csv_injection_devices.csv"));
        var names = await database.DataSource.TextsAsync("SELECT name FROM ems.device WHERE code LIKE 'UCAM-B91%' ORDER BY code");

        var exported = await imports.ExportAsync("devices");

        string[][] rows = [.. exported.TrimEnd('\n').Split('\n').Select(Cells).Where(row => row[0].StartsWith("UCAM-B91", StringComparison.Ordinal))];
        Assert.Equal(9, rows.Length);
        Assert.DoesNotContain(rows.SelectMany(row => row), cell => cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal));
        Assert.Equal(["'=cmd|' /C calc'!A0", "'+1+2", "'-1+2", "'@SUM(1+1)"], rows.Select(row => row[1]).Take(4));
        await database.DataSource.ExecuteAsync("UPDATE ems.device SET name = 'lost' WHERE code LIKE 'UCAM-B91%'");
        await imports.StoreAsync("devices", exported);
        Assert.Equal(names, await database.DataSource.TextsAsync("SELECT name FROM ems.device WHERE code LIKE 'UCAM-B91%' ORDER BY code"));
    }

    private async Task<ImportReport> WithCatalogueAsync(string file)
    {
        var imports = new Imports(database);
        await imports.FileAsync("groups", SharedData.File("groups.csv"));
        await imports.FileAsync("devices", SharedData.File("devices.csv"));
        return await imports.FileAsync("energy", SharedData.File("bad", file), dryRun: true);
    }

    private static int[] Lines(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(part => part.Split('-').Select(p => int.Parse(p, System.Globalization.CultureInfo.InvariantCulture)).ToArray() is [var from, var to]
            ? Enumerable.Range(from, to - from + 1)
            : [int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)])];

    private static string[] Cells(string line)
    {
        var reader = new EmsDashboard.Shared.Csv.CsvReader(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(line)));
        Assert.True(reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult());
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader[i].ToString())];
    }
}
