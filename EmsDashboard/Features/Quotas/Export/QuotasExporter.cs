using EmsDashboard.Features.Energy.Export;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Csv;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Quotas.Export;

internal sealed class QuotasExporter(IDbContextFactory<EmsDbContext> contexts, IAccess access) : Exporter
{
    public override string Kind => "quotas";

    public override async Task WriteAsync(ExportRequest request, IRecordWriter writer, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await QuotaCodes.RefuseUnknownAsync(db, request.Quotas, cancellationToken);
        writer.Columns("quota_id", "name", "scope", "target", "energy_type", "period", "time_zone", "quota_value", "unit", "warning_threshold_pct",
            "alert_threshold_pct", "is_active", "note");
        var quotas = db.Set<Quota>().AsNoTracking().Where(q => request.Quotas.Count == 0 || request.Quotas.Contains(q.Code)).OrderBy(q => q.Code);
        await foreach (var q in quotas.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            writer.Text(q.Code).Text(q.Name).Text(SnakeCaseEnum.ToText(q.Scope)).Text(q.TargetCode).Text(q.EnergyType).Text(SnakeCaseEnum.ToText(q.Period))
                .Text(q.TimeZone).Number(q.QuotaValue).Text(q.Unit).Number(q.WarningThresholdPct).Number(q.AlertThresholdPct).Flag(q.IsActive).Text(q.Note)
                .EndRecord();
        }

        writer.End();
    }
}
