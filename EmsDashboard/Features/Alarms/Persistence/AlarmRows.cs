using System.Globalization;
using System.Text.Json;
using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Npgsql;

namespace EmsDashboard.Features.Alarms.Persistence;

/// <summary>A step that was taken on an alarm, to be stored with its line in the timeline and in the audit log.</summary>
/// <param name="Comment">Why, where the step has a reason.</param>
internal sealed record AlarmChange(AlarmEvent Alarm, string QuotaCode, AlarmStep Step, string? Comment);

/// <summary>What somebody has done to alarms at an instant.</summary>
/// <param name="Actor">Null for the system.</param>
/// <param name="Words">A comment or a reason; null where none was given.</param>
/// <param name="Assignee">Of an assignment: to whom.</param>
/// <param name="Until">Of a shelving: until when.</param>
internal sealed record AlarmDeed(AlarmTransitionType Type, DateTimeOffset At, string? Actor, string? Words, string? Assignee = null, DateTimeOffset? Until = null);

/// <summary>Reads and writes alarms of many quotas at once, for the check.</summary>
internal static class AlarmRows
{
    private const string Columns = """
        id, quota_id, period_start, period_end, severity, value, threshold, quota_value, usage_rate_pct, unit, raised_at, acknowledged_at,
        acknowledged_by, acknowledge_comment, cleared_at, clear_reason, resolved_at, resolved_by, resolve_reason, occurrences, version, kind,
        assignee, shelved_at, shelved_until, shelved_by, shelve_reason
        """;

