namespace EmsDashboard.Shared.Csv;

/// <summary>
/// Keeps a spreadsheet from running a text cell as a formula: a text that begins with <c>= + - @</c>, a tab or a carriage return is
/// written with an apostrophe before it. A text that begins with apostrophes and then such a character gets one more, so that taking
/// one off again restores every text exactly.
/// </summary>
internal static class CellGuard
{
    public static string Protect(string text) => IsRisky(text) ? "'" + text : text;

    public static string Restore(string text) => text.Length > 1 && text[0] == '\'' && IsRisky(text) ? text[1..] : text;

    private static bool IsRisky(string text)
    {
        var first = text.AsSpan().TrimStart('\'');
        return !first.IsEmpty && first[0] is '=' or '+' or '-' or '@' or '\t' or '\r';
    }
}
