namespace EmsDashboard.Hooks;

/// <summary>What a quota limits.</summary>
public enum QuotaScope
{
    /// <summary>One meter.</summary>
    Device,

    /// <summary>A group (site, building, department, …) with all below it.</summary>
    Group,

    /// <summary>All meters of an energy type.</summary>
    EnergyType,
}

/// <summary>How long a quota's periods are.</summary>
public enum QuotaPeriod
{
    /// <summary>A month, from the quota's start day.</summary>
    Monthly,

    /// <summary>Three months of a fiscal year.</summary>
    Quarterly,

    /// <summary>A fiscal year.</summary>
    Yearly,

    /// <summary>A range of days that does not repeat.</summary>
    Custom,
}

/// <summary>How a quota stands in a period.</summary>
public enum QuotaStatus
{
    /// <summary>Below its thresholds; also without a limit or data.</summary>
    Normal,

    /// <summary>The use has reached the warning threshold.</summary>
    Warning,

    /// <summary>The use has reached the alert threshold, mostly 100 %.</summary>
    Exceeded,
}

/// <summary>A level of a quota that its use can reach.</summary>
public enum QuotaLevel
{
    /// <summary>The warning threshold.</summary>
    Warning,

    /// <summary>The alert threshold, mostly 100 %.</summary>
    Exceeded,
}

/// <summary>A quota: a limit for a target and an energy type, per period.</summary>
public sealed record QuotaInfo
{
    /// <summary>Names the quota; unique, and the same for its whole life. <c>quota_id</c> in files.</summary>
    public required string Code { get; init; }

    /// <summary>What people call it; may change.</summary>
    public required string Name { get; init; }

    /// <summary>What it limits.</summary>
    public required QuotaScope Scope { get; init; }

    /// <summary>Code of the meter or group; null of a whole energy type.</summary>
    public string? TargetCode { get; init; }

    /// <summary>Name of the meter or group; null of a whole energy type, and when the target is gone.</summary>
    public string? TargetName { get; init; }

    /// <summary>Code of the energy type, such as <c>electricity</c>, <c>gas</c>, <c>heat</c> or <c>water</c>.</summary>
    public required string EnergyType { get; init; }

    /// <summary>How long its periods are.</summary>
    public required QuotaPeriod Period { get; init; }

    /// <summary>IANA name of the time zone whose calendar its periods follow.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Code of the quota that this one is a part of; null when it is of none.</summary>
    public string? ParentCode { get; init; }

    /// <summary>What people noted about it; null without a note.</summary>
    public string? Note { get; init; }
}

/// <summary>What was used of a quota in one period. Amounts are in <see cref="Unit"/>.</summary>
public sealed record QuotaUsageInfo
{
    /// <summary>First day of the period, in the quota's time zone.</summary>
    public required DateOnly PeriodStart { get; init; }

    /// <summary>First day after the period.</summary>
    public required DateOnly PeriodEnd { get; init; }

    /// <summary>True of a month of a year that is split into months, which is judged beside the year itself.</summary>
    public required bool IsMonth { get; init; }

    /// <summary>Unit of the amounts, such as kWh, MWh, GJ, m3 or L.</summary>
    public required string Unit { get; init; }

    /// <summary>What was used so far.</summary>
    public required decimal ActualValue { get; init; }

    /// <summary>What may be used, <see cref="CarriedValue"/> included. Zero or less without a limit, or when earlier periods have used it up.</summary>
    public required decimal QuotaValue { get; init; }

    /// <summary>Brought along from the period before: negative when that used too much, 0 where nothing is carried.</summary>
    public required decimal CarriedValue { get; init; }

    /// <summary>What is left; negative when it is exceeded.</summary>
    public decimal RemainingValue => QuotaValue - ActualValue;

    /// <summary>What was used beyond the quota; 0 when it is not exceeded or there is no limit.</summary>
    public decimal ExcessValue => QuotaValue > 0 ? Math.Max(0, ActualValue - QuotaValue) : 0;

    /// <summary>actual ÷ quota × 100, rounded at 6 decimals, for display: the status was decided on exact values. 0 without a limit.</summary>
    public required decimal UsageRatePct { get; init; }

    /// <summary>How it stands.</summary>
    public required QuotaStatus Status { get; init; }

    /// <summary>Percent of the quota from which it is a warning.</summary>
    public required decimal WarningThresholdPct { get; init; }

    /// <summary>Percent of the quota from which it is exceeded.</summary>
    public required decimal AlertThresholdPct { get; init; }

    /// <summary>Use expected by the period's end; null where nothing can be said of it, and of a closed period.</summary>
    public decimal? ForecastValue { get; init; }

    /// <summary>Lower end of the interval that holds the end in 4 of 5 cases; null without a forecast.</summary>
    public decimal? ForecastLow { get; init; }

    /// <summary>Upper end of that interval; null without a forecast.</summary>
    public decimal? ForecastHigh { get; init; }

    /// <summary>Day on which the expected use reaches the quota; null where it will not, and without a forecast.</summary>
    public DateOnly? ExceedsOn { get; init; }

    /// <summary>Share of the meter-days expected by then that have data, 0 to 100; 100 when none were expected yet. Below 100 the use may be higher than it looks.</summary>
    public required decimal CompletenessPct { get; init; }

    /// <summary>Latest day that was counted; null without any data.</summary>
    public DateOnly? DataThrough { get; init; }

    /// <summary>Number of the quota's version that judged the period, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>When it was calculated.</summary>
    public required DateTimeOffset CalculatedAt { get; init; }
}

/// <summary>A quota's use has reached a level.</summary>
public sealed record QuotaExceededEvent : HookEvent
{
    /// <summary>The quota.</summary>
    public required QuotaInfo Quota { get; init; }

    /// <summary>Its use in the period that reached the level.</summary>
    public required QuotaUsageInfo Usage { get; init; }

    /// <summary>The level that is reached now; the lower one was told before, unless both were reached at once.</summary>
    public required QuotaLevel Level { get; init; }

    /// <summary>The amount that makes this level, in the usage's unit.</summary>
    public required decimal Threshold { get; init; }

    /// <summary>The alarm about it; null when none stands, for example because several checks in a row are to find it first.</summary>
    public long? AlarmId { get; init; }

    /// <summary>Where people find the quota, below the product's address: begins with a slash.</summary>
    public required string Path { get; init; }
}
