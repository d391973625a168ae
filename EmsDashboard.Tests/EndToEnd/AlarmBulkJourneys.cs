using System.Globalization;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>Several alarms at once, from the list.</summary>
public sealed class AlarmBulkJourneys(DemoWorld world) : Journey(world)
{
    [Fact]
    public async Task Staff_AcknowledgesTwoAtOnce_BothSayWhoWhenAndWhy_AndStillDoAfterAReload()
    {
        const string comment = "The chiller runs through the weekend, agreed with the lab.";
        var visit = await VisitAsAsync(Policies.Staff);
        var page = visit.Page;
        await visit.GoToAsync("/alarms?tab=toacknowledge");
        var rows = page.GetByTestId("alarm-row");
        await Expect(rows.Nth(1)).ToBeVisibleAsync(new() { Timeout = 20_000 });
        string[] alarms = [(await rows.Nth(0).GetAttributeAsync("data-alarm"))!, (await rows.Nth(1).GetAttributeAsync("data-alarm"))!];

        foreach (var alarm in alarms) await Row(alarm).GetByRole(AriaRole.Checkbox).CheckAsync();
        await Expect(page.GetByTestId("bulk-bar")).ToContainTextAsync("2 selected.");
        var before = TimeProvider.System.GetLocalNow();
        await page.GetByTestId("bulk-acknowledge").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Acknowledge 2 alarms");
        await Expect(dialog.GetByTestId("act-confirm")).ToBeDisabledAsync();
        await dialog.GetByTestId("act-text").FillAsync(comment);
        await dialog.GetByTestId("act-confirm").ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);

        foreach (var alarm in alarms) await Expect(Row(alarm)).ToHaveCountAsync(0);
        await ShowWhoWhenAndWhyAsync();
        await page.ReloadAsync();
        await visit.IsInteractiveAsync();
        await ShowWhoWhenAndWhyAsync();

        ILocator Row(string alarm) => page.Locator($"[data-alarm='{alarm}']");

        async Task ShowWhoWhenAndWhyAsync()
        {
            await visit.GoToAsync("/alarms?tab=open");
            foreach (var alarm in alarms)
            {
                await Expect(Row(alarm).Locator(".state")).ToHaveTextAsync("Acknowledged", new() { Timeout = 20_000 });
                await Expect(Row(alarm).Locator(".why")).ToContainTextAsync($"Sam Okafor: “{comment}”");
                await Row(alarm).ClickAsync();
                var line = page.GetByTestId("alarm-timeline").Locator("li").Filter(new() { HasText = comment });
                await Expect(page.Locator("#drawer-title")).ToHaveTextAsync(await Row(alarm).Locator(".name").InnerTextAsync());
                await Expect(line).ToContainTextAsync("Sam Okafor acknowledged");
                // The minute may have turned in between, even midnight may.
                var at = DateTime.ParseExact((await line.Locator(".cap").GetAttributeAsync("title"))!, "ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);
                Assert.InRange(at, before.DateTime.AddMinutes(-1), TimeProvider.System.GetLocalNow().DateTime);
            }
        }
    }
}
