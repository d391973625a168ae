using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Tests.Support;

/// <summary>Writes alarms straight into the tables, in whatever state a test of the read side needs.</summary>
internal sealed class AlarmSeed(NpgsqlDataSource database)
{
    public static readonly DateTimeOffset Noon = new(2020, 12, 15, 12, 0, 0, TimeSpan.Zero);

    /// <param name="acknowledgedAfter">Minutes after it was raised; likewise the others. Null: it did not happen.</param>
    public async Task<long> AlarmAsync(int quota, DateOnly period, AlarmSeverity severity = AlarmSeverity.Warning, int raisedAgo = 60,
        int? acknowledgedAfter = null, string? comment = null, int? clearedAfter = null, int? resolvedAfter = null, string? reason = null)
    {
        var raised = Noon.AddMinutes(-raisedAgo);
        DateTimeOffset? After(int? minutes) => minutes is { } m ? raised.AddMinutes(m) : null;
        await using var command = database.Statement("""
            INSERT INTO ems.alarm_event (quota_id, period_start, period_end, kind, severity, value, threshold, quota_value, usage_rate_pct, unit, raised_at,
                acknowledged_at, acknowledged_by, acknowledge_comment, cleared_at, clear_reason, resolved_at, resolved_by, resolve_reason, occurrences, version)
            VALUES ($1, $2, ($2 + interval '1 month')::date, 'usage', $3, 850, 800, 1000, 85, 'kWh', $4,
                $5, CASE WHEN $5::timestamptz IS NULL THEN NULL ELSE 'li.wei@example.org' END, $6, $7, CASE WHEN $7::timestamptz IS NULL THEN NULL ELSE 'below_threshold' END,
                $8, CASE WHEN $8::timestamptz IS NULL THEN NULL ELSE 'li.wei@example.org' END, CASE WHEN $8::timestamptz IS NULL THEN NULL ELSE coalesce($9, 'done') END, 1, 1)
            RETURNING id
            """, quota, period, SnakeCaseEnum.ToText(severity), raised, After(acknowledgedAfter), comment, After(clearedAfter), After(resolvedAfter), reason);
        foreach (var index in (int[])[4, 6, 7]) command.Parameters[index].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz;
        foreach (var index in (int[])[5, 8]) command.Parameters[index].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public Task TransitionAsync(long alarm, AlarmTransitionType type, int minutesAgo, string? actor = null, string? comment = null) => database.ExecuteAsync("""
        INSERT INTO ems.alarm_transition (alarm_id, at, type, actor, comment, severity, usage_rate_pct) VALUES ($1, $2, $3, $4, $5, 'warning', 85)
        """, alarm, Noon.AddMinutes(-minutesAgo), SnakeCaseEnum.ToText(type), actor, comment);

    /// <summary>A person whose display name stands for the address in lists.</summary>
    public Task PersonAsync(string email, string displayName) => database.ExecuteAsync("""
        INSERT INTO ems.app_user (user_name, normalized_user_name, email, display_name, created_at, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
        VALUES ($1, upper($1), $1, $2, now(), true, false, false, true, 0)
        """, email, displayName);
}
