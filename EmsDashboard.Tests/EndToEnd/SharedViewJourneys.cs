using System.Text.RegularExpressions;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.EndToEnd.Pages;
using EmsDashboard.Tests.EndToEnd.Support;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>What somebody looks at is in the address: it survives a reload, the back button undoes it, and a link takes others there.</summary>
public sealed class SharedViewJourneys(DemoWorld world) : Journey(world)
{
    [Fact]
    public async Task OverviewFilters_LiveInTheAddress()
    {
        var visit = await VisitAsAsync(Policies.Manager);
        var page = new Overview(visit);
        await visit.GoToAsync("/");
        await Expect(page.Cards).ToHaveCountAsync(12);

        await page.Energy("water").ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Regex(@"/\?energy=water$"));
        await Expect(page.Energy("water")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Status.SelectOptionAsync("exceeded");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("status=exceeded"));
        await Expect(page.Cards.First).ToHaveAttributeAsync("data-code", new Regex("-W"));
        var exceeded = await CodesWithoutOverAsync();
        await page.Search.FillAsync("Werkstatt");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("search=Werkstatt"));
        await Expect(page.Cards).ToHaveCountAsync(1);
        await Expect(page.Cards).ToHaveAttributeAsync("data-code", "HAM-W-W1-M");

        await visit.Page.ReloadAsync();
        await visit.IsInteractiveAsync();
        await ShowsTheNarrowedViewAsync(page);

        var colleague = await VisitAsAsync(Policies.Viewer);
        await colleague.GoToAsync(new Uri(visit.Page.Url).PathAndQuery);
        await ShowsTheNarrowedViewAsync(new Overview(colleague));

        await visit.Page.GoBackAsync();
        await Expect(page.Search).ToHaveValueAsync("");
        await Expect(page.Status).ToHaveValueAsync("exceeded");
        await Expect(page.Cards).ToHaveCountAsync(exceeded.Count);
        Assert.Equal(exceeded, await page.CodesAsync());
        await visit.Page.GoBackAsync();
        await Expect(page.Status).ToHaveValueAsync("");
        await visit.Page.GoBackAsync();
        await Expect(page.Energy("water")).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(page.Cards).ToHaveCountAsync(12);

        // The address is ahead of the list: its codes are those of the filter when every card is an exceeded one of water.
        async Task<IReadOnlyList<string?>> CodesWithoutOverAsync()
        {
            await visit.Page.UntilAsync("""
                () => {
                    const cards = [...document.querySelectorAll('[data-testid=quota-card]')];
                    return cards.length > 0 && cards.every(card => card.dataset.code.includes('-W') && card.textContent.includes('Exceeded'));
                }
                """);
            return await page.CodesAsync();
        }
    }

    private static async Task ShowsTheNarrowedViewAsync(Overview page)
    {
        await Expect(page.Cards).ToHaveCountAsync(1);
        await Expect(page.Cards).ToHaveAttributeAsync("data-code", "HAM-W-W1-M");
        await Expect(page.Energy("water")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.Status).ToHaveValueAsync("exceeded");
        await Expect(page.Search).ToHaveValueAsync("Werkstatt");
    }
}
