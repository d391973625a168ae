using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Alarms.Persistence;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Features.Alarms;

/// <summary>Reads alarms for pages, exports and other slices. Everybody who may look may read them.</summary>
public sealed class AlarmQueries(IDbContextFactory<EmsDbContext> contexts, IAccess access, TimeProvider time)
{
    /// <summary>Largest page anybody gets.</summary>
    public const int MaxPageSize = 500;

    /// <summary>Most alarms that one selection of a whole filter takes in.</summary>
    public const int MaxSelection = 10_000;

    /// <summary>A page of alarms, what needs somebody first: unacknowledged before acknowledged, critical before warning, newest first; of those put aside, what returns first.</summary>
    /// <param name="page">From 1; a page beyond the end gives the last one that holds anything.</param>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<AlarmPage> ListAsync(AlarmFilter filter, int page, int pageSize, CancellationToken cancellationToken)
    {
        var (db, look) = await OpenAsync(cancellationToken);
        await using var _ = db;
        var narrowed = Narrow(db, filter);
        var counts = await CountAsync(narrowed, look, cancellationToken);
        var size = Math.Clamp(pageSize, 1, MaxPageSize);
        var alarms = OnTab(narrowed, filter.Tab, look);
        var isGrouped = filter.Tab is AlarmTab.Open or AlarmTab.ToAcknowledge;
        var heads = isGrouped ? Heads(db, alarms) : alarms;
        var total = isGrouped ? await heads.CountAsync(cancellationToken) : counts[filter.Tab];
        // More parts than a page can unfold: then each stands for itself, and none is out of reach.
        if (counts[filter.Tab] - total > MaxPageSize) (isGrouped, heads, total) = (false, alarms, counts[filter.Tab]);
        var lastPage = Math.Max(1, (total + size - 1) / size);
        var items = await Rows(db, look, Order(heads, filter.Tab).Skip((Math.Clamp(page, 1, lastPage) - 1) * size).Take(size))
            .ToListAsync(cancellationToken);
        return new AlarmPage(isGrouped ? await WithPartsAsync(db, look, alarms, items, filter.Tab, cancellationToken) : items, total, counts);
    }

    /// <summary>
    /// Those of the alarms whose quota is part of none that has an alarm among them that calls as loud: what is worse than the whole, or waits
    /// for somebody where the whole does not, must not be folded away under it.
    /// </summary>
    private static IQueryable<AlarmEvent> Heads(EmsDbContext db, IQueryable<AlarmEvent> alarms) =>
        from a in alarms
        join q in db.Set<Quota>() on a.QuotaId equals q.Id
        where q.ParentId == null || !alarms.Any(above => above.QuotaId == q.ParentId
            && (above.Severity == AlarmSeverity.Critical || a.Severity == AlarmSeverity.Warning) && (above.AcknowledgedAt == null || a.AcknowledgedAt != null))
        select a;

    /// <summary>
    /// Puts alarms of parts under the alarm of the whole, from level to level: under the one of their own kind, else under the whole's first.
    /// There are at most <see cref="MaxPageSize"/>.
    /// </summary>
    private static async Task<IReadOnlyList<AlarmRow>> WithPartsAsync(
        EmsDbContext db, Look look, IQueryable<AlarmEvent> alarms, List<AlarmRow> heads, AlarmTab tab, CancellationToken cancellationToken)
    {
        var partsOf = heads.ToDictionary(head => head.Id, _ => new List<AlarmRow>());
        var headOf = heads.ToDictionary(head => head.Id, head => head.Id);
        var level = heads;
        var ofThemselves = Heads(db, alarms);
        while (level.Count > 0)
        {
            int[] wholes = [.. level.Select(row => row.QuotaId).Distinct()];
            var under = from a in alarms
                        join q in db.Set<Quota>() on a.QuotaId equals q.Id
                        where q.ParentId != null && wholes.Contains(q.ParentId.Value) && !ofThemselves.Any(head => head.Id == a.Id)
                        select a;
            var parts = await Rows(db, look, Order(under, tab).Take(MaxPageSize)).ToListAsync(cancellationToken);
            if (parts.Count == 0) break;
            var above = (await alarms.Where(a => wholes.Contains(a.QuotaId)).Select(a => new { a.Id, a.QuotaId, a.Kind, a.Severity, IsAcknowledged = a.AcknowledgedAt != null }).ToListAsync(cancellationToken)).ToLookup(a => a.QuotaId);
            level = [];
            foreach (var part in parts)
            {
                var whole = above[part.ParentQuotaId!.Value].Where(a => a.Severity >= part.Severity && (!a.IsAcknowledged || part.AcknowledgedAt is not null))
                    .OrderBy(a => a.Kind != part.Kind).ThenBy(a => a.Id).FirstOrDefault();
                // The whole's other alarm may be on another page; it takes its parts along. And somebody may have dealt with it a moment ago.
                if (whole is null || !headOf.TryGetValue(whole.Id, out var head) || !headOf.TryAdd(part.Id, head)) continue;
                partsOf[head].Add(part);
                level.Add(part);
            }
        }

        return [.. heads.Select(head => head with { Parts = partsOf[head.Id] })];
    }

