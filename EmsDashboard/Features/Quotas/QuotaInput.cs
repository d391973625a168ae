using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;

namespace EmsDashboard.Features.Quotas;

/// <summary>A quota's terms as somebody typed them; what is missing is null.</summary>
public sealed record QuotaInput
{
    /// <summary>Set when the quota is created and never changed.</summary>
    public string? Code { get; init; }
    public string? Name { get; init; }
    public QuotaScope Scope { get; init; }

    /// <summary>Code of the device or group; none for a whole energy type.</summary>
    public string? TargetCode { get; init; }
    public string? EnergyType { get; init; }

    /// <summary>Code of the quota that this one is a part of; none at the top.</summary>
    public string? ParentCode { get; init; }
    public PeriodKind Period { get; init; }

    /// <summary>1 to 12, of quarters and years; null for January.</summary>
    public int? FiscalStartMonth { get; init; }

    /// <summary>1 to 31, of all but a custom period; null for the first.</summary>
    public int? StartDay { get; init; }

    /// <summary>First and last day of a custom period.</summary>
    public DateOnly? PeriodFrom { get; init; }
    public DateOnly? PeriodTo { get; init; }
    public string? TimeZone { get; init; }
    public decimal? QuotaValue { get; init; }
    public string? Unit { get; init; }
    public decimal? WarningThresholdPct { get; init; }
    public decimal? AlertThresholdPct { get; init; }

    /// <summary>All thresholds, as <see cref="ThresholdSet"/> writes them; null for those there are, with the two percentages above.</summary>
    public string? Thresholds { get; init; }
    public bool IsProrated { get; init; }
    public CarryOver CarryOver { get; init; } = CarryOver.None;

    /// <summary>A yearly value's twelve months, as <see cref="MonthAmounts"/> writes them; null when it is not split.</summary>
    public string? Distribution { get; init; }

    /// <summary>First day of the new version; null for the running period's first day.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Whether the new version judges the whole period it begins inside of.</summary>
    public bool IsRetroactive { get; init; }

    /// <summary>Why it was changed.</summary>
    public string? Reason { get; init; }

    /// <summary>How the period's end is forecast; null for the method that did better in the past.</summary>
    public ForecastMethod? ForecastMethod { get; init; }
    public bool IsActive { get; init; } = true;
    public string? Note { get; init; }
}

public enum QuotaField
{
    Code,
    Name,
    Target,
    EnergyType,
    Period,
    TimeZone,
    QuotaValue,
    Unit,
    WarningThresholdPct,
    AlertThresholdPct,
    Note,
    FiscalStartMonth,
    StartDay,
    PeriodFrom,
    PeriodTo,
    Thresholds,
    CarryOver,
    Distribution,
    ValidFrom,
    Parent,
    Reason,
}

/// <summary>What is wrong with a field. The code is stable; its wording is in QuotaProblemText.</summary>
/// <param name="Detail">What the wording names: a limit, a code, the allowed units.</param>
public sealed record QuotaProblem(QuotaField Field, string Code, string? Detail = null);

/// <summary>Wording of <see cref="QuotaProblem"/> by its code: QuotaProblemText.resx and QuotaProblemText.zh-CN.resx beside this file.</summary>
public sealed class QuotaProblemText;

/// <summary>What came of an edit.</summary>
public abstract record QuotaEditResult
{
    private QuotaEditResult() { }

    /// <summary>It is stored; the next check judges by it.</summary>
    public sealed record Saved(string Code, int Version) : QuotaEditResult;

    /// <summary>Nothing was stored.</summary>
    public sealed record Refused(IReadOnlyList<QuotaProblem> Problems) : QuotaEditResult;

    /// <summary>Somebody else has changed the quota since it was loaded; nothing was stored.</summary>
    /// <param name="ChangedBy">Who changed it last; null when a file did.</param>
    public sealed record Stale(int Version, DateTimeOffset ChangedAt, string? ChangedBy) : QuotaEditResult;

    /// <summary>There is no quota with this code.</summary>
    public sealed record Unknown : QuotaEditResult;
}
