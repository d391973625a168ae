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

    /// <summary>Expected share at the end of the period; null without a forecast.</summary>
    public GaugeForecast? Forecast { get; init; }

    /// <summary>Colour of what is used: the forecast has a colour of its own and leaves this one as it was.</summary>
    internal string ArcColour => Stale ? "grey" : (UsedStatus ?? Status).CssClass();

    /// <summary>How the use alone stands, where <see cref="Status"/> speaks of the forecast.</summary>
    public StatusKind? UsedStatus { get; init; }

    /// <summary>The quota is zero or less: there is no share and no threshold to show.</summary>
    public bool NoLimit { get; init; }
}

/// <summary>What a gauge shows of the forecast, in per cent of the quota.</summary>
/// <param name="Value">Expected share at the end of the period.</param>
/// <param name="Low">The interval that holds the end in 4 of 5 cases.</param>
/// <param name="Exceeds">A threshold on the forecast is reached: violet instead of the status's own colour.</param>
public readonly record struct GaugeForecast(decimal Value, decimal Low, decimal High, bool Exceeds);
