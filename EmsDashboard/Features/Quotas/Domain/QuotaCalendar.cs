using EmsDashboard.Shared.Time;
using NodaTime;
using NodaTime.Extensions;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>A period's days, half-open: <see cref="Start"/> belongs to it, <see cref="End"/> to the next.</summary>
public readonly record struct PeriodSpan(DateOnly Start, DateOnly End)
{
    public int Days => End.DayNumber - Start.DayNumber;

    public bool Contains(DateOnly day) => day >= Start && day < End;

    /// <summary>The part from a day through another; without days where there is none.</summary>
    public PeriodSpan Within(DateOnly start, DateOnly through)
    {
        var (from, end) = (Start > start ? Start : start, End <= through ? End : through.AddDays(1));
        return new PeriodSpan(from, end > from ? end : from);
    }

    /// <summary>Share of the period's days that are over at the beginning of <paramref name="today"/>, 0 to 100.</summary>
    public decimal ElapsedPct(DateOnly today) => 100m * Math.Clamp(today.DayNumber - Start.DayNumber, 0, Days) / Days;
}

/// <summary>Days and periods of quotas. A quota's zone turns an instant into a date; dates are then compared as dates.</summary>
public static class QuotaCalendar
{
    public static bool IsKnownZone(string timeZone) => IanaZones.IsKnown(timeZone);

    /// <summary>The date that clocks in the zone show at the instant.</summary>
    /// <exception cref="NodaTime.TimeZones.DateTimeZoneNotFoundException">No such IANA zone.</exception>
    public static DateOnly LocalDate(DateTimeOffset instant, string timeZone) =>
        instant.ToInstant().InZone(Zone(timeZone)).Date.ToDateOnly();

    /// <summary>The first instant of a local day; some days have no midnight.</summary>
    /// <exception cref="NodaTime.TimeZones.DateTimeZoneNotFoundException">No such IANA zone.</exception>
    public static DateTimeOffset StartOfDay(DateOnly day, string timeZone) =>
        Zone(timeZone).AtStartOfDay(day.ToLocalDate()).ToInstant().ToDateTimeOffset();

    public static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    private static DateTimeZone Zone(string timeZone) => DateTimeZoneProviders.Tzdb[timeZone];
}
