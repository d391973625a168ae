using EmsDashboard.Features.Quotas.Domain;
using NodaTime;
using NodaTime.Extensions;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class QuotaCalendarTests
{
    [Theory]
    [InlineData("2020-06-30T22:59:59Z", "Europe/London", "2020-06-30")]
    [InlineData("2020-06-30T23:00:00Z", "Europe/London", "2020-07-01")]
    [InlineData("2020-12-31T10:59:59Z", "Pacific/Auckland", "2020-12-31")]
    [InlineData("2020-12-31T11:00:00Z", "Pacific/Auckland", "2021-01-01")]
    [InlineData("2019-06-30T18:15:00Z", "Asia/Kathmandu", "2019-07-01")]
    [InlineData("2011-12-30T09:59:59Z", "Pacific/Apia", "2011-12-29")]
    [InlineData("2011-12-30T10:00:00Z", "Pacific/Apia", "2011-12-31")]
    public void LocalDate_AtInstant_IsWhatClocksThereShow(string instant, string zone, string expected) =>
        Assert.Equal(QuotaChecks.Day(expected), QuotaCalendar.LocalDate(QuotaChecks.Instant(instant), zone));

    [Theory]
    [InlineData("2026-01-01", 0)]
    [InlineData("2026-01-16", 48.387096774193548387096774194)]
    [InlineData("2026-02-01", 100)]
    [InlineData("2027-01-01", 100)]
    [InlineData("2025-12-31", 0)]
    public void ElapsedPct_OfAMonth_CountsDaysThatAreOver(string today, double expected) =>
        Assert.Equal(expected, (double)PeriodRule.Monthly().PeriodOf(new DateOnly(2026, 1, 1))!.Value.ElapsedPct(QuotaChecks.Day(today)), 9);

    [Fact]
    public void StartOfDay_WithoutMidnight_IsTheFirstInstantAfterTheGap() =>
        Assert.Equal(QuotaChecks.Instant("2018-11-04T03:00:00Z"), QuotaCalendar.StartOfDay(new DateOnly(2018, 11, 4), "America/Sao_Paulo"));

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("")]
    [InlineData("Europe/london")]
    public void IsKnownZone_Unknown_IsFalse(string zone) => Assert.False(QuotaCalendar.IsKnownZone(zone));

    /// <summary>In every zone: where one period ends the next begins, an instant later is in the next, an instant earlier is not.</summary>
    [Theory]
    [InlineData(PeriodKind.Monthly)]
    [InlineData(PeriodKind.Yearly)]
    public void Periods_InEveryZone2000To2050_TileWithoutGapOrOverlap(PeriodKind period)
    {
        var rule = period == PeriodKind.Yearly ? PeriodRule.Yearly() : PeriodRule.Monthly();
        var checkedPeriods = 0;
        foreach (var zone in DateTimeZoneProviders.Tzdb.Ids)
        {
            var current = rule.PeriodOf(new DateOnly(2000, 1, 1))!.Value;
            var start = QuotaCalendar.StartOfDay(current.Start, zone);
            while (current.Start.Year <= 2050)
            {
                var end = QuotaCalendar.StartOfDay(current.End, zone);
                var lastTick = QuotaCalendar.LocalDate(end.AddTicks(-1), zone);
                var firstTick = QuotaCalendar.LocalDate(end, zone);
                var next = rule.PeriodOf(firstTick)!.Value;
                if (!(start < end && current.Contains(lastTick) && !current.Contains(firstTick) && next.Start == current.End))
                    Assert.Fail($"{zone}: {current} ends at {end:O}, the tick before is on {lastTick:O}, the tick itself on {firstTick:O}.");
                (current, start) = (next, end);
                checkedPeriods++;
            }
        }

        Assert.True(checkedPeriods > 400 * 51, $"{checkedPeriods} periods");
    }

    [Fact]
    public void LocalDate_AtEveryDayStartInEveryZone_IsThatDay()
    {
        foreach (var zone in DateTimeZoneProviders.Tzdb.GetAllZones())
        {
            var last = DateOnly.MinValue;
            for (var day = new LocalDate(2026, 1, 1); day.Year == 2026; day = day.PlusDays(1))
            {
                var local = QuotaCalendar.LocalDate(zone.AtStartOfDay(day).ToInstant().ToDateTimeOffset(), zone.Id);
                Assert.True(local > last && local == day.ToDateOnly(), $"{zone.Id} {day}: {local}");
                last = local;
            }
        }
    }
}
