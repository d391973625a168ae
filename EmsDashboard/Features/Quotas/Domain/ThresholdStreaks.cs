using System.Globalization;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>
/// How often in a row checks have found thresholds reached that need more than one check. Counted up to what is needed: beyond that
/// nothing changes any more. Runs that overlap are one check: what was counted less than <see cref="Apart"/> ago is not counted again.
/// </summary>
public sealed record ThresholdStreaks
{
    private const string Separator = " x ", At = " @ ", Instant = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Clearly less than the finest step of a schedule, a minute, which runs begin some seconds early or late of.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(30);

    public static readonly ThresholdStreaks None = new("");

    private ThresholdStreaks(string text) => Text = text;

    /// <summary>As a record holds it: <c>actual>=80%:warning:checks=3 x 2 @ 2026-01-20T12:00:00Z</c>, one line a threshold.</summary>
    public string Text { get; }

    public static ThresholdStreaks Of(string? text) => string.IsNullOrEmpty(text) ? None : new ThresholdStreaks(text);

    /// <summary>After one more check.</summary>
    /// <param name="canonicalForecast">Null without a forecast: then no threshold on it is reached.</param>
    /// <param name="now">When the check was begun.</param>
    public ThresholdStreaks Next(ThresholdSet thresholds, decimal canonicalActual, decimal? canonicalForecast, QuotaLimit limit, DateTimeOffset now)
    {
        if (thresholds.All.All(t => t.MinChecks <= 1)) return None;
        var before = Counts();
        return new ThresholdStreaks(string.Join('\n',
            from threshold in thresholds.All.Distinct()
            where threshold.MinChecks > 1 && (threshold.Basis == ThresholdBasis.Actual ? canonicalActual : canonicalForecast) is { } amount && threshold.IsReached(amount, limit)
            let name = threshold.ToString()
            select Line(name, Counted(before.GetValueOrDefault(name), threshold.MinChecks))));

        (int Count, DateTimeOffset At) Counted((int Count, DateTimeOffset At) last, int enough) =>
            last.Count >= enough || (last.Count > 0 && (now - last.At).Duration() < Apart) ? last : (last.Count + 1, now);
    }

    private static string Line(string name, (int Count, DateTimeOffset At) counted) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}{Separator}{counted.Count}{At}{counted.At.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture)}");

    /// <summary>Whether enough checks in a row have found a threshold reached that is reached now.</summary>
    public bool Confirms(QuotaThreshold threshold) => threshold.MinChecks <= 1 || Counts().GetValueOrDefault(threshold.ToString()).Count >= threshold.MinChecks;

    /// <summary>A threshold is reached that still needs checks: the next one is due at once.</summary>
    public bool IsPending(ThresholdSet thresholds) =>
        Text.Length > 0 && thresholds.All.Any(t => t.MinChecks > 1 && Counts().TryGetValue(t.ToString(), out var counted) && counted.Count < t.MinChecks);

    private Dictionary<string, (int Count, DateTimeOffset At)> Counts() => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(Separator))
        .ToDictionary(parts => parts[0], parts => Counted(parts[1].Split(At)), StringComparer.Ordinal);

    /// <param name="parts">Count and instant; a record of an earlier version has no instant.</param>
    private static (int Count, DateTimeOffset At) Counted(string[] parts) => (int.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length == 1
        ? DateTimeOffset.MinValue
        : DateTimeOffset.ParseExact(parts[1], Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
}
