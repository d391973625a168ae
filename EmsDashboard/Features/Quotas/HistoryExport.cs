using System.Text;
using EmsDashboard.Features.Quotas.Components;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Csv;
using EmsDashboard.Shared.Text;

namespace EmsDashboard.Features.Quotas;

/// <summary>The history as a file: exactly the rows and periods that the page with the same query string shows.</summary>
internal static class HistoryExport
{
    private static readonly string[] Columns =
    [
        "quota_id", "name", "scope", "energy_type", "period_start", "period_end", "actual_value", "quota_value", "unit", "usage_rate_pct", "status",
        "warning_threshold_pct", "alert_threshold_pct", "data_through", "calculated_at", "day_count", "expected_days",
    ];

    public static WebApplication MapHistoryExport(this WebApplication app)
    {
        app.MapGet(QuotaLinks.HistoryExport, DownloadAsync).RequireAuthorization(Policies.Viewer);
        return app;
    }

    /// <summary>
    /// One record a quota and judged period, quota by quota as on the page. A period that was never judged has no record; where the page shows a
    /// dash, the cell is empty, and the status says why.
    /// </summary>
    public static void Write(HistoryTable table, TextWriter writer)
    {
        var csv = new CsvWriter(writer);
        csv.Columns(Columns);
        foreach (var row in table.Rows)
        {
            foreach (var cell in row.Cells)
            {
                if (cell is null) continue;
                csv.Text(row.Code).Text(row.Name).Text(SnakeCaseEnum.ToText(row.Scope)).Text(row.EnergyType)
                    .Date(cell.PeriodStart).Date(cell.PeriodEnd).Number(cell.IsWithoutData ? null : cell.ActualValue).Number(cell.HasLimit ? cell.QuotaValue : null).Text(cell.Unit.Symbol)
                    .Number(cell.IsWithoutData || !cell.HasLimit ? null : cell.UsageRatePct).Text(SnakeCaseEnum.ToText(cell.ToKind()))
                    .Number(cell.WarningThresholdPct).Number(cell.AlertThresholdPct).Date(cell.DataThrough).Instant(cell.CalculatedAt).Number(cell.DayCount).Number(cell.ExpectedDays);
                csv.EndRecord();
            }
        }
    }

    private static async Task<IResult> DownloadAsync(
        QuotaHistoryQueries history, ViewerClock clock, string? period, string? from, string? through, string? energy, string? group, string? search,
        string? exceeded, string? page, CancellationToken cancellationToken)
    {
        var length = QuotaAddress.Parse<PeriodKind>(period) ?? PeriodKind.Monthly;
        var filter = HistoryAddress.Read(length, await history.RangeAsync(length, cancellationToken), clock.Today, from, through, energy, group, search, exceeded);
        var table = await history.TableAsync(filter, new(FromAddress.Page(page), HistoryAddress.PageSize), cancellationToken);
        var text = new StringWriter { NewLine = "\n" };
        Write(table, text);
        var name = table.Periods.Count == 0 ? "usage.csv" : $"usage_{HistoryAddress.Text(table.Periods[0])}_{HistoryAddress.Text(table.Periods[^1])}.csv";
        // The mark tells spreadsheets that names are UTF-8; the import takes a file with it.
        return Results.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", name);
    }
}
