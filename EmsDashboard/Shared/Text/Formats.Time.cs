using System.Globalization;

namespace EmsDashboard.Shared.Text;

public sealed partial class Formats
{
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    private static readonly string[] LongMonths = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    private static readonly string[] EnglishWeekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private static readonly string[] ChineseWeekdays = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

    /// <summary>"23 Nov"; with the year when it is not this year's.</summary>
    public string Day(DateOnly day, DateOnly today) => day.Year == today.Year ? DayOfMonth(day) : FullDay(day);

    /// <summary>"23 Nov 2022".</summary>
    public string FullDay(DateOnly day) => _chinese ? Text($"{day.Year}年{day.Month}月{day.Day}日") : Text($"{day.Day} {Months[day.Month - 1]} {day.Year}");

    /// <summary>"Wed 16 Nov 2022".</summary>
    public string Weekday(DateOnly day) => _chinese ? $"{FullDay(day)} {ChineseWeekdays[(int)day.DayOfWeek]}" : $"{EnglishWeekdays[(int)day.DayOfWeek]} {FullDay(day)}";

    /// <summary>"10:30", in the zone the value is already in.</summary>
    public string Time(DateTimeOffset local) => local.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>"16 Nov, 10:30"; today only the time. In the zone the value is already in.</summary>
    public string Moment(DateTimeOffset local, DateOnly today)
    {
        var day = DateOnly.FromDateTime(local.DateTime);
        if (day == today) return Time(local);
        return _chinese ? $"{Day(day, today)} {Time(local)}" : $"{Day(day, today)}, {Time(local)}";
    }

    /// <summary>"Wed 16 Nov 2022, 10:30".</summary>
    public string FullMoment(DateTimeOffset local)
    {
        var day = DateOnly.FromDateTime(local.DateTime);
        return _chinese ? $"{Weekday(day)} {Time(local)}" : $"{Weekday(day)}, {Time(local)}";
    }

    /// <summary>"Nov 2022".</summary>
    public string Month(DateOnly anyDay) => _chinese ? Text($"{anyDay.Year}年{anyDay.Month}月") : Text($"{Months[anyDay.Month - 1]} {anyDay.Year}");

    /// <summary>"November 2022", for titles.</summary>
    public string LongMonth(DateOnly anyDay) => _chinese ? Month(anyDay) : Text($"{LongMonths[anyDay.Month - 1]} {anyDay.Year}");

    /// <summary>"2022".</summary>
    public string Year(DateOnly anyDay) => _chinese ? Text($"{anyDay.Year} 年") : Text($"{anyDay.Year}");

    /// <summary>A period by its days, half-open: a calendar month, a calendar year, else the span of its days.</summary>
    public string Period(DateOnly start, DateOnly end)
    {
        if (start.Day == 1 && start.AddMonths(1) == end) return Month(start);
        if (start is { Day: 1, Month: 1 } && start.AddYears(1) == end) return Year(start);
        return Days(start, end.AddDays(-1));
    }

    /// <summary>From a day to another one, both included.</summary>
    public string Days(DateOnly first, DateOnly last) => first == last ? FullDay(first) : _chinese ? $"{FullDay(first)}至{FullDay(last)}" : $"{FullDay(first)} to {FullDay(last)}";

    /// <summary>"2 h 10 min"; from two days on only days.</summary>
    public string Age(TimeSpan age)
    {
        var minutes = (long)Math.Max(0, Math.Floor(age.TotalMinutes));
        if (minutes >= 48 * 60) return Words(minutes / (24 * 60), "d", "天");
        var (hours, rest) = (minutes / 60, minutes % 60);
        if (hours == 0) return Words(rest, "min", "分钟");
        return rest == 0 ? Words(hours, "h", "小时") : $"{Words(hours, "h", "小时")} {Words(rest, "min", "分钟")}";
    }

    /// <summary>Up to 48 hours an age, then the day.</summary>
    public string Since(DateTimeOffset local, DateTimeOffset now)
    {
        var age = now - local;
        return age < TimeSpan.FromHours(48) ? Age(age) : Day(DateOnly.FromDateTime(local.DateTime), DateOnly.FromDateTime(now.ToOffset(local.Offset).DateTime));
    }

    /// <summary>A short duration of work: "340 ms", "2.6 s", "3 min 20 s".</summary>
    public string Duration(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(1)) return Words((long)Math.Max(0, duration.TotalMilliseconds), "ms", "毫秒");
        if (duration < TimeSpan.FromMinutes(1)) return string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalSeconds * 10) / 10:0.0}{NarrowSpace}{(_chinese ? "秒" : "s")}");
        var (minutes, seconds) = ((long)duration.TotalMinutes, duration.Seconds);
        return seconds == 0 ? Words(minutes, "min", "分") : $"{Words(minutes, "min", "分")} {Words(seconds, "s", "秒")}";
    }

    private string DayOfMonth(DateOnly day) => _chinese ? Text($"{day.Month}月{day.Day}日") : Text($"{day.Day} {Months[day.Month - 1]}");

    // No line break between a number and its unit.
    private string Words(long number, string english, string chinese) => Text($"{number}\u00A0{(_chinese ? chinese : english)}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
