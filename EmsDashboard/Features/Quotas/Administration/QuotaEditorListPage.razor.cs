using System.Globalization;
using EmsDashboard.Components;
using EmsDashboard.Features.Energy.Components;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Quotas.Administration;

/// <summary>All quotas with their terms, active or not, and the way to edit one.</summary>
public sealed partial class QuotaEditorListPage
{
    private const int PageSize = 50;

    private QuotaTermsPage _page = new([], 0);
    private QuotaTermsFilter _filter = new();
    private int _number = 1;

    [SupplyParameterFromQuery(Name = "search")] private string? SearchParameter { get; set; }
    [SupplyParameterFromQuery(Name = "energy")] private string? EnergyParameter { get; set; }
    [SupplyParameterFromQuery(Name = "active")] private string? ActiveParameter { get; set; }
    [SupplyParameterFromQuery(Name = "page")] private string? PageParameter { get; set; }
    [Inject] private QuotaTermsQueries Quotas { get; init; } = null!;
    [Inject] private NavigationManager Navigation { get; init; } = null!;
    [Inject] private IStringLocalizer<QuotaEditorText> T { get; init; } = null!;
    [Inject] private IStringLocalizer<EnergyText> Energies { get; init; } = null!;

    protected override object? DataKey => (_filter, _number);

    protected override IReadOnlyCollection<string> ShownTopics => [Topics.Quotas, Topics.Catalogue];

    protected override async Task OnParametersSetAsync()
    {
        _filter = new QuotaTermsFilter(SearchParameter, EnergyParameter, FromAddress.Flag(ActiveParameter));
        _number = FromAddress.Page(PageParameter);
        await base.OnParametersSetAsync();
    }

    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        _page = await Quotas.ListAsync(_filter, _number, PageSize, cancellationToken);

    private void Go(QuotaTermsFilter filter) => Navigation.NavigateTo(Href(filter, 1));

    private static string Href(QuotaTermsFilter filter, int page)
    {
        List<string> query = [];
        if (!string.IsNullOrWhiteSpace(filter.Search)) query.Add($"search={Uri.EscapeDataString(filter.Search.Trim())}");
        if (!string.IsNullOrEmpty(filter.EnergyType)) query.Add($"energy={Uri.EscapeDataString(filter.EnergyType)}");
        if (filter.Active is { } active) query.Add(active ? "active=true" : "active=false");
        if (page > 1) query.Add(string.Create(CultureInfo.InvariantCulture, $"page={page}"));
        return query.Count == 0 ? ShellRoutes.QuotaEditor : $"{ShellRoutes.QuotaEditor}?{string.Join('&', query)}";
    }
}