    /// <summary>
    /// Reads the alarms of these quotas that a check may change: those not resolved and those of the periods it found something about. The
    /// history, which grows without end, is not touched.
    /// </summary>
    /// <param name="areLocked">Locked, in the order of ids as everyone who locks several does.</param>
    public static Task<List<AlarmEvent>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<QuotaOutcome> outcomes, bool areLocked, CancellationToken cancellationToken)
    {
        List<(int QuotaId, DateOnly Start)> periods =
            [.. outcomes.SelectMany(o => o.Running.Concat(o.Restated.Select(r => r.Usage)).Select(u => (o.QuotaId, u.Period.Start))).Distinct()];
        return connection.QueryAsync($"""
            SELECT {Columns} FROM ems.alarm_event WHERE id IN (
                SELECT id FROM ems.alarm_event WHERE quota_id = ANY ($1) AND resolved_at IS NULL
                UNION ALL
                SELECT a.id FROM unnest($2::int[], $3::date[]) AS c (quota_id, period_start)
                    JOIN ems.alarm_event a ON a.quota_id = c.quota_id AND a.period_start = c.period_start)
            ORDER BY id {(areLocked ? "FOR NO KEY UPDATE" : "")}
            """,
            [outcomes.Select(o => o.QuotaId).ToArray(), periods.Select(p => p.QuotaId).ToArray(), periods.Select(p => p.Start).ToArray()],
            Read, cancellationToken);
    }

    /// <summary>Locks alarms, in the order of ids as everyone who locks several does, if none of them has another version by now; else none stays locked.</summary>
    /// <returns>Whether they are locked.</returns>
    public static async Task<bool> TryLockAsync(
        NpgsqlConnection connection, long[] ids, Dictionary<long, int> versions, CancellationToken cancellationToken)
    {
        if (ids.Length == 0) return true;
        await connection.ExecuteAsync("SAVEPOINT alarms_read", [], cancellationToken);
        var locked = await connection.QueryAsync(
            "SELECT id, version FROM ems.alarm_event WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE", [ids], row => (Id: row.GetInt64(0), Version: row.GetInt32(1)), cancellationToken);
        if (locked.Count == ids.Length && locked.TrueForAll(a => versions[a.Id] == a.Version)) return true;
        await connection.ExecuteAsync("ROLLBACK TO SAVEPOINT alarms_read", [], cancellationToken);
        return false;
    }

    /// <summary>Stores the changes and answers with those that took effect: an alarm that somebody else has raised meanwhile is not raised again.</summary>
    public static async Task<IReadOnlyList<AlarmChange>> StoreAsync(
        NpgsqlConnection connection, IReadOnlyList<AlarmChange> changes, long runId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var raised = changes.Where(c => c.Alarm.Id == 0).ToList();
        var ids = await InsertAsync(connection, [.. raised.Select(c => c.Alarm)], cancellationToken);
        List<(AlarmChange Change, long Id)> stored =
            [.. raised.Where(c => ids.ContainsKey(Key(c.Alarm))).Select(c => (c, ids[Key(c.Alarm)])), .. changes.Where(c => c.Alarm.Id != 0).Select(c => (c, c.Alarm.Id))];
        await UpdateAsync(connection, [.. changes.Where(c => c.Alarm.Id != 0).Select(c => c.Alarm)], cancellationToken);
        if (stored.Count == 0) return [];
        await connection.ExecuteAsync("""
            INSERT INTO ems.alarm_transition (alarm_id, at, type, actor, comment, severity, usage_rate_pct, run_id)
            SELECT t.alarm_id, $1, t.type, NULL, t.comment, t.severity, t.rate, $2
            FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::numeric[]) AS t (alarm_id, type, comment, severity, rate)
            """,
            [
                now, runId, Column(stored, s => s.Id), Column(stored, s => SnakeCaseEnum.ToText(s.Change.Step.Type)), Column(stored, s => s.Change.Comment),
                Column(stored, s => SnakeCaseEnum.ToText(s.Change.Alarm.Severity)), Column(stored, s => s.Change.Alarm.UsageRatePct),
            ], cancellationToken);
        await connection.ExecuteAsync("""
            INSERT INTO ems.audit_log (at, actor, action, subject, detail)
            SELECT $1, $2, a.action, a.subject, a.detail::jsonb FROM unnest($3::text[], $4::text[], $5::text[]) AS a (action, subject, detail)
            """,
            [
                now, Actor.System.Name, Column(stored, s => $"alarm.{SnakeCaseEnum.ToText(s.Change.Step.Type)}"), Column(stored, s => s.Id.ToString(CultureInfo.InvariantCulture)),
                Column(stored, s => JsonSerializer.Serialize(new
                {
                    quota = s.Change.QuotaCode, kind = SnakeCaseEnum.ToText(s.Change.Alarm.Kind), periodStart = s.Change.Alarm.PeriodStart, severity = SnakeCaseEnum.ToText(s.Change.Alarm.Severity),
                    usageRatePct = s.Change.Alarm.UsageRatePct, reason = s.Change.Comment, run = runId,
                })),
            ], cancellationToken);
        return [.. stored.Select(s => s.Change)];
    }

    /// <summary>Reads and locks alarms, in the order of ids as everyone who locks several does.</summary>
    public static Task<List<AlarmEvent>> LockAsync(NpgsqlConnection connection, long[] ids, CancellationToken cancellationToken) => connection.QueryAsync(
        $"SELECT {Columns} FROM ems.alarm_event WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE", [ids], Read, cancellationToken);

    /// <summary>Reads and locks those whose time aside is over, as far as nobody else is at them.</summary>
    public static Task<List<AlarmEvent>> LockDueAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken) => connection.QueryAsync(
        $"SELECT {Columns} FROM ems.alarm_event WHERE shelved_until <= $1 ORDER BY id LIMIT 10000 FOR NO KEY UPDATE SKIP LOCKED", [now], Read, cancellationToken);

    /// <summary>Stores what one actor has done to locked alarms, each with its line in the timeline and in the audit log.</summary>
    /// <param name="isChange">False for words alone, which leave the alarms as they are.</param>
    public static async Task StoreAsync(NpgsqlConnection connection, AlarmEvent[] alarms, AlarmDeed deed, bool isChange, CancellationToken cancellationToken)
    {
        if (alarms.Length == 0) return;
        if (isChange && await UpdateAsync(connection, alarms, cancellationToken) != alarms.Length)
            throw new InvalidOperationException("An alarm was changed while it was locked.");
        await connection.ExecuteAsync("""
            WITH told AS (
                INSERT INTO ems.alarm_transition (alarm_id, at, type, actor, comment, severity, usage_rate_pct, assignee, until)
                SELECT t.alarm_id, $1, $2, $3::text, $4::text, t.severity, t.rate, $5::text, $6::timestamptz
                FROM unnest($7::bigint[], $8::text[], $9::numeric[]) AS t (alarm_id, severity, rate))
            INSERT INTO ems.audit_log (at, actor, action, subject, detail)
            SELECT $1, coalesce($3::text, $10), 'alarm.' || $2, alarm_id::text, jsonb_strip_nulls(jsonb_build_object('comment', $4::text, 'assignee', $5::text, 'until', $6::timestamptz))
            FROM unnest($7::bigint[]) AS alarm_id
            """,
            [
                deed.At, SnakeCaseEnum.ToText(deed.Type), deed.Actor, deed.Words, deed.Assignee, deed.Until,
                Column(alarms, a => a.Id), Column(alarms, a => SnakeCaseEnum.ToText(a.Severity)), Column(alarms, a => a.UsageRatePct), Actor.System.Name,
            ], cancellationToken);
    }

    /// <summary>The last thing that changed each of these alarms, words left aside.</summary>
    public static Task<List<AlarmLastChange>> LastChangesAsync(NpgsqlConnection connection, long[] ids, CancellationToken cancellationToken) => connection.QueryAsync("""
        SELECT t.alarm_id, t.type, coalesce(u.display_name, t.actor), t.at, t.comment
        FROM unnest($1::bigint[]) AS a (id)
        CROSS JOIN LATERAL (SELECT * FROM ems.alarm_transition WHERE alarm_id = a.id AND type <> 'commented' ORDER BY id DESC LIMIT 1) t
        LEFT JOIN ems.app_user u ON u.user_name = t.actor
        ORDER BY t.alarm_id
        """, [ids],
        row => new AlarmLastChange(row.GetInt64(0), SnakeCaseEnum.Parse<AlarmTransitionType>(row.GetString(1)), row.Text(2), row.GetFieldValue<DateTimeOffset>(3), row.Text(4)), cancellationToken);

    private static (int, DateOnly, AlarmKind) Key(AlarmEvent alarm) => (alarm.QuotaId, alarm.PeriodStart, alarm.Kind);

    private static async Task<Dictionary<(int, DateOnly, AlarmKind), long>> InsertAsync(NpgsqlConnection connection, AlarmEvent[] alarms, CancellationToken cancellationToken)
    {
        if (alarms.Length == 0) return [];
        var inserted = await connection.QueryAsync("""
            INSERT INTO ems.alarm_event (quota_id, period_start, period_end, kind, severity, value, threshold, quota_value, usage_rate_pct, unit,
                raised_at, occurrences, version)
            SELECT * FROM unnest($1::int[], $2::date[], $3::date[], $4::text[], $5::text[], $6::numeric[], $7::numeric[], $8::numeric[], $9::numeric[],
                $10::text[], $11::timestamptz[], $12::int[], $13::int[]) AS a (quota_id, period_start)
            ORDER BY quota_id, period_start, 4
            ON CONFLICT (quota_id, period_start, kind) DO NOTHING RETURNING id, quota_id, period_start, kind
            """,
            [
                Column(alarms, a => a.QuotaId), Column(alarms, a => a.PeriodStart), Column(alarms, a => a.PeriodEnd), Column(alarms, a => SnakeCaseEnum.ToText(a.Kind)),
                Column(alarms, a => SnakeCaseEnum.ToText(a.Severity)), Column(alarms, a => a.Value), Column(alarms, a => a.Threshold),
                Column(alarms, a => a.QuotaValue), Column(alarms, a => a.UsageRatePct), Column(alarms, a => a.Unit), Column(alarms, a => a.RaisedAt),
                Column(alarms, a => a.Occurrences), Column(alarms, a => a.Version),
            ], row => (Id: row.GetInt64(0), Key: (row.GetInt32(1), row.GetFieldValue<DateOnly>(2), SnakeCaseEnum.Parse<AlarmKind>(row.GetString(3)))), cancellationToken);
        return inserted.ToDictionary(i => i.Key, i => i.Id);
    }

    /// <returns>How many were changed: one that has another version by now is left alone.</returns>
    private static Task<int> UpdateAsync(NpgsqlConnection connection, AlarmEvent[] alarms, CancellationToken cancellationToken) => alarms.Length == 0
        ? Task.FromResult(0)
        : connection.ExecuteAsync("""
            UPDATE ems.alarm_event t SET period_end = a.period_end, severity = a.severity, value = a.value, threshold = a.threshold, quota_value = a.quota_value,
                usage_rate_pct = a.usage_rate_pct, unit = a.unit, acknowledged_at = a.acknowledged_at, acknowledged_by = a.acknowledged_by,
                acknowledge_comment = a.acknowledge_comment, cleared_at = a.cleared_at, clear_reason = a.clear_reason, resolved_at = a.resolved_at,
                resolved_by = a.resolved_by, resolve_reason = a.resolve_reason, occurrences = a.occurrences, version = a.version,
                assignee = a.assignee, shelved_at = a.shelved_at, shelved_until = a.shelved_until, shelved_by = a.shelved_by, shelve_reason = a.shelve_reason
            FROM unnest($1::bigint[], $2::date[], $3::text[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[], $8::text[], $9::timestamptz[],
                $10::text[], $11::text[], $12::timestamptz[], $13::text[], $14::timestamptz[], $15::text[], $16::text[], $17::int[], $18::int[],
                $19::text[], $20::timestamptz[], $21::timestamptz[], $22::text[], $23::text[])
                AS a (id, period_end, severity, value, threshold, quota_value, usage_rate_pct, unit, acknowledged_at, acknowledged_by, acknowledge_comment,
                    cleared_at, clear_reason, resolved_at, resolved_by, resolve_reason, occurrences, version,
                    assignee, shelved_at, shelved_until, shelved_by, shelve_reason)
            WHERE t.id = a.id AND t.version < a.version
            """,
            [
                Column(alarms, a => a.Id), Column(alarms, a => a.PeriodEnd), Column(alarms, a => SnakeCaseEnum.ToText(a.Severity)), Column(alarms, a => a.Value),
                Column(alarms, a => a.Threshold), Column(alarms, a => a.QuotaValue), Column(alarms, a => a.UsageRatePct), Column(alarms, a => a.Unit),
                Column(alarms, a => a.AcknowledgedAt), Column(alarms, a => a.AcknowledgedBy), Column(alarms, a => a.AcknowledgeComment),
                Column(alarms, a => a.ClearedAt), Column(alarms, a => a.ClearReason), Column(alarms, a => a.ResolvedAt), Column(alarms, a => a.ResolvedBy),
                Column(alarms, a => a.ResolveReason), Column(alarms, a => a.Occurrences), Column(alarms, a => a.Version),
                Column(alarms, a => a.Assignee), Column(alarms, a => a.ShelvedAt), Column(alarms, a => a.ShelvedUntil), Column(alarms, a => a.ShelvedBy), Column(alarms, a => a.ShelveReason),
            ], cancellationToken);

    private static T[] Column<TRow, T>(IReadOnlyCollection<TRow> rows, Func<TRow, T> value) => [.. rows.Select(value)];

    private static AlarmEvent Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        QuotaId = row.GetInt32(1),
        PeriodStart = row.GetFieldValue<DateOnly>(2),
        PeriodEnd = row.GetFieldValue<DateOnly>(3),
        Kind = SnakeCaseEnum.Parse<AlarmKind>(row.GetString(21)),
        Severity = SnakeCaseEnum.Parse<AlarmSeverity>(row.GetString(4)),
        Value = row.GetDecimal(5),
        Threshold = row.GetDecimal(6),
        QuotaValue = row.GetDecimal(7),
        UsageRatePct = row.GetDecimal(8),
        Unit = row.GetString(9),
        RaisedAt = row.GetFieldValue<DateTimeOffset>(10),
        AcknowledgedAt = row.Optional<DateTimeOffset>(11),
        AcknowledgedBy = row.Text(12),
        AcknowledgeComment = row.Text(13),
        ClearedAt = row.Optional<DateTimeOffset>(14),
        ClearReason = row.Text(15),
        ResolvedAt = row.Optional<DateTimeOffset>(16),
        ResolvedBy = row.Text(17),
        ResolveReason = row.Text(18),
        Occurrences = row.GetInt32(19),
        Version = row.GetInt32(20),
        Assignee = row.Text(22),
        ShelvedAt = row.Optional<DateTimeOffset>(23),
        ShelvedUntil = row.Optional<DateTimeOffset>(24),
        ShelvedBy = row.Text(25),
        ShelveReason = row.Text(26),
    };
}
