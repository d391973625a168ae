using Bunit;
using EmsDashboard.Features.Energy.Administration;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Security;
using MudBlazor;

namespace EmsDashboard.Tests.Features.Energy;

/// <summary>The tree of groups, and editing one group or meter at a time.</summary>
public sealed class GroupsPageTests(TestDatabase database) : PageTestContext(database, Policies.Admin), IClassFixture<TestDatabase>
{
    [Fact]
    public void Groups_None_OfferTheFirst()
    {
        var page = Render<GroupsPage>();

        page.WaitForAssertion(() => Assert.Contains("No groups yet", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal));
        Assert.Equal("/admin/groups?new=group", page.Find("[data-testid=empty] a").GetAttribute("href"));
    }

    [Fact]
    public async Task Groups_WhileTheDatabaseTakesItsTime_AreLoadingAndThenThere()
    {
        await Estate.GroupAsync("SITE");
        IRenderedComponent<GroupsPage> page;

        await using (await HoldAsync("device_group"))
        {
            page = Render<GroupsPage>();
            Assert.Single(page.FindAll("[data-testid=loading]"));
        }

        page.WaitForAssertion(() => Assert.Equal(["Group SITE"], GroupsOn(page)));
    }

    [Fact]
    public async Task Groups_DatabaseBroken_SayWhatFailedAndLoadWhenAskedAgain()
    {
        await Estate.GroupAsync("SITE");
        await BreakAsync("device_group");
        var page = Render<GroupsPage>();
        page.WaitForAssertion(() => Assert.Contains("Groups and meters could not be loaded", page.Find("[data-testid=failed]").TextContent, StringComparison.Ordinal));
        await MendAsync("device_group");

        page.Act("[data-testid=failed] button", button => button.Click());

        page.WaitForAssertion(() => Assert.Equal(["Group SITE"], GroupsOn(page)));
    }

    [Fact]
    public async Task Tree_CountsMetersBelow_AndAGroupShowsItsMeters()
    {
        var site = await Estate.GroupAsync("SITE");
        var hall = await Estate.GroupAsync("HALL", site);
        await Estate.GroupAsync("YARD", site);
        await Estate.DeviceAsync("S1", site);
        await Estate.DeviceAsync("H1", hall);
        var page = Render<GroupsPage>();
        page.WaitForAssertion(() => Assert.Equal(["Group SITE", "Group HALL", "Group YARD"], GroupsOn(page)));
        Assert.Equal(["2", "1", "0"], page.FindAll("[data-testid=group-tree] tbody td.num").Select(c => c.TextContent));
        Assert.Empty(page.FindAll("[data-testid=group-meters]"));

        Navigation.NavigateTo("/admin/groups?group=SITE");
        page.WaitForAssertion(() => Assert.Equal(["Meter H1", "Meter S1"], page.FindAll("[data-testid=group-meters] a").Select(a => a.TextContent)));
        Navigation.NavigateTo("/admin/groups?group=YARD");

        page.WaitForAssertion(() => Assert.Contains("No meters here yet", page.Markup, StringComparison.Ordinal));
        Assert.Equal("Group YARD", page.Find("[data-testid=group-form] h2").TextContent);
    }

