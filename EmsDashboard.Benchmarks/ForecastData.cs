using System.Globalization;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;

namespace EmsDashboard.Benchmarks;

/// <summary>A quota of the files with its target's days.</summary>
internal sealed record MeasuredQuota(string Code, string EnergyType, bool IsYearly, DailySeries Days)
{
    /// <summary>Calendar months or years that the data cover from their first to their last day.</summary>
    public IReadOnlyList<PeriodSpan> Periods()
    {
        List<PeriodSpan> periods = [];
        if (Days.IsEmpty) return periods;
        var start = IsYearly ? new DateOnly(Days.First.Year, 1, 1) : QuotaCalendar.MonthOf(Days.First);
        for (; start < Days.End; start = Next(start))
            periods.Add(new PeriodSpan(start, Next(start)));
        return periods;
    }

    private DateOnly Next(DateOnly start) => IsYearly ? start.AddYears(1) : start.AddMonths(1);
}

/// <summary>Reads the files of the real meters (their README describes them); they are well-formed, so nothing is checked.</summary>
internal static class ForecastData
{
    private sealed record Meter(string Type, string Group, DateOnly First, DateOnly Last, Dictionary<DateOnly, decimal> Days)
    {
        private HashSet<int>? _years;

        /// <summary>From its first to its last day; a calendar year of which the source has nothing at all is a known gap.</summary>
        public bool IsExpected(DateOnly day) => day >= First && day <= Last && (_years ??= [.. Days.Keys.Select(d => d.Year)]).Contains(day.Year);
    }

    /// <summary>Every active quota.</summary>
    public static IReadOnlyList<MeasuredQuota> Read(string folder)
    {
        var meters = Rows(folder, "devices.csv").ToDictionary(r => r["device_code"], r => new Meter(r["energy_type"], r["group"], Date(r["first_date"]), Date(r["last_date"]), []));
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "energy_daily"), "*.csv"))
        {
            foreach (var line in File.ReadLines(file).Skip(1))
            {
                var cells = line.Split(',');
                meters[cells[0]].Days[Date(cells[1])] = decimal.Parse(cells[3], CultureInfo.InvariantCulture);
            }
        }

        var parents = Rows(folder, "groups.csv").ToDictionary(r => r["group_code"], r => r["parent_code"]);
        bool Within(string group, string target) => group == target || (parents.TryGetValue(group, out var parent) && Within(parent, target));

        return
        [
            .. from row in Rows(folder, "quotas.csv")
               where row["is_active"] == "true"
               let target = row["target"]
               let members = meters.Where(m => m.Value.Type == row["energy_type"] && row["scope"] switch
               {
                   "device" => m.Key == target,
                   "group" => Within(m.Value.Group, target),
                   _ => true,
               }).Select(m => m.Value).ToList()
               select new MeasuredQuota(row["quota_id"], row["energy_type"], row["period"] == "yearly", Series(members)),
        ];
    }

    private static DailySeries Series(List<Meter> meters)
    {
        if (meters.Count == 0) return new DailySeries([]);
        var (first, last) = (meters.Min(m => m.First), meters.Max(m => m.Last));
        var days = from offset in Enumerable.Range(0, last.DayNumber - first.DayNumber + 1)
                   let day = first.AddDays(offset)
                   let present = meters.Where(m => m.Days.ContainsKey(day)).ToList()
                   select new DayUse(day, present.Sum(m => m.Days[day]), present.Count, meters.Count(m => m.IsExpected(day)));
        return new DailySeries(days);
    }

    /// <summary>Some names hold a comma or a quote; none a line break.</summary>
    private static IEnumerable<Dictionary<string, string>> Rows(string folder, string file)
    {
        var lines = File.ReadLines(Path.Combine(folder, file)).Select(Cells).ToList();
        return lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(c => c.First, c => c.Second));
    }

    private static List<string> Cells(string line)
    {
        List<string> cells = [];
        var (cell, isQuoted) = ("", false);
        foreach (var c in line)
        {
            if (c == '"') isQuoted = !isQuoted;
            else if (c == ',' && !isQuoted) (cells, cell) = ([.. cells, cell], "");
            else cell += c;
        }

        return [.. cells, cell];
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
