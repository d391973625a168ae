using EmsDashboard.Infrastructure.Persistence;
using Npgsql;
using NpgsqlTypes;

namespace EmsDashboard.Features.Energy.Persistence;

/// <summary>
/// The exact-delta upsert. The difference each row makes is taken from under that row's lock (<c>prev</c> is what this very write
/// replaced), so concurrent writers of one row can neither lose nor double a difference. Rows go in ordered by their key: unordered
/// writers deadlock, and touch index pages at random.
/// <para>
/// A value that is stored already is not written again: the same file a second time touches nothing. But while an import that began before
/// is still storing, it has to be known that a later one said the same, or the earlier one's value would replace it. Only then do such
/// rows take on the revision, with a difference of nothing.
/// </para>
/// </summary>
internal static class EnergyUpsert
{
    /// <summary>Shared by all who have a revision and have not ended yet. Nobody waits for it; it is only looked at.</summary>
    private const string Storing = "hashtext('ems.energy_storing')";

    private const string UpsertFromStaging = """
        WITH stored AS (
            INSERT INTO ems.energy_daily_summary AS t (device_id, energy_type, day, consumption, revision)
            SELECT device_id, energy_type, day, consumption, $1 FROM energy_staging WHERE NOT is_repeat
            ORDER BY device_id, energy_type, day
            ON CONFLICT (device_id, energy_type, day) DO UPDATE
                SET prev = t.consumption, consumption = excluded.consumption, revision = excluded.revision
                WHERE t.revision < excluded.revision AND (t.consumption <> excluded.consumption OR $2)
            RETURNING device_id, energy_type, day, consumption - coalesce(prev, 0) AS amount, prev IS NULL AS is_new
        ), changed AS (
            SELECT * FROM stored WHERE is_new OR amount <> 0
        ), queued AS (
            INSERT INTO ems.usage_delta (device_id, energy_type, month, amount, day_count, last_day, revision)
            SELECT device_id, energy_type, date_trunc('month', day)::date, sum(amount), count(*) FILTER (WHERE is_new), max(day), $1
            FROM changed GROUP BY 1, 2, 3
        )
        SELECT (count(*) FILTER (WHERE is_new))::int, (count(*) FILTER (WHERE NOT is_new))::int FROM changed
        """;

