using System.Globalization;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>
/// How often in a row checks have found thresholds reached that need more than one check. Counted up to what is needed: beyond that
/// nothing changes any more.
/// </summary>
public sealed record ThresholdStreaks
{
    private const string Separator = " x ";

    public static readonly ThresholdStreaks None = new("");

    private ThresholdStreaks(string text) => Text = text;

    /// <summary>As a record holds it: <c>actual>=80%:warning:checks=3 x 2</c>, one line a threshold.</summary>
    public string Text { get; }

    public static ThresholdStreaks Of(string? text) => string.IsNullOrEmpty(text) ? None : new ThresholdStreaks(text);

    /// <summary>After one more check.</summary>
    /// <param name="canonicalForecast">Null without a forecast: then no threshold on it is reached.</param>
    public ThresholdStreaks Next(ThresholdSet thresholds, decimal canonicalActual, decimal? canonicalForecast, QuotaLimit limit)
    {
        var before = Counts();
        return new ThresholdStreaks(string.Join('\n',
            from threshold in thresholds.All.Distinct()
            where threshold.MinChecks > 1 && (threshold.Basis == ThresholdBasis.Actual ? canonicalActual : canonicalForecast) is { } amount && threshold.IsReached(amount, limit)
            let name = threshold.ToString()
            select string.Create(CultureInfo.InvariantCulture, $"{name}{Separator}{Math.Min(threshold.MinChecks, before.GetValueOrDefault(name) + 1)}")));
    }

    /// <summary>Whether enough checks in a row have found a threshold reached that is reached now.</summary>
    public bool Confirms(QuotaThreshold threshold) => threshold.MinChecks <= 1 || Counts().GetValueOrDefault(threshold.ToString()) >= threshold.MinChecks;

    /// <summary>A threshold is reached that still needs checks: the next one is due at once.</summary>
    public bool IsPending(ThresholdSet thresholds) =>
        Text.Length > 0 && thresholds.All.Any(t => t.MinChecks > 1 && Counts().TryGetValue(t.ToString(), out var count) && count < t.MinChecks);

    private Dictionary<string, int> Counts() => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(Separator))
        .ToDictionary(parts => parts[0], parts => int.Parse(parts[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
