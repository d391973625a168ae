using EmsDashboard.Shared.Status;
using EmsDashboard.Shared.Text;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Shared.Charts;

/// <summary>Turns chart data into what charts.js takes: amounts scaled to a readable unit, days as ISO text, words in the viewer's language.</summary>
public static class ChartPayload
{
    /// <param name="data">What to draw.</param>
    /// <param name="label">What a screen reader says.</param>
    /// <param name="language">BCP 47, as "zh-CN".</param>
    /// <param name="text">Words of the legend.</param>
    /// <param name="formats">For days and shares within words.</param>
    public static object From(ChartData data, string label, string language, IStringLocalizer text, Formats formats) => data switch
    {
        CumulativeChartData c => Cumulative(c, label, language, text, formats),
        DailyChartData d => Daily(d, label, language, text),
        HistoryChartData h => History(h, label, language, text),
        _ => throw new ArgumentOutOfRangeException(nameof(data), data.GetType().Name, "No drawing for this chart."),
    };

    private static object Cumulative(CumulativeChartData data, string label, string language, IStringLocalizer text, Formats formats)
    {
        var scale = ChartScale.For(data.Unit, Largest(data.Actual, data.Last ?? [], data.Forecast?.High ?? [], [data.Quota]));
        var limited = data.Quota is > 0;
        var alertAt100 = data.AlertPercent == 100;
        return new
        {
            label,
            language,
            unit = scale.Unit,
            days = data.Days.Select(Iso),
            actual = data.Actual.Select(scale.Apply),
            last = data.Last?.Select(scale.Apply),
            forecast = data.Forecast is { } f
                ? new { value = f.Value.Select(scale.Apply), low = f.Low.Select(scale.Apply), high = f.High.Select(scale.Apply), exceedsOn = f.ExceedsOn }
                : null,
            quota = limited ? scale.Apply(data.Quota) : null,
            warning = limited ? scale.Apply(data.Quota * data.WarningPercent / 100) : null,
            alert = limited ? scale.Apply(data.Quota * data.AlertPercent / 100) : null,
            dataThrough = data.DataThrough is { } through ? Iso(through) : null,
            @event = data.Event is { } happened ? new { day = Iso(happened.Day), text = happened.Text } : null,
            texts = new
            {
                actual = text["ChartUsed"].Value,
                budget = text["ChartBudget"].Value,
                last = text["ChartLastYear"].Value,
                quota = alertAt100 ? text["ChartAlertIsQuota"].Value : text["ChartAlertAt", formats.Percent(data.AlertPercent)].Value,
                warning = text["ChartWarningAt", formats.WholePercent(data.WarningPercent)].Value,
                forecast = text["ChartForecast"].Value,
                interval = text["ChartInterval"].Value,
                exceedsOn = data.Forecast?.ExceedsOn is { } index ? text["ChartExceedsOn", formats.Day(data.Days[index], data.Days[0])].Value : "",
                dataThrough = data.DataThrough is { } day ? text["DataTo", formats.Day(day, data.Days[0])].Value : "",
            },
        };
    }

    private static object Daily(DailyChartData data, string label, string language, IStringLocalizer text)
    {
        var scale = ChartScale.For(data.Unit, Largest(data.Values, [data.Budget]));
        return new
        {
            label,
            language,
            unit = scale.Unit,
            days = data.Days.Select(Iso),
            values = data.Values.Select(scale.Apply),
            missing = data.Missing,
            budget = data.Budget is > 0 ? scale.Apply(data.Budget) : null,
            texts = new { measured = text["ChartMeasured"].Value, missing = text["ChartMissing"].Value, budget = text["ChartAllowedADay"].Value },
        };
    }

    private static object History(HistoryChartData data, string label, string language, IStringLocalizer text)
    {
        var scale = ChartScale.For(data.Unit, Largest(data.Actual, data.Quota));
        return new
        {
            label,
            language,
            unit = scale.Unit,
            periods = data.Periods,
            actual = data.Actual.Select(scale.Apply),
            quota = data.Quota.Select(scale.Apply),
            status = data.Status.Select(s => s.CssClass()),
            running = data.Running,
            texts = new
            {
                actual = text["ChartUsed"].Value,
                quota = text["ChartQuota"].Value,
                normal = text["ChartWithin"].Value,
                warning = text[StatusKind.Warning.TextKey()].Value,
                exceeded = text[StatusKind.Exceeded.TextKey()].Value,
            },
        };
    }

    private static decimal Largest(params ReadOnlySpan<IEnumerable<decimal?>> series)
    {
        var largest = 0m;
        foreach (var one in series)
            foreach (var value in one)
            {
                if (value is { } v) largest = Math.Max(largest, Math.Abs(v));
            }

        return largest;
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
