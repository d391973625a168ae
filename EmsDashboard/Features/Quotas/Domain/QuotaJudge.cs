using System.Numerics;
using EmsDashboard.Features.Energy.Domain;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>What usage is judged by.</summary>
/// <param name="QuotaValue">Limit per period in <paramref name="Unit"/>; zero or less means that no limit is set.</param>
public readonly record struct UsageTerms(decimal QuotaValue, Unit Unit, decimal WarningThresholdPct, decimal AlertThresholdPct)
{
    public bool HasLimit => QuotaValue > 0;
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
    private const int DecimalScale = 28;
    private static readonly BigInteger ScaleFactor = BigInteger.Pow(10, DecimalScale);

    /// <param name="canonicalActual">Usage in the canonical unit (kWh, m³).</param>
    public static Verdict Judge(decimal canonicalActual, UsageTerms terms) => new(Status(canonicalActual, terms), RatePct(canonicalActual, terms));

    /// <summary>Exceeded at or above the alert threshold, else warning at or above the warning threshold; with equal thresholds exceeded wins.</summary>
    public static QuotaStatus Status(decimal canonicalActual, UsageTerms terms) =>
        Reaches(canonicalActual, terms, terms.AlertThresholdPct) ? QuotaStatus.Exceeded
        : Reaches(canonicalActual, terms, terms.WarningThresholdPct) ? QuotaStatus.Warning
        : QuotaStatus.Normal;

    /// <summary>
    /// Whether actual × 100 ≥ pct × quota holds exactly, both in the canonical unit: one of the quota's unit is
    /// numerator ÷ denominator of it. Never without a limit.
    /// </summary>
    public static bool Reaches(decimal canonicalActual, UsageTerms terms, decimal pct) =>
        terms.HasLimit
        && Whole(canonicalActual) * 100 * terms.Unit.Denominator * ScaleFactor >= Whole(pct) * Whole(terms.QuotaValue) * terms.Unit.Numerator;

    /// <summary>The amount, in the quota's unit, whose reaching is a share of the quota.</summary>
    public static decimal ThresholdAmount(UsageTerms terms, decimal pct) => Math.Round(terms.QuotaValue / 100 * pct, 9, MidpointRounding.ToEven);

    private static decimal RatePct(decimal canonicalActual, UsageTerms terms)
    {
        if (!terms.HasLimit) return 0;
        var dividend = Whole(canonicalActual) * 100 * terms.Unit.Denominator * BigInteger.Pow(10, RateDecimals);
        var rate = DivideHalfToEven(dividend, Whole(terms.QuotaValue) * terms.Unit.Numerator);
        var max = Whole(MaxRatePct) / BigInteger.Pow(10, DecimalScale - RateDecimals);
        return (decimal)BigInteger.Clamp(rate, -max, max) / 1_000_000;
    }

    /// <param name="divisor">Positive.</param>
    private static BigInteger DivideHalfToEven(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(BigInteger.Abs(dividend), divisor, out var remainder);
        var half = (remainder * 2).CompareTo(divisor);
        if (half > 0 || (half == 0 && !quotient.IsEven)) quotient++;
        return dividend.Sign < 0 ? -quotient : quotient;
    }

    /// <summary>The number times 10^28, which leaves no decimal over.</summary>
    private static BigInteger Whole(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = new BigInteger((uint)bits[2]) << 64 | new BigInteger((uint)bits[1]) << 32 | (uint)bits[0];
        var whole = mantissa * BigInteger.Pow(10, DecimalScale - ((bits[3] >> 16) & 0xFF));
        return bits[3] < 0 ? -whole : whole;
    }
}
