using System.Globalization;

namespace EmsDashboard.Features.Quotas.Domain;

public enum ThresholdBasis
{
    Actual,
    Forecast,
}

public enum ThresholdKind
{
    /// <summary>Share of the quota.</summary>
    Percent,

    /// <summary>An amount in the quota's unit.</summary>
    Absolute,
}

/// <summary>The order is the order of urgency.</summary>
public enum ThresholdSeverity
{
    Warning,
    Critical,
}

/// <summary>An amount of usage, actual or forecast, from which a quota is in warning or critical.</summary>
/// <param name="Level">Percent of the quota, or an amount in its unit.</param>
/// <param name="RecoveryMargin">How far usage must fall below the level before it counts as left: percentage points, or an amount as the level is. Null: the installation's margin.</param>
/// <param name="MinChecks">Consecutive checks that must find it reached before it counts; at least 1.</param>
public sealed record QuotaThreshold(
    ThresholdBasis Basis, ThresholdKind Kind, decimal Level, ThresholdSeverity Severity, decimal? RecoveryMargin = null, int MinChecks = 1)
{
    /// <summary>
    /// Whether usage reaches the level exactly. A share is never reached without a limit; an amount needs none.
    /// </summary>
    /// <param name="canonicalAmount">Actual or forecast usage in the canonical unit (kWh, m³).</param>
    public bool IsReached(decimal canonicalAmount, QuotaLimit limit) => Reaches(canonicalAmount, limit, Level);

    /// <summary>
    /// Whether usage has not fallen below the level by more than the margin. The margin counts for no more than half of the level: a tiny
    /// threshold must not be held by nothing at all.
    /// </summary>
    /// <param name="defaultMarginPct">The installation's margin: percentage points, and for an amount percent of it.</param>
    public bool IsHeld(decimal canonicalAmount, QuotaLimit limit, decimal defaultMarginPct)
    {
        var margin = RecoveryMargin ?? (Kind == ThresholdKind.Percent ? defaultMarginPct : Level * defaultMarginPct / 100);
        return Reaches(canonicalAmount, limit, Level - Math.Min(margin, Level / 2));
    }

    /// <summary>The level as an amount in the quota's unit, half to even at 9 decimals; 0 for a share of no limit.</summary>
    public decimal Amount(QuotaLimit limit) =>
        Kind == ThresholdKind.Absolute ? Level : limit.HasLimit ? (limit.Effective * Level * new Fraction(1, 100)).Round(9) : 0;

    /// <summary>As files and JSON hold it, <c>actual>=80%:warning</c>; what is usual is left out: <c>forecast>=1200:critical:margin=50:checks=3</c>.</summary>
    public override string ToString()
    {
        var percent = Kind == ThresholdKind.Percent ? "%" : "";
        var margin = RecoveryMargin is { } amount ? $":margin={Number(amount)}" : "";
        var checks = MinChecks == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $":checks={MinChecks}");
        return $"{Word(Basis)}>={Number(Level)}{percent}:{Word(Severity)}{margin}{checks}";
    }

    /// <summary>What <see cref="ToString"/> wrote, blanks or none around its signs; null when it cannot be read.</summary>
    public static QuotaThreshold? TryParse(string text)
    {
        if (text.Split(':', StringSplitOptions.TrimEntries) is not [var condition, var severityWord, .. var extras]) return null;
        if (condition.Split(">=", StringSplitOptions.TrimEntries) is not [var basisWord, var level]) return null;
        var kind = level.EndsWith('%') ? ThresholdKind.Percent : ThresholdKind.Absolute;
        if (Find<ThresholdBasis>(basisWord) is not { } basis || Find<ThresholdSeverity>(severityWord) is not { } severity) return null;
        if (Number(level.TrimEnd('%').TrimEnd()) is not { } amount || level.Count(c => c == '%') > 1) return null;

        var threshold = new QuotaThreshold(basis, kind, amount, severity);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var extra in extras)
        {
            if (extra.Split('=', StringSplitOptions.TrimEntries) is not [var name, var value] || !seen.Add(name)) return null;
            if (name == "margin" && Number(value) is { } margin) threshold = threshold with { RecoveryMargin = margin };
            else if (name == "checks" && int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var checks)) threshold = threshold with { MinChecks = checks };
            else return null;
        }

        return threshold;
    }

    private bool Reaches(decimal canonicalAmount, QuotaLimit limit, decimal level) => Kind == ThresholdKind.Percent
        ? QuotaJudge.Reaches(canonicalAmount, limit, level)
        : QuotaJudge.Reaches(canonicalAmount, new QuotaLimit(level, limit.Unit), 100);

    private static TEnum? Find<TEnum>(string word) where TEnum : struct, Enum
    {
        foreach (var value in Enum.GetValues<TEnum>())
            if (Word(value) == word) return value;
        return null;
    }

    private static string Word<TEnum>(TEnum value) where TEnum : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Number(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
