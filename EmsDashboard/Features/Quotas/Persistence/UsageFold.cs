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
        var folded = (int)(await fold.ExecuteScalarAsync(cancellationToken))!;
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
        ), scoped AS (
            SELECT 'd'::"char" AS kind, device_id AS id, energy_type, month, amount, day_count, last_day, revision FROM of_device
            UNION ALL
            SELECT 'g', a.ancestor_id, o.energy_type, o.month, sum(o.amount), sum(o.day_count), max(o.last_day), max(o.revision)
            FROM of_device o JOIN ems.device d ON d.id = o.device_id JOIN ems.device_group_ancestor a ON a.group_id = d.group_id
            GROUP BY a.ancestor_id, o.energy_type, o.month
            UNION ALL
            SELECT 't', 0, energy_type, month, sum(amount), sum(day_count), max(last_day), max(revision) FROM of_device GROUP BY energy_type, month
        ), stored AS (
            INSERT INTO ems.usage_month AS u (scope_kind, scope_id, energy_type, month, amount, day_count, last_day)
            SELECT kind, id, energy_type, month, amount, day_count::int, last_day FROM scoped ORDER BY kind, id, energy_type, month
            ON CONFLICT (scope_kind, scope_id, energy_type, month) DO UPDATE
                SET amount = u.amount + excluded.amount, day_count = u.day_count + excluded.day_count, last_day = greatest(u.last_day, excluded.last_day)
        ), marked AS (
            INSERT INTO ems.quota_dirty (quota_id, month, revision)
            SELECT q.id, s.month, s.revision
            FROM scoped s JOIN ({Targets}) q ON q.kind = s.kind AND q.target = s.id AND q.energy_type = s.energy_type
            ORDER BY 1, 2
        )
        SELECT count(*)::int FROM of_device
        """;
}
