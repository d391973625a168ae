namespace EmsDashboard.Features.Quotas.Domain.Forecasting;

/// <summary>One local day of a target. A day without any row may be left out.</summary>
/// <param name="Amount">Sum of the day's rows, in any one unit.</param>
/// <param name="Meters">Meters with a row.</param>
/// <param name="Expected">Meters that should have one.</param>
public readonly record struct DayUse(DateOnly Day, decimal Amount, int Meters, int Expected);

/// <summary>A monthly roll-up of a target.</summary>
/// <param name="Month">First day of the calendar month.</param>
/// <param name="Amount">Sum of its rows, in the unit of the quota it is compared with.</param>
/// <param name="MeterDays">Rows.</param>
/// <param name="LastDay">Latest day with a row.</param>
public readonly record struct MonthUse(DateOnly Month, decimal Amount, int MeterDays, DateOnly LastDay);

/// <summary>What has been measured of the period under way.</summary>
/// <param name="Actual">Sum of its rows so far, in the quota's unit.</param>
/// <param name="MeterDays">Rows so far.</param>
/// <param name="ExpectedMeterDays">Rows there should be from the period's start up to and including <paramref name="Through"/>.</param>
/// <param name="Through">Latest day of the period with a row; null without any.</param>
/// <param name="Meters">Meters expected on each of the days after it.</param>
public readonly record struct PeriodUse(decimal Actual, int MeterDays, int ExpectedMeterDays, DateOnly? Through, int Meters);
