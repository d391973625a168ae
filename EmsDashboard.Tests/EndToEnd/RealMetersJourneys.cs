using System.Globalization;
using System.Text.RegularExpressions;
using EmsDashboard.Tests.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>
/// From an empty database to gauges, with real meters' years replayed: the first administrator comes in by the printed link, files go in by
/// the command line and by the browser, Hangfire checks, and the pages show what was computed independently.
/// </summary>
public sealed class RealMetersJourneys(DemoWorld world, PostgresServer server) : Journey(world)
{
    private const string Instant = "2020-12-31T12:00:00Z";

    [SharedDataFact]
    public async Task RealFiles_IntoAnEmptyDatabase_ShowTheExpectedAnswersOnThePages()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var application = new ProductProcess(database.ConnectionString, new Dictionary<string, string>
        {
            ["Ems__Clock__StartAt"] = Instant, ["Ems__QuotaCheck__Cron"] = "0 0 29 2 *",
        });
        await application.ServeAsync();
        var visit = await VisitAsync(options => options.BaseURL = application.Address.ToString());
        var page = visit.Page;
        await page.GotoAsync(await application.SetupLinkAsync());
        Assert.Equal("", string.Join("\n", await Accessibility.ViolationsAsync(page)));
        await page.GetByLabel("E-mail").FillAsync("first@example.org");
        await page.GetByLabel("Password").FillAsync("a long enough password");
        await page.Locator("button[type=submit]").ClickAsync();
        await visit.IsInteractiveAsync();

        foreach (var kind in (string[])["groups", "devices"]) await application.DoAsync(["import", kind, SharedData.File($"{kind}.csv")]);
        await application.DoAsync(["import", "energy", .. SharedData.EnergyFiles]);
        await ImportAsync(visit, "quotas", SharedData.File("quotas.csv"));
        await page.GotoAsync("/hangfire/recurring");
        await page.Locator("input[value='quota-check']").CheckAsync();
        // Hangfire asks by script; a page that is left before it was answered asks nothing.
        await page.RunAndWaitForResponseAsync(() => page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Trigger now") }).ClickAsync(), response => response.Request.Method == "POST");
        await visit.GoToAsync("/admin/runs");
        await Expect(page.GetByTestId("run").Filter(new() { HasText = "by first@example.org", HasNot = page.Locator("progress") })).ToBeVisibleAsync(new() { Timeout = 60_000 });

        var answers = ExpectedAnswer.All().Where(a => a.AsOf == QuotaChecks.Instant(Instant) && a.IsEvaluated).ToList();
        Assert.NotEmpty(answers);
        foreach (var answer in answers)
        {
            await visit.GoToAsync($"/quotas/{answer.Quota}");
            var gauge = page.GetByTestId("gauge").First;
            await Expect(gauge).ToBeVisibleAsync();
            var rate = decimal.Parse((await gauge.GetAttributeAsync("data-rate"))!, CultureInfo.InvariantCulture);
            Assert.Equal((answer.Quota, answer.Rate), (answer.Quota, rate.ToString("0.000000", CultureInfo.InvariantCulture)));
        }
        // Before its application goes: a page that loses its server complains, as it should.
        await page.CloseAsync();
    }

    private static async Task ImportAsync(Visit visit, string kind, string path)
    {
        var page = visit.Page;
        await visit.GoToAsync("/admin/import");
        await page.GetByTestId("import-kind").SelectOptionAsync(kind);
        // The field listens only after a script has reached it, which no person is quick enough to notice.
        await page.UntilAsync("document.querySelector('[data-testid=import-file]')?._blazorInputFileNextFileId !== undefined");
        await page.GetByTestId("import-file").SetInputFilesAsync(path);
        await Expect(page.GetByTestId("import-report")).ToHaveAttributeAsync("data-state", "Checked");
        // Pressed as many press everything: twice.
        await page.GetByTestId("import-store").DblClickAsync();
        await Expect(page.GetByTestId("import-report")).ToHaveAttributeAsync("data-state", "Stored");
        await Expect(page.GetByTestId("banner-Bad")).ToHaveCountAsync(0);
    }
}
