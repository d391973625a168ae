using Bunit;
using EmsDashboard.Features.Quotas.Administration;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class RunsPageTests(TestDatabase database) : PageTestContext(database, Policies.Manager), IClassFixture<TestDatabase>
{
    private readonly RunSeed _runs = new(database);

    [Fact]
    public void Runs_None_SaysThatNothingHasRun()
    {
        var page = Render<RunsPage>();

        page.WaitForAssertion(() => Assert.Contains("No check has run yet", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Runs_ScheduleThatWasPutRight_IsToldForADay()
    {
        await Database.DataSource.ExecuteAsync("""
            INSERT INTO ems.audit_log (at, actor, action, subject, detail) VALUES
                ($1, 'system', 'schedule.repaired', 'usage-rebuild', '{"fault": "missing"}'), ($2, 'system', 'schedule.repaired', 'quota-check', '{"fault": "too_late"}')
            """, Time.GetUtcNow().AddDays(-2), Time.GetUtcNow().AddHours(-1));

        var page = Render<RunsPage>();

        page.WaitForAssertion(() => Assert.Contains("The next run of quota-check had been put off for too long.", Assert.Single(page.FindAll("[data-testid=banner-Info]")).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Runs_OfAMistypedAddress_AreTheFirstPageOfAll()
    {
        var run = await _runs.RunAsync(CheckRunKind.Check, startedAgo: 1);
        Navigation.NavigateTo("/admin/runs?page=abc&failures=maybe&kind=7");

        var page = Render<RunsPage>();

        page.WaitForAssertion(() => Assert.Equal([$"{run}"], RunsOn(page)));
    }

    [Fact]
    public async Task Runs_WhileTheDatabaseTakesItsTime_AreLoadingAndThenThere()
    {
        var run = await _runs.RunAsync(CheckRunKind.Check, startedAgo: 1);
        IRenderedComponent<RunsPage> page;

        await using (await HoldAsync("check_run"))
        {
            page = Render<RunsPage>();
            Assert.Single(page.FindAll("[data-testid=loading]"));
        }

        page.WaitForAssertion(() => Assert.Equal([$"{run}"], RunsOn(page)));
        Assert.Empty(page.FindAll("[data-testid=loading]"));
    }

    [Fact]
    public async Task Runs_DatabaseBroken_SayWhatFailedAndLoadWhenAskedAgain()
    {
        var run = await _runs.RunAsync(CheckRunKind.Check, startedAgo: 1);
        await BreakAsync("check_run");
        var page = Render<RunsPage>();
        page.WaitForAssertion(() => Assert.Contains("The check runs could not be loaded", page.Find("[data-testid=failed]").TextContent, StringComparison.Ordinal));
        await MendAsync("check_run");

        page.Act("[data-testid=failed] button", button => button.Click());

        page.WaitForAssertion(() => Assert.Equal([$"{run}"], RunsOn(page)));
        Assert.Empty(page.FindAll("[data-testid=failed]"));
    }

    [Fact]
    public async Task Runs_DatabaseBreaksLater_KeepsTheLastAndSaysSo()
    {
        var run = await _runs.RunAsync(CheckRunKind.Check, startedAgo: 1);
        var page = Render<RunsPage>();
        page.WaitForAssertion(() => Assert.Equal([$"{run}"], RunsOn(page)));
        await BreakAsync("check_run");

        await Feed.AnnounceAsync(Topics.Runs);

        page.WaitForAssertion(() => Assert.Contains("Showing the last figures that could be read", page.Find("[data-testid=banner-Warning]").TextContent, StringComparison.Ordinal));
        Assert.Equal([$"{run}"], RunsOn(page));
        await MendAsync("check_run");
        await Feed.AnnounceAsync(Topics.Runs);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-testid=banner-Warning]")));
    }

    [Fact]
    public async Task Runs_OfEveryOutcome_TellThemApart()
    {
        for (var i = 0; i < 4; i++) await Estate.QuotaAsync($"q{i}", QuotaScope.EnergyType);
        await _runs.RunAsync(CheckRunKind.Recompute, startedAgo: 40, by: "admin@example.org", evaluated: 4, exceeded: 3, raised: 2);
        await _runs.RunAsync(CheckRunKind.Check, startedAgo: 30);
        await _runs.RunAsync(CheckRunKind.Check, startedAgo: 20, evaluated: 4, failed: 2);
        await _runs.RunAsync(CheckRunKind.Check, startedAgo: 10, error: CheckReason.Other("disk full"));
        await _runs.RunningAsync(startedAgo: 1, evaluated: 1);

        var page = Render<RunsPage>();
        page.WaitForAssertion(() => Assert.Equal(5, RunsOn(page).Count));

        var rows = page.FindAll("[data-testid=run]").Select(r => r.TextContent).ToList();
        Assert.Contains("Running", rows[0], StringComparison.Ordinal);
        Assert.Equal(("1", "4", "1 of 4 quotas judged"), (page.Find("progress").GetAttribute("value"), page.Find("progress").GetAttribute("max"), page.Find("progress").GetAttribute("aria-label")));
        Assert.Contains("disk full", rows[1], StringComparison.Ordinal);
        Assert.Contains("2 not judged", rows[2], StringComparison.Ordinal);
        Assert.Contains("nothing was due", rows[3], StringComparison.Ordinal);
        foreach (var word in (string[])["Full recomputation", "by admin@example.org", "2 raised", "11:20"]) Assert.Contains(word, rows[4], StringComparison.Ordinal);
        Assert.Equal(["3", "1"], page.FindAll("[data-testid=run]")[4].QuerySelectorAll(".found").Select(f => f.TextContent.Trim().Split(' ', '\n')[^1]));
    }

    [Fact]
    public async Task Failures_Opened_NameTheQuotasAndWhy_AndFoldAway()
    {
        var known = await Estate.QuotaAsync("C/1", QuotaScope.EnergyType, name: "Cold store");
        var run = await _runs.RunAsync(CheckRunKind.Check, startedAgo: 1, failed: 3);
        await _runs.FailureAsync(run, known, "C/1", CheckReason.TargetGone(QuotaScope.Device, "M1"));
        await _runs.FailureAsync(run, 9999, "OLD", CheckReason.Other("Broken."));
        var page = Render<RunsPage>();
        page.WaitForElement("[data-testid=show-failures]");

        page.Act("[data-testid=show-failures]", button => button.Click());

        page.WaitForAssertion(() => Assert.Equal(["Cold store: The meter M1 that the quota is set on does not exist any more.", "OLD: Broken."],
            page.FindAll("[data-testid=failures] li").Select(li => $"{li.QuerySelector("a")!.TextContent}: {li.QuerySelector("span")!.TextContent}")));
        Assert.Equal("/admin/quotas/C%2F1", page.Find("[data-testid=failures] a").GetAttribute("href"));
        Assert.Contains("and 1 more", page.Find(".failures").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("[data-testid=show-failures]").GetAttribute("aria-expanded"));
        page.Act("[data-testid=show-failures]", button => button.Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-testid=failures]")));
    }

    [Fact]
    public async Task Failures_InChinese_SayWhyInChinese()
    {
        Speak("zh-CN");
        var run = await _runs.RunAsync(CheckRunKind.Check, startedAgo: 1, failed: 1);
        await _runs.FailureAsync(run, 9999, "OLD", CheckReason.UnknownZone("Mars/Olympus"));
        await _runs.RunAsync(CheckRunKind.Check, startedAgo: 2, error: CheckReason.Stopped);
        var page = Render<RunsPage>();
        page.WaitForElement("[data-testid=show-failures]");

        page.Act("[data-testid=show-failures]", button => button.Click());

        page.WaitForAssertion(() => Assert.Equal("未知的时区“Mars/Olympus”。", page.Find("[data-testid=failures] li span").TextContent));
        Assert.Contains("已被停止。", page.FindAll("[data-testid=run]")[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_StartsWhileThePageIsOpen_AppearsWithoutAReload()
    {
        var first = await _runs.RunAsync(CheckRunKind.Check, startedAgo: 20);
        var page = Render<RunsPage>();
        page.WaitForAssertion(() => Assert.Equal([$"{first}"], RunsOn(page)));

        var second = await _runs.RunAsync(CheckRunKind.Check, startedAgo: 1);
        await Feed.AnnounceAsync(Topics.Runs);

        page.WaitForAssertion(() => Assert.Equal([$"{second}", $"{first}"], RunsOn(page)));
    }

    [Fact]
    public async Task Filters_InTheAddress_NarrowAndOfferTheWayBack()
    {
        await _runs.RunAsync(CheckRunKind.Check, startedAgo: 20);
        var recompute = await _runs.RunAsync(CheckRunKind.Recompute, startedAgo: 10);
        Navigation.NavigateTo("/admin/runs?kind=recompute");
        var page = Render<RunsPage>();
        page.WaitForAssertion(() => Assert.Equal([$"{recompute}"], RunsOn(page)));
        Assert.Equal("page", page.Find("[data-testid=runs-recompute]").GetAttribute("aria-current"));

        page.Act("[data-testid=runs-failures]", field => field.Change(true));

        Assert.EndsWith("/admin/runs?kind=recompute&failures=true", Navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("No run matches these filters", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal));
        Assert.Equal("/admin/runs", page.Find("[data-testid=empty] a").GetAttribute("href"));
    }

    [Fact]
    public async Task Runs_MoreThanAPage_LeadToTheOlderOnes()
    {
        List<string> runs = [];
        for (var i = 30; i >= 0; i--) runs.Insert(0, $"{await _runs.RunAsync(CheckRunKind.Check, startedAgo: i)}");
        var page = Render<RunsPage>();
        page.WaitForAssertion(() => Assert.Equal(runs[..30], RunsOn(page)));

        Navigation.NavigateTo(page.Find("[data-testid=page-after]").GetAttribute("href")!);

        page.WaitForAssertion(() => Assert.Equal(runs[30..], RunsOn(page)));
    }

    [Fact]
    public void Runs_BelowManager_AreDenied()
    {
        SignIn(Policies.Staff);

        var page = Render<RunsPage>();

        page.WaitForElement("[data-testid=denied]");
        Assert.Empty(page.FindAll("[data-testid=run-table]"));
    }

    private static IReadOnlyList<string?> RunsOn(IRenderedComponent<RunsPage> page) => [.. page.FindAll("[data-testid=run]").Select(r => r.GetAttribute("data-run"))];
}
