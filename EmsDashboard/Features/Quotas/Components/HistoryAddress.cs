using System.Globalization;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Shared.Text;

namespace EmsDashboard.Features.Quotas.Components;

/// <summary>The history's selection in the query string; the page and the file read it here, so both show the same.</summary>
public static class HistoryAddress
{
    public const string Path = QuotaLinks.History;
    public const string From = "from";
    public const string Through = "through";
    public const string Exceeded = "exceeded";
    public const string Show = "show";
    public const string Amounts = "amounts";
    public const string PickedQuota = "quota";
    public const string PickedPeriod = "at";

    /// <summary>Rows of one page of the matrix.</summary>
    public const int PageSize = 100;

    /// <summary>No energy was metered before, and nobody looks beyond; arithmetic around the ends of the calendar would fail.</summary>
    private static readonly DateOnly Earliest = new(1900, 1, 1);
    private static readonly DateOnly Latest = new(2199, 12, 31);

    private const int DefaultMonths = 24;
    private const int DefaultYears = 10;

    /// <param name="range">First and last period ever judged.</param>
    public static HistoryFilter Read(PeriodKind period, (DateOnly First, DateOnly Last)? range, DateOnly today,
        string? from, string? through, string? energy, string? group, string? search, string? exceeded)
    {
        var narrowing = QuotaAddress.Read(energy, group, status: null, period: null, search);
        var last = Parse(through) ?? range?.Last ?? today;
        var first = Parse(from) ?? Default(period, last, range);
        // The wrong way round is still a range.
        if (first > last) (first, last) = (last, first);
        return new HistoryFilter(period, first, last)
        {
            EnergyType = narrowing.EnergyType,
            GroupCode = narrowing.GroupCode,
            Search = narrowing.Search,
            ExceededOnly = exceeded == "true",
        };
    }

    /// <summary>What a range may begin and end with: everything judged, and what the address asks for.</summary>
    public static IReadOnlyList<DateOnly> Choices(HistoryFilter filter, (DateOnly First, DateOnly Last)? range)
    {
        var first = range?.First < filter.From ? range.Value.First : filter.From;
        var last = range?.Last > filter.Through ? range.Value.Last : filter.Through;
        return [.. new HistoryFilter(filter.Period, first, last).Periods.Reverse()];
    }

    public static string Text(DateOnly period) => period.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly? Parse(string? text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day < Earliest ? Earliest : day > Latest ? Latest : day
            : null;

    public static string Name(PeriodKind period, DateOnly start) => period switch
    {
        PeriodKind.Yearly => Formats.Current.Year(start),
        PeriodKind.Quarterly => $"Q{(start.Month + 2) / 3} {start.Year}",
        _ => Formats.Current.Month(start),
    };

    private static DateOnly Default(PeriodKind period, DateOnly last, (DateOnly First, DateOnly Last)? range)
    {
        var back = period == PeriodKind.Yearly ? last.AddYears(1 - DefaultYears) : last.AddMonths(1 - DefaultMonths);
        return range?.First > back && range.Value.First <= last ? range.Value.First : back;
    }
}
