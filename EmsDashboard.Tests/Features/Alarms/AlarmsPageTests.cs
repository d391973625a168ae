using AngleSharp.Dom;
using Bunit;
using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Alarms.Pages;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace EmsDashboard.Tests.Features.Alarms;

/// <summary>The alarm desk on a real database: choosing alarms, and the dialog that acts on them.</summary>
public sealed class AlarmsPageTests : PageTestContext, IClassFixture<TestDatabase>
{
    private static readonly DateOnly December = new(2020, 12, 1);
    private readonly AlarmSeed _alarms;
    private readonly StaffForNow _staff = new();

    public AlarmsPageTests(TestDatabase database) : base(database, Policies.Staff)
    {
        _alarms = new(database.DataSource);
        Services.AddScoped(_ => new AlarmDesk(database.DataSource, _staff, Time, Options.Create(new AlarmsOptions())));
    }

    [Fact]
    public async Task Desk_WhileTheDatabaseTakesItsTime_IsLoadingAndThenThere()
    {
        await AlarmAsync("a");
        IRenderedComponent<AlarmsPage> page;

        await using (await HoldAsync("alarm_event"))
        {
            page = Render<AlarmsPage>();
            Assert.Single(page.FindAll("[data-testid=loading]"));
        }

        page.WaitForAssertion(() => Assert.Equal(["Quota a, Active"], AlarmsOn(page)));
    }

    [Fact]
    public async Task Desk_DatabaseBroken_SaysWhatFailedAndLoadsWhenAskedAgain()
    {
        await AlarmAsync("a");
        await BreakAsync("alarm_event");
        var page = Render<AlarmsPage>();
        page.WaitForAssertion(() => Assert.Contains("The alarms could not be loaded", page.Find("[data-testid=failed]").TextContent, StringComparison.Ordinal));
        await MendAsync("alarm_event");

        page.Act("[data-testid=failed] button", button => button.Click());

        page.WaitForAssertion(() => Assert.Equal(["Quota a, Active"], AlarmsOn(page)));
    }

