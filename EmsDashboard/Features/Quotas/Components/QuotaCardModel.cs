using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Shared.Gauges;

namespace EmsDashboard.Features.Quotas.Components;

/// <summary>A quota with its last days, as a card shows it.</summary>
/// <param name="Spark">The days up to the latest that may have data, oldest first.</param>
/// <param name="BudgetPerDay">The quota spread evenly over its period; null without a limit.</param>
/// <param name="ReachedOn">Day on which the running total reached the threshold of the present status; null when the days at hand do not say.</param>
public sealed record QuotaCardModel(QuotaView Quota, IReadOnlyList<SparkDay> Spark, decimal? BudgetPerDay, DateOnly? ReachedOn)
{
    public const int SparkDays = 30;

    /// <summary>The first day that cards of these quotas need: a month's first day is at most 31 days back.</summary>
    public static (DateOnly From, DateOnly Through) DaysFor(IReadOnlyCollection<QuotaView> quotas) =>
        (quotas.Min(q => q.LocalToday).AddDays(-SparkDays - 1), quotas.Max(q => q.LocalToday));

    public static QuotaCardModel Of(QuotaView quota, IEnumerable<DayUse> days)
    {
        var use = days.ToDictionary(d => d.Day, d => d.Amount);
        // Yesterday is the last day that is over; today's row may be there already, then it is shown.
        var last = use.ContainsKey(quota.LocalToday) ? quota.LocalToday : quota.LocalToday.AddDays(-1);
        var spark = Enumerable.Range(1 - SparkDays, SparkDays).Select(last.AddDays)
            .Select(day => new SparkDay(use.TryGetValue(day, out var amount) ? amount : null, day >= quota.PeriodStart && day < quota.PeriodEnd));
        return new QuotaCardModel(quota, [.. spark], quota.HasLimit ? quota.QuotaValue / (quota.PeriodEnd.DayNumber - quota.PeriodStart.DayNumber) : null, Reached(quota, use));
    }

    private static DateOnly? Reached(QuotaView quota, Dictionary<DateOnly, decimal> use)
    {
        var threshold = quota.Status switch
        {
            QuotaStatus.Exceeded => quota.AlertThresholdPct,
            QuotaStatus.Warning => quota.WarningThresholdPct,
            _ => (decimal?)null,
        };
        if (threshold is null || quota.Period != PeriodKind.Monthly) return null;
        return CumulativeUse.ReachedOn(CumulativeUse.Of(quota.PeriodStart, quota.PeriodEnd, quota.QuotaValue, use, quota.LocalToday), quota.QuotaValue, threshold.Value);
    }
}
