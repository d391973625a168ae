using System.Text.RegularExpressions;

namespace EmsDashboard.Tests.Support;

/// <summary>Reads rendered markup as a person would.</summary>
internal static partial class Markup
{
    public static string StripTags(this string markup) => Tag.Replace(markup, "").Trim();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag { get; }
}
