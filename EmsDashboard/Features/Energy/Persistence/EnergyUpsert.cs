using EmsDashboard.Infrastructure.Persistence;
using Npgsql;
using NpgsqlTypes;

namespace EmsDashboard.Features.Energy.Persistence;

/// <summary>
/// The exact-delta upsert. The difference each row makes is taken from under that row's lock (<c>prev</c> is what this very write
/// replaced), so concurrent writers of one row can neither lose nor double a difference. Rows go in ordered by their key: unordered
/// writers deadlock, and touch index pages at random.
/// </summary>
internal static class EnergyUpsert
{
    /// <summary>
    /// Stores what is staged on the connection, but for repeats, and queues the differences for the roll-ups. Needs an open transaction.
    /// </summary>
    /// <param name="allNew">
    /// None of the keys is thought to be there, so that the conflict clause, which nearly doubles the work, is left out at first. A writer
    /// who was quicker makes that fail, and then the upsert runs after all.
    /// </param>
    public static async Task<(int Inserted, int Updated, long Revision)> RunAsync(NpgsqlConnection connection, bool allNew, CancellationToken cancellationToken)
    {
        // Sort and differences of a whole estate's history stay in memory.
        await connection.ExecuteAsync("SET LOCAL work_mem = '64MB'", [], cancellationToken);
        // A sequence and not the time: a clock set back must not make later values lose.
        var revision = await connection.ScalarAsync<long>("SELECT nextval('ems.energy_revision')", [], cancellationToken);
        if (!allNew) return await UpsertAsync(connection, revision, cancellationToken);

        await connection.ExecuteAsync("SAVEPOINT all_new", [], cancellationToken);
        try
        {
            return (await InsertAsync(connection, revision, cancellationToken), 0, revision);
        }
        catch (PostgresException conflict) when (conflict.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await connection.ExecuteAsync("ROLLBACK TO SAVEPOINT all_new", [], cancellationToken);
            return await UpsertAsync(connection, revision, cancellationToken);
        }
    }

    /// <summary>Rows whose keys are all new differ from nothing: what is queued is what is staged.</summary>
    private static async Task<int> InsertAsync(NpgsqlConnection connection, long revision, CancellationToken cancellationToken)
    {
        await using var insert = connection.Command("""
            INSERT INTO ems.energy_daily_summary (device_id, energy_type, day, consumption, revision)
            SELECT device_id, energy_type, day, consumption, $1 FROM energy_staging WHERE NOT is_repeat ORDER BY device_id, energy_type, day
            """, revision);
        insert.CommandTimeout = 0;
        var inserted = await insert.ExecuteNonQueryAsync(cancellationToken);
        await using var queue = connection.Command("""
            INSERT INTO ems.usage_delta (device_id, energy_type, month, amount, day_count, last_day, revision)
            SELECT device_id, energy_type, date_trunc('month', day)::date, sum(consumption), count(*), max(day), $1
            FROM energy_staging WHERE NOT is_repeat GROUP BY 1, 2, 3
            """, revision);
        queue.CommandTimeout = 0;
        await queue.ExecuteNonQueryAsync(cancellationToken);
        return inserted;
    }

    private static async Task<(int Inserted, int Updated, long Revision)> UpsertAsync(NpgsqlConnection connection, long revision, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            WITH stored AS (
                INSERT INTO ems.energy_daily_summary AS t (device_id, energy_type, day, consumption, revision)
                SELECT device_id, energy_type, day, consumption, @revision FROM energy_staging WHERE NOT is_repeat
                ORDER BY device_id, energy_type, day
                ON CONFLICT (device_id, energy_type, day) DO UPDATE
                    SET prev = t.consumption, consumption = excluded.consumption, revision = excluded.revision
                    WHERE t.revision < excluded.revision AND t.consumption <> excluded.consumption
                RETURNING device_id, energy_type, day, consumption - coalesce(prev, 0) AS amount, prev IS NULL AS is_new
            ), queued AS (
                INSERT INTO ems.usage_delta (device_id, energy_type, month, amount, day_count, last_day, revision)
                SELECT device_id, energy_type, date_trunc('month', day)::date, sum(amount), count(*) FILTER (WHERE is_new), max(day), @revision
                FROM stored GROUP BY 1, 2, 3
            )
            SELECT (count(*) FILTER (WHERE is_new))::int, (count(*) FILTER (WHERE NOT is_new))::int FROM stored
            """, connection);
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<long>("revision", revision));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt32(0), reader.GetInt32(1), revision);
    }

    /// <summary>Makes the partitions in a transaction of their own: an import that is long under way must not hold up another one's.</summary>
    public static async Task EnsurePartitionsAsync(NpgsqlDataSource dataSource, IEnumerable<DateOnly> months, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT ems.ensure_energy_partitions(@months)");
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter("months", NpgsqlDbType.Array | NpgsqlDbType.Date) { Value = months.ToArray() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
