using System.Text.RegularExpressions;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.EndToEnd.Pages;
using EmsDashboard.Tests.EndToEnd.Support;
using Microsoft.Playwright;
using NodaTime;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>What the product is for, across people and browsers.</summary>
public sealed class MainJourneys(DemoWorld world) : Journey(world)
{
    private const string Password = "a long enough password";

    private static readonly LocatorAssertionsToHaveAttributeOptions Patiently = new() { Timeout = 30_000 };

    [Fact]
    public async Task DataArriveAndTheCheckRuns_GaugeMovesInEveryOpenBrowser()
    {
        var (one, two) = (await VisitAsAsync(Policies.Viewer), await VisitAsAsync(Policies.Manager));
        List<(ILocator Gauge, string Before)> gauges = [];
        foreach (var visit in (Visit[])[one, two])
        {
            await visit.GoToAsync("/quotas/DEN-A-E2-M");
            var gauge = visit.Page.GetByTestId("gauge").First;
            await Expect(gauge).ToBeVisibleAsync(new() { Timeout = 20_000 });
            gauges.Add((gauge, (await gauge.GetAttributeAsync("data-rate"))!));
        }

        var today = SystemClock.Instance.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb["America/Denver"]).Date;
        await World.Application.DoAsync(["import", "energy", "-"], $"device_code,date,energy_type,consumption\nDEN-A-E2,{today:uuuu-MM-dd},electricity,9000\n");
        await World.Application.DoAsync(["check"]);

        foreach (var (gauge, before) in gauges) await Expect(gauge).Not.ToHaveAttributeAsync("data-rate", before, Patiently);
    }

    [Fact]
    public async Task Staff_AcknowledgesAnAlarm_EverybodySeesWhoAndWhy()
    {
        const string comment = "Looked at it on site, the valve is being changed.";
        var staff = await VisitAsAsync(Policies.Staff);
        await staff.GoToAsync("/alarms?tab=toacknowledge");
        var row = staff.Page.GetByTestId("alarm-row").First;
        await Expect(row).ToBeVisibleAsync(new() { Timeout = 20_000 });
        var id = await row.GetAttributeAsync("data-alarm");
        await row.ClickAsync();
        await staff.Page.GetByTestId("do-acknowledge").ClickAsync();
        await staff.Page.GetByTestId("act-text").FillAsync(comment);
        await staff.Page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Acknowledge") }).ClickAsync();

        await Expect(staff.Page.GetByTestId("alarm-timeline")).ToContainTextAsync(comment, new() { Timeout = 20_000 });
        await Expect(staff.Page.GetByTestId("alarm-timeline")).ToContainTextAsync("Sam Okafor");

        var viewer = await VisitAsAsync(Policies.Viewer);
        await viewer.GoToAsync("/alarms?tab=open");
        var seen = viewer.Page.Locator($"[data-alarm='{id}']");
        await Expect(seen).ToContainTextAsync("Sam Okafor", new() { Timeout = 20_000 });
        await seen.ClickAsync();
        await Expect(viewer.Page.GetByTestId("alarm-timeline")).ToContainTextAsync(comment);
        await Expect(viewer.Page.GetByTestId("do-acknowledge")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("quota-check", "Check")]
    [InlineData("quota-recompute", "Full recomputation")]
    public async Task Administrator_TriggersAJobInHangfire_ItStandsOnTheRunsPageWithTheEmail(string job, string kind)
    {
        // Somebody without a name of their own is shown by the e-mail.
        var email = $"{job}@demo.example";
        await World.Application.DoAsync(["user", "add", "--email", email, "--role", Policies.Admin], Password + "\n");
        try
        {
            var visit = await VisitAsync();
            var door = new SignInPage(visit);
            await door.OpenAsync();
            await door.FillAndSubmitAsync(email, Password);
            await visit.IsInteractiveAsync();
            await visit.GoToAsync("/admin/runs");
            var newest = visit.Page.GetByTestId("run").First;
            await Expect(newest).ToBeVisibleAsync(new() { Timeout = 20_000 });
            var before = (await newest.GetAttributeAsync("data-run"))!;

            var session = await visit.Context.StorageStateAsync();
            var jobs = await VisitAsync(options => options.StorageState = session);
            await jobs.Page.GotoAsync("/hangfire/recurring");
            await jobs.Page.Locator($"input[value='{job}']").CheckAsync();
            await jobs.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Trigger now") }).ClickAsync();

            await Expect(newest).Not.ToHaveAttributeAsync("data-run", before, Patiently);
            await Expect(newest.Locator(".kind")).ToHaveTextAsync($"{kind}by {email}");
            await Expect(newest.Locator(".outcome")).ToHaveTextAsync("Done", new() { Timeout = 30_000 });
            // Before the session ends: a page that is thrown out reloads, and would while its browser closes.
            await jobs.Page.CloseAsync();
            await visit.Page.CloseAsync();
        }
        finally
        {
            // Other journeys are about the only administrator there is.
            await World.Application.DoAsync(["user", "reset-password", "--email", email, "--role", Policies.Viewer], Password + "\n");
        }
    }
}
