using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Features.Alarms.Domain;

/// <summary>What the check found of a quota that an alarm of one kind is about.</summary>
/// <param name="IsWorse">Of a restated period: it is worse than it was.</param>
internal sealed record AlarmFinding(AlarmKind Kind, JudgedUsage Usage, bool IsWorse = false)
{
    /// <summary>Its use comes before its forecast, which gives way to it.</summary>
    public static IEnumerable<AlarmFinding> Of(QuotaOutcome outcome)
    {
        foreach (var usage in outcome.Running)
        {
            yield return new AlarmFinding(usage.IsMonth ? AlarmKind.Month : AlarmKind.Usage, usage);
            if (!usage.IsMonth) yield return new AlarmFinding(AlarmKind.Forecast, usage);
        }

        foreach (var restated in outcome.Restated) yield return new AlarmFinding(AlarmKind.Restatement, restated.Usage, restated.Usage.Verdict.Status > restated.Before);
    }

    private ThresholdBasis Basis => Kind == AlarmKind.Forecast ? ThresholdBasis.Forecast : ThresholdBasis.Actual;

    /// <summary>In the quota's unit; null for a forecast that cannot be made.</summary>
    private decimal? Amount => Kind == AlarmKind.Forecast ? Usage.Forecast : Usage.Actual;

    private decimal? Canonical => Kind != AlarmKind.Forecast ? Usage.CanonicalActual
        : Usage.Forecast is { } forecast ? Usage.Limit.Unit.ToCanonical(forecast, 9)
        : null;

    /// <summary>
    /// While data are missing nothing says that usage is lower: incomplete data may raise an alarm, never clear one. Where the amount has not
    /// fallen since the alarm's last step, it is the quota that changed, and that is known whatever the data.
    /// </summary>
    /// <param name="marginPct">Of thresholds without one of their own.</param>
    public AlarmCondition Condition(AlarmEvent? alarm, decimal marginPct)
    {
        if (Canonical is not { } amount)
            return new AlarmCondition(null, null, CanRecover: !Usage.Limit.HasLimit || Usage.Thresholds.All.All(t => t.Basis != Basis));
        return new AlarmCondition(
            // A closed period is not looked at again by itself: there are no checks in a row.
            Severity(Kind == AlarmKind.Restatement ? Usage.Thresholds.Reached(Basis, amount, Usage.Limit) : Usage.Thresholds.Confirmed(Basis, amount, Usage.Limit, Usage.Streaks)),
            Severity(Usage.Thresholds.Held(Basis, amount, Usage.Limit, marginPct)),
            Usage.IsComplete || !Usage.Limit.HasLimit || (alarm?.Unit == Usage.Limit.Unit.Symbol && Amount >= alarm.Value));
    }

    public AlarmEvent Raise(int quotaId, DateTimeOffset now) => new()
    {
        QuotaId = quotaId,
        PeriodStart = Usage.Period.Start,
        PeriodEnd = Usage.Period.End,
        Kind = Kind,
        RaisedAt = now,
        Occurrences = 1,
    };

    /// <summary>Gives an alarm the figures of the step it has just taken.</summary>
    public void Describe(AlarmEvent alarm)
    {
        alarm.PeriodEnd = Usage.Period.End;
        alarm.Threshold = Threshold(alarm.Severity);
        alarm.QuotaValue = Usage.Limit.Effective.Round(QuotaRules.ValueDecimals);
        // Of a forecast that can no longer be made the last one stays.
        if (alarm.Unit is null || Amount is not null)
        {
            alarm.Value = Amount ?? 0;
            alarm.UsageRatePct = Canonical is { } amount ? QuotaJudge.RatePct(amount, Usage.Limit) : 0;
        }

        alarm.Unit = Usage.Limit.Unit.Symbol;
    }

    /// <summary>The lowest amount that is of this severity, or of the other where none is any more.</summary>
    private decimal Threshold(AlarmSeverity severity) => Usage.Thresholds.All
        .Where(t => t.Basis == Basis)
        .OrderBy(t => Severity(t.Severity) != severity).ThenBy(t => t.Amount(Usage.Limit))
        .Select(t => t.Amount(Usage.Limit)).FirstOrDefault();

    private static AlarmSeverity? Severity(ThresholdSeverity? severity) => severity switch
    {
        ThresholdSeverity.Critical => AlarmSeverity.Critical,
        ThresholdSeverity.Warning => AlarmSeverity.Warning,
        _ => null,
    };
}
