using System.Globalization;
using System.Text.Json;
using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Npgsql;

namespace EmsDashboard.Features.Alarms.Persistence;

/// <summary>A step that was taken on an alarm, to be stored with its line in the timeline and in the audit log.</summary>
/// <param name="Comment">Why, where the step has a reason.</param>
internal sealed record AlarmChange(AlarmEvent Alarm, string QuotaCode, AlarmStep Step, string? Comment);

/// <summary>Reads and writes alarms of many quotas at once, for the check.</summary>
internal static class AlarmRows
{
    private const string Columns = """
        id, quota_id, period_start, period_end, severity, value, threshold, quota_value, usage_rate_pct, unit, raised_at, acknowledged_at,
        acknowledged_by, acknowledge_comment, cleared_at, clear_reason, resolved_at, resolved_by, resolve_reason, occurrences, version
        """;

    /// <summary>Reads and locks the quotas' alarms, in the order of ids as everyone who locks several does.</summary>
    public static Task<List<AlarmEvent>> LockAsync(NpgsqlConnection connection, int[] quotaIds, CancellationToken cancellationToken) =>
        connection.QueryAsync($"SELECT {Columns} FROM ems.alarm_event WHERE quota_id = ANY ($1) ORDER BY id FOR NO KEY UPDATE", [quotaIds], Read, cancellationToken);

    /// <summary>Stores the changes and answers with those that took effect: an alarm that somebody else has raised meanwhile is not raised again.</summary>
    public static async Task<IReadOnlyList<AlarmChange>> StoreAsync(
        NpgsqlConnection connection, IReadOnlyList<AlarmChange> changes, long runId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<(AlarmChange Change, long Id)> stored = [];
        foreach (var change in changes)
        {
            var id = change.Alarm.Id == 0
                ? await InsertAsync(connection, change.Alarm, cancellationToken)
                : await UpdateAsync(connection, change.Alarm, cancellationToken);
            if (id is { } existing) stored.Add((change, existing));
        }

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
                    quota = s.Change.QuotaCode, periodStart = s.Change.Alarm.PeriodStart, severity = SnakeCaseEnum.ToText(s.Change.Alarm.Severity),
                    usageRatePct = s.Change.Alarm.UsageRatePct, reason = s.Change.Comment, run = runId,
                })),
            ], cancellationToken);
        return [.. stored.Select(s => s.Change)];
    }

    private static async Task<long?> InsertAsync(NpgsqlConnection connection, AlarmEvent a, CancellationToken cancellationToken)
    {
        var ids = await connection.QueryAsync("""
            INSERT INTO ems.alarm_event (quota_id, period_start, period_end, kind, severity, value, threshold, quota_value, usage_rate_pct, unit,
                raised_at, occurrences, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            ON CONFLICT (quota_id, period_start, kind) DO NOTHING RETURNING id
            """,
            [
                a.QuotaId, a.PeriodStart, a.PeriodEnd, SnakeCaseEnum.ToText(a.Kind), SnakeCaseEnum.ToText(a.Severity), a.Value, a.Threshold, a.QuotaValue,
                a.UsageRatePct, a.Unit, a.RaisedAt, a.Occurrences, a.Version,
            ], row => row.GetInt64(0), cancellationToken);
        return ids.Count == 0 ? null : ids[0];
    }

    private static async Task<long?> UpdateAsync(NpgsqlConnection connection, AlarmEvent a, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("""
            UPDATE ems.alarm_event SET severity = $2, value = $3, threshold = $4, quota_value = $5, usage_rate_pct = $6, unit = $7,
                acknowledged_at = $8::timestamptz, acknowledged_by = $9::text, acknowledge_comment = $10::text, cleared_at = $11::timestamptz,
                clear_reason = $12::text, resolved_at = $13::timestamptz, resolved_by = $14::text, resolve_reason = $15::text, occurrences = $16, version = $17
            WHERE id = $1
            """,
            [
                a.Id, SnakeCaseEnum.ToText(a.Severity), a.Value, a.Threshold, a.QuotaValue, a.UsageRatePct, a.Unit, a.AcknowledgedAt, a.AcknowledgedBy,
                a.AcknowledgeComment, a.ClearedAt, a.ClearReason, a.ResolvedAt, a.ResolvedBy, a.ResolveReason, a.Occurrences, a.Version,
            ], cancellationToken);
        return a.Id;
    }

    private static T[] Column<T>(List<(AlarmChange Change, long Id)> rows, Func<(AlarmChange Change, long Id), T> value) => [.. rows.Select(value)];

    private static AlarmEvent Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        QuotaId = row.GetInt32(1),
        PeriodStart = row.GetFieldValue<DateOnly>(2),
        PeriodEnd = row.GetFieldValue<DateOnly>(3),
        Kind = AlarmKind.Usage,
        Severity = SnakeCaseEnum.Parse<AlarmSeverity>(row.GetString(4)),
        Value = row.GetDecimal(5),
        Threshold = row.GetDecimal(6),
        QuotaValue = row.GetDecimal(7),
        UsageRatePct = row.GetDecimal(8),
        Unit = row.GetString(9),
        RaisedAt = row.GetFieldValue<DateTimeOffset>(10),
        AcknowledgedAt = row.Optional<DateTimeOffset>(11),
        AcknowledgedBy = Text(row, 12),
        AcknowledgeComment = Text(row, 13),
        ClearedAt = row.Optional<DateTimeOffset>(14),
        ClearReason = Text(row, 15),
        ResolvedAt = row.Optional<DateTimeOffset>(16),
        ResolvedBy = Text(row, 17),
        ResolveReason = Text(row, 18),
        Occurrences = row.GetInt32(19),
        Version = row.GetInt32(20),
    };

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
