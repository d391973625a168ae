using EmsDashboard.Features.Quotas.Persistence;

namespace EmsDashboard.Tests.Support;

/// <summary>The monthly roll-ups of a test's database: folded by the product, compared with plain sums over the daily rows.</summary>
internal static class RollUps
{
    public static async Task FoldAsync(TestDatabase database)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await UsageFold.RunAsync(connection, TestContext.Current.CancellationToken);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Every scope and month in which the roll-up and the plain sum differ; empty when all agree.</summary>
    public static Task<IReadOnlyList<string>> ErrorsAsync(TestDatabase database) => database.DataSource.TextsAsync("""
        WITH RECURSIVE below AS (
            SELECT id AS top, id FROM device_group
            UNION SELECT b.top, g.id FROM below b JOIN device_group g ON g.parent_id = b.id
        ), plain AS (
            SELECT s.kind, s.id, e.energy_type, date_trunc('month', e.day)::date AS month, sum(e.consumption) AS amount, count(*)::int AS days, max(e.day) AS last_day
            FROM energy_daily_summary e JOIN device d ON d.id = e.device_id
            CROSS JOIN LATERAL (SELECT coalesce(
                (SELECT p.group_id FROM device_past_group p WHERE p.device_id = d.id AND p.until > e.day ORDER BY p.until LIMIT 1), d.group_id) AS group_id) was
            CROSS JOIN LATERAL (SELECT 'd' AS kind, d.id UNION ALL SELECT 't', 0 UNION ALL SELECT 'g', b.top FROM below b WHERE b.id = was.group_id) s
            GROUP BY 1, 2, 3, 4
        )
        SELECT concat_ws(' ', kind, id, energy_type, month, 'rolled up', m.amount, m.day_count, m.last_day, 'plain', p.amount, p.days, p.last_day)
        FROM plain p FULL JOIN (SELECT scope_kind::text AS kind, scope_id AS id, energy_type, month, amount, day_count, last_day FROM usage_month) m
            USING (kind, id, energy_type, month)
        WHERE (m.amount, m.day_count, m.last_day) IS DISTINCT FROM (p.amount, p.days, p.last_day)
        """);
}
