using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Time;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Quotas;

/// <summary>How quotas stand. Reads catalogue, usage records and roll-ups, never daily rows, so 10,000 quotas cost milliseconds.</summary>
public sealed class QuotaQueries(IDbContextFactory<EmsDbContext> contexts, IAccess access, TimeProvider time)
{
    /// <summary>A page of the active quotas that pass the filter.</summary>
    /// <exception cref="AccessDeniedException">The actor may not look.</exception>
    public async Task<QuotaPage> ListAsync(QuotaFilter filter, QuotaSort sort, bool descending, PageOf page, CancellationToken cancellationToken = default)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var zones = await ZonesAsync(context, cancellationToken);
        if (filter.IsEmpty && sort == QuotaSort.Rate && descending && await HighestAsync(context, page, zones.Active, cancellationToken) is { } highest)
            return new QuotaPage(await ViewsAsync(context, zones, highest, cancellationToken), zones.Active);
        var rows = Filter(context, Standings(context, zones), filter);
        if (filter.Standing is { } standing) rows = rows.Where(r => r.Standing == (int)standing);
        if (filter.DataMissing) rows = rows.Where(r => r.Standing >= (int)QuotaStanding.NoData && r.Standing <= (int)QuotaStanding.Incomplete);
        // First which, then all about them: what neither filter nor order needs is read for one page only. To count what a filter lets through
        // is as much work as to find it.
        var found = Sort(rows, sort, descending).Select(r => r.Id);
        var all = filter.IsEmpty ? null : await found.ToListAsync(cancellationToken);
        var total = all?.Count ?? zones.Active;
        var ids = all is null
            ? await found.Skip(page.SkipOf(total)).Take(page.Take).ToListAsync(cancellationToken)
            : all.GetRange(page.SkipOf(total), Math.Min(page.Take, total - page.SkipOf(total)));
        return new QuotaPage(await ViewsAsync(context, zones, ids, cancellationToken), total);
    }

    /// <summary>The page of the highest rates off their index; null where it reaches quotas that have used nothing, or have no record yet.</summary>
    private static async Task<List<int>?> HighestAsync(EmsDbContext context, PageOf page, int total, CancellationToken cancellationToken)
    {
        var ids = await context.Set<QuotaUsage>().Where(u => u.IsCurrent && !u.IsMonth && u.UsageRatePct > 0)
            .Join(context.Set<Quota>().Where(q => q.IsActive), u => u.QuotaId, q => q.Id, (u, q) => new { q.Id, u.UsageRatePct, q.Code })
            .OrderByDescending(r => r.UsageRatePct).ThenBy(r => r.Code)
            .Select(r => r.Id).Skip(page.SkipOf(total)).Take(page.Take).ToListAsync(cancellationToken);
        return ids.Count == Math.Min(page.Take, total - page.SkipOf(total)) ? ids : null;
    }

    private static async Task<List<QuotaView>> ViewsAsync(EmsDbContext context, Zones zones, List<int> ids, CancellationToken cancellationToken)
    {
        var items = await Standings(context, zones).Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellationToken);
        return [.. ids.Where(items.ContainsKey).Select(id => items[id].ToView())];
    }

    /// <summary>How many of the active quotas that pass the filter stand how; the filter's own standing is left aside.</summary>
    /// <exception cref="AccessDeniedException">The actor may not look.</exception>
    public async Task<QuotaCounts> CountAsync(QuotaFilter filter, CancellationToken cancellationToken = default)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return new QuotaCounts(await Filter(context, Standings(context, await ZonesAsync(context, cancellationToken)), filter)
            .GroupBy(r => r.Standing)
            .Select(g => new { Standing = g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => (QuotaStanding)g.Standing, g => g.Count, cancellationToken));
    }

    /// <summary>The quota with exactly this code, active or not; null if there is none.</summary>
    /// <exception cref="AccessDeniedException">The actor may not look.</exception>
    public async Task<QuotaView?> FindAsync(string code, CancellationToken cancellationToken = default)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await Standings(context, await ZonesAsync(context, cancellationToken)).SingleOrDefaultAsync(r => r.Code == code, cancellationToken);
        return row?.ToView();
    }

    /// <summary>The last periods of a quota, the latest first.</summary>
    /// <exception cref="AccessDeniedException">The actor may not look.</exception>
    public async Task<IReadOnlyList<PeriodView>> PeriodsAsync(int quotaId, int count, CancellationToken cancellationToken = default)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var records = await context.Set<QuotaUsage>().AsNoTracking()
            .Where(u => u.QuotaId == quotaId && !u.IsMonth)
            .OrderByDescending(u => u.PeriodStart)
            .Take(Math.Clamp(count, 1, PageOf.MaxSize))
            .ToListAsync(cancellationToken);
        return await WithRevisionsAsync(context, records, cancellationToken);
    }

    /// <summary>
    /// The months of a split year, in order: each with its own share of the year, and what came of it as far as it was judged. None where
    /// the year is not split.
    /// </summary>
    /// <param name="year">A period of the quota.</param>
    /// <exception cref="AccessDeniedException">The actor may not look.</exception>
    public async Task<IReadOnlyList<PeriodView>> MonthsAsync(int quotaId, PeriodSpan year, CancellationToken cancellationToken = default)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var versions = await context.Set<QuotaVersion>().AsNoTracking().Where(v => v.QuotaId == quotaId).ToListAsync(cancellationToken);
        var months = new QuotaTimeline(versions.Select(v => v.ToTerms())).OfMonths().PeriodsIn(year.Start, year.End).ToList();
        if (months.Count == 0) return [];
        var records = await WithRevisionsAsync(context, await context.Set<QuotaUsage>().AsNoTracking()
            .Where(u => u.QuotaId == quotaId && u.IsMonth && u.PeriodStart >= year.Start && u.PeriodStart < year.End).ToListAsync(cancellationToken), cancellationToken);
        return [.. months.Select(month => records.FirstOrDefault(r => r.PeriodStart == month.Span.Start) ?? NotJudged(month))];
    }

    private static PeriodView NotJudged(QuotaTimelinePeriod month)
    {
        var (warning, alert) = month.Version.Thresholds.Marks(month.Limit);
        return new PeriodView(month.Span.Start, month.Span.End, ActualValue: 0, month.ShownValue, month.Version.Unit, warning, alert, UsageRatePct: 0, QuotaStatus.Normal,
            DataThrough: null, IsCurrent: false, CalculatedAt: null)
        {
            IsMonth = true, DayCount = 0, ExpectedDays = 0, Version = month.Version.Number, CarriedValue = 0, RevisionCount = 0,
        };
    }

    /// <param name="records">Of one quota, and all of months or none.</param>
    private static async Task<IReadOnlyList<PeriodView>> WithRevisionsAsync(EmsDbContext context, List<QuotaUsage> records, CancellationToken cancellationToken)
    {
        var restated = records.Where(r => r.RevisionCount > 0).ToList();
        if (restated.Count == 0) return [.. records.Select(ToView)];
        var (quotaId, isMonth, starts) = (restated[0].QuotaId, restated[0].IsMonth, restated.ConvertAll(r => r.PeriodStart));
        var last = await context.Set<QuotaUsageRevision>().AsNoTracking()
            .Where(r => r.QuotaId == quotaId && r.IsMonth == isMonth && starts.Contains(r.PeriodStart))
            .GroupBy(r => r.PeriodStart).Select(g => g.OrderByDescending(r => r.Number).First())
            .ToDictionaryAsync(r => r.PeriodStart, r => new Restated(r.OldUsageRatePct, r.At), cancellationToken);
        return [.. records.Select(r => ToView(r) with { Restated = last.GetValueOrDefault(r.PeriodStart) })];
    }

    /// <summary>A quota's versions, the latest made first.</summary>
    /// <exception cref="AccessDeniedException">The actor may not look.</exception>
    public async Task<IReadOnlyList<QuotaVersion>> VersionsAsync(int quotaId, CancellationToken cancellationToken = default)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<QuotaVersion>().AsNoTracking().Where(v => v.QuotaId == quotaId).OrderByDescending(v => v.Number).ToListAsync(cancellationToken);
    }

    /// <summary>How fresh the estate's data and results are.</summary>
    /// <exception cref="AccessDeniedException">The actor may not look.</exception>
    public async Task<Freshness> FreshnessAsync(CancellationToken cancellationToken = default)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var latest = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var through = await context.Database.SqlQuery<DateOnly?>($"""
            SELECT max(least(m.last_day, {latest})) AS "Value" FROM usage_month m
            WHERE m.scope_kind = 't' AND m.day_count > 0 AND m.month <= {latest}
            """).SingleAsync(cancellationToken);
        var checkedAt = await context.Set<CheckRun>().AsNoTracking()
            .Where(r => r.Kind != CheckRunKind.Rebuild && (r.State == CheckRunState.Succeeded || r.State == CheckRunState.SucceededWithFailures))
            .MaxAsync(r => r.FinishedAt, cancellationToken);
        return new Freshness(through, checkedAt);
    }

    internal static PeriodView ToView(QuotaUsage u) => new(
        u.PeriodStart, u.PeriodEnd, u.ActualValue, u.QuotaValue, Unit.Get(u.Unit), u.WarningThresholdPct, u.AlertThresholdPct,
        u.UsageRatePct, u.Status, u.DataThrough, u.IsCurrent, u.CalculatedAt)
    {
        IsMonth = u.IsMonth, DayCount = u.DayCount, ExpectedDays = u.ExpectedDays, Version = u.VersionNumber, CarriedValue = u.CarriedValue, RevisionCount = u.RevisionCount,
    };

    /// <summary>The filter but for its standing, which counts have to leave aside.</summary>
    private static IQueryable<StandingRow> Filter(EmsDbContext context, IQueryable<StandingRow> rows, QuotaFilter filter)
    {
        rows = rows.Where(r => r.IsActive);
        if (filter.EnergyType is { } type) rows = rows.Where(r => r.EnergyType == type);
        if (filter.Period is { } period)
        {
            var text = SnakeCaseEnum.ToText(period);
            rows = rows.Where(r => r.Period == text);
        }
        if (filter.GroupCode is { } group)
        {
            var within = GroupsWithin(context, group);
            rows = rows.Where(r => r.GroupId != null && within.Contains(r.GroupId.Value));
        }
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var found = Found(context, filter.Search);
            rows = rows.Where(r => found.Contains(r.Id));
        }
        return rows;
    }

    /// <summary>Ids of the quotas that have the text in a name or code of theirs or of their target. Whatever the case: both raised by the database's rules.</summary>
    private static IQueryable<int> Found(EmsDbContext context, string text)
    {
        var pattern = SearchPattern.Containing(text);
        return context.Database.SqlQuery<int>($"""
            SELECT q.id AS "Value" FROM quota q WHERE q.search_text LIKE upper({pattern})
            UNION SELECT q.id FROM device d JOIN quota q ON q.target_device_id = d.id WHERE upper(d.name) LIKE upper({pattern})
            UNION SELECT q.id FROM device_group g JOIN quota q ON q.target_group_id = g.id WHERE upper(g.name) LIKE upper({pattern})
            """);
    }

    /// <summary>Ids of a group and all groups below it.</summary>
    internal static IQueryable<int> GroupsWithin(EmsDbContext context, string groupCode) => context.Database.SqlQuery<int>($"""
        SELECT a.group_id AS "Value" FROM device_group_ancestor a JOIN device_group g ON g.id = a.ancestor_id WHERE g.code = {groupCode}
        """);

    /// <summary>Code comes last everywhere: without it rows of equal rank could change pages between two queries.</summary>
    private static IQueryable<StandingRow> Sort(IQueryable<StandingRow> rows, QuotaSort sort, bool descending) => (sort, descending) switch
    {
        (QuotaSort.Name, false) => rows.OrderBy(r => r.Name).ThenBy(r => r.Code),
        (QuotaSort.Name, true) => rows.OrderByDescending(r => r.Name).ThenBy(r => r.Code),
        (QuotaSort.EnergyType, false) => rows.OrderBy(r => r.EnergyType).ThenBy(r => r.Name).ThenBy(r => r.Code),
        (QuotaSort.EnergyType, true) => rows.OrderByDescending(r => r.EnergyType).ThenBy(r => r.Name).ThenBy(r => r.Code),
        (QuotaSort.Rate, false) => rows.OrderBy(r => r.UsageRatePct).ThenBy(r => r.Code),
        (QuotaSort.Rate, true) => rows.OrderByDescending(r => r.UsageRatePct).ThenBy(r => r.Code),
        (QuotaSort.DataThrough, false) => rows.OrderBy(r => r.DataThrough ?? DateOnly.MinValue).ThenBy(r => r.Code),
        (QuotaSort.DataThrough, true) => rows.OrderByDescending(r => r.DataThrough ?? DateOnly.MinValue).ThenBy(r => r.Code),
        // Of those that will exceed, the soonest first.
        (_, false) => rows.OrderByDescending(r => r.Standing).ThenBy(r => r.Standing == WillExceed ? r.ExceedsOn ?? DateOnly.MaxValue : DateOnly.MinValue)
            .ThenByDescending(r => r.UsageRatePct).ThenBy(r => r.Code),
        (_, true) => rows.OrderBy(r => r.Standing).ThenByDescending(r => r.Standing == WillExceed ? r.ExceedsOn ?? DateOnly.MaxValue : DateOnly.MinValue)
            .ThenBy(r => r.UsageRatePct).ThenBy(r => r.Code),
    };

    private const int WillExceed = (int)QuotaStanding.Forecast;

    /// <summary>
    /// Every quota with its current record. Today is found per time zone here, not by the database: the product's rules for days come
    /// from one set of time zone rules, and the simulated clock from one place.
    /// </summary>
    private static IQueryable<StandingRow> Standings(EmsDbContext context, Zones zones)
    {
        const int staleAfter = DataFreshness.StaleAfterDays;
        return context.Database.SqlQuery<StandingRow>($"""
            SELECT s.*,
                CASE WHEN s.status = 'exceeded' THEN {(int)QuotaStanding.Exceeded}
                    WHEN s.forecast_status <> 'normal' AND s.data_through >= s.local_today - {staleAfter} THEN {WillExceed}
                    WHEN s.status = 'warning' THEN {(int)QuotaStanding.Warning}
                    WHEN s.data_through IS NULL OR s.calculated_at IS NULL THEN {(int)QuotaStanding.NoData}
                    WHEN s.data_through < s.period_start AND s.data_through < s.local_today - {staleAfter} THEN {(int)QuotaStanding.NoData}
                    WHEN s.data_through < s.local_today - {staleAfter} THEN {(int)QuotaStanding.Stale}
                    WHEN s.day_count::bigint * 100 < s.expected_days::bigint * {QuotaStandings.EnoughPct} THEN {(int)QuotaStanding.Incomplete}
                    ELSE {(int)QuotaStanding.Normal}
                END AS standing
            FROM (
                SELECT q.id, q.code, q.name, q.scope, q.target_code, coalesce(d.name, g.name) AS target_name,
                    (q.scope = 'device' AND q.target_device_id IS NULL) OR (q.scope = 'group' AND q.target_group_id IS NULL) AS target_is_gone,
                    coalesce(q.target_group_id, d.group_id) AS group_id,
                    q.energy_type, v.period, q.time_zone, q.is_active, q.note,
                    q.is_active AND q.needs_check AND u.version_number < (SELECT max(l.number) FROM quota_version l WHERE l.quota_id = q.id) AS awaits_check,
                    coalesce(u.unit, v.unit) AS unit, coalesce(u.quota_value, v.quota_value) AS quota_value,
                    u.warning_threshold_pct, u.alert_threshold_pct, u.period_start, u.period_end,
                    v.fiscal_start_month, v.start_day, v.period_from, v.period_to, v.thresholds,
                    coalesce(u.actual_value, 0) AS actual_value, coalesce(u.usage_rate_pct, 0) AS usage_rate_pct,
                    coalesce(u.status, 'normal') AS status, u.calculated_at, z.today AS local_today,
                    coalesce(u.day_count, 0) AS day_count, coalesce(u.expected_days, 0) AS expected_days,
                    u.forecast_value, u.forecast_low, u.forecast_high, u.forecast_method, coalesce(u.forecast_is_fallback, false) AS forecast_is_fallback,
                    u.exceeds_on, u.exceeds_earliest, u.exceeds_latest, u.allowance_per_day, u.estimated_share, u.forecast_error_pct, u.no_forecast,
                    coalesce(u.forecast_status, 'normal') AS forecast_status,
                    -- A period's first days have no row yet; then the end of the data lies in an earlier month of the target's roll-up.
                    coalesce(u.data_through, (
                        SELECT least(m.last_day, z.today) FROM usage_month m
                        WHERE m.scope_kind = CASE q.scope WHEN 'device' THEN 'd' WHEN 'group' THEN 'g' ELSE 't' END::"char"
                            AND m.scope_id = CASE q.scope WHEN 'device' THEN q.target_device_id WHEN 'group' THEN q.target_group_id ELSE 0 END
                            AND m.energy_type = q.energy_type AND m.day_count > 0 AND m.month <= z.today
                        ORDER BY m.month DESC LIMIT 1)) AS data_through
                FROM quota q
                JOIN unnest({zones.Names}, {zones.Todays}) AS z(time_zone, today) ON z.time_zone = q.time_zone
                LEFT JOIN quota_usage u ON u.quota_id = q.id AND u.is_current AND NOT u.is_month
                -- The version that judged the record, or before the first check the one in force. Joined by its key, so that a query that asks
                -- for nothing of it does without.
                LEFT JOIN quota_version v ON v.quota_id = q.id AND v.number = coalesce(u.version_number, (
                    SELECT f.number FROM quota_version f WHERE f.quota_id = q.id
                    ORDER BY f.valid_from <= z.today DESC, f.valid_from DESC, f.number DESC LIMIT 1))
                LEFT JOIN device d ON d.id = q.target_device_id
                LEFT JOIN device_group g ON g.id = q.target_group_id
            ) s
            """);
    }

    /// <summary>The time zones of all quotas with the day it is there, and how many active quotas there are.</summary>
    private async Task<Zones> ZonesAsync(EmsDbContext context, CancellationToken cancellationToken)
    {
        var byZone = await context.Set<Quota>().GroupBy(q => q.TimeZone).Select(g => new { Zone = g.Key, Active = g.Count(q => q.IsActive) }).ToListAsync(cancellationToken);
        string[] names = [.. byZone.Select(z => z.Zone)];
        return new Zones(names, IanaZones.Todays(names, time.GetUtcNow()), byZone.Sum(z => z.Active));
    }

    private sealed record Zones(string[] Names, DateOnly[] Todays, int Active);

    private sealed class StandingRow
    {
        public int Id { get; init; }
        public required string Code { get; init; }
        public required string Name { get; init; }
        public required string Scope { get; init; }
        public string? TargetCode { get; init; }
        public string? TargetName { get; init; }
        public bool TargetIsGone { get; init; }
        public int? GroupId { get; init; }
        public required string EnergyType { get; init; }

        public required string Period { get; init; }
        public required string TimeZone { get; init; }
        public bool IsActive { get; init; }
        public bool? AwaitsCheck { get; init; }
        public string? Note { get; init; }
        public required string Unit { get; init; }
        public decimal QuotaValue { get; init; }
        public decimal? WarningThresholdPct { get; init; }
        public decimal? AlertThresholdPct { get; init; }
        public DateOnly? PeriodStart { get; init; }
        public DateOnly? PeriodEnd { get; init; }
        public int FiscalStartMonth { get; init; }
        public int StartDay { get; init; }
        public DateOnly? PeriodFrom { get; init; }
        public DateOnly? PeriodTo { get; init; }
        public required string Thresholds { get; init; }
        public decimal ActualValue { get; init; }
        public decimal UsageRatePct { get; init; }
        public required string Status { get; init; }
        public DateTimeOffset? CalculatedAt { get; init; }
        public DateOnly LocalToday { get; init; }
        public DateOnly? DataThrough { get; init; }
        public int Standing { get; init; }
        public int DayCount { get; init; }
        public int ExpectedDays { get; init; }
        public decimal? ForecastValue { get; init; }
        public decimal? ForecastLow { get; init; }
        public decimal? ForecastHigh { get; init; }
        public string? ForecastMethod { get; init; }
        public bool ForecastIsFallback { get; init; }
        public DateOnly? ExceedsOn { get; init; }
        public DateOnly? ExceedsEarliest { get; init; }
        public DateOnly? ExceedsLatest { get; init; }
        public decimal? AllowancePerDay { get; init; }
        public decimal? EstimatedShare { get; init; }
        public decimal? ForecastErrorPct { get; init; }
        public string? NoForecast { get; init; }
        public required string ForecastStatus { get; init; }

        public QuotaView ToView()
        {
            var (warning, alert) = (WarningThresholdPct, AlertThresholdPct);
            var period = PeriodStart is { } start && PeriodEnd is { } end ? new PeriodSpan(start, end) : default;
            if (period == default)
            {
                // Never judged: what the version in force says.
                var version = new QuotaVersion
                {
                    Period = SnakeCaseEnum.Parse<PeriodKind>(Period), FiscalStartMonth = FiscalStartMonth, StartDay = StartDay, PeriodFrom = PeriodFrom,
                    PeriodTo = PeriodTo, QuotaValue = QuotaValue, Unit = Unit, Thresholds = Thresholds,
                }.ToTerms();
                (warning, alert) = version.Thresholds.Marks(new QuotaLimit(version.Value, version.Unit));
                period = version.Rule.PeriodOf(LocalToday) ?? version.Rule.Span!.Value;
            }

            return new()
            {
                Id = Id,
                Code = Code,
                Name = Name,
                Scope = SnakeCaseEnum.Parse<QuotaScope>(Scope),
                TargetCode = TargetCode,
                TargetName = TargetName,
                TargetIsGone = TargetIsGone,
                EnergyType = Energy.Domain.EnergyType.Get(EnergyType),
                Period = SnakeCaseEnum.Parse<PeriodKind>(Period),
                TimeZone = TimeZone,
                IsActive = IsActive,
                AwaitsCheck = AwaitsCheck == true,
                Note = Note,
                Unit = Energy.Domain.Unit.Get(Unit),
                QuotaValue = QuotaValue,
                WarningThresholdPct = warning!.Value,
                AlertThresholdPct = alert!.Value,
                PeriodStart = period.Start,
                PeriodEnd = period.End,
                ActualValue = ActualValue,
                UsageRatePct = UsageRatePct,
                Status = SnakeCaseEnum.Parse<QuotaStatus>(Status),
                // A target may have data and the quota no result yet: nothing is known of it before the first check.
                DataState = CalculatedAt is null ? DataState.None : DataFreshness.Judge(DataThrough, period.Start, LocalToday) is var state
                    && state == DataState.Complete && DayCount < ExpectedDays ? DataState.Incomplete : state,
                DataThrough = DataThrough,
                CalculatedAt = CalculatedAt,
                LocalToday = LocalToday,
                DayCount = DayCount,
                ExpectedDays = ExpectedDays,
                Forecast = ForecastValue is null ? null : new QuotaForecast(
                    ForecastValue.Value, ForecastLow!.Value, ForecastHigh!.Value, SnakeCaseEnum.Parse<ForecastMethod>(ForecastMethod!), ForecastIsFallback,
                    ExceedsOn, ExceedsEarliest, ExceedsLatest, AllowancePerDay, EstimatedShare!.Value, ForecastErrorPct),
                ForecastStatus = SnakeCaseEnum.Parse<QuotaStatus>(ForecastStatus),
                NoForecast = NoForecast is null ? null : SnakeCaseEnum.Parse<NoForecast>(NoForecast),
            };
        }
    }
}
