using System.Text.RegularExpressions;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.EndToEnd.Support;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>A manager sets a quota.</summary>
public sealed class QuotaEditorJourneys(DemoWorld world) : Journey(world)
{
    [Fact]
    public async Task Quota_CreatedByAManager_IsRefusedInPlainWordsAndThenStored()
    {
        var code = $"E2E-{Guid.NewGuid():N}"[..16];
        var manager = await VisitAsAsync(Policies.Manager);
        await manager.GoToAsync("/admin/quotas/new");
        await manager.Page.GetByTestId("save-quota").ClickAsync();
        await Expect(manager.Page.GetByTestId("problem").First).ToBeVisibleAsync();
        await Expect(manager.Page.GetByLabel("Code")).ToBeFocusedAsync();
        await Expect(manager.Page.GetByLabel("Name")).ToHaveAccessibleDescriptionAsync(new Regex("\\w"));

        await manager.Page.GetByLabel("Code").FillAsync(code);
        await manager.Page.GetByLabel("Name").FillAsync("Water of the canteen");
        await manager.Page.GetByLabel("Energy type").SelectOptionAsync("water");
        await manager.Page.GetByLabel("Applies to").SelectOptionAsync(nameof(QuotaScope.EnergyType));
        await manager.Page.GetByLabel("Limit a period").FillAsync("1e3");
        await manager.Page.GetByTestId("save-quota").ClickAsync();
        await Expect(manager.Page.GetByTestId("problem").First).ToHaveTextAsync("This is not a number.");
        await manager.Page.GetByLabel("Limit a period").FillAsync("99999999");
        await manager.Page.GetByTestId("save-quota").ClickAsync();

        await Expect(manager.Page).ToHaveURLAsync(new Regex($"/admin/quotas/{code}$"));
        await Expect(manager.Page.Locator(".mud-snackbar")).ToContainTextAsync("Water of the canteen created");
        await Expect(manager.Page.Locator("main#content h1")).ToHaveTextAsync("Water of the canteen");
    }
}
