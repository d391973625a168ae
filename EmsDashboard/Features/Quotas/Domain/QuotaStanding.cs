namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>What a page shows for a quota: its status, or why that cannot be relied on. In order of urgency, the least first.</summary>
public enum QuotaStanding
{
    Normal,
    NoData,
    Stale,

    /// <summary>Less than <see cref="QuotaStandings.EnoughPct"/> of the expected days are there.</summary>
    Incomplete,
    Warning,

    /// <summary>Expected to reach a threshold on the forecast by the end of the period.</summary>
    Forecast,
    Exceeded,
}

public static class QuotaStandings
{
    /// <summary>Share of the expected meter-days from which the figure is worth relying on; below it a gauge is hatched.</summary>
    public const int EnoughPct = 90;

    /// <summary>From the most urgent to the least.</summary>
    public static readonly IReadOnlyList<QuotaStanding> ByUrgency = [.. Enum.GetValues<QuotaStanding>().OrderDescending()];

    /// <summary>
    /// A reached threshold stays reached however old the data are; below it, old, missing or too few data come first. Nothing is foreseen
    /// from old data.
    /// </summary>
    /// <param name="forecast">What the thresholds on the forecast make of it.</param>
    /// <param name="isPatchy">Less than <see cref="EnoughPct"/> of the expected days are there.</param>
    public static QuotaStanding Of(QuotaStatus status, QuotaStatus forecast, DataState data, bool isPatchy) => (status, data) switch
    {
        (QuotaStatus.Exceeded, _) => QuotaStanding.Exceeded,
        (_, DataState.Complete or DataState.Incomplete) when forecast != QuotaStatus.Normal => QuotaStanding.Forecast,
        (QuotaStatus.Warning, _) => QuotaStanding.Warning,
        (_, DataState.Stale) => QuotaStanding.Stale,
        (_, DataState.None) => QuotaStanding.NoData,
        _ when isPatchy => QuotaStanding.Incomplete,
        _ => QuotaStanding.Normal,
    };
}
