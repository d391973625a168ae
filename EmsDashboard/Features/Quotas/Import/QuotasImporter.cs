using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Quotas.Import;

/// <summary>
/// Quotas: <c>quota_id, name, scope, target, energy_type, period, time_zone, quota_value, unit, warning_threshold_pct,
/// alert_threshold_pct, is_active, note</c>. A quota that is new or has other terms is judged by the next check, its past periods too.
/// </summary>
internal sealed class QuotasImporter : Importer
{
    private static readonly IReadOnlyList<ImportColumn> All = ImportColumn.List("quota_id", "name", "scope", "target", "energy_type", "period", "time_zone",
        "quota_value", "unit", "warning_threshold_pct", "alert_threshold_pct", "is_active?", "note?");

    private static readonly ImportColumn Code = All[0], Name = All[1], Scope = All[2], Target = All[3], Type = All[4], Period = All[5], Zone = All[6],
        Value = All[7], UnitColumn = All[8], Warning = All[9], Alert = All[10], Active = All[11], Note = All[12];

    public override string Kind => "quotas";
    public override IReadOnlyList<ImportColumn> Columns => All;
    public override bool ChangesCatalogue => true;
    public override IReadOnlyList<string> Topics { get; } = [Infrastructure.LiveUpdates.Topics.Quotas];

    public override async Task<ImportSession> BeginAsync(ImportContext context, CancellationToken cancellationToken) => new Session(
        context,
        await context.Db.Set<Quota>().ToDictionaryAsync(q => q.Code, StringComparer.Ordinal, cancellationToken),
        await context.Db.Set<Device>().AsNoTracking().ToDictionaryAsync(d => d.Code, d => (d.Id, d.EnergyType), StringComparer.Ordinal, cancellationToken),
        await context.Db.Set<DeviceGroup>().AsNoTracking().ToDictionaryAsync(g => g.Code, g => g.Id, StringComparer.Ordinal, cancellationToken),
        await context.Db.Set<Quota>().Where(q => context.Db.Set<QuotaUsage>().Any(u => u.QuotaId == q.Id)).Select(q => q.Code).ToHashSetAsync(cancellationToken));

    private sealed record Terms(string Code, string Name, QuotaScope Scope, int? DeviceId, int? GroupId, string? TargetCode, string EnergyType,
        QuotaPeriod Period, string TimeZone, decimal Value, string Unit, decimal WarningPct, decimal AlertPct, bool IsActive, string? Note);

    private sealed class Session(ImportContext context, Dictionary<string, Quota> quotas, Dictionary<string, (int Id, string EnergyType)> devices,
        Dictionary<string, int> groups, HashSet<string> judged) : ImportSession
    {
        private readonly Dictionary<string, (Terms Terms, int Line)> _lines = new(StringComparer.Ordinal);

        public override ValueTask ReadAsync(ImportRow row, CancellationToken cancellationToken)
        {
            if (Read(row) is not { } terms) return ValueTask.CompletedTask;
            if (_lines.TryAdd(terms.Code, (terms, row.Line))) return ValueTask.CompletedTask;
            var first = _lines[terms.Code];
            if (first.Terms == terms) row.Note(Code, "repeat_identical", first.Line);
            else row.Reject(Code, "code_repeated", first.Line);
            return ValueTask.CompletedTask;
        }

        public override async Task<StoreCounts> StoreAsync(bool dryRun, CancellationToken cancellationToken)
        {
            int inserted = 0, updated = 0;
            List<Quota> changed = [];
            foreach (var (terms, _) in _lines.Values)
            {
                if (!quotas.TryGetValue(terms.Code, out var quota))
                {
                    quota = new Quota(terms.Code, terms.Scope, terms.DeviceId, terms.GroupId, terms.TargetCode, terms.EnergyType);
                    context.Db.Add(quota);
                    inserted++;
                }
                else if (Describe(quota) == terms)
                {
                    continue;
                }
                else
                {
                    quota.Retarget(terms.Scope, terms.DeviceId, terms.GroupId, terms.TargetCode, terms.EnergyType);
                    updated++;
                }

                quota.SetTerms(terms.Name, terms.Period, terms.TimeZone, terms.Value, terms.Unit, terms.WarningPct, terms.AlertPct, terms.IsActive,
                    terms.Note, context.Now);
                changed.Add(quota);
            }

            if (!dryRun && changed.Count > 0)
            {
                // Before anything is saved: rows folded between the marks and the commit would else be marked for the old terms only.
                await context.Db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('ems.fold'))", cancellationToken);
                await context.Db.SaveChangesAsync(cancellationToken);
                // The current period is due by itself: new terms leave next_due_at empty.
                int[] ids = [.. changed.Select(q => q.Id).Order()];
                await context.Db.Database.ExecuteSqlAsync($"SELECT ems.mark_quotas({ids})", cancellationToken);
            }

            return new StoreCounts(inserted, updated, _lines.Count - inserted - updated);
        }

