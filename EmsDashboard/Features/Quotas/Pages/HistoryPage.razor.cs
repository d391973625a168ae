using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Quotas.Components;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Quotas.Pages;

/// <summary>Periods × quotas: a matrix, the picked quota's chart and figures, and the same as a file.</summary>
public sealed partial class HistoryPage
{
    private HistoryFilter _filter = new(PeriodKind.Monthly, default, default);
    private HistoryTable _table = new([], [], 0);
    private IReadOnlyList<DateOnly> _choices = [];
    private IReadOnlyList<string> _types = [];
    private HistoryRow? _picked;
    private DateOnly _pickedPeriod;
    private int _number = 1;
    private int _unfiltered;

    [Inject] private IStringLocalizer<QuotaText> T { get; init; } = null!;
    [Inject] private QuotaHistoryQueries History { get; init; } = null!;
    [Inject] private MeterQueries Meters { get; init; } = null!;
    [Inject] private GroupChoices Groups { get; init; } = null!;
    [Inject] private ViewerClock Clock { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;

    [SupplyParameterFromQuery(Name = QuotaAddress.Period)] private string? Period { get; set; }
    [SupplyParameterFromQuery(Name = HistoryAddress.From)] private string? From { get; set; }
    [SupplyParameterFromQuery(Name = HistoryAddress.Through)] private string? Through { get; set; }
    [SupplyParameterFromQuery(Name = QuotaAddress.Energy)] private string? Energy { get; set; }
    [SupplyParameterFromQuery(Name = QuotaAddress.Group)] private string? Group { get; set; }
    [SupplyParameterFromQuery(Name = QuotaAddress.Search)] private string? Search { get; set; }
    [SupplyParameterFromQuery(Name = HistoryAddress.Exceeded)] private string? Exceeded { get; set; }
    [SupplyParameterFromQuery(Name = HistoryAddress.Show)] private string? Show { get; set; }
    [SupplyParameterFromQuery(Name = HistoryAddress.PickedQuota)] private string? PickedQuota { get; set; }
    [SupplyParameterFromQuery(Name = HistoryAddress.PickedPeriod)] private string? PickedPeriod { get; set; }
    [SupplyParameterFromQuery(Name = QuotaAddress.Page)] private string? Number { get; set; }

    protected override object? DataKey => (Period, From, Through, Energy, Group, Search, Exceeded, Number);

    protected override IReadOnlyCollection<string> ShownTopics { get; } = [Topics.Quotas, Topics.Catalogue];

    private bool AsAmounts => Show == HistoryAddress.Amounts;

    /// <summary>The same query string as the page's: the file holds what the page shows.</summary>
    private string ExportHref => QuotaLinks.HistoryExport + new Uri(Navigation.Uri).Query;

    private bool IsNarrowed => !Narrowing.IsEmpty || _filter.ExceededOnly;

    private QuotaFilter Narrowing => new() { EnergyType = _filter.EnergyType, GroupCode = _filter.GroupCode, Search = _filter.Search };

    private string? Sub => State != LoadState.Loaded || _table.Periods.Count == 0 ? null : string.Join(" · ",
        _table.Rows.Count == _table.Total
            ? T.Counted("HistorySub", _table.Total, Formats.Current.Count(_table.Total), PeriodName(_table.Periods[0]), PeriodName(_table.Periods[^1]))
            : T["HistorySubOf", Formats.Current.Count(_table.Total), PeriodName(_table.Periods[0]), PeriodName(_table.Periods[^1]), Formats.Current.Count(_table.Rows.Count)],
        T[AsAmounts ? "HistoryAmounts" : "HistoryShares"]);

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var period = QuotaAddress.Parse<PeriodKind>(Period) ?? PeriodKind.Monthly;
        var range = await History.RangeAsync(period, cancellationToken);
        var filter = HistoryAddress.Read(period, range, Clock.Today, From, Through, Energy, Group, Search, Exceeded);
        var number = FromAddress.Page(Number);
        var types = await Meters.EnergyTypesAsync(cancellationToken);
        var table = await History.TableAsync(filter, new(number, HistoryAddress.PageSize), cancellationToken);
        var unfiltered = table.Rows.Count > 0 ? 0
            : (await History.TableAsync(new HistoryFilter(filter.Period, filter.From, filter.Through), new(1, 1), cancellationToken)).Total;
        (_filter, _choices, _number, _types, _table, _unfiltered) = (filter, HistoryAddress.Choices(filter, range), number, types, table, unfiltered);
        _picked = _table.Rows.FirstOrDefault(r => r.Code == PickedQuota) ?? MostTelling(_table.Rows);
        _pickedPeriod = HistoryAddress.Parse(PickedPeriod) is { } at && _table.Periods.Contains(at) ? at : LatestWithRecord(_picked);
    }

    /// <summary>Unasked, the page shows a quota that was exceeded, else one that can be.</summary>
    private static HistoryRow? MostTelling(IReadOnlyList<HistoryRow> rows) =>
        rows.FirstOrDefault(r => r.ExceededCount > 0) ?? rows.FirstOrDefault(r => r.Cells.Any(c => c is { HasLimit: true })) ?? (rows is [var first, ..] ? first : null);

    private DateOnly LatestWithRecord(HistoryRow? row)
    {
        var index = row is null ? -1 : row.Cells.ToList().FindLastIndex(c => c is not null);
        return index >= 0 ? _table.Periods[index] : _table.Periods is [.., var last] ? last : default;
    }

    private string PeriodName(DateOnly start) => HistoryAddress.Name(_filter.Period, start);

    private static string Pressed(bool pressed) => pressed ? "true" : "false";

    private void Choose(PeriodKind period) => Go(new()
    {
        [QuotaAddress.Period] = period == PeriodKind.Monthly ? null : QuotaAddress.Text<PeriodKind>(period),
        [HistoryAddress.From] = null, [HistoryAddress.Through] = null, [HistoryAddress.PickedPeriod] = null, [QuotaAddress.Page] = null,
    });

    private void ClearFilters() => Go(new() { [QuotaAddress.Energy] = null, [QuotaAddress.Group] = null, [QuotaAddress.Search] = null, [HistoryAddress.Exceeded] = null, [QuotaAddress.Page] = null });

    private void Narrow(QuotaFilter filter) => Go(new()
    {
        [QuotaAddress.Energy] = filter.EnergyType, [QuotaAddress.Group] = filter.GroupCode, [QuotaAddress.Search] = filter.Search, [QuotaAddress.Page] = null,
    });

    private void Pick((string Code, DateOnly At) cell) =>
        Go(new() { [HistoryAddress.PickedQuota] = cell.Code, [HistoryAddress.PickedPeriod] = HistoryAddress.Text(cell.At) }, replace: true);

    private void Go(string name, object? value) => Go(new() { [name] = value });

    private void Go(Dictionary<string, object?> changes, bool replace = false) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(changes), replace: replace);
}
