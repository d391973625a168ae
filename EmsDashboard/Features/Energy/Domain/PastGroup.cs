using System.Globalization;
using System.Text.RegularExpressions;

namespace EmsDashboard.Features.Energy.Domain;

/// <summary>A group that a device was in, by its code, up to and without the day on which it moved on.</summary>
public sealed partial record PastGroup(DateOnly Until, string Group)
{
    /// <summary>No row is older.</summary>
    public static readonly DateOnly Earliest = new(1970, 1, 1);

    /// <summary>The same, the earliest first, without moves that led nowhere.</summary>
    /// <param name="past">In any order, no two until the same day.</param>
    /// <param name="present">The group that the device is in now.</param>
    public static IReadOnlyList<PastGroup> Normal(IEnumerable<PastGroup> past, string? present)
    {
        List<PastGroup> normal = [];
        // From the latest back: an earlier stay in the same group is one with what followed.
        foreach (var stay in past.OrderByDescending(p => p.Until))
            if (stay.Group != (normal.Count > 0 ? normal[^1].Group : present)) normal.Add(stay);
        normal.Reverse();
        return normal;
    }

    /// <summary>As in files: <c>2026-03-01 HAM-K; 2026-06-15 HAM-L</c>.</summary>
    public static string Write(IEnumerable<PastGroup> past) => string.Join("; ", past);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <returns>False where a part is not an ISO date and a group, or two name the same day.</returns>
    public static bool TryRead(string text, out IReadOnlyList<PastGroup> past)
    {
        List<PastGroup> read = [];
        past = read;
        // A group's code may hold a semicolon: only what a date follows parts them.
        foreach (var part in Parts().Split(text.Trim()).Where(part => part.Length > 0))
        {
            if (part.Length < 12 || part[10] != ' '
                || !DateOnly.TryParseExact(part.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until) || until < Earliest) return false;
            read.Add(new PastGroup(until, part[11..].Trim()));
        }

        read.Sort((a, b) => a.Until.CompareTo(b.Until));
        return read.DistinctBy(p => p.Until).Count() == read.Count;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Until:yyyy-MM-dd} {Group}");

    [GeneratedRegex(@"\s*;\s*(?=\d{4}-\d{2}-\d{2} )")]
    private static partial Regex Parts();
}
