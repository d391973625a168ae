using System.Text.Json.Serialization;
using EmsDashboard.Shared.Status;

namespace EmsDashboard.Shared.Charts;

/// <summary>
/// What a chart shows, as data: <see cref="ChartFigure"/> hands it to the browser module, which decides how it looks, and writes it as a table on request.
/// Amounts are in <see cref="Unit"/>.
/// </summary>
public abstract record ChartData
{
    /// <summary>Unit of every amount, written once at the axis.</summary>
    public required string Unit { get; init; }

    /// <summary>Name of the drawing function in charts.js.</summary>
    [JsonIgnore]
    public abstract string Drawing { get; }
}

/// <summary>Cumulative use over a period against its quota.</summary>
public sealed record CumulativeChartData : ChartData
{
    /// <summary>Every day of the period.</summary>
    public required IReadOnlyList<DateOnly> Days { get; init; }

    /// <summary>Sum up to and including the day; null after the last day with data.</summary>
    public required IReadOnlyList<decimal?> Actual { get; init; }

    /// <summary>The same days a year before; null to leave it out.</summary>
    public IReadOnlyList<decimal?>? Last { get; init; }

    /// <summary>Null without a limit.</summary>
    public required decimal? Quota { get; init; }

    /// <summary>Thresholds in per cent of the quota.</summary>
    public required decimal WarningPercent { get; init; }
    public required decimal AlertPercent { get; init; }

    /// <summary>Last day with data.</summary>
    public DateOnly? DataThrough { get; init; }

    /// <summary>Expected running total with its interval at the end of each day after the data; null on other days. Null to leave it out.</summary>
    public ChartForecast? Forecast { get; init; }

    /// <summary>A day on which something happened; null to mark none.</summary>
    public ChartEvent? Event { get; init; }

    [JsonIgnore]
    public override string Drawing => "renderCumulative";
}

/// <summary>What happened on a day of a chart.</summary>
/// <param name="Text">A word or two.</param>
public sealed record ChartEvent(DateOnly Day, string Text);

/// <summary>A forecast along the days of a chart; null on days without one.</summary>
/// <param name="ExceedsOn">Index of the day on which the quota is reached; null when it is not, or has been.</param>
public sealed record ChartForecast(IReadOnlyList<decimal?> Value, IReadOnlyList<decimal?> Low, IReadOnlyList<decimal?> High, int? ExceedsOn);

/// <summary>Use of each day.</summary>
public sealed record DailyChartData : ChartData
{
    public required IReadOnlyList<DateOnly> Days { get; init; }

    /// <summary>Null for a day without data and for a day to come.</summary>
    public required IReadOnlyList<decimal?> Values { get; init; }

    /// <summary>True for a day of which meters are missing: hatched.</summary>
    public required IReadOnlyList<bool> Missing { get; init; }

    /// <summary>The quota's share of a day; null without a limit.</summary>
    public required decimal? Budget { get; init; }

    [JsonIgnore]
    public override string Drawing => "renderDaily";
}

/// <summary>Use of past periods, each in the colour of its status, with the quota then in force.</summary>
public sealed record HistoryChartData : ChartData
{
    public required IReadOnlyList<string> Periods { get; init; }
    public required IReadOnlyList<decimal?> Actual { get; init; }
    public required IReadOnlyList<decimal?> Quota { get; init; }
    public required IReadOnlyList<StatusKind> Status { get; init; }

    /// <summary>Index of the period that has not ended, or −1.</summary>
    public int Running { get; init; } = -1;

    [JsonIgnore]
    public override string Drawing => "renderHistory";
}
