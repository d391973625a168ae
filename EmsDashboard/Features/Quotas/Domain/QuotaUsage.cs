using EmsDashboard.Features.Quotas.Domain.Forecasting;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>The usage record: the result for one quota and period, with the terms it was judged by.</summary>
public sealed class QuotaUsage
{
    public int QuotaId { get; private set; }

    /// <summary>Whether the period is a month of a split year, judged by its own amount beside the year's record.</summary>
    public bool IsMonth { get; private set; }
    public DateOnly PeriodStart { get; private set; }

    /// <summary>First day after the period (half-open).</summary>
    public DateOnly PeriodEnd { get; private set; }

    /// <summary>In <see cref="Unit"/>, exact but for joules.</summary>
    public decimal ActualValue { get; private set; }

    /// <summary>What the period was judged by, carried-in amount included; half to even at 6 decimals where days were prorated.</summary>
    public decimal QuotaValue { get; private set; }

    /// <summary>Brought along from the period before, in <see cref="Unit"/>; negative when that used too much.</summary>
    public decimal CarriedValue { get; private set; }

    /// <summary>Number of the version that judged it.</summary>
    public int VersionNumber { get; private set; }
    public string Unit { get; private set; } = null!;
    public decimal WarningThresholdPct { get; private set; }
    public decimal AlertThresholdPct { get; private set; }

    /// <summary>actual ÷ quota × 100, half to even at 6 decimals, for display; the status is decided on the exact values. 0 without a limit.</summary>
    public decimal UsageRatePct { get; private set; }
    public QuotaStatus Status { get; private set; }

    /// <summary>Device-days with data that were counted.</summary>
    public int DayCount { get; private set; }

    /// <summary>Device-days that should have data by then.</summary>
    public int ExpectedDays { get; private set; }

    /// <summary>Latest local day that was counted; null without any row.</summary>
    public DateOnly? DataThrough { get; private set; }

    /// <summary>Use expected by the end of the period, in <see cref="Unit"/>; null where there is no forecast, as <see cref="NoForecast"/> says.</summary>
    public decimal? ForecastValue { get; private set; }

    /// <summary>The interval that holds the end in 4 of 5 cases.</summary>
    public decimal? ForecastLow { get; private set; }
    public decimal? ForecastHigh { get; private set; }
    public ForecastMethod? ForecastMethod { get; private set; }

    /// <summary>The method that was wished for had nothing to go by.</summary>
    public bool ForecastIsFallback { get; private set; }

    /// <summary>Day on which the expected use reaches the quota, and the same along the interval's ends: <see cref="QuotaForecast"/>.</summary>
    public DateOnly? ExceedsOn { get; private set; }
    public DateOnly? ExceedsEarliest { get; private set; }
    public DateOnly? ExceedsLatest { get; private set; }

    /// <summary>What is left of the quota for each day to come, missing rows estimated; null without a limit or a forecast.</summary>
    public decimal? AllowancePerDay { get; private set; }

    /// <summary>Share of the meter-days so far that are estimated, 0 to 1.</summary>
    public decimal? EstimatedShare { get; private set; }

    /// <summary>Median error of the forecast's method in the middle of earlier periods, percent; null when none could be tried.</summary>
    public decimal? ForecastErrorPct { get; private set; }

    /// <summary>What the thresholds on the forecast make of it; normal without one.</summary>
    public QuotaStatus ForecastStatus { get; private set; }
    public NoForecast? NoForecast { get; private set; }

    /// <summary>Checks in a row that found thresholds reached which need more than one, as <see cref="ThresholdStreaks"/> writes them; null without such.</summary>
    public string? ThresholdStreaks { get; private set; }

    /// <summary>How often the record was changed after its period was closed and the time for corrections was over.</summary>
    public int RevisionCount { get; private set; }

    /// <summary>True for the record of the period that holds the local date of the last check, or the last one before it.</summary>
    public bool IsCurrent { get; private set; }
    public DateTimeOffset CalculatedAt { get; private set; }
    public long RunId { get; private set; }
}

/// <summary>A change of a usage record after its period was closed and the time for corrections was over. Never changed, never deleted.</summary>
public sealed class QuotaUsageRevision
{
    public int QuotaId { get; private set; }

    /// <summary>As of its record.</summary>
    public bool IsMonth { get; private set; }
    public DateOnly PeriodStart { get; private set; }

    /// <summary>Counts the record's revisions from 1.</summary>
    public int Number { get; private set; }
    public decimal OldActualValue { get; private set; }
    public decimal NewActualValue { get; private set; }
    public decimal OldQuotaValue { get; private set; }
    public decimal NewQuotaValue { get; private set; }

    /// <summary>Of the old and the new amounts, which are told apart where a version changed it.</summary>
    public string OldUnit { get; private set; } = null!;
    public string NewUnit { get; private set; } = null!;
    public decimal OldUsageRatePct { get; private set; }
    public decimal NewUsageRatePct { get; private set; }
    public QuotaStatus OldStatus { get; private set; }
    public QuotaStatus NewStatus { get; private set; }
    public DateTimeOffset At { get; private set; }
    public long RunId { get; private set; }

    /// <summary>Revision of the latest data that had it judged again, which names the import; null when no data did.</summary>
    public long? DataRevision { get; private set; }
}
