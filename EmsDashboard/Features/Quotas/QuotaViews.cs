using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;

namespace EmsDashboard.Features.Quotas;

/// <summary>One quota with how it stands now: what gauges, lists and the quota page show. Amounts are in <see cref="Unit"/>.</summary>
public sealed record QuotaView
{
    public required int Id { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required QuotaScope Scope { get; init; }
    public required string? TargetCode { get; init; }

    /// <summary>Name of the device or group; null for a whole energy type, or when the target is gone.</summary>
    public required string? TargetName { get; init; }
    public required bool TargetIsGone { get; init; }
    public required EnergyType EnergyType { get; init; }
    public required PeriodKind Period { get; init; }
    public required string TimeZone { get; init; }
    public required bool IsActive { get; init; }

    /// <summary>A version was made since it was judged, and the next check will look at it.</summary>
    public bool AwaitsCheck { get; init; }
    public required string? Note { get; init; }
    public required Unit Unit { get; init; }
    public required decimal QuotaValue { get; init; }
    public required decimal WarningThresholdPct { get; init; }
    public required decimal AlertThresholdPct { get; init; }

    /// <summary>First day of the period judged last, or of the period that holds today if none was.</summary>
    public required DateOnly PeriodStart { get; init; }

    /// <summary>First day after it.</summary>
    public required DateOnly PeriodEnd { get; init; }
    public required decimal ActualValue { get; init; }

    /// <summary>actual ÷ quota × 100; 0 without a limit.</summary>
    public required decimal UsageRatePct { get; init; }
    public required QuotaStatus Status { get; init; }
    public required DataState DataState { get; init; }

    /// <summary>Latest local day with data of the target, not after today; null if it never had any.</summary>
    public required DateOnly? DataThrough { get; init; }

    /// <summary>When the check last judged it; null if it never did.</summary>
    public required DateTimeOffset? CalculatedAt { get; init; }

    /// <summary>Today in the quota's time zone.</summary>
    public required DateOnly LocalToday { get; init; }

    /// <summary>Of the end of the running period; null where there is none, as <see cref="NoForecast"/> says.</summary>
    public required QuotaForecast? Forecast { get; init; }
    public required QuotaStatus ForecastStatus { get; init; }

    /// <summary>Null where there is a forecast, and before the first check.</summary>
    public required NoForecast? NoForecast { get; init; }

    /// <summary>Meter-days with data, and those that should have some by now.</summary>
    public required int DayCount { get; init; }
    public required int ExpectedDays { get; init; }

    /// <summary>Nothing is expected of an inactive quota: nobody looks at it any more.</summary>
    public QuotaStanding Standing => QuotaStandings.Of(Status, IsActive ? ForecastStatus : QuotaStatus.Normal, DataState, IsPatchy);

    /// <summary>So many days are missing that the figure may be too low.</summary>
    public bool IsPatchy => (long)DayCount * 100 < (long)ExpectedDays * QuotaStandings.EnoughPct;

    /// <summary>The forecast where it can be relied on: not from old data, nor of an inactive quota.</summary>
    public QuotaForecast? Outlook => IsActive && HasLimit && DataState is DataState.Complete or DataState.Incomplete ? Forecast : null;

    /// <summary>Meter-days that are missing.</summary>
    public int MissingDays => Math.Max(0, ExpectedDays - DayCount);

    /// <summary>Zero or less means that no limit is set: rate 0, always normal.</summary>
    public bool HasLimit => QuotaValue > 0;

    /// <summary>What is left of the quota; negative when it is over.</summary>
    public decimal Left => QuotaValue - ActualValue;

    /// <summary>Days of the period from today on, today included.</summary>
    public int DaysLeft => LocalToday >= PeriodEnd ? 0 : PeriodEnd.DayNumber - Math.Max(LocalToday.DayNumber, PeriodStart.DayNumber);

    /// <summary>What may be used a day from today on without passing the quota; null when the period is over or no limit is set.</summary>
    public decimal? AllowedPerDay => !HasLimit || DaysLeft == 0 ? null : Math.Max(0, Left) / DaysLeft;

    /// <summary>Share of the period's days that are over, 0 to 100.</summary>
    public decimal ElapsedPct => 100m * (PeriodDays - DaysLeft) / PeriodDays;

    private int PeriodDays => PeriodEnd.DayNumber - PeriodStart.DayNumber;
}

/// <summary>Which quotas a list shows. Everything is optional; what is given must all hold.</summary>
public sealed record QuotaFilter
{
    public QuotaStanding? Standing { get; init; }

