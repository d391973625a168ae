using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Features.Quotas.Hierarchy;
using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Features.Quotas.Import;

/// <summary>
/// Quotas: <c>quota_id, name, scope, target, energy_type, period, time_zone, quota_value, unit, warning_threshold_pct,
/// alert_threshold_pct, is_active, note</c>, and what a version may say beside that. Rows of one quota are its versions, told apart by
/// <c>valid_from</c>. What is new is judged by the next check.
/// </summary>
internal sealed class QuotasImporter(IOptions<QuotaCheckOptions> options) : Importer
{
    private static readonly IReadOnlyList<ImportColumn> All = ImportColumn.List("quota_id", "name", "scope", "target", "energy_type", "period", "time_zone",
        "quota_value", "unit", "warning_threshold_pct", "alert_threshold_pct", "is_active?", "note?", "valid_from?", "is_retroactive?", "fiscal_start_month?",
        "start_day?", "period_from?", "period_to?", "thresholds?", "is_prorated?", "carry_over?", "carry_over_min?", "carry_over_max?", "distribution?", "reason?", "forecast_method?", "parent_quota?");

    private static readonly ImportColumn Code = All[0], Name = All[1], Scope = All[2], Target = All[3], Type = All[4], Period = All[5], Zone = All[6],
        Value = All[7], UnitColumn = All[8], Warning = All[9], Alert = All[10], Active = All[11], Note = All[12], ValidFrom = All[13], Retroactive = All[14],
        FiscalMonth = All[15], StartDay = All[16], PeriodFrom = All[17], PeriodTo = All[18], Thresholds = All[19], Prorated = All[20], Carry = All[21],
        CarryMin = All[22], CarryMax = All[23], Months = All[24], Reason = All[25], Method = All[26], Parent = All[27];

    public override FileKind Kind => FileKind.Quotas;
    public override IReadOnlyList<ImportColumn> Columns => All;
    public override bool ChangesCatalogue => true;
    public override IReadOnlyList<string> Topics { get; } = [Infrastructure.LiveUpdates.Topics.Quotas];

    public override async Task<ImportSession> BeginAsync(ImportContext context, CancellationToken cancellationToken)
    {
        if (!context.DryRun) await TransactionLock.TakeAsync(context.Connection, TransactionLock.Quotas, cancellationToken);
        return new Session(
            context,
            options.Value,
            await context.Db.Set<Quota>().Include(q => q.Versions).ToDictionaryAsync(q => q.Code, StringComparer.Ordinal, cancellationToken),
            await context.Db.Set<QuotaUsage>().Select(u => u.QuotaId).Distinct().ToHashSetAsync(cancellationToken),
            await context.Db.Set<Device>().AsNoTracking().ToDictionaryAsync(d => d.Code, d => (d.Id, d.EnergyType), StringComparer.Ordinal, cancellationToken),
            await context.Db.Set<DeviceGroup>().AsNoTracking().ToDictionaryAsync(g => g.Code, g => g.Id, StringComparer.Ordinal, cancellationToken));
    }

    /// <summary>What all rows of a quota have to say alike.</summary>
    private sealed record Identity(string Code, string Name, QuotaScope Scope, int? DeviceId, int? GroupId, string? TargetCode, string EnergyType,
        string TimeZone, ForecastMethod? ForecastMethod, bool IsActive, string? Note, string? ParentCode);

