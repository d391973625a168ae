namespace EmsDashboard.Features.Quotas.Domain.Forecasting;

public enum ForecastMethod
{
    /// <summary>The rest of the period goes on as the days so far.</summary>
    Linear,

    /// <summary>The rest follows last year's months and the weekdays, at the level of late.</summary>
    Seasonal,
}

/// <summary>Why there is no forecast.</summary>
public enum NoForecast
{
    NotBegun,

    /// <summary>Fewer than <see cref="Forecaster.FewestDays"/> days are over.</summary>
    TooEarly,
    PeriodOver,

    /// <summary>Nothing of the period has been measured.</summary>
    NoData,

    /// <summary>A month of a split year: the year's own forecast is the one to look at.</summary>
    MonthOfYear,
}

/// <summary>Use expected by the end of a period. Amounts are in the quota's unit: what is measured as it is, what is estimated half to even at 3 decimals.</summary>
/// <param name="Value">Rows so far, what is estimated for missing ones, and the days to come.</param>
/// <param name="Low">Lower end of the interval that holds the end in 4 of 5 cases.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Method">The method that made it; <see cref="ForecastMethod.Linear"/> where last year has no data, whatever was wished for.</param>
/// <param name="IsFallback">The wished-for method could not be used.</param>
/// <param name="ExceedsOn">Day on which the expected use reaches the quota; null when it does not within the period, when the actual use
/// has reached it already (that day is known from the rows), and without a limit.</param>
/// <param name="ExceedsEarliest">The same along the interval's upper end.</param>
/// <param name="ExceedsLatest">The same along its lower end.</param>
/// <param name="AllowancePerDay">What is left of the quota for each day from today on, missing rows estimated; 0 when nothing is left, null without a limit.</param>
/// <param name="EstimatedShare">Share of the meter-days before today that have no row and are estimated, 0 to 1.</param>
/// <param name="BacktestErrorPct">Median error of the method in the middle of earlier periods, percent of their use, one decimal; null when none could be tried.</param>
public sealed record QuotaForecast(
    decimal Value, decimal Low, decimal High, ForecastMethod Method, bool IsFallback,
    DateOnly? ExceedsOn, DateOnly? ExceedsEarliest, DateOnly? ExceedsLatest,
    decimal? AllowancePerDay, decimal EstimatedShare, decimal? BacktestErrorPct);

/// <summary>Expected running total at the end of a day, with its interval.</summary>
public readonly record struct ForecastPoint(DateOnly Day, decimal Value, decimal Low, decimal High);

/// <summary>A forecast, or the reason why there is none.</summary>
public sealed record ForecastResult(QuotaForecast? Forecast, NoForecast? Reason);