    /// <summary>A revision above all that were given before. Needs an open transaction, and the rows are to be stored in it.</summary>
    public static async Task<long> NextRevisionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Before the revision is drawn: who draws a larger one is to see that this one is on its way.
        await connection.ExecuteAsync($"SELECT pg_advisory_xact_lock_shared({Storing}, 0)", [], cancellationToken);
        // A sequence and not the time: a clock set back must not make later values lose.
        return await connection.ScalarAsync<long>("SELECT nextval('ems.energy_revision')", [], cancellationToken);
    }

    private static Task<bool> AreOthersStoringAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => connection.ScalarAsync<bool>($"""
        SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND classid = {Storing}::oid AND objid = 0 AND objsubid = 2 AND pid <> pg_backend_pid())
        """, [], cancellationToken);

    /// <summary>Stores what is staged on the connection, but for repeats, and queues the differences for the roll-ups. Needs an open transaction.</summary>
    /// <param name="revision">Drawn in the transaction by <see cref="NextRevisionAsync"/>.</param>
    public static async Task<(int Inserted, int Updated)> RunAsync(NpgsqlConnection connection, long revision, CancellationToken cancellationToken)
    {
        await WaitLongAsync(connection, cancellationToken);
        // Sort and differences of a whole estate's history stay in memory.
        await connection.ExecuteAsync("SET LOCAL work_mem = '64MB'", [], cancellationToken);
        await using var command = connection.Command(UpsertFromStaging, revision, await AreOthersStoringAsync(connection, cancellationToken));
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt32(0), reader.GetInt32(1));
    }

    /// <summary>
    /// Copies rows whose keys are thought to be new straight into the table, a third of the upsert's work; what they differ by is what they
    /// say. A writer who was quicker makes that fail; then nothing of it stays. Needs an open transaction.
    /// </summary>
    /// <returns>Whether the rows are stored.</returns>
    public static async Task<bool> TryCopyAsync(NpgsqlConnection connection, List<StagedRow> rows, long revision, CancellationToken cancellationToken)
    {
        rows.Sort((a, b) => ByKey(a.Row, b.Row));
        await WaitLongAsync(connection, cancellationToken);
        await connection.ExecuteAsync("SAVEPOINT all_new", [], cancellationToken);
        try
        {
            await using (var copy = await connection.BeginBinaryImportAsync(
                "COPY ems.energy_daily_summary (device_id, energy_type, day, consumption, revision) FROM STDIN (FORMAT binary)", cancellationToken))
            {
                copy.Timeout = Timeout.InfiniteTimeSpan;
                foreach (var (row, _, _) in rows)
                {
                    await WriteAsync(copy, row, cancellationToken);
                    await copy.WriteAsync(revision, NpgsqlDbType.Bigint, cancellationToken);
                }

                await copy.CompleteAsync(cancellationToken);
            }
        }
        catch (PostgresException conflict) when (conflict.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await connection.ExecuteAsync("ROLLBACK TO SAVEPOINT all_new", [], cancellationToken);
            return false;
        }

        var differences = Differences(rows).ToList();
        await using var queue = connection.Command("""
            INSERT INTO ems.usage_delta (device_id, energy_type, month, amount, day_count, last_day, revision)
            SELECT d.*, $7::bigint FROM unnest($1::int[], $2::text[], $3::date[], $4::numeric[], $5::int[], $6::date[]) AS d
            """,
            [
                differences.Select(d => d.Last.DeviceId).ToArray(), differences.Select(d => d.Last.EnergyType).ToArray(), differences.Select(d => d.Last.Month).ToArray(),
                differences.Select(d => d.Amount).ToArray(), differences.Select(d => d.Days).ToArray(), differences.Select(d => d.Last.Day).ToArray(), revision,
            ]);
        queue.CommandTimeout = 0;
        await queue.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    /// <summary>From here to the transaction's end: another import of the same rows may be storing years of data; the session's limit is meant for less.</summary>
    private static Task<int> WaitLongAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("SET LOCAL lock_timeout = '10min'", [], cancellationToken);

    /// <summary>A row's start of a binary COPY, and its key and amount.</summary>
    public static async ValueTask WriteAsync(NpgsqlBinaryImporter copy, DailySummary row, CancellationToken cancellationToken)
    {
        await copy.StartRowAsync(cancellationToken);
        await copy.WriteAsync(row.DeviceId, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(row.EnergyType, NpgsqlDbType.Varchar, cancellationToken);
        await copy.WriteAsync(row.Day, NpgsqlDbType.Date, cancellationToken);
        await copy.WriteAsync(row.Consumption, NpgsqlDbType.Numeric, cancellationToken);
    }

    /// <summary>Of rows in the order of their keys: what each device-month sums up to, and the last of its rows.</summary>
    private static IEnumerable<(DailySummary Last, decimal Amount, int Days)> Differences(List<StagedRow> rows)
    {
        var (amount, days) = (0m, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i].Row;
            (amount, days) = (amount + row.Consumption, days + 1);
            if (i + 1 < rows.Count && rows[i + 1].Row is var next && next.DeviceId == row.DeviceId && next.EnergyType == row.EnergyType && next.Month == row.Month) continue;
            yield return (row, amount, days);
            (amount, days) = (0, 0);
        }
    }

    private static int ByKey(DailySummary a, DailySummary b) =>
        a.DeviceId != b.DeviceId ? a.DeviceId.CompareTo(b.DeviceId)
        : a.EnergyType != b.EnergyType ? string.CompareOrdinal(a.EnergyType, b.EnergyType)
        : a.Day.CompareTo(b.Day);

    /// <summary>Makes the partitions in a transaction of their own: an import that is long under way must not hold up another one's.</summary>
    public static async Task EnsurePartitionsAsync(NpgsqlDataSource dataSource, IEnumerable<DateOnly> months, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT ems.ensure_energy_partitions(@months)");
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter("months", NpgsqlDbType.Array | NpgsqlDbType.Date) { Value = months.ToArray() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
