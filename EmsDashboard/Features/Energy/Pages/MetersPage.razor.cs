using EmsDashboard.Features.Energy.Components;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Energy.Pages;

/// <summary>Which meters there are and how far their data reach.</summary>
public sealed partial class MetersPage
{
    private const int PageSize = 50;

    private MeterPage _page = new([], 0, 0, 0);
    private MeterFilter _filter = new();
    private int _number = 1;

    [SupplyParameterFromQuery(Name = "search")] private string? Search { get; set; }
    [SupplyParameterFromQuery(Name = "type")] private string? EnergyType { get; set; }
    [SupplyParameterFromQuery(Name = "group")] private string? Group { get; set; }
    [SupplyParameterFromQuery(Name = "state")] private string? StateText { get; set; }
    [SupplyParameterFromQuery(Name = "page")] private string? PageParameter { get; set; }
    [Inject] private MeterQueries Meters { get; init; } = null!;
    [Inject] private GroupChoices Groups { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;
    [Inject] private IStringLocalizer<MeterText> T { get; init; } = null!;

    protected override object? DataKey => (_filter, _number);

    protected override IReadOnlyCollection<string> ShownTopics => [Topics.Catalogue, Topics.Energy];

    private string? Sub => State is not LoadState.Loaded || _page.Total == 0 ? null
        : string.Join(" · ", new[]
        {
            T.Counted("Count", _page.Total, Formats.Current.Count(_page.Total)).Value,
            _page.Silent > 0 ? T["CountSilent", Formats.Current.Count(_page.Silent)].Value : null,
            _page.NoData > 0 ? T["CountNoData", Formats.Current.Count(_page.NoData)].Value : null,
        }.OfType<string>());

    protected override async Task OnParametersSetAsync()
    {
        _filter = new MeterFilter(Search, EnergyType, Group,
            Enum.TryParse<MeterState>(StateText, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null);
        _number = FromAddress.Page(PageParameter);
        await base.OnParametersSetAsync();
    }

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _page = await Meters.ListAsync(_filter, _number, PageSize, cancellationToken);
    }
}
