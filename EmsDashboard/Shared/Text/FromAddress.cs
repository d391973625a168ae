using System.Globalization;

namespace EmsDashboard.Shared.Text;

/// <summary>
/// Reads values of the query string. Somebody may have typed them, so pages take text and read it here: what is no number is as good
/// as missing. A parameter of a number's type would end the whole page instead.
/// </summary>
public static class FromAddress
{
    /// <summary>A page number, from 1.</summary>
    public static int Page(string? text) => Math.Max(1, Number(text) ?? 1);

    public static int? Number(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static long? Id(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>A day as YYYY-MM-DD.</summary>
    public static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static bool? Flag(string? text) => bool.TryParse(text, out var flag) ? flag : null;
}
