using System.Numerics;
using EmsDashboard.Features.Energy.Domain;

namespace EmsDashboard.Features.Quotas.Domain;

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

    /// <summary>Far more than five products of rounded doubles are off by, 2⁻⁵³ each, and far less than anybody's usage lies beside a threshold.</summary>
    private const double Doubt = 1e-12;
    private static readonly BigInteger MaxRate = Fraction.Of(MaxRatePct).Numerator;

    /// <param name="canonicalActual">Usage in the canonical unit (kWh, m³).</param>
    public static Verdict Judge(decimal canonicalActual, QuotaLimit limit, ThresholdSet thresholds) =>
        new(Status(canonicalActual, limit, thresholds), RatePct(canonicalActual, limit));

    /// <summary>Exceeded when a critical threshold on actual usage is reached, else warning when a warning is; with equal thresholds exceeded wins.</summary>
    public static QuotaStatus Status(decimal canonicalActual, QuotaLimit limit, ThresholdSet thresholds) =>
        Status(thresholds.Reached(ThresholdBasis.Actual, canonicalActual, limit));

    /// <summary>What the thresholds on the forecast make of it, as far as enough checks in a row have found them reached; normal without a forecast.</summary>
    /// <param name="canonicalForecast">In the canonical unit (kWh, m³).</param>
    public static QuotaStatus ForecastStatus(decimal? canonicalForecast, QuotaLimit limit, ThresholdSet thresholds, ThresholdStreaks streaks) =>
        canonicalForecast is { } forecast ? Status(thresholds.Confirmed(ThresholdBasis.Forecast, forecast, limit, streaks)) : QuotaStatus.Normal;

    private static QuotaStatus Status(ThresholdSeverity? severity) => severity switch
    {
        ThresholdSeverity.Critical => QuotaStatus.Exceeded,
        ThresholdSeverity.Warning => QuotaStatus.Warning,
        _ => QuotaStatus.Normal,
    };

    /// <summary>
    /// Whether actual × 100 ≥ pct × quota holds exactly, both in the canonical unit: one of the quota's unit is
    /// numerator ÷ denominator of it. Never without a limit.
    /// </summary>
    public static bool Reaches(decimal canonicalActual, QuotaLimit limit, decimal pct)
    {
        if (!limit.HasLimit) return false;
        // Nearly always it is plain; only what is too close to tell is worked out exactly.
        var (used, level) = ((double)canonicalActual * 100 * limit.Unit.Denominator, (double)pct * (double)limit.Effective * limit.Unit.Numerator);
        if (Math.Abs(used - level) > Doubt * Math.Max(Math.Abs(used), Math.Abs(level))) return used >= level;
        var (actual, share, quota) = (Fraction.Of(canonicalActual), Fraction.Of(pct), limit.Effective);
        return actual.Numerator * 100 * limit.Unit.Denominator * quota.Denominator * share.Denominator
            >= share.Numerator * quota.Numerator * limit.Unit.Numerator * actual.Denominator;
    }

    /// <summary>
    /// actual ÷ quota × 100, half to even at 6 decimals. 0 without a limit; <see cref="MaxRatePct"/> when earlier periods used the quota up.
    /// </summary>
    public static decimal RatePct(decimal canonicalActual, QuotaLimit limit)
    {
        if (!limit.HasLimit) return 0;
        var (actual, quota) = (Fraction.Of(canonicalActual), limit.Effective);
        if (quota.Sign <= 0) return MaxRatePct;
        var scale = Fraction.TenTo(RateDecimals);
        var rate = Fraction.DivideHalfToEven(
            actual.Numerator * 100 * limit.Unit.Denominator * quota.Denominator * scale, quota.Numerator * limit.Unit.Numerator * actual.Denominator);
        return (decimal)BigInteger.Clamp(rate, -MaxRate, MaxRate) / (decimal)scale;
    }
}