    [Fact]
    public async Task Group_Created_StandsInTheTreeAndIsOpen()
    {
        await Estate.GroupAsync("SITE");
        Navigation.NavigateTo("/admin/groups?group=SITE&new=group");
        var page = Render<GroupsPage>();
        page.WaitForElement("#group-code");

        page.Act("#group-code", field => field.Change(" HALL "));
        page.Act("#group-name", field => field.Change("Machine hall"));
        page.Act("[data-testid=group-form]", form => form.Submit());

        page.WaitForAssertion(() => Assert.EndsWith("/admin/groups?group=HALL", Navigation.Uri, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal(["Group SITE", "Machine hall"], GroupsOn(page)));
        Assert.Equal("SITE", await Database.DataSource.ScalarAsync<string>("SELECT p.code FROM device_group g JOIN device_group p ON p.id = g.parent_id WHERE g.code = 'HALL'"));
    }

    [Fact]
    public async Task Meter_WithAGapEntered_IsStoredWithIt_AndOneOutsideOfItsServiceIsRefused()
    {
        await Estate.DeviceAsync("M1", await Estate.GroupAsync("SITE"));
        Navigation.NavigateTo("/admin/groups?group=SITE&meter=M1");
        var page = Render<GroupsPage>();
        page.WaitForElement("[data-testid=add-gap]");

        page.Act("#device-first", field => field.Change("2026-03-01"));
        page.Act("[data-testid=add-gap]", button => button.Click());
        page.Act("[data-testid=gap] input", field => field.Change("2026-02-11"));
        page.Act("[data-testid=device-form]", form => form.Submit());
        page.WaitForAssertion(() => Assert.Contains("2026-02-11..2026-02-11", page.Find("[data-testid=device-form]").TextContent, StringComparison.Ordinal));
        page.Act("[data-testid=gap] input", field => field.Change("2026-03-11"));
        page.Act("[data-testid=device-form]", form => form.Submit());

        page.WaitForAssertion(() => Assert.DoesNotContain("2026-02-11", page.Find("[data-testid=device-form]").TextContent, StringComparison.Ordinal));
        Assert.Equal("{[2026-03-11,2026-03-12)}", await Database.DataSource.ScalarAsync<string>("SELECT known_gaps::text FROM device WHERE code = 'M1'"));
    }

    [Fact]
    public async Task Meter_PutIntoAnotherGroup_IsACorrection_UnlessSomebodySaysWhenItMoved()
    {
        await Estate.GroupAsync("HALL");
        await Estate.DeviceAsync("M1", await Estate.GroupAsync("SITE"));
        Navigation.NavigateTo("/admin/groups?group=SITE&meter=M1");
        var page = Render<GroupsPage>();
        page.WaitForElement("[data-testid=device-form]");
        Assert.Empty(page.FindAll("[data-testid=correction]"));

        page.FindComponent<DeviceForm>().Instance.Draft.GroupCode = "HALL";
        page.Render();
        page.Act("[data-testid=it-moved]", button => button.Click());
        page.Act("[data-testid=past-group] input[type=date]", field => field.Change("2020-12-16"));
        page.Act("[data-testid=device-form]", form => form.Submit());
        page.WaitForAssertion(() => Assert.Contains("still to come", page.Find("[data-testid=device-form]").TextContent, StringComparison.Ordinal));
        page.Act("[data-testid=past-group] input[type=date]", field => field.Change("2020-12-01"));
        page.Act("[data-testid=device-form]", form => form.Submit());

        await Eventually.BecomesTrueAsync(() => Database.DataSource.ScalarAsync<bool>("""
            SELECT EXISTS (SELECT FROM device_past_group p JOIN device_group w ON w.id = p.group_id AND w.code = 'SITE' JOIN device d ON d.id = p.device_id
                JOIN device_group g ON g.id = d.group_id AND g.code = 'HALL' WHERE p.until = '2020-12-01')
            """), "the move is stored");
    }

    [Fact]
    public async Task Group_ThatMoves_IsOfferedNeitherItselfNorWhatHangsBelowIt()
    {
        await Estate.GroupAsync("HALL", await Estate.GroupAsync("SITE"));
        await Estate.GroupAsync("YARD");
        Navigation.NavigateTo("/admin/groups?group=SITE");
        var page = Render<GroupsPage>();
        page.WaitForElement("#group-parent");

        page.Act("#group-parent", field => field.Focus());

        page.WaitForElement("[role=option][data-code=YARD]");
        Assert.Equal(["YARD"], page.FindAll("[role=option][data-code]").Select(option => option.GetAttribute("data-code")));
    }

    [Fact]
    public async Task Group_ThatHoldsMeters_IsNotDeleted_AndAnEmptyOneIs()
    {
        await Estate.DeviceAsync("H1", await Estate.GroupAsync("HALL"));
        await Estate.GroupAsync("YARD");
        Navigation.NavigateTo("/admin/groups?group=HALL");
        var dialogs = Render<MudDialogProvider>();
        var page = Render<GroupsPage>();
        page.WaitForElement("[data-testid=group-form]");

        page.Act("[data-testid=group-form] .danger", button => button.Click());
        page.WaitForElement("[data-testid=problem-all]");
        Assert.Empty(dialogs.FindAll("[data-testid=confirm]"));
        Navigation.NavigateTo("/admin/groups?group=YARD");
        page.WaitForAssertion(() => Assert.Equal("Group YARD", page.Find("[data-testid=group-form] h2").TextContent));
        page.Act("[data-testid=group-form] .danger", button => button.Click());
        dialogs.Confirm();

        page.WaitForAssertion(() => Assert.Equal(["Group HALL"], GroupsOn(page)));
    }

    [Fact]
    public async Task Form_SomebodyElseChangesTheTree_KeepsWhatIsBeingTyped()
    {
        await Estate.GroupAsync("SITE");
        Navigation.NavigateTo("/admin/groups?group=SITE");
        var page = Render<GroupsPage>();
        page.WaitForElement("#group-name");
        page.Act("#group-name", field => field.Change("Half a na"));

        await Estate.GroupAsync("OTHER");
        await Feed.AnnounceAsync(Topics.Catalogue);

        page.WaitForAssertion(() => Assert.Equal(["Group OTHER", "Group SITE"], GroupsOn(page)));
        Assert.Equal("Half a na", page.Find("#group-name").GetAttribute("value"));
    }

    [Fact]
    public async Task Group_DatabaseGoneWhileSaving_KeepsTheForm()
    {
        await Estate.GroupAsync("SITE");
        Navigation.NavigateTo("/admin/groups?group=SITE");
        var page = Render<GroupsPage>();
        page.WaitForElement("#group-name");
        page.Act("#group-name", field => field.Change("Renamed"));
        await BreakAsync("audit_log");

        page.Act("[data-testid=group-form]", form => form.Submit());

        page.WaitForAssertion(() => Assert.False(page.Find("[data-testid=save]").HasAttribute("disabled")));
        Assert.Equal("Renamed", page.Find("#group-name").GetAttribute("value"));
        await MendAsync("audit_log");
        Assert.Equal("Group SITE", await Database.DataSource.ScalarAsync<string>("SELECT name FROM device_group"));
        page.Act("[data-testid=group-form]", form => form.Submit());
        page.WaitForAssertion(() => Assert.Equal(["Renamed"], GroupsOn(page)));
    }

    [Fact]
    public async Task Meter_Created_TakesAUnitOfItsEnergy()
    {
        await Estate.GroupAsync("HALL");
        Navigation.NavigateTo("/admin/groups?group=HALL&new=meter");
        var page = Render<GroupsPage>();
        page.WaitForElement("#device-code");

        page.Act("#device-code", field => field.Change("W1"));
        page.Act("#device-name", field => field.Change("Canteen tap"));
        page.Act("#device-type", field => field.Change("water"));
        page.Act("#device-zone", field => field.Change("Nowhere/Land"));
        page.Act("[data-testid=device-form]", form => form.Submit());
        page.WaitForElement("[data-testid=problem-TimeZone]");
        page.Act("#device-zone", field => field.Change("Europe/Madrid"));
        page.Act("[data-testid=device-form]", form => form.Submit());

        page.WaitForAssertion(() => Assert.EndsWith("/admin/groups?group=HALL&meter=W1", Navigation.Uri, StringComparison.Ordinal));
        Assert.Equal("W1 water m3 Europe/Madrid", await Database.DataSource.ScalarAsync<string>("SELECT concat_ws(' ', code, energy_type, unit, time_zone) FROM device"));
        page.WaitForAssertion(() => Assert.Equal(["Canteen tap"], page.FindAll("[data-testid=group-meters] a").Select(a => a.TextContent)));
    }

    private static IReadOnlyList<string> GroupsOn(IRenderedComponent<GroupsPage> page) => [.. page.FindAll("[data-testid=group-tree] a").Select(a => a.TextContent)];
}
