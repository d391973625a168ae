using EmsDashboard.Features.Demo.Domain;

namespace EmsDashboard.Tests.Features.Demo;

public sealed class SiteCalendarTests
{
    [Theory]
    [InlineData(2024, 3, 31)]
    [InlineData(2025, 4, 20)]
    [InlineData(2026, 4, 5)]
    [InlineData(2027, 3, 28)]
    [InlineData(2038, 4, 25)]
    public void Easter_KnownYears_AsInTheCalendar(int year, int month, int day) =>
        Assert.Equal(new DateOnly(year, month, day), SiteCalendar.Easter(year));

    [Theory]
    [InlineData("Germany", "2026-04-03", true)]
    [InlineData("Germany", "2026-04-06", true)]
    [InlineData("Germany", "2026-04-07", false)]
    [InlineData("Germany", "2026-05-14", true)]
    [InlineData("Germany", "2026-05-25", true)]
    [InlineData("China", "2026-02-16", true)]
    [InlineData("China", "2026-02-17", true)]
    [InlineData("China", "2026-02-23", true)]
    [InlineData("China", "2026-02-24", false)]
    [InlineData("China", "2025-01-29", true)]
    [InlineData("UnitedStates", "2026-11-26", true)]
    [InlineData("UnitedStates", "2026-11-27", true)]
    [InlineData("UnitedStates", "2026-11-19", false)]
    [InlineData("UnitedStates", "2026-05-25", true)]
    [InlineData("UnitedStates", "2026-05-18", false)]
    [InlineData("UnitedStates", "2026-09-07", true)]
    public void IsHoliday_KnownDays_AsInTheCalendar(string country, string day, bool holiday) =>
        Assert.Equal(holiday, SiteCalendar.IsHoliday(Enum.Parse<HolidayCountry>(country), DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));
}
