using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Components;

namespace EmsDashboard.Features.Overview;

/// <summary>Everything the start page shows, of one moment.</summary>
public sealed record OverviewModel
{
    /// <summary>Cards a page begins with, and how many each "show more" adds.</summary>
    public const int CardsAtOnce = 12;

    /// <summary>Sixty gauges are what a browser draws without effort; whoever wants more takes the list.</summary>
    public const int MaxSteps = 4;

    /// <summary>Lines of the compact list below the cards.</summary>
    public const int MaxRest = 36;

    public static readonly OverviewModel Empty = new();

    /// <summary>Of all quotas, whatever the filter.</summary>
    public QuotaCounts AllCounts { get; init; } = QuotaCounts.None;

    /// <summary>Of those that pass the filter, its own standing left aside.</summary>
    public QuotaCounts Counts { get; init; } = QuotaCounts.None;

    /// <summary>The most urgent quotas.</summary>
    public IReadOnlyList<QuotaCardModel> Cards { get; init; } = [];

    /// <summary>The next ones in the same order.</summary>
    public IReadOnlyList<QuotaView> Rest { get; init; } = [];

    /// <summary>How many quotas pass the filter.</summary>
    public int Total { get; init; }
    public bool CanShowMore { get; init; }
    public IReadOnlyList<string> EnergyTypes { get; init; } = [];
    public IReadOnlyList<MeterTally> Meters { get; init; } = [];

    public WaitingAlarms Waiting { get; init; } = WaitingAlarms.None;
    public Freshness Freshness { get; init; } = new(null, null);

    /// <summary>Now, in the viewer's zone.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>When the next check is due, in that zone.</summary>
    public DateTimeOffset? NextCheckAt { get; init; }

    public DateOnly Today => DateOnly.FromDateTime(Now.DateTime);
}
