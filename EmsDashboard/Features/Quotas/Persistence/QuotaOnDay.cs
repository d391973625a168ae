using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>An active quota that can be judged, at an instant: by its own periods, or by the months of years that are split.</summary>
internal sealed class QuotaOnDay
{
    /// <summary>How far back a quota without a running period is looked for its last one.</summary>
    private const int YearsBack = 10;

    /// <param name="quota">One without an <see cref="CheckedQuota.Obstacle"/>.</param>
    public QuotaOnDay(CheckedQuota quota, DateTimeOffset now)
        : this(quota, quota.Timeline ?? throw new ArgumentException($"Quota {quota.Code} cannot be judged: {quota.Obstacle?.Code}", nameof(quota)), isOfMonths: false, now) { }

    private QuotaOnDay(CheckedQuota quota, QuotaTimeline timeline, bool isOfMonths, DateTimeOffset now)
    {
        Quota = quota;
        Timeline = timeline;
        IsOfMonths = isOfMonths;
        Today = QuotaCalendar.LocalDate(now, quota.TimeZone);
        Running = Timeline.PeriodOf(Today);
        Shown = Running ?? Timeline.PeriodsIn(Today.AddYears(-YearsBack), Today).LastOrDefault();
    }

    /// <summary>By its own periods, and where a year of it is split by its months.</summary>
    public static IEnumerable<QuotaOnDay> All(CheckedQuota quota, DateTimeOffset now)
    {
        var whole = new QuotaOnDay(quota, now);
        return whole.Timeline.IsSplit ? [whole, new QuotaOnDay(quota, whole.Timeline.OfMonths(), isOfMonths: true, now)] : [whole];
    }

    public CheckedQuota Quota { get; }

    /// <summary>Its periods are the months of years that are split.</summary>
    public bool IsOfMonths { get; }
    public QuotaTimeline Timeline { get; }

    /// <summary>The date in the quota's zone.</summary>
    public DateOnly Today { get; }

    /// <summary>The period that holds today; null before the first version and between custom periods.</summary>
    public QuotaTimelinePeriod? Running { get; }

    /// <summary>The period that pages show: the running one, or the last before.</summary>
    public QuotaTimelinePeriod? Shown { get; }

    public UsageKey Key(QuotaTimelinePeriod period) => new(Quota.Id, IsOfMonths, period.Span.Start);

    /// <summary>Periods that have begun and hold a day of the month.</summary>
    public IEnumerable<QuotaTimelinePeriod> Holding(DateOnly month) => Begun(month, month.AddMonths(1));

    /// <summary>Periods that have begun and share a day with [from, to).</summary>
    public IEnumerable<QuotaTimelinePeriod> Begun(DateOnly from, DateOnly to) => Timeline.PeriodsIn(from, to).TakeWhile(p => p.Span.Start <= Today);
}
