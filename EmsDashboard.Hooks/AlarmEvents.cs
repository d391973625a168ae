namespace EmsDashboard.Hooks;

/// <summary>What an alarm is about. Further ones may come with a later version of the product: treat an unknown one as something to look at.</summary>
public enum AlarmKind
{
    /// <summary>What was used of a quota in its running period.</summary>
    Usage,

    /// <summary>The same in the running month of a year that is split into months.</summary>
    Month,

    /// <summary>What will have been used by the end of the running period.</summary>
    Forecast,

    /// <summary>What late data made of a closed period.</summary>
    Restatement,
}

/// <summary>How bad it is.</summary>
public enum AlarmSeverity
{
    /// <summary>Somebody should look.</summary>
    Warning,

    /// <summary>Somebody has to act.</summary>
    Critical,
}

/// <summary>Where an alarm stands in its life.</summary>
public enum AlarmState
{
    /// <summary>The condition holds and nobody has acknowledged.</summary>
    Active,

    /// <summary>The condition holds and somebody has taken it on.</summary>
    Acknowledged,

    /// <summary>The condition is gone, and nobody has acknowledged yet.</summary>
    Cleared,

    /// <summary>Nothing is left to do.</summary>
    Resolved,
}

/// <summary>Why an alarm asks for somebody.</summary>
public enum AlarmCause
{
    /// <summary>It is new.</summary>
    Raised,

    /// <summary>It was a warning and is critical now.</summary>
    Escalated,

    /// <summary>It was over, and its condition has come back.</summary>
    Reactivated,
}

/// <summary>An alarm as it stood at one moment. Of a quota there is one a period and kind, for its whole life.</summary>
public sealed record AlarmInfo
{
    /// <summary>Names the alarm; what <see cref="ICustomerActions"/> asks for.</summary>
    public required long Id { get; init; }

    /// <summary>What it is about.</summary>
    public required AlarmKind Kind { get; init; }

    /// <summary>How bad it is.</summary>
    public required AlarmSeverity Severity { get; init; }

    /// <summary>Where it stands in its life.</summary>
    public required AlarmState State { get; init; }

    /// <summary>Its title in English, with the quota's name of that moment.</summary>
    public required string Title { get; init; }

    /// <summary>Its title in Chinese.</summary>
    public required string TitleZh { get; init; }

    /// <summary>The quota it is about; null of an alarm that is about none.</summary>
    public QuotaInfo? Quota { get; init; }

    /// <summary>The meter it is about; null of an alarm that is about none. Of a quota's alarm the quota names its target.</summary>
    public DeviceInfo? Device { get; init; }

    /// <summary>First day of the period, in the quota's time zone; null without a quota.</summary>
    public DateOnly? PeriodStart { get; init; }

    /// <summary>First day after the period; null without a quota.</summary>
    public DateOnly? PeriodEnd { get; init; }

    /// <summary>
    /// What was used, or of a forecast what is expected of the period's end, in <see cref="Unit"/>, when the alarm last changed; null of an
    /// alarm that is about no amount.
    /// </summary>
    public decimal? Value { get; init; }

    /// <summary>The amount whose reaching makes this severity, in <see cref="Unit"/>; 0 when no threshold is left that would, null of an alarm that is about no amount.</summary>
    public decimal? Threshold { get; init; }

    /// <summary>What may be used in the period, what was carried in included, in <see cref="Unit"/>; null without a quota.</summary>
    public decimal? QuotaValue { get; init; }

    /// <summary>
    /// <see cref="Value"/> ÷ <see cref="QuotaValue"/> × 100, rounded at 6 decimals, for display: the severity was decided on exact values. 0 without a
    /// limit, null without a quota.
    /// </summary>
    public decimal? UsageRatePct { get; init; }

    /// <summary>Unit of the amounts, such as kWh, MWh, GJ, m3 or L; null of an alarm that is about no amount.</summary>
    public string? Unit { get; init; }

    /// <summary>When it was raised first.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>How often its condition has come about, the first time included.</summary>
    public required int Occurrences { get; init; }

    /// <summary>When somebody took it on; null while nobody has, and again after it became worse or came back.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>E-mail address of who took it on; null while nobody has.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>What they wrote; null while nobody has.</summary>
    public string? AcknowledgeComment { get; init; }

    /// <summary>E-mail address of who is to see to it; null while nobody is.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>When the condition was found gone; null while it holds.</summary>
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>Where people find it, below the product's address: begins with a slash.</summary>
    public required string Path { get; init; }
}

/// <summary>An alarm asks for somebody.</summary>
public sealed record AlarmCreatedEvent : HookEvent
{
    /// <summary>Whether it is new, worse or back.</summary>
    public required AlarmCause Cause { get; init; }

    /// <summary>The alarm as it is after that.</summary>
    public required AlarmInfo Alarm { get; init; }
}

/// <summary>An alarm is over.</summary>
public sealed record AlarmResolvedEvent : HookEvent
{
    /// <summary>The alarm as it is after that.</summary>
    public required AlarmInfo Alarm { get; init; }

    /// <summary>E-mail address of who closed it; null when the product did.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>
    /// What the person wrote. When the product closed it one of <c>below_threshold</c> (use fell below the threshold by more than the
    /// margin), <c>no_limit</c> (the quota has no limit any more), <c>period_ended</c>, <c>quota_deactivated</c>, <c>usage_alarm</c> (of a
    /// forecast: the use itself has reached the threshold), <c>not_split</c> (of a month: the year is not split any more); further ones may come.
    /// </summary>
    public required string Reason { get; init; }
}
