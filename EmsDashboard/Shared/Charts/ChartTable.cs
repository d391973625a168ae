using EmsDashboard.Shared.Text;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Shared.Charts;

/// <summary>The same data in rows, for those who read numbers or cannot see the drawing.</summary>
/// <param name="Heads">First column first; the others hold numbers.</param>
/// <param name="Rows">One text a column.</param>
public sealed record ChartTable(IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public static ChartTable From(ChartData data, IStringLocalizer text, Formats formats) => data switch
    {
        CumulativeChartData c => Cumulative(c, text, formats),
        DailyChartData d => new(
            [text["ChartDay"], WithUnit(text["ChartUsed"], d)],
            [.. d.Days.Select((day, i) => (IReadOnlyList<string>)[formats.FullDay(day), d.Missing[i] ? $"{Amount(d.Values[i], formats)} ({text["ChartMissing"]})" : Amount(d.Values[i], formats)])]),
        HistoryChartData h => new(
            [text["ChartPeriod"], WithUnit(text["ChartUsed"], h), WithUnit(text["ChartQuota"], h)],
            [.. h.Periods.Select((period, i) => (IReadOnlyList<string>)[period, Amount(h.Actual[i], formats), Amount(h.Quota[i], formats)])]),
        _ => throw new ArgumentOutOfRangeException(nameof(data), data.GetType().Name, "No table for this chart."),
    };

    private static ChartTable Cumulative(CumulativeChartData data, IStringLocalizer text, Formats formats)
    {
        List<string> heads = [text["ChartDay"], WithUnit(text["ChartUsed"], data)];
        if (data.Forecast is not null) heads.AddRange([WithUnit(text["ChartForecast"], data), WithUnit(text["ChartInterval"], data)]);
        if (data.Last is not null) heads.Add(WithUnit(text["ChartLastYear"], data));
        return new(heads, [.. data.Days.Select((day, i) =>
        {
            List<string> row = [formats.FullDay(day), Amount(data.Actual[i], formats)];
            if (data.Forecast is { } forecast) row.AddRange(
                [Amount(forecast.Value[i], formats), forecast.Low[i] is { } low && forecast.High[i] is { } high ? $"{formats.Amount(low)} – {formats.Amount(high)}" : Formats.Nothing]);
            if (data.Last is { } last) row.Add(Amount(i < last.Count ? last[i] : null, formats));
            return (IReadOnlyList<string>)row;
        })]);
    }

    private static string WithUnit(string head, ChartData data) => $"{head}, {data.Unit}";

    private static string Amount(decimal? value, Formats formats) => value is { } v ? formats.Amount(v) : Formats.Nothing;
}
