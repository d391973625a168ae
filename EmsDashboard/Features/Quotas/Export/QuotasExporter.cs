using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.Export;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Csv;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Quotas.Export;

internal sealed class QuotasExporter(IDbContextFactory<EmsDbContext> contexts, IAccess access) : Exporter
{
    public override FileKind Kind => FileKind.Quotas;

    public override async Task WriteAsync(ExportRequest request, IRecordWriter writer, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await QuotaCodes.RefuseUnknownAsync(db, request.Quotas, cancellationToken);
        writer.Columns("quota_id", "name", "scope", "target", "energy_type", "period", "time_zone", "quota_value", "unit", "warning_threshold_pct",
            "alert_threshold_pct", "is_active", "note", "valid_from", "is_retroactive", "fiscal_start_month", "start_day", "period_from", "period_to",
            "thresholds", "is_prorated", "carry_over", "carry_over_min", "carry_over_max", "distribution", "reason", "forecast_method", "parent_quota");
        var quotas = db.Set<Quota>().AsNoTracking().Include(q => q.Versions).Include(q => q.Parent)
            .Where(q => request.Quotas.Count == 0 || request.Quotas.Contains(q.Code)).OrderBy(q => q.Code);
        await foreach (var q in quotas.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            // A version that another replaced on the same day says nothing any more.
            foreach (var v in q.Versions.GroupBy(v => v.ValidFrom).Select(g => g.MaxBy(v => v.Number)!).OrderBy(v => v.Number))
            {
                var terms = v.ToTerms();
                var (warning, alert) = terms.Thresholds.Marks(new QuotaLimit(terms.Value, terms.Unit));
                var parts = terms.Rule.ToParts();
                writer.Text(q.Code).Text(q.Name).Text(SnakeCaseEnum.ToText(q.Scope)).Text(q.TargetCode).Text(q.EnergyType).Text(parts.Period).Text(q.TimeZone)
                    .Number(v.QuotaValue).Text(v.Unit).Number(warning).Number(alert).Flag(q.IsActive).Text(q.Note)
                    .Date(v.ValidFrom == DateOnly.MinValue ? null : v.ValidFrom).Flag(v.IsRetroactive).Text(parts.FiscalStartMonth).Text(parts.StartDay)
                    .Text(parts.PeriodFrom).Text(parts.PeriodTo).Text(v.Thresholds).Flag(v.IsProrated).Text(SnakeCaseEnum.ToText(v.CarryOver))
                    .Number(v.CarryOverMin).Number(v.CarryOverMax).Text(v.Distribution).Text(v.Reason)
                    .Text(q.ForecastMethod is { } method ? SnakeCaseEnum.ToText(method) : null).Text(q.Parent?.Code).EndRecord();
            }
        }

        writer.End();
    }
}
