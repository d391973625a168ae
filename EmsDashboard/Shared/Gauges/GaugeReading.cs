using EmsDashboard.Shared.Status;

namespace EmsDashboard.Shared.Gauges;

/// <summary>
/// What a gauge, a bullet or a tile shows: how much of the quota is used, against its thresholds and the time gone. All shares are per cent of the quota, exact.
/// </summary>
/// <param name="Rate">Used share; null without any data in the period, and without a limit.</param>
/// <param name="Warning">Where the warning starts.</param>
/// <param name="Alert">Where the quota counts as exceeded.</param>
/// <param name="Elapsed">Share of the period that is over, 0 to 100.</param>
/// <param name="Status">Decides the colour of the arc.</param>
public sealed record GaugeReading(decimal? Rate, decimal Warning, decimal Alert, decimal Elapsed, StatusKind Status)
{
    /// <summary>So many days are missing that the figure may be too low: the arc is hatched.</summary>
    public bool Incomplete { get; init; }

    /// <summary>Data have stopped: the arc is grey and the last day stands under the number.</summary>
    public bool Stale { get; init; }

    /// <summary>Last day with data, shown when <see cref="Stale"/>.</summary>
    public DateOnly? DataThrough { get; init; }

    /// <summary>The period is over.</summary>
    public bool Closed { get; init; }

    /// <summary>The quota is zero or less: there is no share and no threshold to show.</summary>
    public bool NoLimit { get; init; }
}
