namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>How far the data behind a usage record can be trusted.</summary>
public enum DataState
{
    /// <summary>Data reach to within <see cref="DataFreshness.StaleAfterDays"/> days of today.</summary>
    Complete,

    /// <summary>Data reach that far, but days that were expected before are missing.</summary>
    Incomplete,

    /// <summary>The period has data, but they end more than <see cref="DataFreshness.StaleAfterDays"/> days before today.</summary>
    Stale,

    /// <summary>The period has no data, and none are about to come: the last ones are old, or there never were any.</summary>
    None,
}

/// <summary>The one place that says when data are too old.</summary>
public static class DataFreshness
{
    /// <summary>Daily totals arrive a day late and a gateway may miss a weekend; after that somebody has to look.</summary>
    public const int StaleAfterDays = 3;

    /// <summary>Earliest day data may end on and still count as up to date.</summary>
    public static DateOnly FreshFrom(DateOnly localToday) => localToday.AddDays(-StaleAfterDays);

    /// <summary>
    /// Last day that should have data: the day before yesterday, for daily totals arrive a day late, or the last day that has some where
    /// they came sooner.
    /// </summary>
    public static DateOnly ExpectedThrough(DateOnly? dataThrough, DateOnly localToday) =>
        dataThrough is { } through && through > localToday.AddDays(-2) ? through : localToday.AddDays(-2);

    /// <param name="dataThrough">Latest local day with data of the target, in this period or before it; null if it never had any.</param>
    public static DataState Judge(DateOnly? dataThrough, DateOnly periodStart, DateOnly localToday) => dataThrough switch
    {
        null => DataState.None,
        { } through when through >= FreshFrom(localToday) => DataState.Complete,
        { } through when through >= periodStart => DataState.Stale,
        _ => DataState.None,
    };
}
