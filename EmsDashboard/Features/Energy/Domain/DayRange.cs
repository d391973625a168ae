using System.Globalization;

namespace EmsDashboard.Features.Energy.Domain;

/// <summary>Days from the first to the last, both included.</summary>
public sealed record DayRange(DateOnly First, DateOnly Last)
{
    /// <summary>The same days as ranges that neither overlap nor touch, the earliest first.</summary>
    /// <param name="ranges">In any order; none ends before it begins.</param>
    public static IReadOnlyList<DayRange> Normal(IEnumerable<DayRange> ranges)
    {
        List<DayRange> normal = [];
        foreach (var range in ranges.OrderBy(r => r.First))
        {
            if (normal is [.., var before] && range.First <= before.Last.AddDays(1)) normal[^1] = before with { Last = range.Last > before.Last ? range.Last : before.Last };
            else normal.Add(range);
        }

        return normal;
    }

    /// <summary>As in files: <c>2026-03-01..2026-03-15; 2026-07-04..2026-07-04</c>.</summary>
    public static string Write(IEnumerable<DayRange> ranges) => string.Join("; ", ranges);

    /// <summary>Reads what <see cref="Write"/> wrote; one day may stand for a range of one.</summary>
    /// <returns>False where a part is not made of one or two ISO dates, or ends before it begins.</returns>
    public static bool TryRead(string text, out IReadOnlyList<DayRange> ranges)
    {
        List<DayRange> read = [];
        ranges = read;
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var days = part.Split("..", StringSplitOptions.TrimEntries);
            if (days.Length > 2 || !TryReadDay(days[0], out var first) || !TryReadDay(days[^1], out var last) || last < first) return false;
            read.Add(new DayRange(first, last));
        }

        ranges = Normal(read);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First:yyyy-MM-dd}..{Last:yyyy-MM-dd}");

    private static bool TryReadDay(string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
