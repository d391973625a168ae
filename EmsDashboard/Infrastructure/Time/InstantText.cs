using System.Globalization;

namespace EmsDashboard.Infrastructure.Time;

/// <summary>Reads instants that people name, in ISO 8601 only: of 03/04/2020 nobody can say which is the month. Beyond the bounds there are no meter data, and at the calendar's very ends no next day.</summary>
internal static class InstantText
{
    /// <summary>Completes a sentence that begins with "give" or "allowed is".</summary>
    public const string Allowed = "an instant from 1970 to 2999 such as 2020-12-15T12:00:00Z";

    private static readonly string[] Forms =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK"];

    /// <param name="instant">Without an offset in the text it is UTC.</param>
    public static bool TryRead(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(text.Trim(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant) && instant.UtcDateTime.Year is >= 1970 and < 3000;
}
