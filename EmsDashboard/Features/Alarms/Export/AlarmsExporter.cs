using System.Globalization;
using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.Export;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Csv;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Alarms.Export;

/// <summary>Alarms with their facts; the title in English, whoever exports.</summary>
internal sealed class AlarmsExporter(IDbContextFactory<EmsDbContext> contexts, IAccess access) : Exporter
{
    public override FileKind Kind => FileKind.Alarms;

    public override async Task WriteAsync(ExportRequest request, IRecordWriter writer, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await QuotaCodes.RefuseUnknownAsync(db, request.Quotas, cancellationToken);
        writer.Columns("id", "quota_id", "kind", "severity", "state", "title", "value", "threshold", "unit", "usage_rate_pct", "quota_value", "period_start",
            "period_end", "raised_at", "acknowledged_at", "acknowledged_by", "acknowledge_comment", "cleared_at", "clear_reason", "resolved_at",
            "resolved_by", "resolve_reason", "occurrences", "assignee", "shelved_until", "shelved_by", "shelve_reason");
        var alarms =
            from a in db.Set<AlarmEvent>().AsNoTracking()
            join q in db.Set<Quota>() on a.QuotaId equals q.Id
            where (request.Quotas.Count == 0 || request.Quotas.Contains(q.Code))
                && (request.From == null || a.PeriodEnd > request.From) && (request.To == null || a.PeriodStart <= request.To)
            orderby a.Id
            select new { q.Code, q.Name, Alarm = a };
        await foreach (var row in alarms.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var a = row.Alarm;
            writer.Number(a.Id).Text(row.Code).Text(SnakeCaseEnum.ToText(a.Kind)).Text(SnakeCaseEnum.ToText(a.Severity)).Text(SnakeCaseEnum.ToText(a.State))
                .Text(AlarmTitle.Of(a.Kind, row.Name, CultureInfo.InvariantCulture)).Number(a.Value).Number(a.Threshold).Text(a.Unit).Number(a.UsageRatePct)
                .Number(a.QuotaValue).Date(a.PeriodStart).Date(a.PeriodEnd).Instant(a.RaisedAt).Instant(a.AcknowledgedAt).Text(a.AcknowledgedBy)
                .Text(a.AcknowledgeComment).Instant(a.ClearedAt).Text(a.ClearReason).Instant(a.ResolvedAt).Text(a.ResolvedBy).Text(a.ResolveReason)
                .Number(a.Occurrences)
                .Text(a.Assignee).Instant(a.ShelvedUntil).Text(a.ShelvedBy).Text(a.ShelveReason).EndRecord();
        }

        writer.End();
    }
}
