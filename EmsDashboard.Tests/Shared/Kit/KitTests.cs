using Bunit;
using EmsDashboard.Shared.Kit;
using EmsDashboard.Shared.Shell;

namespace EmsDashboard.Tests.Shared.Kit;

public sealed class KitTests : BunitTestContext
{
    [Fact]
    public void Quantity_Nothing_IsADash() => Assert.Equal("—", Render<Quantity>(p => p.Add(q => q.Value, null).Add(q => q.Unit, "kWh")).Markup.StripTags());

    [Fact]
    public void Quantity_Amount_KeepsItsExactValueOnHover()
    {
        var quantity = Render<Quantity>(p => p.Add(q => q.Value, 79911.76m).Add(q => q.Unit, "kWh"));

        Assert.Equal("79\u202f912kWh", quantity.Find("span").TextContent);
        Assert.Equal("79\u202f911.76\u202fkWh", quantity.Find("span").GetAttribute("title"));
    }

    [Fact]
    public void ShareOf_JustUnderTheAlert_IsCut() =>
        Assert.Equal("99.9%", Render<ShareOf>(p => p.Add(s => s.Rate, 99.99m).Add(s => s.Warning, 80m).Add(s => s.Alert, 100m)).Find("span").TextContent);

    [Fact]
    public void FailedState_Retry_AsksThePage()
    {
        var asked = 0;
        var failed = Render<FailedState>(p => p.Add(f => f.Title, "The quotas could not be loaded").Add(f => f.OnRetry, () => asked++).Add(f => f.Reference, "7F3A"));

        failed.Find("button").Click();

        Assert.Equal(1, asked);
        Assert.Contains("reference 7F3A", failed.Markup, StringComparison.Ordinal);
        Assert.Equal("alert", failed.Find("[data-testid=failed]").GetAttribute("role"));
    }

    [Fact]
    public void FreshLine_SaysDataAndCheck()
    {
        var now = new DateTimeOffset(2022, 11, 16, 10, 30, 0, TimeSpan.Zero);

        var fresh = Render<FreshLine>(p => p.Add(f => f.Status, new ShellStatus(new(2022, 11, 15), now, 0, now)));

        Assert.Equal("Data to 15 Nov · checked 10:30", fresh.Find(".fresh").TextContent);
        Assert.Empty(fresh.FindAll("svg"));
    }

    [Fact]
    public void FreshLine_BeforeAnything_SaysSo()
    {
        Speak("zh-CN");

        var fresh = Render<FreshLine>(p => p.Add(f => f.Status, new ShellStatus(null, null, 0, new(2022, 11, 16, 10, 30, 0, TimeSpan.Zero))));

        Assert.Equal("尚无数据 · 尚未检查", fresh.Find(".fresh").TextContent);
    }

    [Theory]
    [InlineData("en", true, 0, "Data late, to 9 Nov · checked 09:20")]
    [InlineData("en", false, 70, "Data to 9 Nov · check overdue, last 09:20, 1\u00a0h 10\u00a0min ago")]
    [InlineData("zh-CN", true, 70, "数据滞后，截至 11月9日 · 检查逾期，上次 09:20，距今 1\u00a0小时 10\u00a0分钟")]
    public void FreshLine_Late_SaysSoInWordsWithAShape(string language, bool dataLate, int minutesSinceCheck, string expected)
    {
        Speak(language);
        var checkedAt = new DateTimeOffset(2022, 11, 16, 9, 20, 0, TimeSpan.Zero);

        var fresh = Render<FreshLine>(p => p.Add(f => f.Status,
            new ShellStatus(new(2022, 11, 9), checkedAt, 0, checkedAt.AddMinutes(minutesSinceCheck), IsDataLate: dataLate, CheckOverdueFrom: checkedAt.AddMinutes(30))));

        Assert.Equal(expected, fresh.Find(".fresh").TextContent);
        Assert.Single(fresh.FindAll("svg"));
    }

    [Theory]
    [InlineData(29, "09:20")]
    [InlineData(70, "逾期 1\u00a0小时 10\u00a0分钟前")]
    public void LastCheck_Overdue_SaysForHowLong(int minutesSince, string expected)
    {
        Speak("zh-CN");
        var at = new DateTimeOffset(2022, 11, 16, 9, 20, 0, TimeSpan.Zero);

        var check = Render<LastCheck>(p => p.Add(c => c.Text, "09:20")
            .AddCascadingValue(new ShellStatus(null, at, 0, at.AddMinutes(minutesSince), CheckOverdueFrom: at.AddMinutes(30))));

        Assert.Equal(expected, check.Markup.StripTags().Trim());
    }

    [Theory]
    [InlineData(BannerTone.Bad, "alert", "bad")]
    [InlineData(BannerTone.Info, "status", "info")]
    public void Banner_ByGravity_InterruptsOrNot(BannerTone tone, string role, string css)
    {
        var banner = Render<Banner>(p => p.Add(b => b.Tone, tone).AddChildContent("words"));

        Assert.Equal(role, banner.Find(".banner").GetAttribute("role"));
        Assert.Contains(css, banner.Find(".banner").ClassList);
    }

    [Fact]
    public void LoadingSkeleton_Cards_HaveTheShapeOfWhatComes() =>
        Assert.Equal(3, Render<LoadingSkeleton>(p => p.Add(s => s.Shape, SkeletonShape.Cards).Add(s => s.Count, 3)).FindAll("svg.gauge").Count);

    [Theory]
    [InlineData("electricity")]
    [InlineData("gas")]
    [InlineData("heat")]
    [InlineData("cooling")]
    [InlineData("steam")]
    [InlineData("water")]
    [InlineData("compressed_air")]
    public void EnergyIcon_EveryKnownType_HasADrawingOfItsOwn(string type) => Assert.NotEqual(Glyphs.Energy("no such type"), Glyphs.Energy(type));

    [Theory]
    [InlineData(1, "1 2 … 201", false, true)]
    [InlineData(100, "1 … 99 100 101 … 201", true, true)]
    [InlineData(999, "1 … 200 201", true, false)]
    public void PageLinks_OfALongList_LeadToTheFirstTheLastAndTheNeighbours(int page, string expected, bool before, bool after)
    {
        var links = Render<PageLinks>(p => p.Add(l => l.Page, page).Add(l => l.PageSize, 50).Add(l => l.Total, 10_015).Add(l => l.Href, n => $"?page={n}"));

        Assert.Equal(expected, string.Join(' ', links.FindAll("a.number, span.mute").Select(e => e.TextContent)));
        Assert.Equal(before, links.FindAll("[data-testid=page-before]").Count == 1);
        Assert.Equal(after, links.FindAll("[data-testid=page-after]").Count == 1);
        Assert.Equal(Math.Min(page, 201).ToString(System.Globalization.CultureInfo.InvariantCulture), links.Find("[aria-current=page]").TextContent);
    }

    [Fact]
    public void FilterFold_SaysHowManyAreSetAndOpens()
    {
        var fold = Render<FilterFold>(p => p.Add(f => f.Active, 2).AddChildContent("filters"));
        Assert.Contains("Filters (2)", fold.Markup, StringComparison.Ordinal);
        Assert.Equal("false", fold.Find("button").GetAttribute("aria-expanded"));

        fold.Find("button").Click();

        Assert.True(fold.Find(".fold").HasAttribute("data-open"));
    }
}
