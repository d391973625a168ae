using Bunit;
using EmsDashboard.Shared.Gauges;
using EmsDashboard.Shared.Status;

namespace EmsDashboard.Tests.Shared.Gauges;

public sealed class GaugeTests : BunitTestContext
{
    private static GaugeReading Reading(decimal? rate, StatusKind status = StatusKind.Normal) => new(rate, 80, 100, 50, status);

    private IRenderedComponent<Gauge> Show(GaugeReading reading) => Render<Gauge>(p => p.Add(g => g.Reading, reading).Add(g => g.Energy, "electricity"));

    private static string Label(IRenderedComponent<Gauge> gauge) => gauge.Find("svg").GetAttribute("aria-label")!;

    [Fact]
    public void Gauge_Normal_ShowsNumberColourAndTicks()
    {
        var gauge = Show(Reading(62.04m));

        Assert.Equal("62.0%", gauge.Find("text.value").TextContent);
        Assert.Equal("62.96", gauge.Find("path.arc.normal").GetAttribute("stroke-dashoffset"));
        Assert.Single(gauge.FindAll("path.tick.warning"));
        Assert.Single(gauge.FindAll("path.tick.alert"));
        Assert.Empty(gauge.FindAll("path.tick.quota"));
        Assert.Empty(gauge.FindAll("text.note"));
        Assert.Equal("62.0 % of quota used, Normal, 50 % of the period elapsed", Label(gauge));
    }

    [Theory]
    [InlineData(9.5, "36")]
    [InlineData(62.5, "36")]
    [InlineData(107.2, "34")]
    [InlineData(1107.2, "34")]
    [InlineData(37_827_230_000, "27")]
    public void Gauge_LongNumbers_AreSmaller(double rate, string size) =>
        Assert.Equal(size, Show(Reading((decimal)rate)).Find("text.value").GetAttribute("font-size"));

    [Fact]
    public void Gauge_JustUnderTheWarning_IsNotRoundedOverIt() => Assert.Equal("79.9%", Show(Reading(79.9994m)).Find("text.value").TextContent);

    [Fact]
    public void Gauge_WithoutData_IsADashedTrackAndAWord()
    {
        var gauge = Show(Reading(null, StatusKind.NoData));

        Assert.Equal("3 4", gauge.Find("path.track").GetAttribute("stroke-dasharray"));
        Assert.Empty(gauge.FindAll("path.arc"));
        Assert.Equal("—", gauge.Find("text.percent").TextContent);
        Assert.Equal("No data", gauge.Find("text.note").TextContent);
        Assert.Equal("No data, 50 % of the period elapsed", Label(gauge));
    }

    [Fact]
    public void Gauge_BeyondTheScale_BreaksItAndSaysHowManyTimes()
    {
        var gauge = Show(Reading(216.7m, StatusKind.Exceeded));

        Assert.Equal("0", gauge.Find("path.arc.exceeded").GetAttribute("stroke-dashoffset"));
        Assert.Equal(GaugeGeometry.OffScalePoint(), gauge.Find("path.fill.exceeded").GetAttribute("d"));
        Assert.Contains(gauge.FindAll("path.halo"), cut => cut.GetAttribute("d") == GaugeGeometry.OffScaleCuts());
        Assert.Equal("2.2 × quota", gauge.Find("text.note.exceeded").TextContent);
    }

    [Fact]
    public void Gauge_AlertElsewhere_MarksTheQuotaToo()
    {
        var gauge = Show(new GaugeReading(105.9m, 100, 120, 87, StatusKind.Warning));

        Assert.Equal(GaugeGeometry.Tick(120, 66, 88), gauge.Find("path.tick.alert").GetAttribute("d"));
        Assert.Equal(GaugeGeometry.Tick(100, 68, 84), gauge.Find("path.tick.quota").GetAttribute("d"));
    }

    [Fact]
    public void Gauge_Incomplete_IsHatchedOverTheArc() =>
        Assert.Equal("url(#ems-hatch-gap)", Show(Reading(44.2m) with { Incomplete = true }).Find("path.arc-hatch").GetAttribute("stroke"));

    [Fact]
    public void Gauge_Stale_IsGreyAndSaysUntilWhen()
    {
        var gauge = Show(Reading(35.4m) with { Stale = true, DataThrough = new(2022, 11, 9) });

        Assert.Single(gauge.FindAll("path.arc.grey"));
        Assert.Equal("to 9 Nov", gauge.Find("text.note").TextContent);
    }

    [Fact]
    public void Gauge_QuotaOfZero_HasNoLimitToShow()
    {
        var gauge = Show(Reading(null, StatusKind.NoLimit) with { NoLimit = true });

        Assert.Equal("—", gauge.Find("text.percent").TextContent);
        Assert.Equal("No limit set", gauge.Find("text.note").TextContent);
        Assert.Equal("No limit set, 50 % of the period elapsed", Label(gauge));
        Assert.Empty(gauge.FindAll("path.tick"));
    }

    [Fact]
    public void Gauge_ClosedPeriod_IsElapsedWhole()
    {
        var gauge = Show(Reading(93.6m, StatusKind.Warning) with { Closed = true });

        Assert.Equal("closed", gauge.Find("text.note").TextContent);
        Assert.Equal(GaugeGeometry.Arc(GaugeGeometry.RimRadius, 0, 100), gauge.Find("path.elapsed").GetAttribute("d"));
    }