    [Fact]
    public void Desk_WithoutAlarms_SaysThatEverythingIsDealtWith()
    {
        var page = Render<AlarmsPage>();

        page.WaitForAssertion(() => Assert.Contains("Nothing to acknowledge", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Desk_FilterWithoutHits_SaysHowManyThereAreWithoutIt()
    {
        await AlarmAsync("a");
        Navigation.NavigateTo("/alarms?tab=open&search=nothing-is-called-so");

        var page = Render<AlarmsPage>();

        page.WaitForAssertion(() => Assert.Contains("Alarms without the filters: 1.", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal));
        Assert.Equal("/alarms?tab=open", page.Find("[data-testid=empty] a").GetAttribute("href"));
    }

    [Fact]
    public async Task AViewer_SeesEverythingAndHasNothingToActWith()
    {
        var id = await AlarmAsync("a");
        SignIn(Policies.Viewer);
        Navigation.NavigateTo($"/alarms?tab=open&alarm={id}");

        var page = Render<AlarmsPage>();

        page.WaitForElement("[data-testid=viewer-hint]");
        Assert.Equal(["Quota a, Active"], AlarmsOn(page));
        Assert.Empty(page.FindAll("[data-testid=alarm-table] input, .act button, [data-testid^=do-], [data-testid=bulk-bar]"));
    }

    [Fact]
    public async Task Selection_IsCountedClearedAndLostWithTheTab()
    {
        await AlarmAsync("a");
        await AlarmAsync("b");
        await AlarmAsync("known", acknowledgedAfter: 1);
        var page = Open(3);

        page.Act(() => Row(page, "a").QuerySelector("input")!, box => box.Change(true));
        page.WaitForAssertion(() => Assert.Contains("1 selected.", page.Find("[data-testid=bulk-bar]").TextContent, StringComparison.Ordinal));
        page.Act("[data-testid=select-shown]", box => box.Change(true));
        page.WaitForAssertion(() => Assert.Contains("3 selected.", page.Find("[data-testid=bulk-bar]").TextContent, StringComparison.Ordinal));
        Assert.Equal("1 acknowledged already.", page.Find("[data-testid=bulk-bar] [data-testid=known]").TextContent);
        page.Act("[data-testid=bulk-bar] .link-btn", button => button.Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-testid=bulk-bar]")));

        page.Act(() => Row(page, "a").QuerySelector("input")!, box => box.Change(true));
        page.WaitForElement("[data-testid=bulk-bar]");
        Navigation.NavigateTo("/alarms?tab=toacknowledge");
        page.WaitForAssertion(() => Assert.Equal(2, AlarmsOn(page).Count));
        Assert.Empty(page.FindAll("[data-testid=bulk-bar]"));
    }

    [Fact]
    public async Task Selection_OfTheWholeFilter_ReachesBeyondThePage()
    {
        for (var i = 0; i < 52; i++) await AlarmAsync($"q{i:00}");
        var dialogs = Render<MudDialogProvider>();
        var page = Open(50);

        page.Act("[data-testid=select-shown]", box => box.Change(true));
        page.Act("[data-testid=select-all]", button => button.Click());
        page.WaitForAssertion(() => Assert.Contains("52 selected.", page.Find("[data-testid=bulk-bar]").TextContent, StringComparison.Ordinal));
        page.Act("[data-testid=bulk-acknowledge]", button => button.Click());
        Say(dialogs, "all of them");

        page.WaitForAssertion(() => Assert.Equal(50, AlarmsOn(page).Count(a => a.EndsWith("Acknowledged", StringComparison.Ordinal))));
        Assert.Equal(52L, await Database.DataSource.ScalarAsync<long>("SELECT count(*) FROM alarm_event WHERE acknowledge_comment = 'all of them'"));
    }

    [Fact]
    public async Task Dialog_WithoutWords_CannotBeConfirmed_AndKeepsThemWhenItIsClosed()
    {
        await AlarmAsync("a");
        var dialogs = Render<MudDialogProvider>();
        var page = Open(1);
        page.Act(() => Row(page, "a").QuerySelector(".act button")!, button => button.Click());

        dialogs.WaitForElement("[data-testid=act-text]");
        Assert.Equal($"{AlarmDesk.MaxTextLength}", dialogs.Find("[data-testid=act-text]").GetAttribute("maxlength"));
        Assert.True(dialogs.Find("[data-testid=act-confirm]").HasAttribute("disabled"));
        dialogs.Act("[data-testid=act-text]", field => field.Input(" \n\t"));
        dialogs.WaitForAssertion(() => Assert.True(dialogs.Find("[data-testid=act-confirm]").HasAttribute("disabled")));
        dialogs.Act("[data-testid=act-text]", field => field.Input("half a sent"));
        dialogs.WaitForAssertion(() => Assert.False(dialogs.Find("[data-testid=act-confirm]").HasAttribute("disabled")));
        dialogs.Act(".btn.ghost", button => button.Click());
        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll("[data-testid=act-text]")));
        page.Act(() => Row(page, "a").QuerySelector(".act button")!, button => button.Click());

        dialogs.WaitForAssertion(() => Assert.Equal("half a sent", dialogs.Find("[data-testid=act-text]").GetAttribute("value")));
        Assert.Equal(["Quota a, Active"], AlarmsOn(page));
    }

    [Fact]
    public async Task Acknowledge_TwoOfThree_LeavesOutWhatIsKnown_AndTheListSaysWho()
    {
        await AlarmAsync("a");
        await AlarmAsync("b");
        await AlarmAsync("known", acknowledgedAfter: 1);
        var dialogs = Render<MudDialogProvider>();
        var page = Open(3);
        page.Act("[data-testid=select-shown]", box => box.Change(true));
        page.Act("[data-testid=bulk-acknowledge]", button => button.Click());

        dialogs.WaitForAssertion(() => Assert.Equal("Acknowledge 2 alarms", dialogs.Find("h2").TextContent));
        Assert.Equal("1 acknowledged already.", dialogs.Find("[data-testid=known]").TextContent);
        Say(dialogs, "  On my way ");

        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll("[data-testid=act-text]")));
        page.WaitForAssertion(() => Assert.All(AlarmsOn(page), alarm => Assert.EndsWith("Acknowledged", alarm, StringComparison.Ordinal)));
        foreach (var name in (string[])["a", "b"])
        {
            Assert.Contains("staff@example.org: “On my way”", Row(page, name).TextContent, StringComparison.Ordinal);
        }