        private Terms? Read(ImportRow row)
        {
            var code = row.Text(Code, 64);
            var name = row.Text(Name, 200);
            var scope = Choice<QuotaScope>(row, Scope);
            var type = row.EnergyType(Type);
            var target = row.OptionalText(Target, 64);
            var (deviceId, groupId) = ReadTarget(row, scope, target, type);
            var period = Choice<QuotaPeriod>(row, Period);
            var zone = row.TimeZone(Zone);
            var value = row.Number(Value, 6);
            var unit = row.Unit(UnitColumn, type);
            var warning = row.Number(Warning, 3, 6);
            var alert = row.Number(Alert, 3, 6);
            if (warning <= 0) row.Reject(Warning, "threshold_not_positive");
            if (alert <= 0) row.Reject(Alert, "threshold_not_positive");
            if (warning > alert) row.Reject(Warning, "warning_above_alert");
            var stored = code is null ? null : quotas.GetValueOrDefault(code);
            if (stored is not null && period is not null && period != stored.Period && judged.Contains(stored.Code)) row.Reject(Period, "period_fixed");
            var isActive = row.Has(Active) ? row.Flag(Active) : stored?.IsActive ?? true;
            var note = row.Has(Note) ? row.OptionalText(Note, 1000) : stored?.Note;

            return row.IsRejected
                ? null
                : new Terms(code!, name!, scope!.Value, deviceId, groupId, target, type!.Code, period!.Value, zone!, value!.Value, unit!.Symbol,
                    warning!.Value, alert!.Value, isActive!.Value, note);
        }

        private (int? DeviceId, int? GroupId) ReadTarget(ImportRow row, QuotaScope? scope, string? target, EnergyType? type)
        {
            switch (scope)
            {
                case QuotaScope.EnergyType:
                    if (target is not null) row.Reject(Target, "target_not_allowed");
                    break;
                case QuotaScope.Device or QuotaScope.Group when target is null:
                    row.Reject(Target, "target_required");
                    break;
                case QuotaScope.Device:
                    if (!devices.TryGetValue(target!, out var device)) row.Reject(Target, "unknown_device");
                    else if (type is not null && device.EnergyType != type.Code) row.Reject(Type, "target_measures_other_type", device.EnergyType);
                    else return (device.Id, null);
                    break;
                case QuotaScope.Group:
                    if (groups.TryGetValue(target!, out var group)) return (null, group);
                    row.Reject(Target, "unknown_group");
                    break;
            }

            return (null, null);
        }

        private static TEnum? Choice<TEnum>(ImportRow row, ImportColumn column) where TEnum : struct, Enum
        {
            var text = row.Cell(column).ToString();
            foreach (var value in Enum.GetValues<TEnum>())
                if (SnakeCaseEnum.ToText(value) == text) return value;
            row.Reject(column, "unknown_choice", string.Join(", ", Enum.GetValues<TEnum>().Select(SnakeCaseEnum.ToText)));
            return null;
        }

        private static Terms Describe(Quota q) => new(q.Code, q.Name, q.Scope, q.TargetDeviceId, q.TargetGroupId, q.TargetCode, q.EnergyType, q.Period,
            q.TimeZone, q.QuotaValue, q.Unit, q.WarningThresholdPct, q.AlertThresholdPct, q.IsActive, q.Note);
    }
}
