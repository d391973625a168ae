using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Alarms;

/// <summary>How long something took over all the alarms of a time; null where none had it.</summary>
/// <param name="Typical">Half of them took no longer.</param>
/// <param name="Slow">Nine in ten took no longer.</param>
public sealed record AlarmTimes(int Count, TimeSpan? Typical, TimeSpan? Slow);

/// <summary>A quota and how often its alarms called for somebody.</summary>
/// <param name="Raised">Raised or raised again.</param>
public sealed record AlarmSource(string Code, string Name, int Raised, int Escalated);

/// <summary>An alarm that came and went: at least <see cref="AlarmStatistics.Chatter"/> times within a day.</summary>
/// <param name="Times">The most within one day.</param>
public sealed record ChatteringAlarm(long Id, string Name, AlarmKind Kind, int Times, DateTimeOffset LastAt);

/// <summary>An alarm that has held for more than <see cref="AlarmStatistics.Standing"/>.</summary>
public sealed record StandingAlarm(long Id, string Name, AlarmKind Kind, AlarmSeverity Severity, DateTimeOffset Since, bool IsAcknowledged);

/// <summary>How alarms have been over a time, and how people have kept up with them.</summary>
/// <param name="StandingCount">All that stand; the list holds the oldest.</param>
public sealed record AlarmStatistics(
    int Raised, AlarmTimes ToAcknowledge, AlarmTimes ToEnd, IReadOnlyList<AlarmSource> Sources, IReadOnlyList<ChatteringAlarm> Chattering, int StandingCount, IReadOnlyList<StandingAlarm> Longest)
{
    /// <summary>How often within a day an alarm calls for somebody before it is said to chatter.</summary>
    public const int Chatter = 3;

    /// <summary>How long an alarm holds before it is said to stand.</summary>
    public static readonly TimeSpan Standing = TimeSpan.FromHours(24);
}

/// <summary>Counts over the timelines of alarms. A fixed number of statements, however many alarms there are.</summary>
public sealed class AlarmStatisticsQueries(IDbContextFactory<EmsDbContext> contexts, IAccess access, TimeProvider time)
{
    /// <summary>How many a list holds.</summary>
    public const int Listed = 10;

    /// <param name="days">The days up to now that are looked at, at least one.</param>
    /// <exception cref="AccessDeniedException">Nobody is signed in.</exception>
    public async Task<AlarmStatistics> OfAsync(int days, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var (from, standing) = (now.AddDays(-days), now - AlarmStatistics.Standing);
        var raised = await db.Set<AlarmTransition>().CountAsync(t => t.At >= from && (t.Type == AlarmTransitionType.Raised || t.Type == AlarmTransitionType.Reactivated), cancellationToken);
        var sources = await db.Database.SqlQuery<AlarmSource>($"""
            SELECT q.code, q.name, count(*) FILTER (WHERE t.type <> 'escalated')::int AS raised, count(*) FILTER (WHERE t.type = 'escalated')::int AS escalated
            FROM ems.alarm_transition t JOIN ems.alarm_event a ON a.id = t.alarm_id JOIN ems.quota q ON q.id = a.quota_id
            WHERE t.at >= {from} AND t.type IN ('raised', 'reactivated', 'escalated')
            GROUP BY q.id ORDER BY raised DESC, escalated DESC, q.code LIMIT {Listed}
            """).ToListAsync(cancellationToken);
        // Each is timed from what last called for somebody before it; an alarm that was raised again is timed anew.
        var acknowledged = await TimesAsync(db.Database.SqlQuery<Took>($"""
            SELECT count(*)::int AS count, percentile_cont(0.5) WITHIN GROUP (ORDER BY took) AS typical, percentile_cont(0.9) WITHIN GROUP (ORDER BY took) AS slow
            FROM (SELECT extract(epoch FROM t.at - (SELECT max(b.at) FROM ems.alarm_transition b WHERE b.alarm_id = t.alarm_id AND b.id < t.id AND b.type IN ('raised', 'reactivated', 'escalated')))::float8 AS took
                FROM ems.alarm_transition t WHERE t.at >= {from} AND t.type = 'acknowledged') d
            """), cancellationToken);
        var ended = await TimesAsync(db.Database.SqlQuery<Took>($"""
            SELECT count(*)::int AS count, percentile_cont(0.5) WITHIN GROUP (ORDER BY took) AS typical, percentile_cont(0.9) WITHIN GROUP (ORDER BY took) AS slow
            FROM (SELECT extract(epoch FROM min(t.at) - b.at)::float8 AS took
                FROM ems.alarm_transition b JOIN ems.alarm_transition t ON t.alarm_id = b.alarm_id AND t.id > b.id AND t.type IN ('cleared', 'resolved', 'period_closed')
                WHERE t.at >= {from} AND b.type IN ('raised', 'reactivated')
                    AND NOT EXISTS (SELECT FROM ems.alarm_transition x WHERE x.alarm_id = b.alarm_id AND x.id > b.id AND x.id < t.id AND x.type IN ('reactivated', 'cleared', 'resolved', 'period_closed'))
                GROUP BY b.id, b.at) d
            """), cancellationToken);
        var chattering = await db.Database.SqlQuery<Chatterer>($"""
            SELECT a.id, q.name, a.kind, max(w.times)::int AS times, max(w.at) AS last_at
            FROM (SELECT t.alarm_id, t.at, count(*) OVER (PARTITION BY t.alarm_id ORDER BY t.at RANGE BETWEEN interval '24 hours' PRECEDING AND CURRENT ROW) AS times
                FROM ems.alarm_transition t WHERE t.at >= {from} AND t.type IN ('raised', 'reactivated', 'escalated')) w
            JOIN ems.alarm_event a ON a.id = w.alarm_id JOIN ems.quota q ON q.id = a.quota_id
            WHERE w.times >= {AlarmStatistics.Chatter} GROUP BY a.id, q.name, a.kind ORDER BY max(w.times) DESC, max(w.at) DESC LIMIT {Listed}
            """).ToListAsync(cancellationToken);
        var stand = db.Set<AlarmEvent>().AsNoTracking().Where(a => a.ResolvedAt == null && a.ClearedAt == null && a.RaisedAt < standing);
        var quotas = db.Set<Quotas.Domain.Quota>();
        var longest = await stand.OrderBy(a => a.RaisedAt).ThenBy(a => a.Id).Take(Listed)
            .Select(a => new StandingAlarm(a.Id, quotas.First(q => q.Id == a.QuotaId).Name, a.Kind, a.Severity, a.RaisedAt, a.AcknowledgedAt != null)).ToListAsync(cancellationToken);
        return new AlarmStatistics(raised, acknowledged, ended, sources,
            [.. chattering.Select(c => new ChatteringAlarm(c.Id, c.Name, SnakeCaseEnum.Parse<AlarmKind>(c.Kind), c.Times, c.LastAt))], await stand.CountAsync(cancellationToken), longest);
    }

    private static async Task<AlarmTimes> TimesAsync(IQueryable<Took> took, CancellationToken cancellationToken)
    {
        var times = (await took.ToListAsync(cancellationToken))[0];
        return new AlarmTimes(times.Count, Span(times.Typical), Span(times.Slow));

        static TimeSpan? Span(double? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;
    }

    private sealed class Took
    {
        public int Count { get; init; }
        public double? Typical { get; init; }
        public double? Slow { get; init; }
    }

    private sealed class Chatterer
    {
        public long Id { get; init; }
        public required string Name { get; init; }
        public required string Kind { get; init; }
        public int Times { get; init; }
        public DateTimeOffset LastAt { get; init; }
    }
}
