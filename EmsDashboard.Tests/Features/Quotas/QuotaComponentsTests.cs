using AngleSharp.Dom;
using Bunit;
using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Components;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class QuotaComponentsTests : BunitTestContext
{
    public QuotaComponentsTests() => Services.AddSingleton(new ViewerClock(new FakeTimeProvider(AlarmSeed.Noon)));

    [Fact]
    public void Card_Exceeded_SaysSinceWhenAndHowMuchOver()
    {
        var quota = QuotaViews.Ordinary(rate: 110, QuotaStatus.Exceeded);
        var days = Enumerable.Range(0, 14).Select(i => new DayUse(QuotaViews.December.AddDays(i), 34_100m / 14, 1));

        var card = Render<QuotaCard>(p => p.Add(c => c.Model, QuotaCardModel.Of(quota, days)));

        Assert.StartsWith("calculated ", card.Find("[data-testid=calculated]").TextContent, StringComparison.Ordinal);
        Assert.Contains("exceeded on 13 Dec", card.Markup, StringComparison.Ordinal);
        Assert.Contains("Over", card.Find(".card-facts dt").TextContent, StringComparison.Ordinal);
        Assert.Equal("3\u202F100kWh", card.Find(".card-facts dd").TextContent.Trim());
        Assert.Equal("110", card.Find("[data-testid=gauge]").GetAttribute("data-rate"));
        Assert.Equal("/quotas/Q%2F7", card.Find("a.name").GetAttribute("href"));
        Assert.Contains("Electricity · Dec 2020 · Building 7", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Card_WithoutData_ShowsADashAndWhenDataEnded()
    {
        var quota = QuotaViews.Ordinary(rate: 0) with { DataState = DataState.None, DataThrough = new(2017, 5, 19) };

        var card = Render<QuotaCard>(p => p.Add(c => c.Model, QuotaCardModel.Of(quota, [])));

        Assert.Null(card.Find("[data-testid=gauge]").GetAttribute("data-rate"));
        Assert.StartsWith("—", card.Find(".card-amount").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Contains("Last data 19 May 2017", card.Find(".card-chips").TextContent, StringComparison.Ordinal);
        Assert.All(card.FindAll(".card-facts dd"), fact => Assert.Equal("—", fact.TextContent.Trim()));
    }

    [Fact]
    public void Quota_WithoutALimit_SaysSoOnceAndShowsDashes()
    {
        Services.AddSingleton(new ViewerClock(new FakeTimeProvider(new DateTimeOffset(2020, 12, 15, 12, 0, 0, TimeSpan.Zero))));
        var quota = QuotaViews.Ordinary(rate: 0) with { QuotaValue = 0, ActualValue = 500 };

        var card = Render<QuotaCard>(p => p.Add(c => c.Model, QuotaCardModel.Of(quota, [])));
        var figures = Render<QuotaFigures>(p => p.Add(f => f.Quota, quota).Add(f => f.UsedPerDay, 40m));
        var summary = Summary(quota);
        var periods = Render<PeriodTable>(p => p.Add(t => t.Code, "Q/7").Add(t => t.Periods, [QuotaViews.Period(QuotaViews.December, 500, 0, QuotaStatus.Normal, current: true)]).Add(t => t.Today, new DateOnly(2020, 12, 15)));

        Assert.Null(card.Find("[data-testid=gauge]").GetAttribute("data-rate"));
        Assert.Contains("No limit set", card.Find(".card-head").TextContent, StringComparison.Ordinal);
        Assert.Empty(card.FindAll(".chip"));
        Assert.DoesNotContain("Over", figures.Markup, StringComparison.Ordinal);
        Assert.Equal("—", summary.FindAll("dt").Single(t => t.TextContent == "Warning, alert").NextElementSibling!.TextContent.Trim());
        Assert.Contains("No limit set", periods.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_ClockTimes_AreTheViewersAndNameTheDayThatIsNotToday()
    {
        Services.AddSingleton(new ViewerClock(new FakeTimeProvider(new DateTimeOffset(2020, 12, 15, 23, 50, 0, TimeSpan.Zero))));
        var quota = QuotaViews.Ordinary() with { TimeZone = "Asia/Shanghai", LocalToday = new(2020, 12, 16) };

        var summary = Summary(quota, lastCheck: new(2020, 12, 15, 23, 45, 0, TimeSpan.Zero), nextCheck: new(2020, 12, 16, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal("23:45", summary.FindAll("dt").Single(t => t.TextContent == "Last check").NextElementSibling!.TextContent.Trim());
        Assert.Equal("16 Dec, 00:00", summary.FindAll("dt").Single(t => t.TextContent == "Next check").NextElementSibling!.TextContent.Trim());
    }

    [Fact]
    public void Card_InChinese_SpeaksChinese()
    {
        Speak("zh-CN");

        var card = Render<QuotaCard>(p => p.Add(c => c.Model, QuotaCardModel.Of(QuotaViews.Ordinary(), [])));

        Assert.Contains("剩余", card.Markup, StringComparison.Ordinal);
        Assert.Contains("2020年12月", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Remarks_OnlyWhenSomethingIsToSay()
    {
        Assert.Empty(Render<QuotaRemarks>(p => p.Add(r => r.Quota, QuotaViews.Ordinary())).FindAll(".chip"));

        var odd = QuotaViews.Ordinary() with { QuotaValue = 0, TargetIsGone = true, IsActive = false };
        var words = Render<QuotaRemarks>(p => p.Add(r => r.Quota, odd)).FindAll(".chip").Select(c => c.TextContent.Trim());

        // That no limit is set is the status beside them.
        Assert.Equal(["Inactive", "Target is gone"], words);
    }

    [Fact]
    public void Table_RateJustBelowAThreshold_IsNotRoundedOverIt()
    {
        var quota = QuotaViews.Ordinary(rate: 79.9994m);

        var table = Render<QuotaTable>(p => p.Add(t => t.Quotas, [quota]).Add(t => t.Sort, QuotaSort.Urgency).Add(t => t.Descending, false));

        Assert.Equal("79.9%", table.Find("tbody td.num.strong").TextContent.Trim());
    }

    [Fact]
    public void Table_HeadClicked_AsksForTheOtherDirection()
    {
        var asked = new List<(QuotaSort, bool)>();
        var table = Render<QuotaTable>(p => p.Add(t => t.Quotas, [QuotaViews.Ordinary()]).Add(t => t.Sort, QuotaSort.Rate).Add(t => t.Descending, true)
            .Add(t => t.SortChanged, sort => asked.Add(sort)));

        table.Find("[data-testid=sort-Rate]").Click();
        table.Find("[data-testid=sort-Name]").Click();

        Assert.Equal([(QuotaSort.Rate, false), (QuotaSort.Name, false)], asked);
        Assert.Equal("descending", table.FindAll("th").Single(t => t.HasAttribute("aria-sort")).GetAttribute("aria-sort"));
    }

    [Fact]
    public void FilterBar_Choices_AreHandedUpAndCanBeCleared()
    {
        var asked = new List<QuotaFilter>();
        var bar = Render<QuotaFilterBar>(p => p.Add(b => b.Filter, new QuotaFilter { EnergyType = "gas" }).Add(b => b.FilterChanged, asked.Add)
            .Add(b => b.EnergyTypes, ["electricity", "gas"]).Add(b => b.FindGroups, (text, _) => Groups(text))
            .Add(b => b.Counts, new QuotaCounts(new Dictionary<QuotaStanding, int> { [QuotaStanding.Exceeded] = 2, [QuotaStanding.Normal] = 5 })));

        bar.Find("[data-testid=energy-electricity]").Click();
        bar.Find("[data-testid=filter-group]").Input("al");
        bar.Find("[role=option][data-code=hall]").Click();
        bar.Find("[data-testid=filter-status]").Change("exceeded");
        bar.Find("[data-testid=clear-filters]").Click();

        Assert.Equal(
        [
            new QuotaFilter { EnergyType = "electricity" }, new QuotaFilter { EnergyType = "gas", GroupCode = "hall" },
            new QuotaFilter { EnergyType = "gas", Standing = QuotaStanding.Exceeded }, new QuotaFilter(),
        ], asked);
        Assert.Equal("true", bar.Find("[data-testid=energy-gas]").GetAttribute("aria-pressed"));
        Assert.Contains("Exceeded (2)", bar.Find("[data-testid=filter-status]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void FilterBar_Typing_SearchesOnceForTheLastText()
    {
        var asked = new List<QuotaFilter>();
        var bar = Render<QuotaFilterBar>(p => p.Add(b => b.Filter, new QuotaFilter()).Add(b => b.FilterChanged, asked.Add)
            .Add(b => b.EnergyTypes, []).Add(b => b.FindGroups, (text, _) => Groups(text)));

        foreach (var text in new[] { "c", "co", "cold" }) bar.Find("[data-testid=filter-search]").Input(text);

        bar.WaitForAssertion(() => Assert.Equal([new QuotaFilter { Search = "cold" }], asked));
    }

    [Fact]
    public void PeriodTable_OfTwoUnits_WritesTheUnitInEveryCell()
    {
        var kilowattHours = QuotaViews.Period(QuotaViews.December, 500, 1000, QuotaStatus.Normal, current: true);
        var megawattHours = kilowattHours with { PeriodStart = new(2020, 11, 1), PeriodEnd = QuotaViews.December, Unit = EmsDashboard.Features.Energy.Domain.Unit.MegawattHour };

        var one = Render<PeriodTable>(p => p.Add(t => t.Code, "Q/7").Add(t => t.Periods, [kilowattHours]).Add(t => t.Today, new DateOnly(2020, 12, 15)));
        var two = Render<PeriodTable>(p => p.Add(t => t.Code, "Q/7").Add(t => t.Periods, [kilowattHours, megawattHours]).Add(t => t.Today, new DateOnly(2020, 12, 15)));

        Assert.Contains("Used, kWh", one.Find("thead").TextContent, StringComparison.Ordinal);
        Assert.Contains("500.0\u202FMWh", two.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Matrix_Cells_SayRateStatusAndQuotaThenInForce()
    {
        var row = new HistoryRow(1, "Q1", "Cold store", QuotaScope.Device, "electricity",
            [QuotaViews.Period(new(2020, 10, 1), 450, 500, QuotaStatus.Warning), null, QuotaViews.Period(QuotaViews.December, 1_001, 1_000, QuotaStatus.Exceeded, current: true)]);
        var table = new HistoryTable([new(2020, 10, 1), new(2020, 11, 1), QuotaViews.December], [row], 1);
        (string Code, DateOnly At)? picked = null;

        var matrix = Render<HistoryMatrix>(p => p.Add(m => m.Table, table).Add(m => m.Period, PeriodKind.Monthly).Add(m => m.OnPick, cell => picked = cell));
        var cells = matrix.FindAll("button.cell");

        Assert.Equal(["90", "", "100"], cells.Select(c => c.TextContent));
        Assert.Equal(["cell h4", "cell none", "cell h5 running"], cells.Select(c => c.ClassName));
        Assert.Equal("Cold store, Oct 2020: 90.0\u202F%, 450.0\u202FkWh of 500.0\u202FkWh, Warning", cells[0].GetAttribute("title"));
        Assert.Equal("Cold store, Nov 2020: no record", cells[1].GetAttribute("aria-label"));
        cells[2].Click();
        Assert.Equal(("Q1", QuotaViews.December), picked);
    }

    [Fact]
    public void Matrix_AmountsInKilowattHoursAndMegawattHours_StandInOneUnit()
    {
        var small = QuotaViews.Period(QuotaViews.December, 15_720, 16_000, QuotaStatus.Normal);
        var large = QuotaViews.Period(QuotaViews.December, 164.3m, 200, QuotaStatus.Normal) with { Unit = EmsDashboard.Features.Energy.Domain.Unit.MegawattHour };
        var table = new HistoryTable([QuotaViews.December],
            [new HistoryRow(1, "Q1", "Cedar House", QuotaScope.Group, "electricity", [small]), new HistoryRow(2, "Q2", "Campus", QuotaScope.Group, "electricity", [large])], 2);

        var matrix = Render<HistoryMatrix>(p => p.Add(m => m.Table, table).Add(m => m.Period, PeriodKind.Monthly).Add(m => m.AsAmounts, true));

        Assert.Equal("Electricity, MWh", matrix.Find("th.type").TextContent.Trim());
        Assert.Equal(["15.7", "164.3"], matrix.FindAll("button.cell").Select(c => c.TextContent));
    }

    private static Task<IReadOnlyList<GroupChoice>> Groups(string text) =>
        Task.FromResult<IReadOnlyList<GroupChoice>>([.. new GroupChoice[] { new("site", "Site", 0), new("hall", "Hall", 1) }.Where(g => g.Name.Contains(text, StringComparison.Ordinal))]);

    private IRenderedComponent<QuotaSummary> Summary(QuotaView quota, DateTimeOffset? lastCheck = null, DateTimeOffset? nextCheck = null) =>
        Render<QuotaSummary>(p => p.Add(s => s.Quota, quota).Add(s => s.Reached, null).Add(s => s.TargetLine, "Building 7")
            .Add(s => s.CheckedAt, lastCheck).Add(s => s.NextCheck, nextCheck));
}
