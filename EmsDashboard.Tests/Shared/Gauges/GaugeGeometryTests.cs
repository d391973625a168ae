using EmsDashboard.Shared.Gauges;

namespace EmsDashboard.Tests.Shared.Gauges;

/// <summary>The numbers are those of the visual reference's drawing of the gauge.</summary>
public sealed class GaugeGeometryTests
{
    [Theory]
    [InlineData(0, -150)]
    [InlineData(50, -30)]
    [InlineData(62.5, 0)]
    [InlineData(100, 90)]
    [InlineData(125, 150)]
    [InlineData(-3, -150)]
    [InlineData(400, 150)]
    public void Angle_OfAShare_Is2Point4DegreesAPerCent(double percent, double expected) => Assert.Equal(expected, GaugeGeometry.Angle((decimal)percent), 9);

    [Fact]
    public void Arc_OfRimTrackAndTail_MatchesTheReference()
    {
        Assert.Equal("M54.5 176.81A91 91 0 1 1 191 98", GaugeGeometry.Arc(GaugeGeometry.RimRadius, 0, 100));
        Assert.Equal("M62 163.82A76 76 0 1 1 176 98", GaugeGeometry.Arc(GaugeGeometry.ArcRadius, 0, 100));
        Assert.Equal("M176 98A76 76 0 0 1 138 163.82", GaugeGeometry.Arc(GaugeGeometry.ArcRadius, 100, 125));
    }

    [Theory]
    [InlineData("50", "M54.5 176.81A91 91 0 0 1 54.5 19.19")]
    [InlineData("100", "M54.5 176.81A91 91 0 1 1 191 98")]
    public void Arc_OfTheElapsedTime_MatchesTheReference(string elapsed, string expected) =>
        Assert.Equal(expected, GaugeGeometry.Arc(GaugeGeometry.RimRadius, 0, Number(elapsed)));

    [Theory]
    [InlineData("50", "M57.25 23.95L47.7 19.29L57.98 13.36Z")]
    [InlineData("100", "M185.5 98L194.31 92.07L194.31 103.93Z")]
    [InlineData("130", "M185.5 98L194.31 92.07L194.31 103.93Z")]
    public void ElapsedMarker_TouchesTheArc(string elapsed, string expected) => Assert.Equal(expected, GaugeGeometry.ElapsedMarker(Number(elapsed)));

    [Theory]
    [InlineData("80", "M62 163.82A76 76 0 1 1 150.85 41.52")]
    [InlineData("0", "M62 163.82A76 76 0 0 1 60.63 163.01")]
    [InlineData("0.3", "M62 163.82A76 76 0 0 1 60.63 163.01")]
    [InlineData("125", "M62 163.82A76 76 0 1 1 138 163.82")]
    [InlineData("216.7", "M62 163.82A76 76 0 1 1 138 163.82")]
    [InlineData("-12", "M62 163.82A76 76 0 0 1 60.63 163.01")]
    public void Actual_FromASliverToTheEndOfTheScale_MatchesTheReference(string rate, string expected) => Assert.Equal(expected, GaugeGeometry.Actual(Number(rate)));

    [Theory]
    [InlineData("0", "124.5")]
    [InlineData("62.04", "62.96")]
    [InlineData("100", "25")]
    [InlineData("300", "0")]
    public void ActualOffset_LeavesTheUsedShareVisible(string rate, string expected) => Assert.Equal(expected, GaugeGeometry.ActualOffset(Number(rate)));

    [Fact]
    public void Forecast_EdgesIntervalAndDot_MatchTheReference()
    {
        Assert.Equal("M98.41 22.02A76 76 0 0 1 171.77 122.99", GaugeGeometry.Arc(GaugeGeometry.ArcRadius, 62, 108));
        Assert.Equal("M98.54 28.52A69.5 69.5 0 0 1 165.63 120.86M98.27 15.52A82.5 82.5 0 0 1 177.91 125.13", GaugeGeometry.AheadEdges(62, 108));
        Assert.Equal("M165.16 120.69L178.38 125.3", GaugeGeometry.Tick(108, 69, 83));
        Assert.Equal("M162.78 103.27A63 63 0 0 1 150.97 135.03M160.29 103.06L165.27 103.48M148.95 133.56L152.99 136.5", GaugeGeometry.Interval(102, 115));
        Assert.Equal(("159.5", "118.72"), GaugeGeometry.IntervalDot(108));
    }

    [Fact]
    public void Interval_NarrowerThanEightDegrees_IsOnlyADot()
    {
        Assert.Null(GaugeGeometry.Interval(100, 103.33m));
        Assert.NotNull(GaugeGeometry.Interval(100, 103.34m));
    }

    [Fact]
    public void Tick_OfWarningAlertAndTheirHalos_MatchesTheReference()
    {
        Assert.Equal("M145.5 47.47L156.88 34.83", GaugeGeometry.Tick(80, 68, 85));
        Assert.Equal("M145.84 47.09L155.87 35.95", GaugeGeometry.Tick(80, 68.5, 83.5));
        Assert.Equal("M166 98L188 98", GaugeGeometry.Tick(100, 66, 88));
        Assert.Equal("M168.5 98L183.5 98", GaugeGeometry.Tick(100, 68.5, 83.5));
        Assert.Equal("M144.16 147.05L158.88 163.4", GaugeGeometry.Tick(120, 66, 88));
    }

    [Fact]
    public void OffScale_PointAndCuts_MatchTheReference()
    {
        Assert.Equal("M134.5 157.76L128.47 168.47L141.5 169.88Z", GaugeGeometry.OffScalePoint());
        Assert.Equal("M145.69 147L154.07 163.59M141.71 150.43L148.75 167.63", GaugeGeometry.OffScaleCuts());
        Assert.False(GaugeGeometry.IsOffScale(125));
        Assert.True(GaugeGeometry.IsOffScale(125.0001m));
    }

    [Theory]
    [InlineData(36.1, "34.66")]
    [InlineData(80, "76.8")]
    [InlineData(100, "96")]
    [InlineData(125, "120")]
    [InlineData(227, "120")]
    [InlineData(-1, "0")]
    public void BulletX_IsTheShareOver125OfTheWidth(double percent, string expected) => Assert.Equal(expected, BulletGeometry.Text(BulletGeometry.X((decimal)percent)));

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
