using EmsDashboard.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace EmsDashboard.Tests.EndToEnd.Pages;

/// <summary>The start page: its filters and the quotas they leave.</summary>
internal sealed class Overview(Visit visit)
{
    private IPage Page => visit.Page;

    public ILocator Cards => Page.GetByTestId("quota-card");
    public ILocator Search => Page.GetByTestId("filter-search");
    public ILocator Status => Page.GetByTestId("filter-status");

    public ILocator Energy(string type) => Page.GetByTestId($"energy-{type}");

    /// <summary>Codes of the quotas shown as gauges, in order.</summary>
    public async Task<IReadOnlyList<string?>> CodesAsync() => await Cards.EvaluateAllAsync<string[]>("cards => cards.map(c => c.dataset.code)");
}
