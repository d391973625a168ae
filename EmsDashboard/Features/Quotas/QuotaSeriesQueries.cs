using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace EmsDashboard.Features.Quotas;

/// <summary>Use of one local day, in the quota's unit.</summary>
/// <param name="Meters">How many meters have a row for the day.</param>
public sealed record DayUse(DateOnly Day, decimal Amount, int Meters);

/// <summary>Daily use of what quotas limit. One statement for any number of quotas; a target that several quotas share is read once.</summary>
public sealed class QuotaSeriesQueries(IDbContextFactory<EmsDbContext> contexts, IAccess access)
{
    /// <summary>The days from <paramref name="from"/> to <paramref name="through"/> that have data, in order, by quota id. A day without a row is not in it: it is missing, not zero.</summary>
    /// <exception cref="AccessDeniedException">The actor may not look.</exception>
    public async Task<ILookup<int, DayUse>> DailyAsync(
        IReadOnlyCollection<int> quotaIds, DateOnly from, DateOnly through, CancellationToken cancellationToken = default)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        int[] ids = [.. quotaIds];
        // The constant bounds on the day let the planner leave out the months' partitions that nobody asked for.
        var rows = await context.Database.SqlQuery<DayRow>($"""
            WITH wanted AS (
                -- In the unit that the quota is shown in: its record's, or before the first check that of its latest version.
                SELECT id, coalesce(
                    (SELECT u.unit FROM quota_usage u WHERE u.quota_id = quota.id AND u.is_current AND NOT u.is_month),
                    (SELECT v.unit FROM quota_version v WHERE v.quota_id = quota.id ORDER BY v.valid_from DESC, v.number DESC LIMIT 1)) AS unit, scope, energy_type, coalesce(target_device_id, target_group_id, 0) AS target_id
                FROM quota
                WHERE id = ANY({ids}) AND (scope = 'energy_type' OR target_device_id IS NOT NULL OR target_group_id IS NOT NULL)
            ), target AS (
                SELECT DISTINCT scope, target_id, energy_type FROM wanted
            ), use AS (
                SELECT t.scope, t.target_id, t.energy_type, e.day, e.consumption
                FROM target t
                JOIN energy_daily_summary e ON e.device_id = t.target_id AND e.energy_type = t.energy_type
                WHERE t.scope = 'device' AND e.day BETWEEN {from} AND {through}
                UNION ALL
                SELECT t.scope, t.target_id, t.energy_type, e.day, e.consumption
                FROM target t
                JOIN device_group_ancestor a ON a.ancestor_id = t.target_id
                JOIN device_membership m ON m.group_id = a.group_id
                JOIN energy_daily_summary e ON e.device_id = m.device_id AND e.energy_type = t.energy_type AND e.day >= m.since AND e.day < m.until
                WHERE t.scope = 'group' AND e.day BETWEEN {from} AND {through}
                UNION ALL
                SELECT t.scope, t.target_id, t.energy_type, e.day, e.consumption
                FROM target t
                JOIN energy_daily_summary e ON e.energy_type = t.energy_type
                WHERE t.scope = 'energy_type' AND e.day BETWEEN {from} AND {through}
            ), daily AS (
                SELECT scope, target_id, energy_type, day, sum(consumption) AS amount, count(*)::int AS meters
                FROM use GROUP BY scope, target_id, energy_type, day
            )
            SELECT w.id AS quota_id, w.unit, s.day, s.amount, s.meters
            FROM wanted w JOIN daily s ON s.scope = w.scope AND s.target_id = w.target_id AND s.energy_type = w.energy_type
            ORDER BY w.id, s.day
            """).ToListAsync(cancellationToken);
        return rows.ToLookup(r => r.QuotaId, r => new DayUse(r.Day, Unit.Get(r.Unit).FromCanonical(r.Amount, StoredDecimals), r.Meters));
    }

    /// <summary>How many meters of a quota's target are in service on each day, and so should have a row.</summary>
    /// <exception cref="AccessDeniedException">The actor may not look.</exception>
    public async Task<IReadOnlyDictionary<DateOnly, int>> ExpectedAsync(int quotaId, DateOnly from, DateOnly through, CancellationToken cancellationToken = default)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Database.SqlQuery<ExpectedRow>($"""
            WITH meter AS (
                SELECT s.first_day, s.last_day, m.since, m.until FROM quota q JOIN device d ON d.energy_type = q.energy_type
                CROSS JOIN LATERAL (
                    SELECT '-infinity'::date AS since, 'infinity'::date AS until WHERE q.scope = 'energy_type' OR d.id = q.target_device_id
                    UNION ALL
                    SELECT m.since, m.until FROM device_membership m WHERE m.device_id = d.id
                        AND m.group_id IN (SELECT a.group_id FROM device_group_ancestor a WHERE a.ancestor_id = q.target_group_id)) m
                JOIN device_service s ON s.device_id = d.id
                WHERE q.id = {quotaId}
            )
            SELECT c.day::date AS day, count(m.*)::int AS meters
            FROM generate_series({from}::timestamp, {through}::timestamp, interval '1 day') AS c(day)
            LEFT JOIN meter m ON m.first_day <= c.day AND (m.last_day IS NULL OR m.last_day >= c.day) AND m.since <= c.day AND m.until > c.day
            GROUP BY c.day
            """).ToListAsync(cancellationToken);
        return rows.ToDictionary(r => r.Day, r => r.Meters);
    }

    /// <summary>As many as a usage record keeps.</summary>
    private const int StoredDecimals = 9;

    private sealed class DayRow
    {
        public int QuotaId { get; init; }
        public required string Unit { get; init; }
        public DateOnly Day { get; init; }
        public decimal Amount { get; init; }
        public int Meters { get; init; }
    }

    private sealed class ExpectedRow
    {
        public DateOnly Day { get; init; }
        public int Meters { get; init; }
    }
}
