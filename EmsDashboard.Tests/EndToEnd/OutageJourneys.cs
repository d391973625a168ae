using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.EndToEnd.Support;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>The server dies without a goodbye and comes back.</summary>
public sealed class OutageJourneys(DemoWorld world) : Journey(world)
{
    [Fact]
    public async Task ServerKilledAndStartedAgain_PageComesBackWithoutAClick()
    {
        var visit = await VisitAsAsync(Policies.Viewer);
        // While nobody listens the browser says so, and rightly.
        visit.Expect("ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|WebSocket|Connection disconnected|Failed to (fetch|complete negotiation|start the connection)|status of 404|Cannot send data");
        await visit.GoToAsync("/");
        await Expect(visit.Page.GetByTestId("gauge").First).ToBeVisibleAsync();
        await visit.Page.EvaluateAsync("window.beforeTheOutage = true");

        await World.Application.KillAsync();
        await Expect(visit.Page.Locator("#connection")).ToBeVisibleAsync(new() { Timeout = 40_000 });
        await Expect(visit.Page.GetByTestId("gauge").First).ToBeVisibleAsync();

        await World.Application.ServeAsync();
        await Expect(visit.Page.Locator("#connection")).ToBeHiddenAsync(new() { Timeout = 40_000 });
        await visit.IsInteractiveAsync();
        await Expect(visit.Page.GetByTestId("gauge").First).ToBeVisibleAsync(new() { Timeout = 20_000 });
    }
}
