using System.Globalization;

namespace EmsDashboard.Features.Demo.Domain;

/// <summary>The public holidays that a site's people keep.</summary>
internal enum HolidayCountry
{
    Germany,
    China,
    UnitedStates,
}

/// <summary>Which days a site works. The days that move a load curve, not a legal calendar.</summary>
internal static class SiteCalendar
{
    public static bool IsWorkday(HolidayCountry country, DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsHoliday(country, day);

    public static bool IsHoliday(HolidayCountry country, DateOnly day) => country switch
    {
        HolidayCountry.Germany => (day.Month, day.Day) is (1, 1) or (5, 1) or (10, 3) or (10, 31) or (12, >= 24 and <= 26) or (12, 31)
            || (day.DayNumber - Easter(day.Year).DayNumber) is -2 or 1 or 39 or 50,
        HolidayCountry.China => (day.Month, day.Day) is (1, 1) or (5, >= 1 and <= 3) or (10, <= 7) || (day.Month <= 2 && IsSpringFestival(day)),
        _ => (day.Month, day.Day) is (1, 1) or (7, 4) or (12, 24) or (12, 25) || IsAmericanMonday(day) || IsThanksgiving(day),
    };

    /// <summary>Easter Sunday in the Gregorian calendar, by the Meeus/Jones/Butcher rule.</summary>
    public static DateOnly Easter(int year)
    {
        var a = year % 19;
        var (b, c) = Math.DivRem(year, 100);
        var (d, e) = Math.DivRem(b, 4);
        var g = (8 * b + 13) / 25;
        var h = (19 * a + b - d - g + 15) % 30;
        var (i, k) = Math.DivRem(c, 4);
        var l = (32 + 2 * e + 2 * i - h - k) % 7;
        var m = (a + 11 * h + 19 * l) / 433;
        var n = h + l - 7 * m;
        var month = (n + 90) / 25;
        return new DateOnly(year, month, (n + 33 * month + 19) % 32);
    }

    /// <summary>New Year's eve and the first seven days of the Chinese lunisolar year.</summary>
    private static bool IsSpringFestival(DateOnly day)
    {
        var newYear = DateOnly.FromDateTime(new ChineseLunisolarCalendar().ToDateTime(day.Year, 1, 1, 0, 0, 0, 0));
        return (day.DayNumber - newYear.DayNumber) is >= -1 and < 7;
    }

    /// <summary>Memorial Day, the last Monday of May, and Labor Day, the first of September.</summary>
    private static bool IsAmericanMonday(DateOnly day) =>
        day.DayOfWeek == DayOfWeek.Monday && (day is { Month: 5, Day: > 24 } or { Month: 9, Day: <= 7 });

    /// <summary>The fourth Thursday of November and the Friday after it.</summary>
    private static bool IsThanksgiving(DateOnly day) =>
        day.Month == 11 && (day is { DayOfWeek: DayOfWeek.Thursday, Day: >= 22 and <= 28 } or { DayOfWeek: DayOfWeek.Friday, Day: >= 23 and <= 29 });
}
