using EmsDashboard.Shared.Charts;
using EmsDashboard.Shared.Gauges;
using EmsDashboard.Shared.Status;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace EmsDashboard.Tests.Support.Gallery;

public sealed partial class GalleryPage
{
    private static readonly decimal[] Use = [22.4m, 23.3m, 23.1m, 24.2m, 20.1m, 19.2m, 23.6m, 23.4m, 23.5m, 23.8m, 22.6m, 21.2m, 20.4m, 25.9m, 27.4m];

    private static readonly DateOnly First = new(2022, 11, 1);

    private static readonly IReadOnlyList<DateOnly> Days = [.. Enumerable.Range(0, 30).Select(First.AddDays)];

    [Inject] private IDialogService Dialogs { get; init; } = null!;

    private static IReadOnlyList<(string Name, string Energy, GaugeReading Reading)> States { get; } =
    [
        ("Exceeded", "electricity", new(100.8m, 80, 100, 87, StatusKind.Exceeded)),
        ("Far over: end of scale broken", "electricity", new(216.7m, 80, 100, 93, StatusKind.Exceeded)),
        ("Warning", "electricity", new(85.6m, 80, 100, 87, StatusKind.Warning)),
        ("Normal", "electricity", new(42.2m, 80, 100, 50, StatusKind.Normal)),
        ("At the threshold: 80 exactly", "electricity", new(80, 80, 100, 100, StatusKind.Warning)),
        ("Just under: 79.9, never 80.0", "electricity", new(79.9994m, 80, 100, 100, StatusKind.Normal)),
        ("Alert at 120 %, quota mark at 100 %", "electricity", new(105.9m, 100, 120, 87, StatusKind.Warning)),
        ("Zero use", "gas", new(0, 80, 100, 50, StatusKind.Normal)),
        ("No data in this period", "gas", new(null, 80, 100, 50, StatusKind.NoData)),
        ("Incomplete: 82 % of meter-days", "water", new(44.2m, 80, 100, 50, StatusKind.Incomplete) { Incomplete = true }),
        ("Stale: last data 9 Nov", "heat", new(35.4m, 80, 100, 50, StatusKind.Stale) { Stale = true, DataThrough = new(2022, 11, 9) }),
        ("First day", "electricity", new(3.2m, 80, 100, 3, StatusKind.Normal)),
        ("Closed period", "electricity", new(93.6m, 80, 100, 100, StatusKind.Warning) { Closed = true }),
        ("Quota of zero", "electricity", new(null, 80, 100, 50, StatusKind.NoLimit) { NoLimit = true }),
        ("Thousands", "cooling", new(1107.2m, 80, 100, 50, StatusKind.Exceeded)),
        ("End of the scale", "steam", new(125, 80, 100, 50, StatusKind.Exceeded)),
    ];

    private static IReadOnlyList<StatusCount> Counts { get; } =
    [
        new(StatusKind.Exceeded, "Exceeded", 2, "1 since yesterday", "/quotas"),
        new(StatusKind.Warning, "Warning", 2, "none will exceed", "/quotas"),
        new(StatusKind.Normal, "Normal", 17, "of 24 quotas", "/quotas"),
        new(StatusKind.Stale, "Data missing", 3, "stale, partial, none: 1 each", "/quotas"),
        new(null, "To acknowledge", 6, "oldest 2 h 10 min", "/alarms"),
    ];

    private static IReadOnlyList<SparkDay> Month { get; } =
        [.. Enumerable.Range(0, 30).Select(i => new SparkDay(i == 21 ? null : 800 + i % 7 * (i % 7 > 4 ? -80 : 60), i >= 15))];

    private static CumulativeChartData Cumulative { get; } = new()
    {
        Unit = "kWh", Days = Days, Quota = 690_000, WarningPercent = 80, AlertPercent = 100, DataThrough = First.AddDays(14),
        Actual = [.. Days.Select((_, i) => i < Use.Length ? Use.Take(i + 1).Sum() * 1000 : (decimal?)null)],
        // Ends where the straight budget ends: the two must not be written over one another.
        Last = [.. Days.Select((_, i) => (decimal?)((i + 1) * 23_000))],
    };

    private static DailyChartData Daily { get; } = new()
    {
        Unit = "kWh", Days = Days, Budget = 23_000,
        Values = [.. Days.Select((_, i) => i == 6 ? null : i < Use.Length ? Use[i] * 1000 : (decimal?)null)],
        Missing = [.. Days.Select((_, i) => i is 5 or 6)],
    };

    private static HistoryChartData History { get; } = new()
    {
        Unit = "kWh", Periods = ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"], Running = 11,
        Actual = [848_096, 888_087, 807_547, 874_205, 797_108, 772_963, 737_155, 806_031, 804_595, 731_786, 745_019, 337_486],
        Quota = [900_000, 900_000, 790_000, 870_000, 830_000, 715_000, 745_000, 820_000, 780_000, 780_000, 825_000, 690_000],
        Status = [StatusKind.Warning, StatusKind.Warning, StatusKind.Exceeded, StatusKind.Exceeded, StatusKind.Warning, StatusKind.Exceeded, StatusKind.Warning, StatusKind.Warning, StatusKind.Exceeded, StatusKind.Warning, StatusKind.Warning, StatusKind.Normal],
    };

    private Task<bool?> OpenDialog() => Dialogs.ShowMessageBoxAsync("Acknowledge 2 alarms", "You take note. The alarms stay in force until use falls or the period ends.", yesText: "Acknowledge 2", cancelText: "Cancel");

    private static void Break() => throw new InvalidOperationException("broken on purpose");
}
