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
        await Expect(manager.Page.GetByTestId("problem").First).ToContainTextAsync("This is not a number.");
        await manager.Page.GetByLabel("Limit a period").FillAsync("99999999");
        await manager.Page.GetByTestId("save-quota").ClickAsync();

        await Expect(manager.Page).ToHaveURLAsync(new Regex($"/admin/quotas/{code}$"));
        await Expect(manager.Page.Locator(".mud-snackbar")).ToContainTextAsync("Water of the canteen created");
        await Expect(manager.Page.Locator("main#content h1")).ToHaveTextAsync("Water of the canteen");
    }

    [Fact]
    public async Task Quota_SplitAndWarnedOfInMoreWays_IsANewVersionOnItsPage()
    {
        var code = $"E2E-{Guid.NewGuid():N}"[..16];
        var manager = await VisitAsAsync(Policies.Manager);
        var page = manager.Page;
        await manager.GoToAsync("/admin/quotas/new");
        await page.GetByLabel("Code").FillAsync(code);
        await page.GetByLabel("Name").FillAsync($"Split {code}");
        await page.GetByLabel("Applies to").SelectOptionAsync(nameof(QuotaScope.EnergyType));
        await page.GetByLabel("Period", new() { Exact = true }).SelectOptionAsync(nameof(PeriodKind.Yearly));
        await page.GetByLabel("Limit a period").FillAsync("36500");
        await page.GetByLabel("Limit a period").BlurAsync();
        await Expect(page.GetByTestId("trial")).ToBeVisibleAsync();
        await page.GetByTestId("split-amounts").ClickAsync();
        await Expect(page.GetByTestId("months").GetByRole(Microsoft.Playwright.AriaRole.Textbox).First).ToHaveValueAsync("3100");
        await page.GetByTestId("save-quota").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/admin/quotas/{code}$"));
        // Its code is fixed once the fields are those of what was stored.
        await Expect(page.GetByLabel("Code")).ToBeDisabledAsync();
        await Expect(page.GetByLabel("Name")).ToBeEnabledAsync();

        await page.GetByTestId("months").GetByRole(Microsoft.Playwright.AriaRole.Textbox).First.FillAsync("6600");
        await page.GetByTestId("save-quota").ClickAsync();
        await Expect(page.GetByTestId("problem").First).ToContainTextAsync("3\u202F500");
        await page.GetByTestId("normalise").ClickAsync();
        await page.GetByTestId("add-threshold").ClickAsync();
        await page.GetByLabel("Threshold 4: at").FillAsync("95");
        await page.GetByLabel("Threshold 4: of").SelectOptionAsync(nameof(ThresholdBasis.Forecast));
        await page.GetByLabel("Reason for the new version").FillAsync("Winter needs more");
        await page.GetByTestId("save-quota").ClickAsync();
        await Expect(page.Locator(".banner", new() { HasText = "Saved" })).ToBeVisibleAsync();

        await manager.GoToAsync($"/quotas/{code}");
        await Expect(page.GetByTestId("version")).ToHaveCountAsync(2);
        await Expect(page.GetByTestId("version").First).ToContainTextAsync("forecast from 95");
        await Expect(page.GetByTestId("version").First).ToContainTextAsync("Winter needs more");
    }

    [Fact]
    public async Task Quota_HalfTyped_IsAskedAboutBeforeThePageIsLoadedAnew()
    {
        var manager = await VisitAsAsync(Policies.Manager);
        var page = manager.Page;
        await manager.GoToAsync("/admin/quotas/new");
        List<string> asked = [];
        page.Dialog += async (_, dialog) =>
        {
            asked.Add(dialog.Type);
            await dialog.AcceptAsync();
        };
        await page.ReloadAsync();
        Assert.Empty(asked);
        await Expect(page.GetByTestId("quota-form")).ToBeVisibleAsync();

        // By hand: a browser asks only where somebody has done something.
        await page.GetByLabel("Name").ClickAsync();
        await page.Keyboard.TypeAsync("Half");
        await page.Keyboard.PressAsync("Tab");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Overview" }).First.ClickAsync();
        await Expect(page.GetByTestId("confirm")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("confirm")).ToHaveCountAsync(0);
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Half");
        await page.ReloadAsync();

        Assert.Equal(["beforeunload"], asked);
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("");
    }
}
