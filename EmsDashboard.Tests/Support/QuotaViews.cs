using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Tests.Support;

/// <summary>A quota as the read side gives it, ordinary in everything a test does not say.</summary>
internal static class QuotaViews
{
    public static readonly DateOnly December = new(2020, 12, 1);

    public static QuotaView Ordinary(decimal rate = 50, QuotaStatus status = QuotaStatus.Normal) => new()
    {
        Id = 7, Code = "Q/7", Name = "Cold store", Scope = QuotaScope.Device, TargetCode = "M7", TargetName = "Building 7", TargetIsGone = false,
        EnergyType = EnergyType.Electricity, Period = PeriodKind.Monthly, TimeZone = "Europe/London", IsActive = true, Note = null,
        Unit = Unit.KilowattHour, QuotaValue = 31_000, WarningThresholdPct = 80, AlertThresholdPct = 100,
        PeriodStart = December, PeriodEnd = new(2021, 1, 1), ActualValue = 310 * rate, UsageRatePct = rate, Status = status,
        DataState = DataState.Complete, DataThrough = new(2020, 12, 14), CalculatedAt = new DateTimeOffset(2020, 12, 15, 11, 45, 0, TimeSpan.Zero),
        LocalToday = new(2020, 12, 15), Forecast = null, ForecastStatus = QuotaStatus.Normal, NoForecast = null, DayCount = 14, ExpectedDays = 14,
    };

    public static PeriodView Period(DateOnly start, decimal actual, decimal quota, QuotaStatus status, bool current = false) => new(
        start, start.AddMonths(1), actual, quota, Unit.KilowattHour, 80, 100, quota > 0 ? actual * 100 / quota : 0, status,
        start.AddDays(13), current, new DateTimeOffset(2020, 12, 15, 11, 45, 0, TimeSpan.Zero))
    {
        DayCount = 14, ExpectedDays = 14, Version = 1, CarriedValue = 0, RevisionCount = 0,
    };
}
