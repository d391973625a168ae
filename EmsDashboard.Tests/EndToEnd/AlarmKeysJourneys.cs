using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.EndToEnd.Support;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>The alarm desk without a pointer: the focus is where the keys are.</summary>
public sealed class AlarmKeysJourneys(DemoWorld world) : Journey(world)
{
    [Fact]
    public async Task Keys_WalkOpenCloseAndSelect_AndTheFocusGoesAlong()
    {
        var visit = await VisitAsAsync(Policies.Staff);
        var page = visit.Page;
        await visit.GoToAsync("/alarms?tab=open");
        var names = page.Locator("[data-testid=alarm-row] .name");
        await Expect(names.Nth(2)).ToBeVisibleAsync(new() { Timeout = 20_000 });

        await page.Keyboard.PressAsync("j");
        await Expect(names.Nth(0)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(names.Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(names.Nth(2)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("k");
        await Expect(names.Nth(1)).ToBeFocusedAsync();
        await Expect(page.Locator("[data-testid=alarm-row] .name[tabindex='0']")).ToHaveCountAsync(1);
        await Expect(names.Nth(1)).ToHaveAttributeAsync("tabindex", "0");

        await page.Keyboard.PressAsync("x");
        await Expect(page.Locator("[data-testid=alarm-row] input").Nth(1)).ToBeCheckedAsync();
        await Expect(names.Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("x");
        await Expect(page.GetByTestId("bulk-bar")).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#drawer-title")).ToBeFocusedAsync();
        await Expect(page.Locator("#drawer-title")).ToHaveTextAsync(await names.Nth(1).InnerTextAsync());
        Assert.Equal("", string.Join("\n", await Accessibility.ViolationsAsync(page)));

        // With the drawer open the keys take it along; Enter goes on into it.
        await page.Keyboard.PressAsync("j");
        await Expect(names.Nth(2)).ToBeFocusedAsync();
        await Expect(page.Locator("#drawer-title")).ToHaveTextAsync(await names.Nth(2).InnerTextAsync());
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#drawer-title")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("alarm-drawer")).ToHaveCountAsync(0);
        await Expect(names.Nth(2)).ToBeFocusedAsync();

        // Faster than the server answers: Enter opens the row that K came to, not the one it came from.
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#drawer-title")).ToHaveTextAsync(await names.Nth(1).InnerTextAsync());
        await Expect(page.Locator("#drawer-title")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(names.Nth(1)).ToBeFocusedAsync();
        Assert.Equal("", string.Join("\n", await Accessibility.ViolationsAsync(page)));
    }
}
