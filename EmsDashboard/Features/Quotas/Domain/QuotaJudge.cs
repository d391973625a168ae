using System.Numerics;
using EmsDashboard.Features.Energy.Domain;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>What usage is judged by.</summary>
/// <param name="QuotaValue">Limit per period in <paramref name="Unit"/>; zero or less means that no limit is set.</param>
public readonly record struct UsageTerms(decimal QuotaValue, Unit Unit, decimal WarningThresholdPct, decimal AlertThresholdPct)
{
    public bool HasLimit => QuotaValue > 0;

    public QuotaLimit Limit => new(QuotaValue, Unit);
}

/// <summary>What a period's usage is measured against, exactly.</summary>
/// <param name="Value">In <paramref name="Unit"/>; zero or less means that no limit is set.</param>
public readonly record struct QuotaLimit(Fraction Value, Unit Unit)
{
    /// <summary>Brought along from earlier periods, in <see cref="Unit"/>; negative when more was used than allowed.</summary>
    public decimal Carried { get; init; }

    public bool HasLimit => Value.Sign > 0;

    /// <summary>What may be used. Zero or less when earlier periods used it up: then any usage is too much, which is not the same as no limit.</summary>
    public Fraction Effective => Carried == 0 ? Value : Value + Carried;
}

/// <param name="RatePct">actual ÷ quota × 100, half to even at 6 decimals, for display only.</param>
public readonly record struct Verdict(QuotaStatus Status, decimal RatePct);

/// <summary>
/// Judges usage exactly. Products of amounts, percentages and a unit's fraction outgrow decimal and a gigajoule has no decimal at all,
/// so comparisons are made between whole numbers of any size.
/// </summary>
public static class QuotaJudge
{
    /// <summary>Largest rate that is shown; nobody reads further, and more digits would not fit into a decimal.</summary>
    public const decimal MaxRatePct = 9_999_999_999_999_999_999_999.999999m;

    private const int RateDecimals = 6;
    private static readonly BigInteger MaxRate = Fraction.Of(MaxRatePct).Numerator;

    /// <param name="canonicalActual">Usage in the canonical unit (kWh, m³).</param>
    public static Verdict Judge(decimal canonicalActual, UsageTerms terms) => new(Status(canonicalActual, terms), RatePct(canonicalActual, terms.Limit));

    /// <summary>Exceeded at or above the alert threshold, else warning at or above the warning threshold; with equal thresholds exceeded wins.</summary>
    public static QuotaStatus Status(decimal canonicalActual, UsageTerms terms) =>
        Reaches(canonicalActual, terms, terms.AlertThresholdPct) ? QuotaStatus.Exceeded
        : Reaches(canonicalActual, terms, terms.WarningThresholdPct) ? QuotaStatus.Warning
        : QuotaStatus.Normal;

    /// <summary>
    /// Whether actual × 100 ≥ pct × quota holds exactly, both in the canonical unit: one of the quota's unit is
    /// numerator ÷ denominator of it. Never without a limit.
    /// </summary>
    public static bool Reaches(decimal canonicalActual, UsageTerms terms, decimal pct) => Reaches(canonicalActual, terms.Limit, pct);

    /// <inheritdoc cref="Reaches(decimal, UsageTerms, decimal)"/>
    public static bool Reaches(decimal canonicalActual, QuotaLimit limit, decimal pct)
    {
        if (!limit.HasLimit) return false;
        var (actual, share, quota) = (Fraction.Of(canonicalActual), Fraction.Of(pct), limit.Effective);
        return actual.Numerator * 100 * limit.Unit.Denominator * quota.Denominator * share.Denominator
            >= share.Numerator * quota.Numerator * limit.Unit.Numerator * actual.Denominator;
    }

    /// <summary>The amount, in the quota's unit, whose reaching is a share of the quota.</summary>
    public static decimal ThresholdAmount(UsageTerms terms, decimal pct) => Math.Round(terms.QuotaValue / 100 * pct, 9, MidpointRounding.ToEven);

    /// <summary>
    /// actual ÷ quota × 100, half to even at 6 decimals. 0 without a limit; <see cref="MaxRatePct"/> when earlier periods used the quota up.
    /// </summary>
    public static decimal RatePct(decimal canonicalActual, QuotaLimit limit)
    {
        if (!limit.HasLimit) return 0;
        var (actual, quota) = (Fraction.Of(canonicalActual), limit.Effective);
        if (quota.Sign <= 0) return MaxRatePct;
        var scale = BigInteger.Pow(10, RateDecimals);
        var rate = Fraction.DivideHalfToEven(
            actual.Numerator * 100 * limit.Unit.Denominator * quota.Denominator * scale, quota.Numerator * limit.Unit.Numerator * actual.Denominator);
        return (decimal)BigInteger.Clamp(rate, -MaxRate, MaxRate) / (decimal)scale;
    }
}
