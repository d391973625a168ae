using System.Collections.Immutable;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>The thresholds of a quota version, in one order however they were entered. Two sets with the same thresholds are equal.</summary>
public sealed class ThresholdSet : IEquatable<ThresholdSet>
{
    /// <summary>Warning from 80 % and critical from 100 % of actual usage, warning from 100 % of the forecast.</summary>
    public static readonly ThresholdSet Default = new(
    [
        new(ThresholdBasis.Actual, ThresholdKind.Percent, 80, ThresholdSeverity.Warning),
        new(ThresholdBasis.Actual, ThresholdKind.Percent, 100, ThresholdSeverity.Critical),
        new(ThresholdBasis.Forecast, ThresholdKind.Percent, 100, ThresholdSeverity.Warning),
    ]);

    public ThresholdSet(IEnumerable<QuotaThreshold> thresholds) => All =
        [.. thresholds.OrderBy(t => t.Basis).ThenBy(t => t.Kind).ThenBy(t => t.Severity).ThenBy(t => t.Level).ThenBy(t => t.RecoveryMargin).ThenBy(t => t.MinChecks)];

    public ImmutableArray<QuotaThreshold> All { get; }

    /// <summary><c>warning_threshold_pct</c> of files: the lowest warning on a share of actual usage; null if there is none.</summary>
    public decimal? WarningThresholdPct => Mapped(ThresholdSeverity.Warning)?.Level;

    /// <summary><c>alert_threshold_pct</c> of files: the lowest critical on a share of actual usage; null if there is none.</summary>
    public decimal? AlertThresholdPct => Mapped(ThresholdSeverity.Critical)?.Level;

    /// <summary>This set with the two columns of a file in it; margins, checks and all other thresholds stay.</summary>
    public ThresholdSet With(decimal warningThresholdPct, decimal alertThresholdPct)
    {
        var (warning, critical) = (Mapped(ThresholdSeverity.Warning), Mapped(ThresholdSeverity.Critical));
        return new ThresholdSet(All.Where(t => t != warning && t != critical)
            .Append((warning ?? New(ThresholdSeverity.Warning)) with { Level = warningThresholdPct })
            .Append((critical ?? New(ThresholdSeverity.Critical)) with { Level = alertThresholdPct }));

        static QuotaThreshold New(ThresholdSeverity severity) => new(ThresholdBasis.Actual, ThresholdKind.Percent, 0, severity);
    }

    /// <summary>The worst threshold that usage reaches, however many checks it needs; null if none.</summary>
    /// <param name="canonicalAmount">In the canonical unit (kWh, m³): actual usage or the forecast, as <paramref name="basis"/> says.</param>
    public ThresholdSeverity? Reached(ThresholdBasis basis, decimal canonicalAmount, QuotaLimit limit) =>
        Worst(All.Where(t => t.Basis == basis && t.IsReached(canonicalAmount, limit)));

    /// <summary>The worst threshold that usage reaches and that enough checks in a row have found reached; null if none.</summary>
    /// <inheritdoc cref="Reached"/>
    public ThresholdSeverity? Confirmed(ThresholdBasis basis, decimal canonicalAmount, QuotaLimit limit, ThresholdStreaks streaks) =>
        Worst(All.Where(t => t.Basis == basis && t.IsReached(canonicalAmount, limit) && streaks.Confirms(t)));

    /// <summary>The worst threshold that usage has not left by its margin; null if none.</summary>
    /// <inheritdoc cref="QuotaThreshold.IsHeld"/>
    public ThresholdSeverity? Held(ThresholdBasis basis, decimal canonicalAmount, QuotaLimit limit, decimal defaultMarginPct) =>
        Worst(All.Where(t => t.Basis == basis && t.IsHeld(canonicalAmount, limit, defaultMarginPct)));

