using Bunit;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Explanation;

namespace EmsDashboard.Tests.Features.Quotas;

/// <summary>Where no row says anything stands a dash; 0 is what somebody measured.</summary>
public sealed class ExplanationComponentsTests : BunitTestContext
{
    private static readonly DateOnly First = new(2020, 11, 1);

    [Fact]
    public void Days_OfAMonthWithoutRows_SumUpToADash_AndMeasuredZerosToZero()
    {
        // November without a row, in December one of 0.
        var days = Render<ExplainedDays>(p => p.Add(d => d.It, Explained(rowsOnLastDay: 1)));

        Assert.Equal(["—", "0\u202FkWh"], days.FindAll("[data-testid=month-total]").Select(sum => sum.TextContent));
    }

    [Theory]
    [InlineData(0, "—")]
    [InlineData(1, "0")]
    public void Members_Total_IsADashWithoutAnyRow(int rows, string expected)
    {
        var members = Render<ExplainedMembers>(p => p.Add(m => m.It, Explained(rows)).Add(m => m.Most, 10));

        Assert.Equal(expected, members.Find("[data-testid=member-total]").TextContent);
        Assert.Equal(expected, members.Find("[data-testid=member] td:nth-child(2)").TextContent);
    }

    /// <summary>A meter over November and December that was read on the last day only, if at all, and stood still.</summary>
    private static QuotaExplanation Explained(int rowsOnLastDay)
    {
        var last = new DateOnly(2020, 12, 31);
        return new QuotaExplanation
        {
            Code = "Q", Name = "Shed", EnergyType = EnergyType.Electricity, Unit = Unit.KilowattHour, Through = last, Run = null, Revisions = [], Total = 0,
            Record = QuotaViews.Period(First, 0, 900, QuotaStatus.Normal) with { DataThrough = rowsOnLastDay > 0 ? last : null },
            Version = new QuotaVersion { Unit = "kWh", Thresholds = "", CreatedBy = "test" },
            Members = [new ExplainedMember("M", "Meter", 0, rowsOnLastDay, 61, Before: null, YearBefore: null) { Missing = [], Days = [] }],
            Days = [.. Enumerable.Range(0, 61).Select(First.AddDays).Select(day => new ExplainedDay(day, 0, day == last ? rowsOnLastDay : 0, Expected: 1))],
            Before = new PeriodSpan(First.AddMonths(-2), First), YearBefore = new PeriodSpan(First.AddYears(-1), last.AddDays(1).AddYears(-1)),
        };
    }
}