    /// <summary>These alarms as they are now, whatever filter they once came from; in the order of their ids.</summary>
    public async Task<IReadOnlyList<AlarmRow>> ByIdAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        var (db, look) = await OpenAsync(cancellationToken);
        await using var _ = db;
        return await Rows(db, look, db.Set<AlarmEvent>().Where(a => ids.Contains(a.Id)).OrderBy(a => a.Id).Take(MaxPageSize)).ToListAsync(cancellationToken);
    }

    /// <summary>Everything under a filter, in list order, at most <see cref="MaxSelection"/>.</summary>
    public async Task<IReadOnlyList<AlarmChoice>> SelectAsync(AlarmFilter filter, CancellationToken cancellationToken)
    {
        var (db, look) = await OpenAsync(cancellationToken);
        await using var _ = db;
        return await Order(OnTab(Narrow(db, filter), filter.Tab, look), filter.Tab).Take(MaxSelection).Select(a => new AlarmChoice(a.Id, a.Version, a.AcknowledgedAt != null)).ToListAsync(cancellationToken);
    }

    /// <summary>One alarm with its timeline; null when there is none with this id.</summary>
    public async Task<AlarmDetail?> FindAsync(long id, CancellationToken cancellationToken)
    {
        var (db, look) = await OpenAsync(cancellationToken);
        await using var _ = db;
        var alarm = await Rows(db, look, db.Set<AlarmEvent>().Where(a => a.Id == id)).SingleOrDefaultAsync(cancellationToken);
        if (alarm is null) return null;
        var users = db.Set<EmsUser>();
        var timeline = await db.Set<AlarmTransition>().AsNoTracking()
            .Where(t => t.AlarmId == id)
            .OrderByDescending(t => t.At).ThenByDescending(t => t.Id)
            .Take(MaxPageSize)
            .Select(t => new AlarmMoment(t.Id, t.At, t.Type,
                users.Where(u => u.UserName == t.Actor).Select(u => u.DisplayName).FirstOrDefault() ?? t.Actor,
                t.Comment, t.Severity, t.UsageRatePct, t.RunId)
            {
                Assignee = users.Where(u => u.UserName == t.Assignee).Select(u => u.DisplayName).FirstOrDefault() ?? t.Assignee,
                Until = t.Until,
            })
            .ToListAsync(cancellationToken);
        return new AlarmDetail(alarm, timeline);
    }

    /// <summary>Alarms that nobody has acknowledged: the critical ones first, then the newest.</summary>
    public async Task<IReadOnlyList<AlarmRow>> NewestAsync(int limit, CancellationToken cancellationToken)
    {
        var (db, look) = await OpenAsync(cancellationToken);
        await using var _ = db;
        return await Rows(db, look, Order(OnTab(db.Set<AlarmEvent>(), AlarmTab.ToAcknowledge, look), AlarmTab.ToAcknowledge)
            .Take(Math.Clamp(limit, 1, MaxPageSize))).ToListAsync(cancellationToken);
    }

    /// <summary>A quota's alarms, newest first.</summary>
    public async Task<IReadOnlyList<AlarmRow>> OfQuotaAsync(int quotaId, int limit, CancellationToken cancellationToken)
    {
        var (db, look) = await OpenAsync(cancellationToken);
        await using var _ = db;
        return await Rows(db, look, db.Set<AlarmEvent>().Where(a => a.QuotaId == quotaId).OrderByDescending(a => a.PeriodStart).ThenByDescending(a => a.Id)
            .Take(Math.Clamp(limit, 1, MaxPageSize))).ToListAsync(cancellationToken);
    }

    /// <summary>Alarms that wait for somebody, of one moment; history is not looked at.</summary>
    public async Task<WaitingAlarms> WaitingAsync(CancellationToken cancellationToken)
    {
        var (db, look) = await OpenAsync(cancellationToken);
        await using var _ = db;
        return await OnTab(db.Set<AlarmEvent>(), AlarmTab.ToAcknowledge, look).GroupBy(_ => 1)
            .Select(g => new WaitingAlarms(g.Count(), g.Max(a => (DateTimeOffset?)a.RaisedAt)))
            .SingleOrDefaultAsync(cancellationToken) ?? WaitingAlarms.None;
    }

    /// <summary>How many alarms there are on each tab without any filter.</summary>
    public async Task<AlarmCounts> CountAsync(CancellationToken cancellationToken)
    {
        var (db, look) = await OpenAsync(cancellationToken);
        await using var _ = db;
        return await CountAsync(db.Set<AlarmEvent>(), look, cancellationToken);
    }

    /// <summary>Everybody who can be given an alarm, by how they are called.</summary>
    public async Task<IReadOnlyList<AlarmPerson>> PeopleAsync(CancellationToken cancellationToken)
    {
        var (db, _) = await OpenAsync(cancellationToken);
        await using var __ = db;
        await db.Database.OpenConnectionAsync(cancellationToken);
        return await AlarmPeople.AllAsync((NpgsqlConnection)db.Database.GetDbConnection(), cancellationToken);
    }

    private async Task<(EmsDbContext Db, Look Look)> OpenAsync(CancellationToken cancellationToken)
    {
        var actor = await access.DemandAsync(Policies.Viewer);
        return (await contexts.CreateDbContextAsync(cancellationToken), new Look(actor.Name, time.GetUtcNow()));
    }

    /// <summary>Who looks, and when: what is put aside comes back by itself when its time is over.</summary>
    private readonly record struct Look(string Who, DateTimeOffset At);

    private static async Task<AlarmCounts> CountAsync(IQueryable<AlarmEvent> alarms, Look look, CancellationToken cancellationToken)
    {
        var (who, at) = (look.Who, look.At);
        return await alarms.GroupBy(_ => 1)
            .Select(g => new AlarmCounts(
                g.Count(a => a.ResolvedAt == null && a.ClearedAt == null && (a.ShelvedUntil == null || a.ShelvedUntil <= at)),
                g.Count(a => a.ResolvedAt == null && a.ClearedAt == null && a.AcknowledgedAt == null && (a.ShelvedUntil == null || a.ShelvedUntil <= at)),
                g.Count(a => a.ResolvedAt == null && a.ClearedAt != null && a.AcknowledgedAt == null && (a.ShelvedUntil == null || a.ShelvedUntil <= at)),
                g.Count(a => a.ResolvedAt != null || (a.ClearedAt != null && a.AcknowledgedAt != null)),
                g.Count(a => a.ResolvedAt == null && (a.ClearedAt == null || a.AcknowledgedAt == null) && (a.ShelvedUntil == null || a.ShelvedUntil <= at) && a.Assignee == who),
                g.Count(a => a.ShelvedUntil > at && (a.ClearedAt == null || a.AcknowledgedAt == null))))
            .SingleOrDefaultAsync(cancellationToken) ?? new AlarmCounts(0, 0, 0, 0);
    }

    private static IQueryable<AlarmEvent> Narrow(EmsDbContext db, AlarmFilter filter)
    {
        var alarms = db.Set<AlarmEvent>().AsNoTracking();
        var quotas = db.Set<Quota>();
        if (filter.Severity is { } severity) alarms = alarms.Where(a => a.Severity == severity);
        if (filter.Kind is { } kind) alarms = alarms.Where(a => a.Kind == kind);
        if (!string.IsNullOrEmpty(filter.Assignee)) alarms = filter.Assignee == AlarmFilter.Nobody ? alarms.Where(a => a.Assignee == null) : alarms.Where(a => a.Assignee == filter.Assignee);
        if (!string.IsNullOrEmpty(filter.EnergyType))
            alarms = alarms.Where(a => quotas.Any(q => q.Id == a.QuotaId && q.EnergyType == filter.EnergyType));
        if (!string.IsNullOrEmpty(filter.Group))
        {
            var inGroup = db.Database.SqlQuery<int>($"""
                SELECT q.id AS "Value" FROM ems.quota q
                LEFT JOIN ems.device d ON d.id = q.target_device_id
                JOIN ems.device_group_ancestor above ON above.group_id = coalesce(q.target_group_id, d.group_id)
                JOIN ems.device_group g ON g.id = above.ancestor_id
                WHERE g.code = {filter.Group}
                """);
            alarms = alarms.Where(a => inGroup.Contains(a.QuotaId));
        }

        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var pattern = SearchPattern.Containing(filter.Search);
            var transitions = db.Set<AlarmTransition>();
            alarms = alarms.Where(a =>
                quotas.Any(q => q.Id == a.QuotaId && (EF.Functions.ILike(q.Name, pattern, SearchPattern.Escape) || EF.Functions.ILike(q.Code, pattern, SearchPattern.Escape)))
                || EF.Functions.ILike(a.AcknowledgeComment!, pattern, SearchPattern.Escape) || EF.Functions.ILike(a.ResolveReason!, pattern, SearchPattern.Escape)
                || transitions.Any(t => t.AlarmId == a.Id && t.Actor != null && EF.Functions.ILike(t.Comment!, pattern, SearchPattern.Escape)));
        }

        return alarms;
    }

    private static IQueryable<AlarmEvent> OnTab(IQueryable<AlarmEvent> alarms, AlarmTab tab, Look look)
    {
        var (who, at) = (look.Who, look.At);
        return tab switch
        {
            AlarmTab.Resolved => alarms.Where(a => a.ResolvedAt != null || (a.ClearedAt != null && a.AcknowledgedAt != null)),
            AlarmTab.Shelved => alarms.Where(a => a.ShelvedUntil > at && (a.ClearedAt == null || a.AcknowledgedAt == null)),
            _ => OnDesk(alarms.Where(a => a.ShelvedUntil == null || a.ShelvedUntil <= at)),
        };

        IQueryable<AlarmEvent> OnDesk(IQueryable<AlarmEvent> alarms) => tab switch
        {
            AlarmTab.ToAcknowledge => alarms.Where(a => a.ResolvedAt == null && a.ClearedAt == null && a.AcknowledgedAt == null),
            AlarmTab.Mine => alarms.Where(a => a.ResolvedAt == null && (a.ClearedAt == null || a.AcknowledgedAt == null) && a.Assignee == who),
            AlarmTab.Cleared => alarms.Where(a => a.ResolvedAt == null && a.ClearedAt != null && a.AcknowledgedAt == null),
            _ => alarms.Where(a => a.ResolvedAt == null && a.ClearedAt == null),
        };
    }

    private static IOrderedQueryable<AlarmEvent> Order(IQueryable<AlarmEvent> alarms, AlarmTab tab) => tab is AlarmTab.Shelved
        ? alarms.OrderBy(a => a.ShelvedUntil).ThenByDescending(a => a.Id)
        : alarms.OrderBy(a => a.ResolvedAt != null || a.ClearedAt != null || a.AcknowledgedAt != null ? 1 : 0)
            .ThenBy(a => a.ResolvedAt == null && a.Severity == AlarmSeverity.Critical ? 0 : 1)
            .ThenByDescending(a => a.ResolvedAt ?? a.RaisedAt)
            .ThenByDescending(a => a.Id);

    private static IQueryable<AlarmRow> Rows(EmsDbContext db, Look look, IQueryable<AlarmEvent> alarms)
    {
        var at = look.At;
        var transitions = db.Set<AlarmTransition>();
        var devices = db.Set<Device>();
        var groups = db.Set<DeviceGroup>();
        var usages = db.Set<QuotaUsage>();
        var users = db.Set<EmsUser>();
        // The order of the page must survive the join to its quota, so the rows are projected one by one instead of joined.
        return from a in alarms.AsNoTracking()
               let q = db.Set<Quota>().First(q => q.Id == a.QuotaId)
               select new AlarmRow
               {
                   Id = a.Id,
                   QuotaId = a.QuotaId,
                   QuotaCode = q.Code,
                   QuotaName = q.Name,
                   Scope = q.Scope,
                   TargetCode = q.TargetCode,
                   TargetName = devices.Where(d => d.Id == q.TargetDeviceId).Select(d => d.Name).FirstOrDefault()
                       ?? groups.Where(g => g.Id == q.TargetGroupId).Select(g => g.Name).FirstOrDefault(),
                   EnergyType = q.EnergyType,
                   TimeZone = q.TimeZone,
                   Kind = a.Kind,
                   PeriodStart = a.PeriodStart,
                   PeriodEnd = a.PeriodEnd,
                   Severity = a.Severity,
                   Value = a.Value,
                   Threshold = a.Threshold,
                   QuotaValue = a.QuotaValue,
                   UsageRatePct = a.UsageRatePct,
                   Unit = a.Unit,
                   RaisedAt = a.RaisedAt,
                   AcknowledgedAt = a.AcknowledgedAt,
                   AcknowledgedBy = users.Where(u => u.UserName == a.AcknowledgedBy).Select(u => u.DisplayName).FirstOrDefault() ?? a.AcknowledgedBy,
                   AcknowledgeComment = a.AcknowledgeComment,
                   ClearedAt = a.ClearedAt,
                   ClearReason = a.ClearReason,
                   ResolvedAt = a.ResolvedAt,
                   ResolvedBy = users.Where(u => u.UserName == a.ResolvedBy).Select(u => u.DisplayName).FirstOrDefault() ?? a.ResolvedBy,
                   ResolveReason = a.ResolveReason,
                   Occurrences = a.Occurrences,
                   Version = a.Version,
                   Assignee = users.Where(u => u.UserName == a.Assignee).Select(u => u.DisplayName).FirstOrDefault() ?? a.Assignee,
                   AssigneeEmail = a.Assignee,
                   ShelvedUntil = a.ShelvedUntil > at ? a.ShelvedUntil : null,
                   ShelvedBy = users.Where(u => u.UserName == a.ShelvedBy).Select(u => u.DisplayName).FirstOrDefault() ?? a.ShelvedBy,
                   ShelveReason = a.ShelveReason,
                   LastComment = transitions.Where(t => t.AlarmId == a.Id && t.Actor != null && t.Comment != null).OrderByDescending(t => t.Id).Select(t => t.Comment).FirstOrDefault()
                       ?? a.AcknowledgeComment,
                   LastCommentBy = transitions.Where(t => t.AlarmId == a.Id && t.Actor != null && t.Comment != null).OrderByDescending(t => t.Id)
                       .Select(t => users.Where(u => u.UserName == t.Actor).Select(u => u.DisplayName).FirstOrDefault() ?? t.Actor).FirstOrDefault()
                       ?? users.Where(u => u.UserName == a.AcknowledgedBy).Select(u => u.DisplayName).FirstOrDefault() ?? a.AcknowledgedBy,
                   ParentQuotaId = q.ParentId,
                   Now = usages.Where(u => u.QuotaId == a.QuotaId && u.PeriodStart == a.PeriodStart && u.IsMonth == (a.Kind == AlarmKind.Month)).Select(u => new AlarmUsage
                   {
                       ActualValue = u.ActualValue,
                       ForecastValue = u.ForecastValue,
                       ExceedsOn = u.ExceedsOn,
                       QuotaValue = u.QuotaValue,
                       Unit = u.Unit,
                       UsageRatePct = u.UsageRatePct,
                       WarningThresholdPct = u.WarningThresholdPct,
                       AlertThresholdPct = u.AlertThresholdPct,
                       Status = u.Status,
                       DataThrough = u.DataThrough,
                       CalculatedAt = u.CalculatedAt,
                   }).FirstOrDefault(),
               };
    }
}