    /// <summary>
    /// Shares of the quota at which a gauge draws its marks: the lowest actual usage that is a warning, and that is critical. Where one is
    /// missing, both are at the other; an amount is turned into a share, half to even at 3 decimals.
    /// </summary>
    public (decimal WarningPct, decimal AlertPct) Marks(QuotaLimit limit)
    {
        var (warning, critical) = (Lowest(ThresholdSeverity.Warning), Lowest(ThresholdSeverity.Critical));
        return (warning ?? critical ?? 100, critical ?? warning ?? 100);

        decimal? Lowest(ThresholdSeverity severity) =>
            All.Where(t => t.Basis == ThresholdBasis.Actual && t.Severity == severity).Min(t => t.Kind == ThresholdKind.Percent ? t.Level : Share(t));

        decimal? Share(QuotaThreshold threshold) => limit.HasLimit && limit.Effective.Sign > 0
            ? (Fraction.Of(threshold.Level) * 100m / limit.Effective).Round(QuotaRules.ThresholdDecimals)
            : null;
    }

    /// <summary>What is wrong with the thresholds by themselves.</summary>
    public IEnumerable<QuotaProblem> Problems()
    {
        foreach (var threshold in All)
            foreach (var problem in Problems(threshold)) yield return problem;
        foreach (var repeated in All.GroupBy(t => (t.Basis, t.Kind, t.Level, t.Severity)).Where(g => g.Count() > 1))
            yield return new QuotaProblem(QuotaField.Thresholds, "threshold_repeated", Name(repeated.First()));
        // Equal levels are in order: critical wins. A share and an amount cannot be compared before the quota's value is known.
        foreach (var alike in All.GroupBy(t => (t.Basis, t.Kind)))
        {
            var critical = alike.Where(t => t.Severity == ThresholdSeverity.Critical).MinBy(t => t.Level);
            foreach (var hidden in alike.Where(t => t.Severity == ThresholdSeverity.Warning && t.Level > critical?.Level))
                yield return new QuotaProblem(QuotaField.Thresholds, "thresholds_out_of_order", Name(hidden));
        }
    }

    /// <summary>As files and JSON hold it: <c>actual>=80%:warning; actual>=100%:critical; forecast>=100%:warning</c>.</summary>
    public override string ToString() => string.Join("; ", All);

    /// <summary>The set that the text names, or null and the parts that cannot be read. An empty text is a set without thresholds.</summary>
    public static (ThresholdSet? Set, IReadOnlyList<QuotaProblem> Problems) Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var thresholds = parts.Select(QuotaThreshold.TryParse).ToList();
        List<QuotaProblem> problems = [.. parts.Where((_, i) => thresholds[i] is null).Select(part => new QuotaProblem(QuotaField.Thresholds, "threshold_unreadable", part))];
        return (problems.Count > 0 ? null : new ThresholdSet(thresholds.OfType<QuotaThreshold>()), problems);
    }

    public bool Equals(ThresholdSet? other) => other is not null && All.SequenceEqual(other.All);

    public override bool Equals(object? obj) => Equals(obj as ThresholdSet);

    public override int GetHashCode() => All.Aggregate(0, HashCode.Combine);

    private QuotaThreshold? Mapped(ThresholdSeverity severity) =>
        All.FirstOrDefault(t => t.Basis == ThresholdBasis.Actual && t.Kind == ThresholdKind.Percent && t.Severity == severity);

    private static ThresholdSeverity? Worst(IEnumerable<QuotaThreshold> thresholds) => thresholds.Max(t => (ThresholdSeverity?)t.Severity);

    private static IEnumerable<QuotaProblem> Problems(QuotaThreshold threshold)
    {
        if (threshold.Level <= 0) yield return new QuotaProblem(QuotaField.Thresholds, "level_not_positive", Name(threshold));
        if (threshold.RecoveryMargin < 0) yield return new QuotaProblem(QuotaField.Thresholds, "margin_negative", Name(threshold));
        if (threshold.MinChecks < 1) yield return new QuotaProblem(QuotaField.Thresholds, "checks_below_one", Name(threshold));
        foreach (var number in new[] { threshold.Level, threshold.RecoveryMargin ?? 0 })
            foreach (var problem in threshold.Kind == ThresholdKind.Percent ? QuotaRules.Percentage(QuotaField.Thresholds, number) : QuotaRules.Amount(QuotaField.Thresholds, number))
                yield return problem;
    }

    private static string Name(QuotaThreshold threshold) => threshold.ToString();
}
