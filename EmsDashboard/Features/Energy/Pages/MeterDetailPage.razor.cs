using EmsDashboard.Components;
using EmsDashboard.Features.Energy.Components;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Shared.Charts;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Energy.Pages;

/// <summary>One meter: its facts and its last ninety days, gaps shown as gaps.</summary>
public sealed partial class MeterDetailPage
{
    private const int DayCount = 90;

    private MeterDetail? _detail;
    private DailyChartData? _chart;

    [Parameter] public string Code { get; set; } = "";
    [Inject] private MeterQueries Meters { get; init; } = null!;
    [Inject] private IStringLocalizer<MeterText> T { get; init; } = null!;
    [Inject] private IStringLocalizer<EnergyText> Energy { get; init; } = null!;

    protected override object? DataKey => Code;

    protected override IReadOnlyCollection<string> ShownTopics => [Topics.Catalogue, Topics.Energy];

    private IReadOnlyList<(string Text, string Href)> Above => [(T["Title"], ShellRoutes.Meters)];

    private string? DaysNote => _detail is { Missing: > 0 and var missing, Days.Count: var days }
        ? T["DaysMissing", Formats.Current.Count(missing), Formats.Current.Count(days)].Value
        : null;

    private string DaysLabel => _detail is null ? "" : T["DaysLabel", _detail.Meter.Name,
        Formats.Current.FullDay(_detail.Days[0].Day), Formats.Current.FullDay(_detail.Days[^1].Day)];

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var detail = await Meters.FindAsync(Code, DayCount, cancellationToken);
        if (_detail is not null && detail is not null && (_detail.Version, _detail.Meter) == (detail.Version, detail.Meter) && _detail.Days.SequenceEqual(detail.Days)) return;
        _detail = detail;
        _chart = detail is null ? null : Chart(detail);
    }

    private static DailyChartData? Chart(MeterDetail detail)
    {
        if (detail.Days.All(day => day.Amount is null)) return null;
        var scale = ChartScale.For(Unit.Get(detail.Meter.Unit).Display, detail.Days.Max(day => day.Amount) ?? 0);
        return new DailyChartData
        {
            Unit = scale.Unit,
            Days = [.. detail.Days.Select(day => day.Day)],
            Values = [.. detail.Days.Select(day => scale.Apply(day.Amount))],
            Missing = [.. detail.Days.Select(day => day.Amount is null)],
            Budget = null,
        };
    }
}
