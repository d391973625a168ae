using System.Text.Json;
using EmsDashboard.Shared;
using EmsDashboard.Shared.Charts;
using EmsDashboard.Shared.Status;
using EmsDashboard.Shared.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Tests.Shared.Charts;

public sealed class ChartPayloadTests : BunitTestContext
{
    private IStringLocalizer<SharedText> Words => Services.GetRequiredService<IStringLocalizer<SharedText>>();

    [Theory]
    [InlineData("kWh", 9_999, "kWh", 1)]
    [InlineData("kWh", 10_000, "MWh", 1_000)]
    [InlineData("kWh", -10_000, "MWh", 1_000)]
    [InlineData("kWh", 10_000_000, "GWh", 1_000_000)]
    [InlineData("MWh", 10_000, "GWh", 1_000)]
    [InlineData("m³", 50_000_000, "m³", 1)]
    public void Scale_ByTheLargestAmount_IsOneUnitForTheChart(string unit, int largest, string expected, int divisor) =>
        Assert.Equal(new ChartScale(expected, divisor), ChartScale.For(unit, largest));

    [Fact]
    public void Cumulative_IsScaledAndKeepsGaps()
    {
        var json = Json(Cumulative(quota: 690_000));

        Assert.Equal("MWh", json.GetProperty("unit").GetString());
        Assert.Equal(["2022-11-01", "2022-11-02", "2022-11-03"], json.GetProperty("days").EnumerateArray().Select(d => d.GetString()));
        Assert.Equal(22.5m, json.GetProperty("actual")[0].GetDecimal());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("actual")[2].ValueKind);
        Assert.Equal(690m, json.GetProperty("quota").GetDecimal());
        Assert.Equal(552m, json.GetProperty("warning").GetDecimal());
        Assert.Equal("2022-11-02", json.GetProperty("dataThrough").GetString());
        Assert.Equal("Data to 2 Nov", json.GetProperty("texts").GetProperty("dataThrough").GetString());
        Assert.Equal("warning at 80\u202f%", json.GetProperty("texts").GetProperty("warning").GetString());
    }

    [Fact]
    public void Cumulative_WithoutLimit_HasNoLines()
    {
        var json = Json(Cumulative(quota: 0));

        Assert.All(["quota", "warning", "alert"], name => Assert.Equal(JsonValueKind.Null, json.GetProperty(name).ValueKind));
    }

    [Fact]
    public void History_CarriesTheStatusOfEachPeriod()
    {
        var json = Json(new HistoryChartData
        {
            Unit = "m³", Periods = ["Oct 2022", "Nov 2022"], Actual = [350m, 154.6m], Quota = [340m, 350m], Status = [StatusKind.Exceeded, StatusKind.Incomplete], Running = 1,
        });

        Assert.Equal(["exceeded", "grey"], json.GetProperty("status").EnumerateArray().Select(s => s.GetString()));
        Assert.Equal(1, json.GetProperty("running").GetInt32());
        Assert.Equal(154.6m, json.GetProperty("actual")[1].GetDecimal());
    }

    [Fact]
    public void Table_OfDays_SaysWhatIsMissing()
    {
        var table = ChartTable.From(new DailyChartData
        {
            Unit = "kWh", Days = [new(2022, 11, 1), new(2022, 11, 2), new(2022, 11, 3)], Values = [1234m, 20m, null], Missing = [false, true, false], Budget = 1000,
        }, Words, Formats.English);

        Assert.Equal(["Day", "Used, kWh"], table.Heads);
        Assert.Equal(["1 Nov 2022", "1\u202f234"], table.Rows[0]);
        Assert.Equal(["2 Nov 2022", "20.0 (Missing)"], table.Rows[1]);
        Assert.Equal(["3 Nov 2022", "—"], table.Rows[2]);
    }

    private static CumulativeChartData Cumulative(decimal quota) => new()
    {
        Unit = "kWh", Days = [new(2022, 11, 1), new(2022, 11, 2), new(2022, 11, 3)], Actual = [22_500m, 45_000m, null], Quota = quota,
        WarningPercent = 80, AlertPercent = 100, DataThrough = new(2022, 11, 2),
    };

    private JsonElement Json(ChartData data) =>
        JsonSerializer.SerializeToElement(ChartPayload.From(data, "label", "en", Words, Formats.English), JsonSerializerOptions.Web);
}
