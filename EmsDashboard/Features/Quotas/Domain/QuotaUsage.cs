namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>The usage record: the result for one quota and period, with the terms it was judged by.</summary>
public sealed class QuotaUsage
{
    public int QuotaId { get; private set; }
    public DateOnly PeriodStart { get; private set; }

    /// <summary>First day after the period (half-open).</summary>
    public DateOnly PeriodEnd { get; private set; }

    /// <summary>In <see cref="Unit"/>, exact but for joules.</summary>
    public decimal ActualValue { get; private set; }
    public decimal QuotaValue { get; private set; }
    public string Unit { get; private set; } = null!;
    public decimal WarningThresholdPct { get; private set; }
    public decimal AlertThresholdPct { get; private set; }

    /// <summary>actual ÷ quota × 100, half to even at 6 decimals, for display; the status is decided on the exact values. 0 without a limit.</summary>
    public decimal UsageRatePct { get; private set; }
    public QuotaStatus Status { get; private set; }

    /// <summary>Device-days with data that were counted.</summary>
    public int DayCount { get; private set; }

    /// <summary>Latest local day that was counted; null without any row.</summary>
    public DateOnly? DataThrough { get; private set; }

    /// <summary>True for the record of the period that holds the local date of the last check.</summary>
    public bool IsCurrent { get; private set; }
    public DateTimeOffset CalculatedAt { get; private set; }
    public long RunId { get; private set; }
}
