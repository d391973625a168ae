namespace EmsDashboard.Features.Alarms.Domain;

/// <summary>What the check found for a quota's current period.</summary>
/// <param name="Reached">Severity whose threshold is reached; null below all of them.</param>
/// <param name="Held">Severity that still holds when thresholds are lowered by the recovery margin; never below <paramref name="Reached"/>.</param>
/// <param name="CanRecover">False while nothing says that usage is really lower: missing data may raise an alarm, never clear one.</param>
public readonly record struct AlarmCondition(AlarmSeverity? Reached, AlarmSeverity? Held, bool CanRecover);

/// <summary>The facts of an alarm that decide what happens next.</summary>
/// <param name="ResolvedByPerson">Resolved by hand, not by the system.</param>
public readonly record struct AlarmFacts(AlarmSeverity Severity, bool IsAcknowledged, bool IsCleared, bool IsResolved, bool ResolvedByPerson)
{
    public static AlarmFacts Of(AlarmEvent alarm) => new(
        alarm.Severity, alarm.AcknowledgedAt is not null, alarm.ClearedAt is not null, alarm.ResolvedAt is not null, alarm.ResolvedBy is not null);
}

/// <summary>What is to happen to an alarm.</summary>
/// <param name="Severity">Severity after the step.</param>
public readonly record struct AlarmStep(AlarmTransitionType Type, AlarmSeverity Severity);

/// <summary>
/// The life of the one alarm of a quota, period and kind: raised once, escalated, lowered and cleared with a margin so that it does not
/// flap, taken up again on the same row, closed with its period. Each call answers with the one step to take now, or none.
/// </summary>
public static class AlarmLifecycle
{
    /// <summary>The step for the running period. <paramref name="alarm"/> is null when there is none yet.</summary>
    public static AlarmStep? Next(AlarmFacts? alarm, AlarmCondition condition) => alarm switch
    {
        null => condition.Reached is { } severity ? new AlarmStep(AlarmTransitionType.Raised, severity) : null,
        // Of an alarm that had cleared there was no condition left to accept.
        { IsResolved: true, ResolvedByPerson: true, IsCleared: false } accepted => AfterAcceptance(accepted, condition),
        { IsResolved: true } or { IsCleared: true } => condition.Reached is { } severity ? new AlarmStep(AlarmTransitionType.Reactivated, severity) : null,
        { } open => WhileOpen(open, condition),
    };

    /// <summary>The step for an alarm whose period has ended or whose quota is not checked any more: whatever is left open is closed.</summary>
    public static AlarmStep? AtEnd(AlarmFacts alarm) => alarm switch
    {
        { IsResolved: true } or { IsCleared: true, IsAcknowledged: true } => null,
        _ => new AlarmStep(AlarmTransitionType.PeriodClosed, alarm.Severity),
    };

    /// <summary>Resolving by hand accepts the condition for this period at this severity; only a higher one asks again.</summary>
    private static AlarmStep? AfterAcceptance(AlarmFacts accepted, AlarmCondition condition) =>
        condition.Reached > accepted.Severity ? new AlarmStep(AlarmTransitionType.Escalated, condition.Reached.Value) : null;

    private static AlarmStep? WhileOpen(AlarmFacts open, AlarmCondition condition) => (condition.Reached, condition.Held) switch
    {
        ({ } reached, _) when reached > open.Severity => new AlarmStep(AlarmTransitionType.Escalated, reached),
        (_, { } held) when held >= open.Severity => null,
        _ when !condition.CanRecover => null,
        (_, { } held) => new AlarmStep(AlarmTransitionType.Lowered, held),
        _ => new AlarmStep(AlarmTransitionType.Cleared, open.Severity),
    };
}

/// <summary>Why the system ended an alarm; stored as they are, worded where they are shown.</summary>
public static class AlarmReasons
{
    /// <summary>Usage fell below the warning threshold by more than the recovery margin.</summary>
    public const string BelowThreshold = "below_threshold";

    /// <summary>The quota has no limit any more.</summary>
    public const string NoLimit = "no_limit";
    public const string PeriodEnded = "period_ended";
    public const string QuotaDeactivated = "quota_deactivated";

    /// <summary>Of a forecast: the use itself has reached a threshold since.</summary>
    public const string UsageAlarm = "usage_alarm";

    /// <summary>Of a month: the year is not split any more.</summary>
    public const string NotSplit = "not_split";

    public static readonly IReadOnlyList<string> All = [BelowThreshold, NoLimit, PeriodEnded, QuotaDeactivated, UsageAlarm, NotSplit];

    /// <summary>Of a step up: it has brought the alarm back from where somebody had put it aside.</summary>
    public const string OffShelf = "off_shelf";
}