    private sealed class Session(ImportContext context, QuotaCheckOptions options, Dictionary<string, Quota> quotas, HashSet<int> judged,
        Dictionary<string, (int Id, string EnergyType)> devices, Dictionary<string, int> groups) : ImportSession
    {
        private readonly Dictionary<string, Read> _read = new(StringComparer.Ordinal);

        /// <summary>A quota of the file with its versions by their first day; null where the file has no such column.</summary>
        private sealed record Read(Identity Identity, string File, int Line, Quota Quota, QuotaAmendment Amendment, Dictionary<DateOnly, (QuotaVersionTerms Terms, int Line)> Versions);

        public override ValueTask ReadAsync(ImportRow row, CancellationToken cancellationToken)
        {
            if (ReadIdentity(row) is not { } identity || ReadTerms(row, identity) is not { } terms) return ValueTask.CompletedTask;
            if (!_read.TryGetValue(identity.Code, out var read))
            {
                var quota = quotas.GetValueOrDefault(identity.Code) ?? New(identity);
                _read[identity.Code] = read = new Read(identity, row.File, row.Line, quota,
                    new QuotaAmendment(quota, judged.Contains(quota.Id), options.LockedThrough, context.Now), []);
            }
            else if (read.Versions.TryGetValue(terms.ValidFrom, out var first))
            {
                if (first.Terms == terms && read.Identity == identity) row.Note(Code, "repeat_identical", first.Line);
                else row.Reject(Code, "code_repeated", first.Line);
                return ValueTask.CompletedTask;
            }
            else if (read.Identity != identity)
            {
                row.Reject(Code, "code_repeated", read.Line);
                return ValueTask.CompletedTask;
            }

            read.Versions[terms.ValidFrom] = (terms, row.Line);
            var problems = read.Amendment.Add(terms, row.Has(ValidFrom) ? terms.ValidFrom : null, context.Actor.Name, row.OptionalText(Reason, 1000));
            foreach (var problem in problems) Reject(row, problem);
            return ValueTask.CompletedTask;
        }

        /// <summary>A parent may come after its parts, or be there already: what their places forbid is known when all is read.</summary>
        public override Task FinishReadingAsync(CancellationToken cancellationToken)
        {
            var tree = new AllocationTree(
            [
                .. quotas.Values.Where(q => !_read.ContainsKey(q.Code)).Select(q => QuotaFamily.Node(q, context.Now)),
                .. _read.Values.Where(r => r.Quota.Versions.Count > 0).Select(r => QuotaFamily.Node(r.Quota, context.Now) with { ParentCode = r.Identity.ParentCode }),
            ]);
            foreach (var read in _read.Values.Where(r => r.Quota.Versions.Count > 0))
                foreach (var problem in tree.ProblemsAround(read.Identity.Code))
                    context.Remarks.Reject(new ImportRemark(read.File, read.Line, ColumnOf(problem.Field)?.Name, read.Identity.ParentCode, Worded(problem)));
            return Task.CompletedTask;
        }

        public override async Task<StoreCounts> StoreAsync(bool dryRun, CancellationToken cancellationToken)
        {
            int inserted = 0, updated = 0;
            HashSet<Quota> changed = [];
            foreach (var read in _read.Values)
            {
                var isNew = !quotas.ContainsKey(read.Identity.Code);
                if (!isNew && !read.Amendment.HasChanged && Describe(read.Quota) == read.Identity) continue;
                if (isNew) inserted++;
                else updated++;
                read.Quota.Retarget(read.Identity.Scope, read.Identity.DeviceId, read.Identity.GroupId, read.Identity.TargetCode, read.Identity.EnergyType);
                read.Quota.Describe(read.Identity.Name, read.Identity.TimeZone, read.Identity.ForecastMethod, read.Identity.IsActive, read.Identity.Note, context.Now);
                if (isNew) context.Db.Add(read.Quota);
                // A check that runs meanwhile takes it off.
                else context.Db.Entry(read.Quota).Property(q => q.NeedsCheck).IsModified = true;
                changed.Add(read.Quota);
            }

            foreach (var read in _read.Values.Where(r => changed.Contains(r.Quota)))
                read.Quota.PlaceUnder(read.Identity.ParentCode is { } parent ? quotas.GetValueOrDefault(parent) ?? _read[parent].Quota : null);

            if (!dryRun && changed.Count > 0)
            {
                // Before anything is saved: rows folded between the marks and the commit would else be marked for the old terms only.
                await TransactionLock.TakeAsync(context.Connection, TransactionLock.Fold, cancellationToken);
                await context.Db.SaveChangesAsync(cancellationToken);
                // The current period is due by itself: new terms make it need a check.
                int[] ids = [.. changed.Select(q => q.Id).Order()];
                await context.Db.Database.ExecuteSqlAsync($"SELECT ems.mark_quotas({ids})", cancellationToken);
            }

            return new StoreCounts(inserted, updated, _read.Count - inserted - updated);
        }

        private Quota New(Identity identity)
        {
            var quota = new Quota(identity.Code, identity.Scope, identity.DeviceId, identity.GroupId, identity.TargetCode, identity.EnergyType);
            quota.Describe(identity.Name, identity.TimeZone, identity.ForecastMethod, identity.IsActive, identity.Note, context.Now);
            return quota;
        }

        private Identity? ReadIdentity(ImportRow row)
        {
            var code = row.Text(Code, QuotaRules.MaxCodeLength);
            var name = row.Text(Name, QuotaRules.MaxNameLength);
            var scope = Choice<QuotaScope>(row, Scope);
            var type = row.EnergyType(Type);
            var target = row.OptionalText(Target, 64);
            var (deviceId, groupId) = ReadTarget(row, scope, target, type);
            var zone = row.TimeZone(Zone);
            var stored = code is null ? null : quotas.GetValueOrDefault(code);
            var isActive = row.Has(Active) ? row.Flag(Active) : stored?.IsActive ?? true;
            var note = row.Has(Note) ? row.OptionalText(Note, QuotaRules.MaxNoteLength, withLineEnds: true) : stored?.Note;
            var parent = row.Has(Parent) ? row.OptionalText(Parent, QuotaRules.MaxCodeLength) : stored?.Parent?.Code;
            ForecastMethod? method = !row.Has(Method) ? stored?.ForecastMethod : row.Cell(Method).IsEmpty ? null : Choice<ForecastMethod>(row, Method);
            return row.IsRejected ? null : new Identity(code!, name!, scope!.Value, deviceId, groupId, target, type!.Code, zone!, method, isActive!.Value, note, parent);
        }

        private QuotaVersionTerms? ReadTerms(ImportRow row, Identity identity)
        {
            var (rule, problems) = PeriodRule.Parse(new PeriodParts(row.Cell(Period).ToString(), row.Cell(FiscalMonth).ToString(), row.Cell(StartDay).ToString(),
                row.Cell(PeriodFrom).ToString(), row.Cell(PeriodTo).ToString()));
            foreach (var problem in problems) Reject(row, problem);
            var value = row.Number(Value, QuotaRules.ValueDecimals);
            var unit = row.Unit(UnitColumn, EnergyType.Get(identity.EnergyType));
            var from = row.Cell(ValidFrom).IsEmpty ? DateOnly.MinValue : row.Date(ValidFrom);
            var thresholds = ReadThresholds(row, identity, row.Has(ValidFrom) ? from : null);
            var isRetroactive = !row.Cell(Retroactive).IsEmpty && row.Flag(Retroactive) == true;
            var isProrated = !row.Cell(Prorated).IsEmpty && row.Flag(Prorated) == true;
            var carry = row.Cell(Carry).IsEmpty ? CarryOverMode.None : Choice<CarryOverMode>(row, Carry);
            decimal? min = row.Cell(CarryMin).IsEmpty ? null : row.Number(CarryMin, QuotaRules.ValueDecimals);
            decimal? max = row.Cell(CarryMax).IsEmpty ? null : row.Number(CarryMax, QuotaRules.ValueDecimals);
            var months = row.Cell(Months).IsEmpty ? null : MonthAmounts.TryParse(row.Cell(Months).ToString());
            if (months is null && !row.Cell(Months).IsEmpty) Reject(row, new QuotaProblem(QuotaField.Distribution, "months_unreadable"));
            return row.IsRejected ? null : new QuotaVersionTerms
            {
                Number = 0,
                ValidFrom = from!.Value,
                IsRetroactive = isRetroactive,
                Rule = rule!,
                Value = value!.Value,
                Unit = unit!,
                Thresholds = thresholds!,
                IsProrated = isProrated,
                CarryOver = carry is CarryOverMode.None ? CarryOver.None : new CarryOver(carry!.Value, min, max),
                Distribution = months,
            };
        }

        /// <summary>All thresholds where the file has them; else the two percentages, in those that the quota has from that day on.</summary>
        /// <param name="from">Null for the version made last.</param>
        private ThresholdSet? ReadThresholds(ImportRow row, Identity identity, DateOnly? from)
        {
            var warning = row.Number(Warning, QuotaRules.ThresholdDecimals, 6);
            var alert = row.Number(Alert, QuotaRules.ThresholdDecimals, 6);
            if (warning <= 0) row.Reject(Warning, "threshold_not_positive");
            if (alert <= 0) row.Reject(Alert, "threshold_not_positive");
            if (warning > alert) row.Reject(Warning, "warning_above_alert");
            if (!row.Cell(Thresholds).IsEmpty)
            {
                var (set, problems) = ThresholdSet.Parse(row.Cell(Thresholds).ToString());
                foreach (var problem in problems) Reject(row, problem);
                return set;
            }

            var present = quotas.GetValueOrDefault(identity.Code)?.Versions
                .Where(v => from is null || v.ValidFrom == from).MaxBy(v => v.Number)?.ToTerms().Thresholds ?? ThresholdSet.Default;
            return warning is null || alert is null ? null : present.With(warning.Value, alert.Value);
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

        /// <summary>An objection of the quota's own rules, in their words, at the column it is about.</summary>
        private static void Reject(ImportRow row, QuotaProblem problem) => row.Reject(ColumnOf(problem.Field), Worded(problem));

        private static ImportReason Worded(QuotaProblem problem) => new(problem.Code, problem.Detail ?? "") { Sentences = typeof(QuotaProblemText).FullName! };

        private static ImportColumn? ColumnOf(QuotaField field) => field switch
        {
            QuotaField.Period => Period,
            QuotaField.FiscalStartMonth => FiscalMonth,
            QuotaField.StartDay => StartDay,
            QuotaField.PeriodFrom => PeriodFrom,
            QuotaField.PeriodTo => PeriodTo,
            QuotaField.QuotaValue => Value,
            QuotaField.Thresholds => Thresholds,
            QuotaField.CarryOver => Carry,
            QuotaField.Distribution => Months,
            QuotaField.ValidFrom => ValidFrom,
            QuotaField.Parent => Parent,
            QuotaField.EnergyType => Type,
            QuotaField.Unit => UnitColumn,
            _ => Code,
        };

        private static TEnum? Choice<TEnum>(ImportRow row, ImportColumn column) where TEnum : struct, Enum
        {
            var text = row.Cell(column).ToString();
            foreach (var value in Enum.GetValues<TEnum>())
                if (SnakeCaseEnum.ToText(value) == text) return value;
            row.Reject(column, "unknown_choice", string.Join(", ", Enum.GetValues<TEnum>().Select(SnakeCaseEnum.ToText)));
            return null;
        }

        private static Identity Describe(Quota q) => new(q.Code, q.Name, q.Scope, q.TargetDeviceId, q.TargetGroupId, q.TargetCode, q.EnergyType,
            q.TimeZone, q.ForecastMethod, q.IsActive, q.Note, q.Parent?.Code);
    }
}
