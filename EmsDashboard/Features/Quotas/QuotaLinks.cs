using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;

namespace EmsDashboard.Features.Quotas;

/// <summary>Addresses of the quota pages. A code may hold any character, so it is always escaped.</summary>
public static class QuotaLinks
{
    public const string List = "/quotas";
    public const string History = "/history";
    public const string HistoryExport = "/history/export";
    public const string Explanation = "/explain";
    public const string Allocation = "/allocation";

    public static string To(string code) => $"{List}/{Uri.EscapeDataString(code)}";

    /// <summary>The history with this quota in it.</summary>
    public static string HistoryOf(string code, PeriodKind period) => $"{History}?search={Uri.EscapeDataString(code)}&period={SnakeCaseEnum.ToText(period)}";

    /// <summary>How the record of the period that holds a day came about.</summary>
    /// <param name="ofMonth">Of the month of a split year, not of the quota's own period.</param>
    public static string Explain(string code, DateOnly day, bool ofMonth = false) =>
        $"{Explanation}/{Uri.EscapeDataString(code)}?period={day:yyyy-MM-dd}{(ofMonth ? "&month=true" : "")}";

    /// <summary>The code in the address of a quota's page; null when there is none.</summary>
    /// <param name="page">What comes before the code.</param>
    public static string? CodeIn(Uri address, string page = List)
    {
        var prefix = $"{page}/";
        var path = address.AbsolutePath;
        var start = path.IndexOf(prefix, StringComparison.OrdinalIgnoreCase);
        return start < 0 || start + prefix.Length == path.Length ? null : Uri.UnescapeDataString(path[(start + prefix.Length)..].TrimEnd('/'));
    }
}