    [Fact]
    public void Gauge_InChinese_SpeaksChinese()
    {
        Speak("zh-CN");

        var gauge = Show(Reading(107, StatusKind.Exceeded));

        Assert.Equal("已用配额的 107.0%，已超额，周期已过 50%", Label(gauge));
    }

    [Fact]
    public void Gauge_ChangedValue_MovesTheSameArc()
    {
        var gauge = Show(Reading(50));
        gauge.Render(p => p.Add(g => g.Reading, Reading(75)));

        Assert.Equal("50", gauge.Find("path.arc").GetAttribute("stroke-dashoffset"));
    }

    [Fact]
    public void Gauge_ThatWillExceed_DrawsTheForecastInItsOwnColourAndLeavesTheUse()
    {
        var gauge = Show(Reading(62, StatusKind.Forecast) with { UsedStatus = StatusKind.Normal, Forecast = new(107.6m, 102, 115, Exceeds: true) });

        Assert.Single(gauge.FindAll("path.arc.normal"));
        Assert.Equal("url(#ems-hatch-forecast)", gauge.Find("path.ahead").GetAttribute("stroke"));
        Assert.Single(gauge.FindAll("path.interval.forecast"));
        Assert.Equal("→ 108\u202f%", gauge.Find("text.note.forecast").TextContent);
        Assert.Equal("62.0 % of quota used, Will exceed, forecast 108 %, 50 % of the period elapsed", Label(gauge));
    }

    [Fact]
    public void Gauge_ForecastBelowTheQuota_IsNeverRoundedOverIt() =>
        Assert.Equal("→ 99\u202f%", Show(Reading(62) with { Forecast = new(99.7m, 90, 110, Exceeds: false) }).Find("text.note.normal").TextContent);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Gauge_OldDataOrAPeriodThatIsOver_ForeseesNothing(bool stale, bool closed) =>
        Assert.Empty(Show(Reading(62) with { Stale = stale, Closed = closed, Forecast = new(108, 102, 115, Exceeds: true) }).FindAll(".ahead, .interval, circle"));

    [Fact]
    public void Bullet_ThatWillExceed_IsHatchedUpToTheForecast()
    {
        var bullet = Render<Bullet>(p => p.Add(b => b.Reading, Reading(50, StatusKind.Forecast) with { UsedStatus = StatusKind.Normal, Forecast = new(100, 95, 105, Exceeds: true) }));

        var ahead = bullet.Find("rect[fill='url(#ems-hatch-forecast)']");
        Assert.Equal(("48", "48"), (ahead.GetAttribute("x"), ahead.GetAttribute("width")));
        Assert.Equal("50.0 %, Will exceed, forecast 100 %", bullet.Find("svg").GetAttribute("aria-label"));
    }

    [Fact]
    public void Bullet_SameReading_HasTheSameMarks()
    {
        var bullet = Render<Bullet>(p => p.Add(b => b.Reading, new GaugeReading(107, 80, 100, 50, StatusKind.Exceeded)));

        Assert.Equal("102.72", bullet.Find("rect.fill.exceeded").GetAttribute("width"));
        Assert.Equal("M76.8 5V15", bullet.Find("path.tick.warning").GetAttribute("d"));
        Assert.Equal("M96 4V16", bullet.Find("path.tick.alert").GetAttribute("d"));
        Assert.Equal("107.0 %, Exceeded", bullet.Find("svg").GetAttribute("aria-label"));
        Assert.Empty(bullet.FindAll("rect.cut"));
    }

    [Fact]
    public void Bullet_BeyondTheScale_HasAPointAtItsEnd() =>
        Assert.Single(Render<Bullet>(p => p.Add(b => b.Reading, new GaugeReading(227, 80, 100, 50, StatusKind.Exceeded))).FindAll("rect.cut"));

    [Fact]
    public void Bullet_WithoutData_IsDashed()
    {
        var bullet = Render<Bullet>(p => p.Add(b => b.Reading, Reading(null, StatusKind.NoData)));

        Assert.Single(bullet.FindAll("path.track"));
        Assert.Empty(bullet.FindAll("rect.fill"));
        Assert.Equal("No data", bullet.Find("svg").GetAttribute("aria-label"));
    }

    [Fact]
    public void Spark_DaysInAndBeforeThePeriod_DifferAndGapsAreMarked()
    {
        var spark = Render<Spark>(p => p
            .Add(s => s.Days, [new SparkDay(10, InPeriod: false), new SparkDay(20), new SparkDay(null)])
            .Add(s => s.Allowed, 40m).Add(s => s.Label, "Last 3 days"));

        Assert.Equal("6.75", spark.Find("rect.bar.before").GetAttribute("height"));
        Assert.Equal("13.5", spark.Find("rect.bar:not(.before)").GetAttribute("height"));
        Assert.Single(spark.FindAll("rect.gap"));
        Assert.Equal("M0 1H240", spark.Find("path.line").GetAttribute("d"));
    }

    [Fact]
    public void Spark_NothingUsed_DrawsNoTallBars()
    {
        var spark = Render<Spark>(p => p.Add(s => s.Days, [new SparkDay(0), new SparkDay(-3)]).Add(s => s.Allowed, (decimal?)null).Add(s => s.Label, "Last days"));

        Assert.All(spark.FindAll("rect.bar"), bar => Assert.Equal("0", bar.GetAttribute("height")));
        Assert.Empty(spark.FindAll("path.line"));
    }
}
