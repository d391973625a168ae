namespace EmsDashboard.Shared.Gauges;

/// <summary>One bar of a <see cref="Spark"/>.</summary>
/// <param name="Value">Use of the day; null when the day has no data.</param>
/// <param name="InPeriod">False for days before the period, drawn paler.</param>
public sealed record SparkDay(decimal? Value, bool InPeriod = true);