    /// <summary>Only those whose data are incomplete, old or not there.</summary>
    public bool DataMissing { get; init; }
    public string? EnergyType { get; init; }

    /// <summary>Code of a group: quotas of it, of the groups below it and of their devices.</summary>
    public string? GroupCode { get; init; }
    public PeriodKind? Period { get; init; }

    /// <summary>Part of a quota's or its target's code or name, in any case.</summary>
    public string? Search { get; init; }

    public bool IsEmpty => this == new QuotaFilter();

    /// <summary>How many of its conditions are set.</summary>
    public int Narrowings => (Standing is null && !DataMissing ? 0 : 1) + (EnergyType is null ? 0 : 1) + (GroupCode is null ? 0 : 1) + (Period is null ? 0 : 1) + (Search is null ? 0 : 1);
}

public enum QuotaSort
{
    /// <summary>By standing, then by rate, the highest first.</summary>
    Urgency,
    Name,
    EnergyType,
    Rate,
    DataThrough,
}

/// <summary>A page of a list. Sizes over <see cref="MaxSize"/> are cut to it.</summary>
/// <param name="Number">From 1; a page beyond the end means the last one that holds anything.</param>
public readonly record struct PageOf(int Number, int Size)
{
    public const int MaxSize = 500;

    public int Take => Math.Clamp(Size, 1, MaxSize);

    /// <summary>Rows before this page in a list of so many.</summary>
    public int SkipOf(int total) => (Math.Clamp(Number, 1, Math.Max(1, (total + Take - 1) / Take)) - 1) * Take;
}

/// <param name="Total">How many there are on all pages.</param>
public sealed record QuotaPage(IReadOnlyList<QuotaView> Items, int Total);

/// <summary>How many quotas stand how.</summary>
public sealed record QuotaCounts(IReadOnlyDictionary<QuotaStanding, int> ByStanding)
{
    public static readonly QuotaCounts None = new(new Dictionary<QuotaStanding, int>());

    public int Total => ByStanding.Values.Sum();

    public int this[QuotaStanding standing] => ByStanding.GetValueOrDefault(standing);
}

/// <summary>A change after the time for corrections was over.</summary>
/// <param name="OldRatePct">Rate before it.</param>
public sealed record Restated(decimal OldRatePct, DateTimeOffset At);

/// <summary>The result of one period, with the terms it was judged by. Amounts are in <see cref="Unit"/>.</summary>
/// <param name="CalculatedAt">Null while no check has judged it.</param>
public sealed record PeriodView(
    DateOnly PeriodStart, DateOnly PeriodEnd, decimal ActualValue, decimal QuotaValue, Unit Unit, decimal WarningThresholdPct,
    decimal AlertThresholdPct, decimal UsageRatePct, QuotaStatus Status, DateOnly? DataThrough, bool IsCurrent, DateTimeOffset? CalculatedAt)
{
    public required int DayCount { get; init; }
    public required int ExpectedDays { get; init; }

    /// <summary>Number of the version that judged it.</summary>
    public required int Version { get; init; }

    /// <summary>Brought along from the period before, contained in the quota.</summary>
    public required decimal CarriedValue { get; init; }

    /// <summary>A month of a split year, not a period of the quota's own.</summary>
    public bool IsMonth { get; init; }

    /// <summary>How often it was changed after the time for corrections was over.</summary>
    public required int RevisionCount { get; init; }

    /// <summary>The last of these changes; loaded only where periods of one quota are shown.</summary>
    public Restated? Restated { get; init; }

    public bool HasLimit => QuotaValue > 0;

    /// <summary>So many days are missing that the figure may be too low.</summary>
    public bool IsPatchy => (long)DayCount * 100 < (long)ExpectedDays * QuotaStandings.EnoughPct;

    /// <summary>No row at all was counted: shown as a dash, not as 0.</summary>
    public bool IsWithoutData => DataThrough is null;
}

/// <summary>How fresh everything is.</summary>
/// <param name="DataThrough">Latest day up to today that any meter has data for.</param>
/// <param name="LastCheckAt">When the last finished check finished.</param>
public sealed record Freshness(DateOnly? DataThrough, DateTimeOffset? LastCheckAt);
