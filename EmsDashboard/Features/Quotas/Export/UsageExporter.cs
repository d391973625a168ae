using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.Export;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Csv;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Quotas.Export;

/// <summary>
/// Usage records: what came of each quota and period, with the terms it was judged by. The months of a split year follow the quota's own periods;
/// <c>is_month</c> tells them apart, for a year and its first month begin on the same day.
/// </summary>
internal sealed class UsageExporter(IDbContextFactory<EmsDbContext> contexts, IAccess access) : Exporter
{
    public override FileKind Kind => FileKind.Usage;

    public override async Task WriteAsync(ExportRequest request, IRecordWriter writer, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await QuotaCodes.RefuseUnknownAsync(db, request.Quotas, cancellationToken);
        writer.Columns("quota_id", "period_start", "period_end", "actual_value", "quota_value", "unit", "usage_rate_pct", "status", "calculated_at",
            "warning_threshold_pct", "alert_threshold_pct", "day_count", "expected_days", "data_through", "is_current", "carried_value", "version", "revision_count",
            "forecast_value", "forecast_low", "forecast_high", "forecast_method", "forecast_error_pct", "exceeds_on", "allowance_per_day", "estimated_share", "forecast_status", "is_month");
        var records =
            from u in db.Set<QuotaUsage>().AsNoTracking()
            join q in db.Set<Quota>() on u.QuotaId equals q.Id
            where (request.Quotas.Count == 0 || request.Quotas.Contains(q.Code))
                && (request.From == null || u.PeriodEnd > request.From) && (request.To == null || u.PeriodStart <= request.To)
            orderby q.Code, u.IsMonth, u.PeriodStart
            select new { q.Code, Usage = u };
        await foreach (var record in records.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var u = record.Usage;
            writer.Text(record.Code).Date(u.PeriodStart).Date(u.PeriodEnd).Number(u.ActualValue).Number(u.QuotaValue).Text(u.Unit).Number(u.UsageRatePct)
                .Text(SnakeCaseEnum.ToText(u.Status)).Instant(u.CalculatedAt).Number(u.WarningThresholdPct).Number(u.AlertThresholdPct)
                .Number(u.DayCount).Number(u.ExpectedDays).Date(u.DataThrough).Flag(u.IsCurrent).Number(u.CarriedValue).Number(u.VersionNumber)
                .Number(u.RevisionCount).Number(u.ForecastValue).Number(u.ForecastLow).Number(u.ForecastHigh)
                .Text(u.ForecastMethod is { } method ? SnakeCaseEnum.ToText(method) : null).Number(u.ForecastErrorPct).Date(u.ExceedsOn)
                .Number(u.AllowancePerDay).Number(u.EstimatedShare).Text(SnakeCaseEnum.ToText(u.ForecastStatus)).Flag(u.IsMonth).EndRecord();
        }

        writer.End();
    }
}
