using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Alarms.Persistence;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EmsDashboard.Features.Alarms;

/// <summary>Raises, escalates, lowers, clears and closes the usage alarms of quotas as the check finds them.</summary>
internal sealed class UsageAlarms(IOptions<AlarmsOptions> options) : IQuotaAlarms
{
    public async Task<AlarmFigures> FollowAsync(
        NpgsqlConnection connection, IReadOnlyList<QuotaOutcome> outcomes, long runId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var alarms = (await AlarmRows.LockAsync(connection, outcomes, cancellationToken)).ToLookup(a => a.QuotaId);
        List<AlarmChange> changes = [];
        foreach (var outcome in outcomes)
        {
            foreach (var alarm in alarms[outcome.QuotaId])
                if (ReasonToClose(outcome, alarm) is { } reason && AlarmLifecycle.AtEnd(AlarmFacts.Of(alarm)) is { } end)
                    changes.Add(Change(outcome, alarm, end, reason, now));
            if (outcome.Current is { } usage
                && alarms[outcome.QuotaId].FirstOrDefault(a => a.PeriodStart == usage.Period.Start) is var current
                && AlarmLifecycle.Next(current is null ? null : AlarmFacts.Of(current), Condition(usage, current)) is { } step)
                changes.Add(Change(outcome, current ?? Raise(outcome.QuotaId, usage, now), step, ClearReason(usage), now));
        }

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

    /// <summary>An alarm of any period but the running one is over; while that one cannot be judged, the calendar decides.</summary>
    private static string? ReasonToClose(QuotaOutcome outcome, AlarmEvent alarm) =>
        !outcome.IsActive ? AlarmReasons.QuotaDeactivated
        : outcome.Current is { } usage ? (alarm.PeriodStart < usage.Period.Start ? AlarmReasons.PeriodEnded : null)
        : alarm.PeriodEnd <= outcome.LocalDate ? AlarmReasons.PeriodEnded
        : null;

    /// <summary>
    /// While data are missing nothing says that usage is lower: incomplete data may raise an alarm, never clear one. Where usage has not
    /// fallen since the alarm's last step, it is the quota that changed, and that is known whatever the data.
    /// </summary>
    private AlarmCondition Condition(JudgedUsage usage, AlarmEvent? alarm) => new(
        Severity(usage.Thresholds.Confirmed(ThresholdBasis.Actual, usage.CanonicalActual, usage.Limit, usage.Streaks)),
        Severity(usage.Thresholds.Held(ThresholdBasis.Actual, usage.CanonicalActual, usage.Limit, options.Value.RecoveryMarginPct)),
        usage.IsComplete || !usage.Limit.HasLimit || (alarm?.Unit == usage.Limit.Unit.Symbol && usage.Actual >= alarm.Value));

    private static AlarmSeverity? Severity(ThresholdSeverity? severity) => severity switch
    {
        ThresholdSeverity.Critical => AlarmSeverity.Critical,
        ThresholdSeverity.Warning => AlarmSeverity.Warning,
        _ => null,
    };

    private static string ClearReason(JudgedUsage usage) => usage.Limit.HasLimit ? AlarmReasons.BelowThreshold : AlarmReasons.NoLimit;

    private static AlarmEvent Raise(int quotaId, JudgedUsage usage, DateTimeOffset now) => new()
    {
        QuotaId = quotaId,
        PeriodStart = usage.Period.Start,
        PeriodEnd = usage.Period.End,
        Kind = AlarmKind.Usage,
        RaisedAt = now,
        Occurrences = 1,
    };

    private static AlarmChange Change(QuotaOutcome outcome, AlarmEvent alarm, AlarmStep step, string reason, DateTimeOffset now)
    {
        alarm.Take(step, now, reason);
        if (outcome.Current is { } usage && usage.Period.Start == alarm.PeriodStart)
        {
            alarm.PeriodEnd = usage.Period.End;
            alarm.Value = usage.Actual;
            alarm.Threshold = Threshold(usage, step.Severity);
            alarm.QuotaValue = usage.Limit.Effective.Round(QuotaRules.ValueDecimals);
            alarm.UsageRatePct = usage.Verdict.RatePct;
            alarm.Unit = usage.Limit.Unit.Symbol;
        }

        var ends = step.Type is AlarmTransitionType.Cleared or AlarmTransitionType.PeriodClosed;
        return new AlarmChange(alarm, outcome.Code, step, ends ? reason : null);
    }

    /// <summary>The lowest amount that is of this severity, or of the other where none is any more.</summary>
    private static decimal Threshold(JudgedUsage usage, AlarmSeverity severity) => usage.Thresholds.All
        .Where(t => t.Basis == ThresholdBasis.Actual)
        .OrderBy(t => Severity(t.Severity) != severity).ThenBy(t => t.Amount(usage.Limit))
        .Select(t => t.Amount(usage.Limit)).FirstOrDefault();
}
