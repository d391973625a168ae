using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Quotas.Components;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Quotas.Pages;

/// <summary>All active quotas as a table: filters, order and page live in the address.</summary>
public sealed partial class QuotasPage
{
    private const int PageSize = 50;

    private QuotaFilter _filter = new();
    private (QuotaSort Sort, bool Descending) _sort;
    private int _number = 1;
    private QuotaPage _page = new([], 0);
    private QuotaCounts? _counts;
    private int _all;
    private int _meters;
    private IReadOnlyList<string> _types = [];

    [Inject] private IStringLocalizer<QuotaText> T { get; init; } = null!;
    [Inject] private QuotaQueries Quotas { get; init; } = null!;
    [Inject] private MeterQueries Meters { get; init; } = null!;
    [Inject] private GroupChoices Groups { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;

    [SupplyParameterFromQuery(Name = QuotaAddress.Energy)] private string? Energy { get; set; }
    [SupplyParameterFromQuery(Name = QuotaAddress.Group)] private string? Group { get; set; }
    [SupplyParameterFromQuery(Name = QuotaAddress.Status)] private string? Status { get; set; }
    [SupplyParameterFromQuery(Name = QuotaAddress.Period)] private string? Period { get; set; }
    [SupplyParameterFromQuery(Name = QuotaAddress.Search)] private string? Search { get; set; }
    [SupplyParameterFromQuery(Name = QuotaAddress.Sort)] private string? Sort { get; set; }
    [SupplyParameterFromQuery(Name = QuotaAddress.Page)] private string? Number { get; set; }

    protected override object? DataKey => (_filter, _sort, Number);

    protected override IReadOnlyCollection<string> ShownTopics { get; } = [Topics.Quotas, Topics.Energy, Topics.Catalogue];

    private string? Sub => State != LoadState.Loaded ? null
        : _page.Total == _all ? T.Counted("CountOfQuotas", _all, Formats.Current.Count(_all)).Value : T["CountOfAllQuotas", Formats.Current.Count(_page.Total), Formats.Current.Count(_all)];

    protected override async Task OnParametersSetAsync()
    {
        _filter = QuotaAddress.Read(Energy, Group, Status, Period, Search);
        _sort = QuotaAddress.ReadSort(Sort);
        await base.OnParametersSetAsync();
    }

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var (filter, sort) = (_filter, _sort);
        var types = await Meters.EnergyTypesAsync(cancellationToken);
        var counts = await Quotas.CountAsync(filter, cancellationToken);
        var all = (await Quotas.CountAsync(new(), cancellationToken)).Total;
        var total = filter.Standing is { } standing ? counts[standing] : counts.Total;
        // An old link may name a page that the list no longer has.
        var number = Math.Min(FromAddress.Page(Number), Math.Max(1, (total + PageSize - 1) / PageSize));
        var page = await Quotas.ListAsync(filter, sort.Sort, sort.Descending, new(number, PageSize), cancellationToken);
        // The search box of the frame leads here, and promises meters too.
        var meters = await Meters.CountAsync(filter.Search, cancellationToken);
        (_types, _counts, _all, _number, _page, _meters) = (types, counts, all, number, page, meters);
    }

    private void Narrow(QuotaFilter filter) => Go(QuotaAddress.Write(filter));

    private void SortBy((QuotaSort Sort, bool Descending) sort) =>
        Go(new() { [QuotaAddress.Sort] = QuotaAddress.WriteSort(sort.Sort, sort.Descending), [QuotaAddress.Page] = null });

    private void Go(Dictionary<string, object?> changes) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(changes));
}
