using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>
/// Folds the queue of exact differences into the monthly roll-ups of devices, groups and types, and marks the quotas they belong to.
/// </summary>
internal static class UsageFold
{
    /// <summary>Needs an open transaction; folds everything that was committed before it got the lock. Returns how many device-months changed.</summary>
    public static async Task<int> RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await TransactionLock.TakeAsync(connection, TransactionLock.Fold, cancellationToken);
        await using var fold = connection.Command(Fold);
        fold.CommandTimeout = 0;
        int folded;
        int[] cutGroups;
        DateOnly[] cutMonths;
        await using (var reader = await fold.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            (folded, cutGroups, cutMonths) = (reader.GetInt32(0), reader.GetFieldValue<int[]>(1), reader.GetFieldValue<DateOnly[]>(2));
        }

        // A meter moved in the middle of these months: the difference of its whole month says nothing of the days, so they are summed anew.
        if (cutGroups.Length > 0) await connection.ExecuteAsync("SELECT ems.resum_group_months($1, $2)", [cutGroups, cutMonths], cancellationToken);
        if (folded > 0) await connection.ExecuteAsync("SELECT ems.touch($1)", [Topics.Energy], cancellationToken);
        return folded;
    }

    /// <summary>Active quotas by the scope whose roll-ups they read.</summary>
    internal const string Targets = """
        SELECT id, energy_type, 'd'::"char" AS kind, target_device_id AS target FROM ems.quota WHERE is_active AND target_device_id IS NOT NULL
        UNION ALL
        SELECT id, energy_type, 'g', target_group_id FROM ems.quota WHERE is_active AND target_group_id IS NOT NULL
        UNION ALL
        SELECT id, energy_type, 't', 0 FROM ems.quota WHERE is_active AND scope = 'energy_type'
        """;

    private const string Fold = $"""
        WITH taken AS (
            DELETE FROM ems.usage_delta RETURNING device_id, energy_type, month, amount, day_count, last_day, revision
        ), of_device AS (
            SELECT device_id, energy_type, month, sum(amount) AS amount, sum(day_count) AS day_count, max(last_day) AS last_day, max(revision) AS revision
            FROM taken GROUP BY device_id, energy_type, month
        ), placed AS (
            SELECT o.*, {MeterMoves.GroupInMonth} AS group_id, {MeterMoves.IsCut} AS is_cut FROM of_device o JOIN ems.device d ON d.id = o.device_id
        ), scoped AS (
            SELECT 'd'::"char" AS kind, device_id AS id, energy_type, month, amount, day_count, last_day, revision FROM of_device
            UNION ALL
            SELECT 'g', a.ancestor_id, o.energy_type, o.month, sum(o.amount), sum(o.day_count), max(o.last_day), max(o.revision)
            FROM placed o JOIN ems.device_group_ancestor a ON a.group_id = o.group_id WHERE NOT o.is_cut
            GROUP BY a.ancestor_id, o.energy_type, o.month
            UNION ALL
            SELECT 't', 0, energy_type, month, sum(amount), sum(day_count), max(last_day), max(revision) FROM of_device GROUP BY energy_type, month
        ), cut AS (
            SELECT a.ancestor_id AS id, o.energy_type, o.month, max(o.revision) AS revision
            FROM placed o JOIN ems.device_membership m ON m.device_id = o.device_id AND m.since < o.month + interval '1 month' AND m.until > o.month
                JOIN ems.device_group_ancestor a ON a.group_id = m.group_id
            WHERE o.is_cut GROUP BY a.ancestor_id, o.energy_type, o.month
        ), stored AS (
            INSERT INTO ems.usage_month AS u (scope_kind, scope_id, energy_type, month, amount, day_count, last_day)
            SELECT kind, id, energy_type, month, amount, day_count::int, last_day FROM scoped ORDER BY kind, id, energy_type, month
            ON CONFLICT (scope_kind, scope_id, energy_type, month) DO UPDATE
                SET amount = u.amount + excluded.amount, day_count = u.day_count + excluded.day_count, last_day = greatest(u.last_day, excluded.last_day)
        ), marked AS (
            INSERT INTO ems.quota_dirty (quota_id, month, revision)
            SELECT q.id, s.month, s.revision
            FROM (SELECT kind, id, energy_type, month, revision FROM scoped UNION ALL SELECT 'g', id, energy_type, month, revision FROM cut) s
                JOIN ({Targets}) q ON q.kind = s.kind AND q.target = s.id AND q.energy_type = s.energy_type
            ORDER BY 1, 2
        )
        SELECT (SELECT count(*)::int FROM of_device), coalesce(array_agg(id), ARRAY[]::int[]), coalesce(array_agg(month), ARRAY[]::date[]) FROM (SELECT DISTINCT id, month FROM cut) c
        """;
}
