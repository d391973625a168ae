using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Alarms.Persistence;
using EmsDashboard.Features.Quotas;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EmsDashboard.Features.Alarms;

/// <summary>Raises, escalates, lowers, clears and closes the alarms of quotas as the check finds them.</summary>
internal sealed class QuotaAlarmFollower(IOptions<AlarmsOptions> options) : IQuotaAlarms
{
    public async Task<AlarmFigures> FollowAsync(
        NpgsqlConnection connection, IReadOnlyList<QuotaOutcome> outcomes, long runId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var alarms = await AlarmRows.ReadAsync(connection, outcomes, areLocked: false, cancellationToken);
        var versions = alarms.ToDictionary(a => a.Id, a => a.Version);
        var changes = Follow(outcomes, alarms, now);
        // Hardly any alarm changes, so only those that do are locked. Where somebody has acted on one meanwhile, what was read counts no more.
        if (!await AlarmRows.TryLockAsync(connection, [.. changes.Where(c => c.Alarm.Id != 0).Select(c => c.Alarm.Id).Distinct()], versions, cancellationToken))
            changes = Follow(outcomes, await AlarmRows.ReadAsync(connection, outcomes, areLocked: true, cancellationToken), now);
        var stored = await AlarmRows.StoreAsync(connection, changes, runId, now, cancellationToken);
        int Count(params ReadOnlySpan<AlarmTransitionType> types)
        {
            var count = 0;
            foreach (var change in stored)
                if (types.Contains(change.Step.Type)) count++;
            return count;
        }
        return new AlarmFigures(Count(AlarmTransitionType.Raised, AlarmTransitionType.Reactivated), Count(AlarmTransitionType.Escalated),
            Count(AlarmTransitionType.Cleared), Count(AlarmTransitionType.PeriodClosed), stored.Count);
    }

    /// <summary>The steps that these alarms, and those still to be raised, take. They are taken on the alarms given; nothing is stored.</summary>
    internal List<AlarmChange> Follow(IReadOnlyList<QuotaOutcome> outcomes, List<AlarmEvent> alarms, DateTimeOffset now)
    {
        var alarmsOf = alarms.ToLookup(a => a.QuotaId);
        return [.. outcomes.SelectMany(outcome => Follow(outcome, [.. alarmsOf[outcome.QuotaId]], now))];
    }

    private IEnumerable<AlarmChange> Follow(QuotaOutcome outcome, List<AlarmEvent> alarms, DateTimeOffset now)
    {
        var findings = AlarmFinding.Of(outcome).ToList();
        foreach (var alarm in alarms)
            if (ReasonToClose(outcome, findings, alarm) is { } reason && AlarmLifecycle.AtEnd(AlarmFacts.Of(alarm)) is { } end)
                yield return Change(outcome, alarm, finding: null, end, reason, now);

        AlarmSeverity? usage = null;
        foreach (var finding in findings)
        {
            var alarm = alarms.Find(a => a.Kind == finding.Kind && a.PeriodStart == finding.Usage.Period.Start);
            if (finding.Kind == AlarmKind.Restatement && alarm is null && !(options.Value.OnRestatement && finding.IsWorse)) continue;
            var condition = finding.Condition(alarm, options.Value.RecoveryMarginPct);
            var reason = finding.Usage.Limit.HasLimit ? AlarmReasons.BelowThreshold : AlarmReasons.NoLimit;
            // What will be is no news beside what is.
            if (finding.Kind == AlarmKind.Forecast && usage >= Standing(alarm, condition))
                (condition, reason) = (new AlarmCondition(null, null, CanRecover: true), AlarmReasons.UsageAlarm);
            if (AlarmLifecycle.Next(alarm is null ? null : AlarmFacts.Of(alarm), condition) is { } step)
                yield return Change(outcome, alarm ??= finding.Raise(outcome.QuotaId, now), finding, step, reason, now);
            if (finding.Kind == AlarmKind.Usage) usage = alarm is { ClearedAt: null } ? alarm.Severity : null;
        }
    }

    /// <summary>What the alarm would say after this check; null when it would say nothing.</summary>
    private static AlarmSeverity? Standing(AlarmEvent? alarm, AlarmCondition condition) => alarm is not { ClearedAt: null, ResolvedAt: null } ? condition.Reached
        : AlarmLifecycle.Next(AlarmFacts.Of(alarm), condition) switch
        {
            null => alarm.Severity,
            { Type: AlarmTransitionType.Cleared } => null,
            { Severity: var severity } => severity,
        };

    /// <summary>An alarm of any period but the running one is over; while that one cannot be judged, the calendar decides.</summary>
    private static string? ReasonToClose(QuotaOutcome outcome, List<AlarmFinding> findings, AlarmEvent alarm) =>
        !outcome.IsActive ? AlarmReasons.QuotaDeactivated
        // What was found of a period that is over stands until somebody has dealt with it.
        : alarm.Kind == AlarmKind.Restatement ? null
        : findings.Find(f => f.Kind == alarm.Kind) is { } finding ? (alarm.PeriodStart < finding.Usage.Period.Start ? AlarmReasons.PeriodEnded : null)
        : alarm.PeriodEnd <= outcome.LocalDate ? AlarmReasons.PeriodEnded
        : findings.Count > 0 ? AlarmReasons.NotSplit
        : null;

    private static AlarmChange Change(QuotaOutcome outcome, AlarmEvent alarm, AlarmFinding? finding, AlarmStep step, string reason, DateTimeOffset now)
    {
        var wasShelved = alarm.IsShelved(now);
        alarm.Take(step, now, reason);
        finding?.Describe(alarm);
        var ends = step.Type is AlarmTransitionType.Cleared or AlarmTransitionType.PeriodClosed;
        return new AlarmChange(alarm, outcome.Code, step, ends ? reason : wasShelved && alarm.ShelvedAt is null ? AlarmReasons.OffShelf : null);
    }
}
