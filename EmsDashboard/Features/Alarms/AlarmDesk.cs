using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Npgsql;
using NpgsqlTypes;

namespace EmsDashboard.Features.Alarms;

/// <summary>An alarm as somebody saw it who acts on it.</summary>
public readonly record struct AlarmSeen(long Id, AlarmSeverity Severity);

/// <summary>What came of an act on alarms.</summary>
/// <param name="Done">Alarms the act changed.</param>
/// <param name="TooLate">Alarms it came too late for: somebody else, or the system, was faster, and nothing was changed.</param>
public sealed record AlarmDeskResult(IReadOnlyList<long> Done, IReadOnlyList<long> TooLate);

/// <summary>
/// What people do to alarms: acknowledge, comment, resolve. The only way a person changes one; each change, its line in the timeline and in
/// the audit log are one transaction. Of many who do the same at once one wins, the rest are told.
/// </summary>
public sealed class AlarmDesk(NpgsqlDataSource database, IAccess access, TimeProvider time)
{
    /// <summary>Longest comment or reason.</summary>
    public const int MaxTextLength = 2000;

    /// <summary>Most alarms one act may name.</summary>
    public const int MaxAlarms = AlarmQueries.MaxSelection;

    /// <summary>Takes note of alarms that nobody has acknowledged yet. One whose condition is already gone is resolved by it.</summary>
    /// <exception cref="AccessDeniedException">The actor's role does not reach staff.</exception>
    /// <exception cref="ArgumentException">The comment is blank or too long, or too many alarms are named.</exception>
    /// <param name="alarms">At most <see cref="MaxAlarms"/>. One that has become worse than it was seen is left alone: nobody has seen that yet.</param>
    public Task<AlarmDeskResult> AcknowledgeAsync(IReadOnlyCollection<AlarmSeen> alarms, string comment, CancellationToken cancellationToken) =>
        ActAsync(alarms, comment, AlarmTransitionType.Acknowledged, """
            UPDATE ems.alarm_event a
            SET acknowledged_at = greatest($2, a.raised_at), acknowledged_by = $3, acknowledge_comment = $4, version = a.version + 1
            FROM locked WHERE a.id = locked.id AND NOT locked.is_worse AND a.acknowledged_at IS NULL AND a.resolved_at IS NULL
            RETURNING a.id, a.severity, a.usage_rate_pct
            """, cancellationToken);

    /// <summary>Adds words to the timeline and changes nothing else.</summary>
    /// <inheritdoc cref="AcknowledgeAsync"/>
    public Task<AlarmDeskResult> CommentAsync(IReadOnlyCollection<long> alarms, string comment, CancellationToken cancellationToken) =>
        ActAsync([.. alarms.Select(id => new AlarmSeen(id, AlarmSeverity.Critical))], comment, AlarmTransitionType.Commented, """
            SELECT a.id, a.severity, a.usage_rate_pct FROM ems.alarm_event a JOIN locked ON a.id = locked.id
            WHERE $2::timestamptz IS NOT NULL AND $3::text IS NOT NULL AND $4::text IS NOT NULL
            """, cancellationToken);

    /// <summary>Closes alarms by hand. While the condition holds that accepts it for this period at this severity; a higher one opens the alarm again.</summary>
    /// <inheritdoc cref="AcknowledgeAsync"/>
    public Task<AlarmDeskResult> ResolveAsync(IReadOnlyCollection<AlarmSeen> alarms, string reason, CancellationToken cancellationToken) =>
        ActAsync(alarms, reason, AlarmTransitionType.Resolved, """
            UPDATE ems.alarm_event a
            SET resolved_at = greatest($2, a.raised_at), resolved_by = $3, resolve_reason = $4, version = a.version + 1
            FROM locked WHERE a.id = locked.id AND NOT locked.is_worse AND a.resolved_at IS NULL AND (a.cleared_at IS NULL OR a.acknowledged_at IS NULL)
            RETURNING a.id, a.severity, a.usage_rate_pct
            """, cancellationToken);

    /// <param name="change">Changes the locked alarms it may and returns them; $2 now, $3 who, $4 the words.</param>
    private async Task<AlarmDeskResult> ActAsync(
        IReadOnlyCollection<AlarmSeen> alarms, string words, AlarmTransitionType type, string change, CancellationToken cancellationToken)
    {
        var actor = await access.DemandAsync(Policies.Staff);
        ArgumentException.ThrowIfNullOrWhiteSpace(words);
        if (words.Trim().Length > MaxTextLength) throw new ArgumentException($"At most {MaxTextLength} characters.", nameof(words));
        if (alarms.Count > MaxAlarms) throw new ArgumentException($"At most {MaxAlarms} alarms at once.", nameof(alarms));

        long[] ids = [.. alarms.Select(a => a.Id).Distinct()];
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Locked in the order of their ids: two people whose selections overlap wait for each other instead of deadlocking.
        await using var act = new NpgsqlCommand($"""
            WITH locked AS MATERIALIZED (
                SELECT id, severity = 'critical' AND id = ANY ($6) AS is_worse FROM ems.alarm_event WHERE id = ANY ($1) ORDER BY id FOR UPDATE),
            changed AS ({change}),
            told AS (
                INSERT INTO ems.alarm_transition (alarm_id, at, type, actor, comment, severity, usage_rate_pct)
                SELECT id, $2, $5, $3, $4, severity, usage_rate_pct FROM changed ORDER BY id),
            logged AS (
                INSERT INTO ems.audit_log (at, actor, action, subject, detail)
                SELECT $2, $3, 'alarm.' || $5, id::text, jsonb_build_object('comment', $4::text) FROM changed ORDER BY id)
            SELECT id FROM changed ORDER BY id
            """, connection, transaction);
        act.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = ids });
        act.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        act.Parameters.Add(Text(actor.Name));
        act.Parameters.Add(Text(words.Trim()));
        act.Parameters.Add(Text(SnakeCaseEnum.ToText(type)));
        act.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. alarms.Where(a => a.Severity == AlarmSeverity.Warning).Select(a => a.Id)] });
        List<long> done = [];
        await using (var reader = await act.ExecuteReaderAsync(cancellationToken))
            while (await reader.ReadAsync(cancellationToken)) done.Add(reader.GetInt64(0));

        if (done.Count > 0)
        {
            await using var touch = new NpgsqlCommand("SELECT ems.touch($1)", connection, transaction);
            touch.Parameters.Add(Text(Topics.Alarms));
            await touch.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return new AlarmDeskResult(done, [.. ids.Except(done)]);
    }

    private static NpgsqlParameter Text(string value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value };
}
