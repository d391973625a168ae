using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Components;
using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class QuotaReadingTests
{
    private static readonly DateOnly Today = new(2020, 12, 15);

    [Theory]
    [InlineData(null, DataState.None)]
    [InlineData("2020-12-15", DataState.Complete)]
    [InlineData("2020-12-12", DataState.Complete)]
    [InlineData("2020-12-11", DataState.Stale)]
    [InlineData("2020-12-01", DataState.Stale)]
    [InlineData("2020-11-30", DataState.None)]
    public void Judge_DataEnd_TellsFreshStaleAndNone(string? through, DataState expected) =>
        Assert.Equal(expected, DataFreshness.Judge(through is null ? null : DateOnly.Parse(through, null), QuotaViews.December, Today));

    [Theory]
    [InlineData("2020-12-01", 31, 0)]
    [InlineData("2020-12-15", 17, 45.16)]
    [InlineData("2020-12-31", 1, 96.77)]
    [InlineData("2021-01-01", 0, 100)]
    [InlineData("2021-06-01", 0, 100)]
    [InlineData("2020-11-30", 31, 0)]
    public void View_DayOfThePeriod_CountsDaysLeftAndElapsed(string today, int left, double elapsed)
    {
        var view = QuotaViews.Ordinary() with { LocalToday = DateOnly.Parse(today, null) };

        Assert.Equal(left, view.DaysLeft);
        Assert.Equal((decimal)elapsed, Math.Round(view.ElapsedPct, 2));
        Assert.Equal(left == 0, view.AllowedPerDay is null);
    }

    [Theory]
    [InlineData("Q1", "/quotas/Q1")]
    [InlineData("a/b c", "/quotas/a%2Fb%20c")]
    [InlineData("50%?x=1#y", "/quotas/50%25%3Fx%3D1%23y")]
    [InlineData("配额", "/quotas/%E9%85%8D%E9%A2%9D")]
    public void Links_AnyCode_ComesBackFromItsAddress(string code, string address)
    {
        Assert.Equal(address, QuotaLinks.To(code));
        Assert.Equal(code, QuotaLinks.CodeIn(new Uri("http://localhost" + address + "?view=list")));
    }

    [Fact]
    public void Address_UnknownValues_FilterNothing()
    {
        Assert.Equal(new QuotaFilter(), QuotaAddress.Read("plutonium", "", "on fire", "weekly", "  "));
        Assert.Equal((QuotaSort.Urgency, false), QuotaAddress.ReadSort("-shoe size"));
        Assert.Equal((QuotaSort.DataThrough, true), QuotaAddress.ReadSort(QuotaAddress.WriteSort(QuotaSort.DataThrough, true)));
    }

    [Fact]
    public void CardModel_Spark_EndsYesterdayAndMarksThePeriod()
    {
        var model = QuotaCardModel.Of(QuotaViews.Ordinary(), [new DayUse(new(2020, 11, 15), 9, 1), new DayUse(new(2020, 12, 14), 5, 1)]);

        Assert.Equal(30, model.Spark.Count);
        Assert.Equal((9m, false), (model.Spark[0].Value!.Value, model.Spark[0].InPeriod));
        Assert.Equal((5m, true), (model.Spark[^1].Value!.Value, model.Spark[^1].InPeriod));
        Assert.Equal(14, model.Spark.Count(d => d.InPeriod));
        Assert.Equal(1000m, model.BudgetPerDay);
    }
}
