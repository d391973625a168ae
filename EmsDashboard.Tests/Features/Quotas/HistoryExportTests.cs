using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Components;
using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class HistoryExportTests
{
    [Fact]
    public void Write_NameThatLooksLikeAFormula_IsNoFormulaInTheFile()
    {
        var row = new HistoryRow(1, "=1+1", "@SUM(A1), \"x\"", QuotaScope.Group, "gas", [null, QuotaViews.Period(QuotaViews.December, 1234.5m, 1000m, QuotaStatus.Exceeded)]);
        var text = new StringWriter();

        HistoryExport.Write(new HistoryTable([new(2020, 11, 1), QuotaViews.December], [row], 1), text);

        var lines = text.ToString().Split('\n');
        Assert.StartsWith("quota_id,name,scope,energy_type,period_start,period_end,actual_value,quota_value,unit,usage_rate_pct,status", lines[0], StringComparison.Ordinal);
        Assert.Equal("'=1+1,\"'@SUM(A1), \"\"x\"\"\",group,gas,2020-12-01,2021-01-01,1234.5,1000,kWh,123.45,exceeded,80,100,2020-12-14,2020-12-15T11:45:00Z,14,14", lines[1]);
        Assert.Equal(["", ""], [lines[2], lines[^1]]);
    }

    [Fact]
    public void Write_WhatThePageShowsAsADash_IsEmpty_AndTheStatusSaysWhy()
    {
        var period = QuotaViews.Period(QuotaViews.December, 0, 1000, QuotaStatus.Normal);
        var row = new HistoryRow(1, "Q", "Q", QuotaScope.Group, "gas",
            [period with { DataThrough = null, DayCount = 0 }, QuotaViews.Period(QuotaViews.December, 12, 0, QuotaStatus.Normal), period with { ActualValue = 5, UsageRatePct = 0.5m, DayCount = 6 }]);
        var text = new StringWriter();

        HistoryExport.Write(new HistoryTable([QuotaViews.December, QuotaViews.December, QuotaViews.December], [row], 1), text);

        Assert.Equal([",1000,kWh,,no_data,80", "12,,kWh,,no_limit,80", "5,1000,kWh,0.5,incomplete,80"],
            text.ToString().Split('\n')[1..4].Select(line => string.Join(',', line.Split(',')[6..12])));
    }

    [Theory]
    [InlineData(null, null, "2019-01-01", "2020-12-01", 24)]
    [InlineData("2020-03", "2020-05-31", "2020-03-01", "2020-05-01", 3)]
    [InlineData("2020-05", "2020-03", "2020-03-01", "2020-05-01", 3)]
    [InlineData("nonsense", "9999-99", "2019-01-01", "2020-12-01", 24)]
    public void Read_Range_IsWhatTheAddressSaysOrTheLastTwoYears(string? from, string? through, string first, string last, int count)
    {
        var range = (new DateOnly(2016, 1, 1), new DateOnly(2020, 12, 1));

        var filter = HistoryAddress.Read(PeriodKind.Monthly, range, new(2020, 12, 15), from, through, "gas", "site", " ", "true");

        Assert.Equal((DateOnly.Parse(first, null), DateOnly.Parse(last, null), count), (filter.Periods[0], filter.Periods[^1], filter.Periods.Count));
        Assert.Equal(("gas", "site", null, true), (filter.EnergyType, filter.GroupCode, filter.Search, filter.ExceededOnly));
    }
}
