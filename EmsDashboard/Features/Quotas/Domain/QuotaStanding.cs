namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>What a page shows for a quota: its status, or why that cannot be relied on. In order of urgency, the least first.</summary>
public enum QuotaStanding
{
    Normal,
    NoData,
    Stale,
    Warning,
    Exceeded,
}

public static class QuotaStandings
{
    /// <summary>From the most urgent to the least.</summary>
    public static readonly IReadOnlyList<QuotaStanding> ByUrgency =
        [QuotaStanding.Exceeded, QuotaStanding.Warning, QuotaStanding.Stale, QuotaStanding.NoData, QuotaStanding.Normal];

    /// <summary>A reached threshold stays reached however old the data are; below it, old or missing data come first.</summary>
    public static QuotaStanding Of(QuotaStatus status, DataState data) => (status, data) switch
    {
        (QuotaStatus.Exceeded, _) => QuotaStanding.Exceeded,
        (QuotaStatus.Warning, _) => QuotaStanding.Warning,
        (_, DataState.Stale) => QuotaStanding.Stale,
        (_, DataState.None) => QuotaStanding.NoData,
        _ => QuotaStanding.Normal,
    };
}
