using Bunit;
using EmsDashboard.Features.Energy.Pages;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Features.Energy;

/// <summary>The list of meters and one meter.</summary>
public sealed class MeterPagesTests(TestDatabase database) : PageTestContext(database, Policies.Viewer), IClassFixture<TestDatabase>
{
    private static readonly DateOnly Today = new(2020, 12, 15);

    [Theory]
    [InlineData(Policies.Viewer)]
    [InlineData(Policies.Manager, "/admin/import")]
    [InlineData(Policies.Admin, "/admin/import", "/admin/groups")]
    public void Meters_None_OfferWhatTheRoleMayDoAboutIt(string role, params string[] offers)
    {
        SignIn(role);

        var page = Render<MetersPage>();

        page.WaitForAssertion(() => Assert.Contains("No meters yet", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal));
        Assert.Equal(offers, page.FindAll("[data-testid=empty] a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task Meters_WhileTheDatabaseTakesItsTime_AreLoadingAndThenThere()
    {
        await Estate.DeviceAsync("E1", await Estate.GroupAsync("HALL"));
        IRenderedComponent<MetersPage> page;

        await using (await HoldAsync("device"))
        {
            page = Render<MetersPage>();
            Assert.Single(page.FindAll("[data-testid=loading]"));
        }

        page.WaitForAssertion(() => Assert.Equal(["E1"], MetersOn(page)));
    }

    [Fact]
    public async Task Meters_DatabaseBroken_SayWhatFailedAndLoadWhenAskedAgain()
    {
        await Estate.DeviceAsync("E1", await Estate.GroupAsync("HALL"));
        await BreakAsync("device");
        var page = Render<MetersPage>();
        page.WaitForAssertion(() => Assert.Contains("The meters could not be loaded", page.Find("[data-testid=failed]").TextContent, StringComparison.Ordinal));
        await MendAsync("device");

        page.Act("[data-testid=failed] button", button => button.Click());

        page.WaitForAssertion(() => Assert.Equal(["E1"], MetersOn(page)));
    }

    [Fact]
    public async Task Meters_ClearedWhileTyping_AreAllOfThemAndStayIt()
    {
        await Estate.DeviceAsync("E1", await Estate.GroupAsync("HALL"));
        Navigation.NavigateTo("/meters?type=electricity");
        var page = Render<MetersPage>();
        page.WaitForAssertion(() => Assert.Equal(["E1"], MetersOn(page)));
        page.Act("[data-testid=meter-search]", field => field.Input("nothing of that name"));

        page.Act("[data-testid=clear-filters]", button => button.Click());
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Equal(["E1"], MetersOn(page)));
        Assert.Equal("", page.Find("[data-testid=meter-search]").GetAttribute("value") ?? "");
        Assert.Empty(page.FindAll("[data-testid=clear-filters]"));
    }

    [Fact]
    public async Task Meters_InEveryState_SayHowFarTheirDataReach()
    {
        var hall = await Estate.GroupAsync("HALL");
        await Estate.DaysAsync(await Estate.DeviceAsync("fresh", hall), Today, 5);
        await Estate.DaysAsync(await Estate.DeviceAsync("silent", hall), Today.AddDays(-60), 5, 5);
        await Estate.DeviceAsync("blank", hall, "water");
        await Estate.DaysAsync(await Estate.DeviceAsync("retired", hall), Today.AddDays(-200), 5);
        await Estate.ExecuteAsync("UPDATE device SET last_date = '2020-12-01' WHERE code = 'retired'");

        var page = Render<MetersPage>();

        page.WaitForAssertion(() => Assert.Equal(["silent", "blank", "fresh", "retired"], MetersOn(page)));
        Assert.Equal(["Silent", "NoData", "Reporting", "OutOfService"], page.FindAll("[data-testid=meter] .status").Select(s => s.GetAttribute("data-state")));
        Assert.Equal("4 meters · 1 silent · 1 without data", page.Find(".sub").TextContent);
        Assert.Contains("17 Oct", page.Find("[data-meter=silent]").TextContent, StringComparison.Ordinal);
        Assert.Contains("in service to 1 Dec", page.Find("[data-meter=retired]").TextContent, StringComparison.Ordinal);
        Assert.Contains("m³", page.Find("[data-meter=blank]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_Chosen_LandInTheAddressAndNarrow()
    {
        var (hall, yard) = (await Estate.GroupAsync("HALL"), await Estate.GroupAsync("YARD"));
        await Estate.DeviceAsync("E1", hall);
        await Estate.DeviceAsync("W1", hall, "water");
        await Estate.DeviceAsync("W2", yard, "water");
        var page = Render<MetersPage>();
        page.WaitForAssertion(() => Assert.Equal(["E1", "W1", "W2"], MetersOn(page)));

        page.Act("[data-testid=filter-energy]", field => field.Change("water"));
        page.WaitForAssertion(() => Assert.Equal(["W1", "W2"], MetersOn(page)));
        page.Act("[data-testid=filter-group]", field => field.Input("YARD"));
        page.Act("[role=option][data-code=YARD]", button => button.Click());
        page.WaitForAssertion(() => Assert.Equal(["W2"], MetersOn(page)));
        page.Act("[data-testid=meter-search]", field => field.Input("E1"));
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Contains("No meters match", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal));
        foreach (var part in (string[])["type=water", "group=YARD", "search=E1"]) Assert.Contains(part, Navigation.Uri, StringComparison.Ordinal);
        page.Act("[data-testid=clear-filters]", button => button.Click());
        page.WaitForAssertion(() => Assert.Equal(3, MetersOn(page).Count));
        Assert.EndsWith("/meters", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meter_ImportedWhileThePageIsOpen_Appears()
    {
        var hall = await Estate.GroupAsync("HALL");
        var page = Render<MetersPage>();
        page.WaitForElement("[data-testid=empty]");

        await Estate.DeviceAsync("NEW", hall);
        await Feed.AnnounceAsync(Topics.Catalogue);

        page.WaitForAssertion(() => Assert.Equal(["NEW"], MetersOn(page)));
    }

    [Fact]
    public async Task Meter_WithGaps_ShowsItsFactsAndCountsTheMissingDays()
    {
        var meter = await Estate.DeviceAsync("E/1", await Estate.GroupAsync("HALL"), zone: "America/Denver");
        await Estate.DaysAsync(meter, Today.AddDays(-9), 5, 6, 7);
        await Estate.ExecuteAsync("UPDATE device SET site = 'Aspen', area_m2 = 1250, floors = 3, source_id = 'bms-17', first_date = '2019-02-03'");

        var page = Render<MeterDetailPage>(p => p.Add(m => m.Code, "E/1"));
        page.WaitForElement("dl");

        Assert.Equal("Meter E/1", page.Find("h1").TextContent);
        var facts = page.FindAll("dl > div").ToDictionary(f => f.QuerySelector("dt")!.TextContent, f => f.QuerySelector("dd")!.TextContent.Trim());
        Assert.Equal(("E/1", "kWh", "America/Denver"), (facts["Code"], facts["Unit"], facts["Time zone"]));
        Assert.Equal(("8 Dec 2020", "Dec 2020", "3"), (facts["Data through"], facts["Data since"], facts["Days with data"]));
        Assert.Equal(("3 Feb 2019", "—"), (facts["In service from"], facts["In service to"]));
        Assert.Equal(("Aspen", "1\u202F250m²", "3", "bms-17"), (facts["Site"], facts["Floor area"], facts["Floors"], facts["Name in the source"]));
        Assert.Contains("87 of 90 days missing", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meter_WithoutData_SaysSoInsteadOfAnEmptyChart()
    {
        await Estate.DeviceAsync("E1", await Estate.GroupAsync("HALL"));

        var page = Render<MeterDetailPage>(p => p.Add(m => m.Code, "E1"));

        page.WaitForAssertion(() => Assert.Contains("No data in these days", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal));
        Assert.Equal("NoData", page.Find(".status").GetAttribute("data-state"));
    }

    [Fact]
    public void Meter_Unknown_SaysWhichAndLeadsToTheList()
    {
        var page = Render<MeterDetailPage>(p => p.Add(m => m.Code, "E404"));

        page.WaitForAssertion(() => Assert.Contains("E404", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal));
        Assert.Equal("/meters", page.Find("[data-testid=empty] a").GetAttribute("href"));
    }

    [Fact]
    public async Task Meter_DatabaseBroken_SaysSoAndLoadsWhenAskedAgain()
    {
        await Estate.DeviceAsync("E1", await Estate.GroupAsync("HALL"));
        await BreakAsync("device");
        var page = Render<MeterDetailPage>(p => p.Add(m => m.Code, "E1"));
        page.WaitForAssertion(() => Assert.Contains("The meter could not be loaded", page.Find("[data-testid=failed]").TextContent, StringComparison.Ordinal));
        await MendAsync("device");

        page.Act("[data-testid=failed] button", button => button.Click());

        page.WaitForAssertion(() => Assert.Equal("Meter E1", page.Find("h1").TextContent));
    }

    private static IReadOnlyList<string?> MetersOn(IRenderedComponent<MetersPage> page) => [.. page.FindAll("[data-testid=meter]").Select(r => r.GetAttribute("data-meter"))];
}
