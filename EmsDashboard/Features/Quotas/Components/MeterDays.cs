namespace EmsDashboard.Features.Quotas.Components;

/// <summary>How many of the days that meters should have delivered in a period are missing: counted, not only a share.</summary>
public readonly record struct MeterDays(int Missing, int Expected)
{
    /// <summary>Of the period's days before today; what is still to come is not missing.</summary>
    public static MeterDays Of(QuotaView quota, IEnumerable<DayUse> days, IReadOnlyDictionary<DateOnly, int> expected)
    {
        var delivered = days.ToDictionary(d => d.Day, d => d.Meters);
        var (missing, total) = (0, 0);
        for (var day = quota.PeriodStart; day < quota.PeriodEnd && day < quota.LocalToday; day = day.AddDays(1))
        {
            var due = expected.GetValueOrDefault(day);
            total += due;
            missing += Math.Max(0, due - delivered.GetValueOrDefault(day));
        }
        return new MeterDays(missing, total);
    }
}