        Assert.Empty(page.FindAll("[data-testid=bulk-bar]"));
    }

    [Theory]
    [InlineData("do-comment", "commented", "Active")]
    [InlineData("do-resolve", "resolved", "Resolved")]
    public async Task Drawer_Acts_AndTheTimelineTellsIt(string button, string did, string state)
    {
        var id = await AlarmAsync("a");
        var dialogs = Render<MudDialogProvider>();
        Navigation.NavigateTo($"/alarms?tab=open&alarm={id}");
        var page = Open(1);

        page.Act($"[data-testid={button}]", b => b.Click());
        Say(dialogs, "Filter ordered");

        page.WaitForAssertion(() => Assert.Contains($"staff@example.org {did}", page.Find("[data-testid=alarm-timeline]").TextContent, StringComparison.Ordinal));
        Assert.Contains("Filter ordered", page.Find("[data-testid=alarm-timeline] blockquote").TextContent, StringComparison.Ordinal);
        Assert.Equal(state, page.Find("[data-testid=alarm-drawer] dd").TextContent);
    }

    [Fact]
    public async Task Desk_OpensWithWhatIsToAcknowledge_UntilSomebodySavesAnotherFilterToOpenWith()
    {
        await AlarmAsync("a");
        await AlarmAsync("known", acknowledgedAfter: 1);
        var dialogs = Render<MudDialogProvider>();
        var page = Render<AlarmsPage>();
        page.WaitForAssertion(() => Assert.Equal(["Quota a, Active"], AlarmsOn(page)));

        Navigation.NavigateTo("/alarms?tab=open&search=known");
        page.WaitForAssertion(() => Assert.Equal(["Quota known, Acknowledged"], AlarmsOn(page)));
        page.Act("[data-testid=saved-save]", button => button.Click());
        dialogs.Act("[data-testid=saved-name]", field => field.Input(" Known ones "));
        dialogs.Act("[data-testid=saved-default]", box => box.Change(true));
        dialogs.Act("[data-testid=confirm]", button => button.Click());
        page.WaitForAssertion(() => Assert.Contains("Known ones (opens with)", page.Find("[data-testid=saved-filters]").TextContent, StringComparison.Ordinal));

        Navigation.NavigateTo("/alarms?tab=toacknowledge");
        page.WaitForAssertion(() => Assert.Equal(["Quota a, Active"], AlarmsOn(page)));
        Navigation.NavigateTo("/alarms");
        page.WaitForAssertion(() => Assert.Equal(["Quota known, Acknowledged"], AlarmsOn(page)));
        Assert.EndsWith("/alarms?tab=open&search=known", Navigation.Uri, StringComparison.Ordinal);

        page.Act("[data-testid=saved-delete]", button => button.Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-testid=saved-delete]")));
        Navigation.NavigateTo("/alarms");
        page.WaitForAssertion(() => Assert.Equal(["Quota a, Active"], AlarmsOn(page)));
    }

    [Fact]
    public async Task PartsOfAQuota_UnfoldBelowTheWhole_AndCanBeChosen()
    {
        await AlarmAsync("part");
        await AlarmAsync("whole");
        await Estate.ExecuteAsync("UPDATE quota SET parent_id = (SELECT id FROM quota WHERE code = 'whole') WHERE code = 'part'");
        var page = Open(1);
        Assert.Equal("1 part", page.Find("[data-testid=fold]").TextContent);

        page.Act("[data-testid=fold]", button => button.Click());

        page.WaitForAssertion(() => Assert.Equal(["Quota whole, Active", "Quota part, Active"], AlarmsOn(page)));
        page.Act(() => Row(page, "part").QuerySelector("input")!, box => box.Change(true));
        page.WaitForAssertion(() => Assert.Contains("1 selected.", page.Find("[data-testid=bulk-bar]").TextContent, StringComparison.Ordinal));
        page.Act("[data-testid=fold]", button => button.Click());
        page.WaitForAssertion(() => Assert.Equal(["Quota whole, Active"], AlarmsOn(page)));
    }

    [Fact]
    public async Task Drawer_ShowsTheUseAroundTheAlarm()
    {
        var quota = await Estate.QuotaAsync("metered", QuotaScope.Device, await Estate.DeviceAsync("m", await Estate.GroupAsync("g")));
        await Estate.DaysAsync(await Database.DataSource.ScalarAsync<int>("SELECT id FROM device"), December, 300, 300, 250);
        await Estate.UsageAsync(quota, December, 850, new DateOnly(2020, 12, 3));
        var id = await _alarms.AlarmAsync(quota, December);
        Navigation.NavigateTo($"/alarms?tab=open&alarm={id}");
        var page = Open(1);

        page.WaitForAssertion(() => Assert.Equal("Running total of Dec 2020 against the quota; the alarm was raised on 15 Dec.", page.Find("[data-testid=alarm-drawer] [role=img]").GetAttribute("aria-label")));
        page.Act("[data-testid=alarm-drawer] figure button", button => button.Click());
        page.WaitForAssertion(() => Assert.Equal(["300.0", "600.0", "850.0", "—"], page.FindAll("[data-testid=alarm-drawer] figure tbody tr").Take(4).Select(row => row.Children[1].TextContent)));
    }

    [Fact]
    public async Task Assign_TwoAtOnce_WithoutWords_TheListSaysToWhom()
    {
        await _alarms.PersonAsync("li.wei@example.org", "Li Wei");
        await Estate.ExecuteAsync("INSERT INTO app_user_role (user_id, role_id) SELECT u.id, r.id FROM app_user u, app_role r WHERE r.name = 'staff'");
        await AlarmAsync("a");
        await AlarmAsync("b");
        var dialogs = Render<MudDialogProvider>();
        var page = Open(2);
        page.Act("[data-testid=select-shown]", box => box.Change(true));
        page.Act("[data-testid=bulk-assign]", button => button.Click());

        dialogs.WaitForAssertion(() => Assert.Equal(["Nobody", "Li Wei"], dialogs.FindAll("[data-testid=act-person] option").Select(option => option.TextContent)));
        dialogs.Act("[data-testid=act-person]", select => select.Change("li.wei@example.org"));
        dialogs.Act("[data-testid=act-confirm]", button => button.Click());

        page.WaitForAssertion(() => Assert.Equal(["Li Wei", "Li Wei"], page.FindAll("[data-testid=alarm-row] .by").Select(cell => cell.TextContent)));
    }

    [Fact]
    public async Task Shelve_ForAWeek_TakesItOutOfTheList_AndTheTabShelvedBringsItBack()
    {
        var id = await AlarmAsync("a");
        var dialogs = Render<MudDialogProvider>();
        Navigation.NavigateTo($"/alarms?tab=open&alarm={id}");
        var page = Open(1);

        page.Act("[data-testid=do-shelve]", button => button.Click());
        dialogs.WaitForAssertion(() => Assert.Equal(["1 hour", "1 day", "7 days", "End of period"], dialogs.FindAll(".segments button").Select(button => button.TextContent)));
        dialogs.Act("[data-testid=shelf-Week]", button => button.Click());
        dialogs.WaitForAssertion(() => Assert.Contains("Until Tue 22 Dec 2020, 12:00. At most 30 days.", Words(dialogs.Find("[data-testid=shelf-until]").TextContent), StringComparison.Ordinal));
        Say(dialogs, "Fitter comes on Monday");

        page.WaitForAssertion(() => Assert.Empty(AlarmsOn(page)));
        Assert.Contains("Shelved by staff@example.org until 22 Dec, 12:00: “Fitter comes on Monday”", Words(page.Find("[data-testid=alarm-shelved]").TextContent), StringComparison.Ordinal);
        Navigation.NavigateTo($"/alarms?tab=shelved&alarm={id}");
        page.WaitForAssertion(() => Assert.Equal(["Quota a, Active"], AlarmsOn(page)));
        page.Act("[data-testid=do-unshelve]", button => button.Click());
        dialogs.Act("[data-testid=act-confirm]", button => button.Click());
        page.WaitForAssertion(() => Assert.Empty(AlarmsOn(page)));
        Assert.Equal(["shelved", "unshelved"], await Database.DataSource.TextsAsync("SELECT type FROM alarm_transition ORDER BY id"));
    }

    [Fact]
    public async Task Acknowledge_SomebodyAssignedItSince_SaysWhoAndWhatTheyDid()
    {
        var id = await AlarmAsync("a");
        await _alarms.PersonAsync("li.wei@example.org", "Li Wei");
        await Estate.ExecuteAsync("INSERT INTO app_user_role (user_id, role_id) SELECT u.id, r.id FROM app_user u, app_role r WHERE r.name = 'staff'");
        var dialogs = Render<MudDialogProvider>();
        var page = Open(1);
        page.Act(() => Row(page, "a").QuerySelector(".act button")!, button => button.Click());
        await new AlarmDesk(Database.DataSource, new TestAccess(Policies.Manager), Time, Options.Create(new AlarmsOptions())).AssignAsync([new(id)], "li.wei@example.org", "yours", Xunit.TestContext.Current.CancellationToken);

        Say(dialogs, "On my way");

        dialogs.WaitForAssertion(() => Assert.Equal("manager@example.org was faster", dialogs.Find("h2").TextContent));
        Assert.Contains("manager@example.org assigned Quota a to somebody", dialogs.Find("[data-testid=faster]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Act_AfterTheRoleIsGone_IsRefusedInWordsAndKeepsWhatWasTyped()
    {
        await AlarmAsync("a");
        var dialogs = Render<MudDialogProvider>();
        var page = Open(1);
        page.Act(() => Row(page, "a").QuerySelector(".act button")!, button => button.Click());
        _staff.IsGone = true;

        Say(dialogs, "On my way");

        dialogs.WaitForAssertion(() => Assert.Contains("Your role does not allow it", dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("On my way", dialogs.Find("[data-testid=act-text]").GetAttribute("value"));
        Assert.Equal(["Quota a, Active"], AlarmsOn(page));
    }

    [Fact]
    public async Task Act_WhileTheDatabaseRefuses_SaysSoAndGoesThroughLater()
    {
        await AlarmAsync("a");
        var dialogs = Render<MudDialogProvider>();
        var page = Open(1);
        page.Act(() => Row(page, "a").QuerySelector(".act button")!, button => button.Click());
        await BreakAsync("alarm_transition");

        Say(dialogs, "On my way");
        dialogs.WaitForAssertion(() => Assert.Contains("The database did not answer", dialogs.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await MendAsync("alarm_transition");
        dialogs.Act("[data-testid=act-confirm]", button => button.Click());

        page.WaitForAssertion(() => Assert.Equal(["Quota a, Acknowledged"], AlarmsOn(page)));
    }

    [Fact]
    public async Task Acknowledge_SomebodyWasFaster_SaysWhoAndTheWordsBecomeAComment()
    {
        var id = await AlarmAsync("a");
        var dialogs = Render<MudDialogProvider>();
        var page = Open(1);
        page.Act(() => Row(page, "a").QuerySelector(".act button")!, button => button.Click());
        await new AlarmDesk(Database.DataSource, new TestAccess(Policies.Manager), Time, Options.Create(new AlarmsOptions())).AcknowledgeAsync([new(id)], "Mine", Xunit.TestContext.Current.CancellationToken);

        Say(dialogs, "On my way");
        dialogs.WaitForAssertion(() => Assert.Equal("manager@example.org was faster", dialogs.Find("h2").TextContent));
        Assert.Equal("Mine", dialogs.Find("[data-testid=faster] blockquote").TextContent);
        dialogs.Act("[data-testid=add-as-comment]", button => button.Click());

        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll("[data-testid=faster]")));
        Assert.Equal(["acknowledged manager@example.org Mine", "commented staff@example.org On my way"],
            await Database.DataSource.TextsAsync("SELECT concat_ws(' ', type, actor, comment) FROM alarm_transition ORDER BY id"));
    }

    [Fact]
    public async Task NewAlarm_WhileSomeAreSelected_WaitsUntilItIsAskedFor()
    {
        await AlarmAsync("a");
        var page = Open(1);
        page.Act(() => Row(page, "a").QuerySelector("input")!, box => box.Change(true));
        page.WaitForElement("[data-testid=bulk-bar]");

        await AlarmAsync("b");
        await Feed.AnnounceAsync(Topics.Alarms);

        page.WaitForAssertion(() => Assert.Equal("1 more have come. Show them", page.Find("[data-testid=waiting]").TextContent));
        Assert.Equal(["Quota a, Active"], AlarmsOn(page));
        page.Act("[data-testid=waiting]", button => button.Click());
        page.WaitForAssertion(() => Assert.Equal(2, AlarmsOn(page).Count));
    }

    private async Task<long> AlarmAsync(string quota, int? acknowledgedAfter = null) =>
        await _alarms.AlarmAsync(await Estate.QuotaAsync(quota, QuotaScope.EnergyType), December, acknowledgedAfter: acknowledgedAfter);

    private IRenderedComponent<AlarmsPage> Open(int alarms)
    {
        if (!Navigation.Uri.Contains("/alarms", StringComparison.Ordinal)) Navigation.NavigateTo("/alarms?tab=open");
        var page = Render<AlarmsPage>();
        page.WaitForAssertion(() => Assert.Equal(alarms, AlarmsOn(page).Count));
        return page;
    }

    /// <summary>As a reader sees it: line ends and runs of blanks are one.</summary>
    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static void Say(IRenderedComponent<MudDialogProvider> dialogs, string words)
    {
        dialogs.Act("[data-testid=act-text]", field => field.Input(words));
        dialogs.Act("[data-testid=act-confirm]", button => button.Click());
    }

    private static IElement Row(IRenderedComponent<AlarmsPage> page, string quota) =>
        page.FindAll("[data-testid=alarm-row]").Single(row => row.QuerySelector(".name")!.TextContent == $"Quota {quota}");

    /// <summary>Name and state of every alarm listed.</summary>
    private static IReadOnlyList<string> AlarmsOn(IRenderedComponent<AlarmsPage> page) =>
    [
        .. page.FindAll("[data-testid=alarm-row]").Select(row => $"{row.QuerySelector(".name")!.TextContent}, {row.QuerySelector("td.state")!.TextContent}"),
    ];

    /// <summary>Somebody whose role is taken away while the page is open.</summary>
    private sealed class StaffForNow : IAccess
    {
        public bool IsGone { get; set; }

        private TestAccess Now => new(IsGone ? Policies.Viewer : Policies.Staff);

        public ValueTask<Actor?> CurrentAsync() => Now.CurrentAsync();

        public ValueTask<Actor> DemandAsync(string policy) => Now.DemandAsync(policy);
    }
}
