using System.Globalization;
using System.Text;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Csv;
using EmsDashboard.Shared.Text;
using EmsDashboard.Tests.EndToEnd.Support;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>The usage history taken along as a file.</summary>
public sealed class HistoryExportJourneys(DemoWorld world) : Journey(world)
{
    [Fact]
    public async Task Download_HoldsWhatThePageShows_FilteredToo()
    {
        var visit = await VisitAsAsync(Policies.Viewer);
        await visit.GoToAsync("/history");
        await Expect(visit.Page.GetByTestId("export")).ToBeVisibleAsync();
        var (shownOfAll, everything) = await ShownAndDownloadedAsync(visit);

        await visit.Page.GetByTestId("energy-water").ClickAsync();
        await Expect(visit.Page.Locator("[data-testid=matrix] th.type")).ToHaveCountAsync(1);
        await visit.Page.GetByTestId("exceeded-only").CheckAsync();
        // Nobody is left who was never exceeded.
        await Expect(visit.Page.Locator("[data-testid=matrix] td.count.mute")).ToHaveCountAsync(0);
        var (shownOfWater, water) = await ShownAndDownloadedAsync(visit);

        Assert.Equal(shownOfAll, everything);
        Assert.Equal(shownOfWater, water);
        Assert.NotEmpty(water);
        Assert.True(water.Count < everything.Count);
    }

    /// <summary>Every judged cell as its tooltip tells it, and every record of the file in the same words.</summary>
    private static async Task<(IReadOnlyList<string> Shown, IReadOnlyList<string> Downloaded)> ShownAndDownloadedAsync(Visit visit)
    {
        // The tooltip ends with the status in words, which the file says in its own; a period that was never judged has no record.
        var shown = await visit.Page.Locator("[data-testid=matrix] button.cell").EvaluateAllAsync<string[]>(
            "cells => cells.filter(c => !c.hasAttribute('aria-label')).map(c => c.closest('tr').dataset.code + ' ' + c.title.replace(/, [^,]+$/, ''))");
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByTestId("export").ClickAsync());
        Assert.Matches(@"^usage_\d{4}-\d{2}-01_\d{4}-\d{2}-01\.csv$", download.SuggestedFilename);
        await using var file = await download.CreateReadStreamAsync();
        return (shown, await RecordsAsync(file));
    }

    private static async Task<IReadOnlyList<string>> RecordsAsync(Stream file)
    {
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes);
        Assert.Equal(Encoding.UTF8.Preamble, bytes.ToArray().AsSpan(0, 3));
        bytes.Position = 3;
        var csv = new CsvReader(bytes);
        List<string> records = [];
        var columns = await NextAsync();
        while (await NextAsync() is { Count: > 0 } cells)
        {
            string Of(string column) => cells[columns.IndexOf(column)];
            decimal? Number(string column) => Of(column) is { Length: > 0 } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
            var unit = Unit.Get(Of("unit")).Display;
            var share = Number("usage_rate_pct") is { } rate ? Formats.English.Percent(rate, Number("warning_threshold_pct")!.Value, Number("alert_threshold_pct")!.Value) : Formats.Nothing;
            var month = Formats.English.Month(DateOnly.ParseExact(Of("period_start"), "yyyy-MM-dd", CultureInfo.InvariantCulture));
            records.Add($"{Of("quota_id")} {Of("name")}, {month}: {share}, {Amount("actual_value")} of {Amount("quota_value")}");

            string Amount(string column) => Number(column) is { } amount ? Formats.English.Amount(amount, unit) : Formats.Nothing;
        }

        return records;

        async Task<List<string>> NextAsync() =>
            await csv.ReadAsync(TestContext.Current.CancellationToken) ? [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv[i].ToString())] : [];
    }
}
