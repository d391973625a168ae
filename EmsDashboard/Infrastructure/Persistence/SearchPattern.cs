namespace EmsDashboard.Infrastructure.Persistence;

/// <summary>Turns what a person typed into a LIKE pattern in which nothing they typed has a meaning of its own.</summary>
internal static class SearchPattern
{
    /// <summary>To be named beside the pattern: without it the provider switches escaping off.</summary>
    public const string Escape = "\\";

    public static string Containing(string typed) => $"%{typed.Trim()
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal)}%";
}
