using EmsDashboard.Features.Quotas.Domain;
using FsCheck;
using FsCheck.Fluent;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class PeriodRuleTests
{
    [Theory]
    // Calendar periods, the leap day among them.
    [InlineData("monthly", 1, 1, "2020-02-29", "2020-02-01", "2020-03-01")]
    [InlineData("monthly", 1, 1, "2020-12-31", "2020-12-01", "2021-01-01")]
    [InlineData("quarterly", 1, 1, "2020-03-31", "2020-01-01", "2020-04-01")]
    [InlineData("quarterly", 1, 1, "2020-04-01", "2020-04-01", "2020-07-01")]
    [InlineData("yearly", 1, 1, "2020-12-31", "2020-01-01", "2021-01-01")]
    // 13th to 12th.
    [InlineData("monthly", 1, 13, "2026-03-12", "2026-02-13", "2026-03-13")]
    [InlineData("monthly", 1, 13, "2026-03-13", "2026-03-13", "2026-04-13")]
    [InlineData("monthly", 1, 13, "2026-01-01", "2025-12-13", "2026-01-13")]
    // 31 is the last day of every month, 30 and 29 are so in February.
    [InlineData("monthly", 1, 31, "2026-04-29", "2026-03-31", "2026-04-30")]
    [InlineData("monthly", 1, 31, "2026-04-30", "2026-04-30", "2026-05-31")]
    [InlineData("monthly", 1, 31, "2026-02-28", "2026-02-28", "2026-03-31")]
    [InlineData("monthly", 1, 31, "2024-02-28", "2024-01-31", "2024-02-29")]
    [InlineData("monthly", 1, 30, "2024-02-29", "2024-02-29", "2024-03-30")]
    [InlineData("monthly", 1, 29, "2026-03-01", "2026-02-28", "2026-03-29")]
    // Fiscal years and their quarters.
    [InlineData("quarterly", 2, 1, "2026-01-31", "2025-11-01", "2026-02-01")]
    [InlineData("quarterly", 4, 6, "2026-04-05", "2026-01-06", "2026-04-06")]
    [InlineData("quarterly", 12, 1, "2026-02-28", "2025-12-01", "2026-03-01")]
    [InlineData("yearly", 4, 6, "2026-04-05", "2025-04-06", "2026-04-06")]
    [InlineData("yearly", 4, 6, "2026-04-06", "2026-04-06", "2027-04-06")]
    [InlineData("yearly", 2, 31, "2024-02-28", "2023-02-28", "2024-02-29")]
    [InlineData("yearly", 12, 31, "2026-12-30", "2025-12-31", "2026-12-31")]
    public void PeriodOf_Day_IsThePeriodThatHoldsIt(string kind, int month, int startDay, string day, string start, string end) =>
        Assert.Equal(Span(start, end), Rule(kind, month, startDay).PeriodOf(QuotaChecks.Day(day)));

    [Theory]
    [InlineData("2026-03-09", false)]
    [InlineData("2026-03-10", true)]
    [InlineData("2026-05-31", true)]
    [InlineData("2026-06-01", false)]
    public void PeriodOf_Custom_IsItsSpanOrNone(string day, bool inside)
    {
        var rule = PeriodRule.Custom(Span("2026-03-10", "2026-06-01"));

        Assert.Equal(inside ? rule.Span : null, rule.PeriodOf(QuotaChecks.Day(day)));
    }

    /// <summary>Every rule over half a century: each period begins where the last ended, and the days in it belong to it and to no other.</summary>
    [Theory]
    [InlineData("monthly")]
    [InlineData("quarterly")]
    [InlineData("yearly")]
    public void Periods_EveryStartDayAndFiscalMonth2000To2050_TileWithoutGapOrOverlap(string kind)
    {
        var (from, to) = (new DateOnly(2000, 1, 1), new DateOnly(2051, 1, 1));
        for (var month = 1; month <= (kind == "monthly" ? 1 : 12); month++)
            for (var startDay = 1; startDay <= 31; startDay++)
            {
                var rule = Rule(kind, month, startDay);
                var periods = rule.PeriodsIn(from, to).ToList();
                var length = kind == "monthly" ? 1 : kind == "quarterly" ? 3 : 12;
                // The first and the last may reach beyond the years, and no other does.
                Assert.InRange(periods.Count, 51 * 12 / length, 51 * 12 / length + 1);
                Assert.True(periods[0].Contains(from) && periods[^1].Contains(to.AddDays(-1)), $"{rule}");
                for (var i = 0; i < periods.Count; i++)
                {
                    var period = periods[i];
                    var first = rule.PeriodOf(period.Start);
                    var last = rule.PeriodOf(period.End.AddDays(-1));
                    if (first != period || last != period || (i > 0 && periods[i - 1].End != period.Start)
                        || (i > 0 && (rule.Previous(period) != periods[i - 1] || rule.Next(periods[i - 1]) != period)))
                        Assert.Fail($"{rule}: {period}");
                }
            }
    }

    [Fact]
    public void PeriodsIn_AnyRange_IsThePeriodsOfItsDays()
    {
        var ranges =
            from kind in Gen.Elements("monthly", "quarterly", "yearly")
            from month in Gen.Choose(1, 12)
            from startDay in Gen.Choose(1, 31)
            from start in Gen.Choose(0, 3_000)
            from days in Gen.Choose(0, 900)
            select (Rule: Rule(kind, month, startDay), From: new DateOnly(2020, 1, 1).AddDays(start), Days: days);
        Prop.ForAll(ranges.ToArbitrary(), r => Enumerable.Range(0, r.Days).Select(i => r.Rule.PeriodOf(r.From.AddDays(i))!.Value).Distinct()
            .SequenceEqual(r.Rule.PeriodsIn(r.From, r.From.AddDays(r.Days)))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData("2026-01-01", "2026-03-10", 0)]
    [InlineData("2026-01-01", "2026-03-11", 1)]
    [InlineData("2026-05-31", "2026-06-30", 1)]
    [InlineData("2026-06-01", "2026-06-30", 0)]
    public void PeriodsIn_Custom_IsThereWhenItSharesADay(string from, string to, int count) =>
        Assert.Equal(count, PeriodRule.Custom(Span("2026-03-10", "2026-06-01")).PeriodsIn(QuotaChecks.Day(from), QuotaChecks.Day(to)).Count());

    [Fact]
    public void Neighbours_Custom_AreNone()
    {
        var rule = PeriodRule.Custom(Span("2026-03-10", "2026-06-01"));

        Assert.Null(rule.Next(rule.Span!.Value));
        Assert.Null(rule.Previous(rule.Span!.Value));
    }

    [Fact]
    public void PeriodOf_AtTheEndsOfTheCalendar_IsCutToIt()
    {
        Assert.Equal(DateOnly.MinValue, PeriodRule.Monthly(13).PeriodOf(DateOnly.MinValue)!.Value.Start);
        Assert.Null(PeriodRule.Monthly(13).Previous(PeriodRule.Monthly(13).PeriodOf(DateOnly.MinValue)!.Value));
        Assert.Equal(DateOnly.MaxValue, PeriodRule.Yearly(4).PeriodOf(new DateOnly(9999, 12, 1))!.Value.End);
    }

    [Theory]
    [InlineData("monthly", 1, 1, "2024-02-01", "2024-03-01", "2023-02-01", "2023-03-01")]
    [InlineData("monthly", 1, 31, "2024-02-29", "2024-03-31", "2023-02-28", "2023-03-31")]
    [InlineData("monthly", 1, 31, "2025-02-28", "2025-03-31", "2024-02-29", "2024-03-31")]
    [InlineData("quarterly", 1, 1, "2024-01-01", "2024-04-01", "2023-01-01", "2023-04-01")]
    [InlineData("yearly", 4, 6, "2026-04-06", "2027-04-06", "2025-04-06", "2026-04-06")]
    // Cut periods are compared with the same dates.
    [InlineData("monthly", 1, 1, "2024-02-10", "2024-03-01", "2023-02-10", "2023-03-01")]
    [InlineData("monthly", 1, 1, "2024-02-28", "2024-02-29", "2023-02-28", "2023-03-01")]
    public void SamePeriodLastYear_IsTheRulesOwnOrTheSameDates(string kind, int month, int startDay, string start, string end, string lastStart, string lastEnd) =>
        Assert.Equal(Span(lastStart, lastEnd), Rule(kind, month, startDay).SamePeriodLastYear(Span(start, end)));

    [Theory]
    [InlineData("monthly", null, null, null, null)]
    [InlineData("monthly", null, "31", null, null)]
    [InlineData("quarterly", "4", null, null, null)]
    [InlineData("yearly", "12", "13", null, null)]
    [InlineData("custom", null, null, "2026-01-01", "2026-01-01")]
    [InlineData("custom", null, null, "2024-02-29", "2026-12-31")]
    public void Parse_PartsThatWereWritten_GiveTheRuleBack(string period, string? month, string? startDay, string? from, string? to)
    {
        var parts = new PeriodParts(period, month, startDay, from, to);
        var (rule, problems) = PeriodRule.Parse(parts);

        Assert.Empty(problems);
        Assert.Equal(parts, rule!.ToParts());
    }

    [Fact]
    public void Parse_CustomOfOneDay_EndsTheDayAfterItsLast() =>
        Assert.Equal(Span("2026-01-01", "2026-01-02"), PeriodRule.Parse(new PeriodParts("custom", PeriodFrom: "2026-01-01", PeriodTo: "2026-01-01")).Rule!.Span);

    [Theory]
    [InlineData("", null, null, null, null, "Period required")]
    [InlineData("weekly", null, null, null, null, "Period unknown_period")]
    [InlineData("Monthly", null, null, null, null, "Period unknown_period")]
    [InlineData("monthly", null, "0", null, null, "StartDay start_day_out_of_range")]
    [InlineData("monthly", null, "32", null, null, "StartDay start_day_out_of_range")]
    [InlineData("monthly", null, "1.5", null, null, "StartDay start_day_out_of_range")]
    [InlineData("monthly", null, "-1", null, null, "StartDay start_day_out_of_range")]
    [InlineData("monthly", "4", null, null, null, "FiscalStartMonth not_for_this_period")]
    [InlineData("quarterly", "0", null, null, null, "FiscalStartMonth fiscal_month_out_of_range")]
    [InlineData("yearly", "13", "x", null, null, "FiscalStartMonth fiscal_month_out_of_range, StartDay start_day_out_of_range")]
    [InlineData("yearly", null, null, "2026-01-01", "2026-12-31", "PeriodFrom not_for_this_period, PeriodTo not_for_this_period")]
    [InlineData("custom", "4", "1", "2026-01-01", "2026-12-31", "FiscalStartMonth not_for_this_period, StartDay not_for_this_period")]
    [InlineData("custom", null, null, "2026-01-02", "2026-01-01", "PeriodTo period_without_days")]
    [InlineData("custom", null, null, "2026-12-31", "2026-01-01", "PeriodTo period_without_days")]
    [InlineData("custom", null, null, null, null, "PeriodFrom required, PeriodTo required")]
    [InlineData("custom", null, null, "2026-02-30", "31/12/2026", "PeriodFrom not_a_date, PeriodTo not_a_date")]
    [InlineData("custom", null, null, "0001-01-01", "9999-12-31", "PeriodFrom date_out_of_range, PeriodTo date_out_of_range")]
    public void Parse_WrongParts_NamesFieldsAndReasons(string period, string? month, string? startDay, string? from, string? to, string expected)
    {
        var (rule, problems) = PeriodRule.Parse(new PeriodParts(period, month, startDay, from, to));

        Assert.Null(rule);
        Assert.Equal(expected, string.Join(", ", problems.Select(p => $"{p.Field} {p.Code}")));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(32, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 13)]
    public void Yearly_NoSuchDayOrMonth_Throws(int startDay, int month) => Assert.Throws<ArgumentOutOfRangeException>(() => PeriodRule.Yearly(month, startDay));

    [Fact]
    public void Custom_WithoutDays_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => PeriodRule.Custom(Span("2026-01-01", "2026-01-01")));

    private static PeriodRule Rule(string kind, int month, int startDay) => kind switch
    {
        "monthly" => PeriodRule.Monthly(startDay),
        "quarterly" => PeriodRule.Quarterly(month, startDay),
        _ => PeriodRule.Yearly(month, startDay),
    };

    private static PeriodSpan Span(string start, string end) => new(QuotaChecks.Day(start), QuotaChecks.Day(end));
}
