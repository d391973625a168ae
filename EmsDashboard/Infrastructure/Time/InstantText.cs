using System.Globalization;

namespace EmsDashboard.Infrastructure.Time;

/// <summary>Reads instants that people name. Beyond the bounds there are no meter data, and at the calendar's very ends no next day.</summary>
internal static class InstantText
{
    /// <summary>Completes a sentence that begins with "give" or "allowed is".</summary>
    public const string Allowed = "an instant from 1970 to 2999 such as 2020-12-15T12:00:00Z";

    /// <param name="instant">Without an offset in the text it is UTC.</param>
    public static bool TryRead(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant) && instant.UtcDateTime.Year is >= 1970 and < 3000;
}
