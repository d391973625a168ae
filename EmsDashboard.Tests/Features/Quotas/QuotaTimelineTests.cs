using System.Globalization;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using FsCheck;
using FsCheck.Fluent;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class QuotaTimelineTests
{
    /// <summary>Versions in a short form, and what judges the months of spring 2026: start..end version value.</summary>
    [Theory]
    // One version, from always or from a day inside a month, prorated or not.
    [InlineData("monthly 1000", "2026-03-01..2026-04-01 v1 1000 | 2026-04-01..2026-05-01 v1 1000")]
    [InlineData("2026-03-10 monthly 1000", "2026-03-10..2026-04-01 v1 1000 | 2026-04-01..2026-05-01 v1 1000")]
    [InlineData("2026-03-10 monthly 1000 prorated", "2026-03-10..2026-04-01 v1 709.677419 | 2026-04-01..2026-05-01 v1 1000")]
    [InlineData("2026-03-01 monthly 1000 prorated", "2026-03-01..2026-04-01 v1 1000 | 2026-04-01..2026-05-01 v1 1000")]
    // A change at a start, and inside a period: only from the next one, for all of it, or by days.
    [InlineData("monthly 1000, 2026-04-01 monthly 900", "2026-03-01..2026-04-01 v1 1000 | 2026-04-01..2026-05-01 v2 900")]
    [InlineData("monthly 1000, 2026-03-02 monthly 900", "2026-03-01..2026-04-01 v1 1000 | 2026-04-01..2026-05-01 v2 900")]
    [InlineData("monthly 1000, 2026-03-31 monthly 900 retroactive", "2026-03-01..2026-04-01 v2 900 | 2026-04-01..2026-05-01 v2 900")]
    [InlineData("monthly 1000, 2026-03-11 monthly 690 prorated", "2026-03-01..2026-04-01 v1 790 | 2026-04-01..2026-05-01 v2 690")]
    [InlineData("monthly 1000, 2026-03-11 monthly 690 prorated, 2026-03-21 monthly 380 prorated", "2026-03-01..2026-04-01 v1 680 | 2026-04-01..2026-05-01 v3 380")]
    [InlineData("monthly 1000, 2026-03-11 monthly 690 prorated, 2026-03-21 monthly 380", "2026-03-01..2026-04-01 v1 790 | 2026-04-01..2026-05-01 v3 380")]
    [InlineData("monthly 1000, 2026-03-11 monthly 900 retroactive, 2026-03-22 monthly 590 prorated", "2026-03-01..2026-04-01 v2 800 | 2026-04-01..2026-05-01 v3 590")]
    [InlineData("monthly 1000, 2026-03-05 monthly 500 prorated, 2026-03-11 monthly 900 retroactive", "2026-03-01..2026-04-01 v3 900 | 2026-04-01..2026-05-01 v3 900")]
    // Retroactive ones count by when they were made: the last word holds, and an older one does not undo a newer.
    [InlineData("monthly 1000, 2026-03-20 monthly 900 retroactive, 2026-03-05 monthly 800 retroactive", "2026-03-01..2026-04-01 v3 800 | 2026-04-01..2026-05-01 v2 900")]
    [InlineData("monthly 1000, 2026-03-20 monthly 900 retroactive, 2026-03-01 monthly 800", "2026-03-01..2026-04-01 v3 800 | 2026-04-01..2026-05-01 v2 900")]
    // Two of one day: the later made.
    [InlineData("monthly 1000, 2026-04-01 monthly 900, 2026-04-01 monthly 950", "2026-03-01..2026-04-01 v1 1000 | 2026-04-01..2026-05-01 v3 950")]
    [InlineData("monthly 1000, monthly 1100", "2026-03-01..2026-04-01 v2 1100 | 2026-04-01..2026-05-01 v2 1100")]
    // A version that goes between two others.
    [InlineData("monthly 1000, 2026-04-01 monthly 900, 2026-02-01 monthly 800", "2026-03-01..2026-04-01 v3 800 | 2026-04-01..2026-05-01 v2 900")]
    // Another rule ends the running period; its first is cut. The change's option says whether both are counted by days.
    [InlineData("monthly 1000, 2026-03-13 monthly:13 900", "2026-03-01..2026-03-13 v1 1000 | 2026-03-13..2026-04-13 v2 900 | 2026-04-13..2026-05-13 v2 900")]
    [InlineData("monthly 1000, 2026-03-13 monthly:13 900 prorated", "2026-03-01..2026-03-13 v1 387.096774 | 2026-03-13..2026-04-13 v2 900 | 2026-04-13..2026-05-13 v2 900")]
    [InlineData("monthly 3100, 2026-03-11 yearly 36500 prorated", "2026-03-01..2026-03-11 v1 1000 | 2026-03-11..2027-01-01 v2 29600")]
    [InlineData("monthly 1000, 2026-03-11 yearly 36500 retroactive", "2026-03-01..2026-03-11 v1 1000 | 2026-03-11..2027-01-01 v2 36500")]
    // Custom rules have their span and nothing beside it.
    [InlineData("custom:2026-03-10:2026-04-20 500", "2026-03-10..2026-04-20 v1 500")]
    [InlineData("monthly 1000, 2026-03-10 custom:2026-03-20:2026-04-20 500, 2026-04-20 monthly 1200", "2026-03-01..2026-03-10 v1 1000 | 2026-03-20..2026-04-20 v2 500 | 2026-04-20..2026-05-01 v3 1200")]
    [InlineData("custom:2026-03-10:2026-04-20 500, 2026-03-20 custom:2026-03-10:2026-04-20 600 retroactive", "2026-03-10..2026-04-20 v2 600")]
    // Units are the judging version's; between a limit and none there is no mean.
    [InlineData("monthly 1000, 2026-03-11 monthly 0.69MWh prorated", "2026-03-01..2026-04-01 v1 790 | 2026-04-01..2026-05-01 v2 0.69")]
    [InlineData("monthly 0, 2026-03-11 monthly 690 prorated", "2026-03-01..2026-04-01 v1 0 | 2026-04-01..2026-05-01 v2 690")]
    [InlineData("monthly 1000, 2026-03-11 monthly 0 prorated", "2026-03-01..2026-04-01 v1 1000 | 2026-04-01..2026-05-01 v2 0")]
    public void PeriodsIn_Versions_AreJudgedAsTheRulesSay(string versions, string expected)
    {
        var timeline = new QuotaTimeline(Versions(versions));
        var periods = timeline.PeriodsIn(new DateOnly(2026, 3, 1), new DateOnly(2026, 5, 1)).ToList();

        Assert.Equal(expected, string.Join(" | ", periods.Select(Text)));
        Assert.All(periods, p => Assert.Equal(p, timeline.PeriodOf(p.Span.Start)));
        Assert.All(periods, p => Assert.Equal(p, timeline.PeriodOf(p.Span.End.AddDays(-1))));
    }

    [Fact]
    public void Value_ProratedPeriod_IsExactBeforeItIsRounded()
    {
        var period = new QuotaTimeline(Versions("2026-03-10 monthly 1000 prorated")).PeriodOf(new DateOnly(2026, 3, 10))!;

        Assert.Equal(new Fraction(22_000, 31), period.Value);
        Assert.True(period.IsCut);
        // 709.677419354838… : what is shown rounds down, what is judged by does not.
        Assert.False(QuotaJudge.Reaches(709.677419m, period.Limit, 100));
        Assert.True(QuotaJudge.Reaches(709.677420m, period.Limit, 100));
    }

    [Fact]
    public void Value_ChangeOfUnitToJoules_IsExact()
    {
        // A gigajoule is 2500/9 kWh: 10 days at 1000 kWh and 21 at 3 GJ are judged in kWh.
        var period = new QuotaTimeline(Versions("monthly 1000, 2026-03-11 monthly 3GJ prorated")).PeriodOf(new DateOnly(2026, 3, 11))!;

        Assert.Equal(new Fraction(10_000 * 3 + 2_500 * 21, 3 * 31), period.Value);
    }

    [Fact]
    public void PeriodOf_BeforeTheFirstVersion_IsNone()
    {
        var timeline = new QuotaTimeline(Versions("2026-03-10 monthly 1000"));

        Assert.Null(timeline.PeriodOf(new DateOnly(2026, 3, 9)));
        Assert.Null(timeline.InForce(new DateOnly(2026, 3, 9)));
        Assert.Empty(timeline.PeriodsIn(new DateOnly(2020, 1, 1), new DateOnly(2026, 3, 10)));
        Assert.Null(new QuotaTimeline([]).PeriodOf(new DateOnly(2026, 3, 9)));
    }

    [Fact]
    public void Neighbours_AcrossAGap_NextSkipsItAndPreviousDoesNot()
    {
        var timeline = new QuotaTimeline(Versions("monthly 1000, 2026-03-10 custom:2026-03-20:2026-04-20 500"));
        var march = timeline.PeriodOf(new DateOnly(2026, 3, 1))!;
        var custom = timeline.Next(march)!;

        Assert.Equal("2026-03-20..2026-04-20 v2 500", Text(custom));
        Assert.Null(timeline.Next(custom));
        Assert.Null(timeline.Previous(custom));
        Assert.Equal("2026-02-01..2026-03-01 v1 1000", Text(timeline.Previous(march)!));
    }

    [Fact]
    public void New_TwoVersionsOfOneNumber_Throws()
    {
        var version = Versions("monthly 1000").Single();

        Assert.Throws<ArgumentException>(() => new QuotaTimeline([version, version with { Value = 2 }]));
    }

    [Fact]
    public void OfMonths_OfASplitYear_ArePeriodsWithTheirAmounts()
    {
        var year = new QuotaVersionTerms
        {
            Number = 1, Rule = PeriodRule.Yearly(4, 6), Value = 780, Unit = Unit.MegawattHour,
            Distribution = MonthAmounts.Of(4, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]),
            Thresholds = ThresholdSet.Parse("actual>=80%:warning; actual>=700:critical").Set!,
            CarryOver = new CarryOver(CarryOverMode.Both),
        };
        // The year after it is not split, and has no months.
        var timeline = new QuotaTimeline([year, year with { Number = 2, ValidFrom = new DateOnly(2027, 4, 6), Distribution = null }]);
        var months = timeline.OfMonths().PeriodsIn(new DateOnly(2026, 4, 6), new DateOnly(2028, 4, 6)).ToList();

        Assert.Equal("2026-04-06..2027-04-06 v1 780", Text(timeline.PeriodOf(new DateOnly(2026, 4, 6))!));
        Assert.Equal(12, months.Count);
        Assert.Equal("2026-04-06..2026-05-06 v1 10", Text(months[0]));
        Assert.Equal("2027-01-06..2027-02-06 v1 100", Text(months[9]));
        Assert.Equal("2027-03-06..2027-04-06 v1 120", Text(months[11]));
        Assert.Equal("actual>=80%:warning", months[0].Version.Thresholds.ToString());
        Assert.Equal(CarryOver.None, months[0].Version.CarryOver);
    }

    [Theory]
    [InlineData("monthly 1000", "2026-05-01 monthly 900", "2026-04-30", "")]
    [InlineData("monthly 1000", "2026-04-30 monthly 900", "2026-04-30", "")]
    [InlineData("monthly 1000", "2026-04-01 monthly 900", "2026-04-30", "ValidFrom reaches_locked_periods 2026-04-30")]
    [InlineData("monthly 1000", "2026-04-01 monthly 900", "2026-04-29", "")]
    [InlineData("monthly 1000", "2026-04-02 monthly 900 retroactive", "2026-04-30", "ValidFrom reaches_locked_periods 2026-04-30")]
    [InlineData("monthly 1000", "2026-04-02 monthly 900 retroactive", null, "")]
    [InlineData("monthly 1000", "2026-04-02 monthly 900 prorated", "2026-04-30", "ValidFrom reaches_locked_periods 2026-04-30")]
    [InlineData("monthly 1000", "2026-04-02 monthly 900", "2026-04-30", "")]
    [InlineData("monthly 1000", "2026-04-13 monthly:13 900", "2026-04-30", "ValidFrom reaches_locked_periods 2026-04-30")]
    [InlineData("monthly 1000", "2026-05-13 monthly:13 900", "2026-04-30", "")]
    [InlineData("monthly 1000", "monthly 900", "2026-04-30", "ValidFrom reaches_locked_periods 2026-04-30")]
    // The cut of a locked period changes when the version that cut it is replaced by one that counts by days.
    [InlineData("monthly 1000, 2026-04-13 monthly:13 900", "2026-04-13 monthly:13 900 prorated", "2026-04-30", "ValidFrom reaches_locked_periods 2026-04-30")]
    // A quota that begins earlier than it did gets locked periods that it had not.
    [InlineData("2026-05-01 monthly 1000", "2026-03-01 monthly 900", "2026-04-30", "ValidFrom reaches_locked_periods 2026-04-30")]
    [InlineData("", "monthly 900", "2026-04-30", "")]
    [InlineData("monthly 1000", "2026-05-01 monthly 900, 2026-05-01 monthly 800", null, "ValidFrom version_repeated 2026-05-01")]
    [InlineData("", "monthly 900, monthly 800", null, "ValidFrom first_version_repeated ")]
    [InlineData("custom:2026-01-01:2026-07-01 500", "2026-06-30 custom:2026-06-30:2027-01-01 600", null, "PeriodFrom periods_overlap 2026-01-01 – 2026-06-30")]
    [InlineData("custom:2026-01-01:2026-07-01 500", "2026-07-01 custom:2026-07-01:2027-01-01 600", null, "")]
    [InlineData("custom:2026-01-01:2026-07-01 500", "2026-03-01 custom:2026-01-01:2026-07-01 600", null, "")]
    [InlineData("custom:2026-01-01:2026-07-01 500", "custom:2026-01-01:2026-09-01 600", null, "")]
    [InlineData("monthly 1000", "2026-07-01 custom:2026-01-01:2026-07-01 600", null, "PeriodTo period_before_version 2026-07-01")]
    public void Problems_AddedVersions_SayWhatForbidsThem(string stored, string added, string? lockedThrough, string expected)
    {
        var known = Versions(stored);
        var problems = QuotaTimeline.Problems(known, Versions(added, known.Count), lockedThrough is null ? null : QuotaChecks.Day(lockedThrough));

        Assert.Equal(expected, string.Join(", ", problems.Select(p => $"{p.Field} {p.Code} {p.Detail}")));
    }

    [Theory]
    [InlineData("999999999999999.999999", "")]
    [InlineData("1000000000000000", "QuotaValue too_large")]
    [InlineData("-1000000000000000", "QuotaValue too_large")]
    [InlineData("1.0000001", "QuotaValue too_many_decimals")]
    public void Problems_OfTheTerms_RefuseNumbersThatCannotBe(string value, string expected) =>
        Assert.Equal(expected, string.Join(", ", (Terms(1, PeriodRule.Monthly()) with { Value = Number(value) }).Problems().Select(p => $"{p.Field} {p.Code}")));

    [Fact]
    public void Problems_OfTheTerms_AreThoseOfTheirParts()
    {
        var split = new MonthAmounts(Enumerable.Repeat(1m, 12));
        var wrong = Terms(1, PeriodRule.Yearly()) with
        {
            Value = 13,
            Distribution = split,
            CarryOver = new CarryOver(CarryOverMode.Both, Min: 5),
            Thresholds = ThresholdSet.Parse("actual>=0%:warning").Set!,
        };

        Assert.Equal(["level_not_positive", "carry_over_bounds", "months_not_total"], wrong.Problems().Select(p => p.Code));
        Assert.Equal(["months_only_of_a_year"], (Terms(1, PeriodRule.Quarterly()) with { Distribution = split }).Problems().Select(p => p.Code));
        Assert.Empty((Terms(1, PeriodRule.Yearly()) with { Value = 12, Distribution = split }).Problems());
    }

    /// <summary>Versions are entered in any order, and what they say does not depend on it.</summary>
    [Fact]
    public void Timeline_VersionsInAnyOrder_IsTheSame()
    {
        var cases = from versions in AnyVersions from shuffled in Gen.Shuffle(versions) select (versions, shuffled);
        Prop.ForAll(cases.ToArbitrary(), c => All(c.versions).SequenceEqual(All(c.shuffled))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

        static IEnumerable<QuotaTimelinePeriod> All(QuotaVersionTerms[] versions) =>
            new QuotaTimeline(versions).PeriodsIn(new DateOnly(2000, 1, 1), new DateOnly(2051, 1, 1));
    }

    /// <summary>
    /// Whatever the versions: periods follow one another without gap or overlap from the first version on, each is inside one of its
    /// judge's own rule, is found from each of its days, and is worth no more than the largest and no less than a day of the smallest value.
    /// </summary>
    [Fact]
    public void Timeline_AnyVersions_TilesFromTheFirstOn() => Prop.ForAll(AnyVersions.ToArbitrary(), versions =>
    {
        var timeline = new QuotaTimeline(versions);
        var first = versions.Min(v => v.ValidFrom);
        var day = first > new DateOnly(2000, 1, 1) ? first : timeline.PeriodOf(new DateOnly(2000, 1, 1))!.Span.Start;
        foreach (var period in timeline.PeriodsIn(day, new DateOnly(2051, 1, 1)))
        {
            var last = period.Span.End.AddDays(-1);
            if (period.Span.Start != day || period.Span.Days < 1) return false;
            if (period.Version.Rule.PeriodOf(day) != period.Whole || !period.Whole.Contains(last)) return false;
            if (timeline.PeriodOf(day) != period || timeline.PeriodOf(last) != period || timeline.PeriodOf(day.AddDays(period.Span.Days / 2)) != period) return false;
            if (period.Value > versions.Max(v => v.Value) || period.Value * period.Whole.Days < versions.Min(v => v.Value)) return false;
            day = period.Span.End;
        }

        return day >= new DateOnly(2051, 1, 1);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static Gen<QuotaVersionTerms[]> AnyVersions
    {
        get
        {
            var rule = from kind in Gen.Choose(0, 2)
                       from month in Gen.Elements(1, 4, 12)
                       from startDay in Gen.Elements(1, 13, 29, 31)
                       select kind switch { 0 => PeriodRule.Monthly(startDay), 1 => PeriodRule.Quarterly(month, startDay), _ => PeriodRule.Yearly(month, startDay) };
            var version = from periods in rule
                          from day in Gen.Choose(-1, 1_200)
                          from value in Gen.Choose(1, 1_000)
                          from isRetroactive in Gen.Elements(true, false)
                          from isProrated in Gen.Elements(true, false)
                          select Terms(0, periods) with
                          {
                              // Few days for many versions, so that they meet on one.
                              ValidFrom = day < 0 ? DateOnly.MinValue : new DateOnly(2020, 1, 1).AddDays(day / 7 * 7),
                              Value = value,
                              IsRetroactive = isRetroactive,
                              IsProrated = isProrated,
                          };
            return from versions in version.NonEmptyListOf().Resize(8) select versions.Select((v, i) => v with { Number = i + 1 }).ToArray();
        }
    }

    /// <summary>"[valid from] rule[:start day or :from:end] value[unit] [retroactive] [prorated]", by commas, numbered as they come.</summary>
    private static List<QuotaVersionTerms> Versions(string text, int after = 0) =>
        [.. text.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select((version, i) => Version(version.Split(' '), after + i + 1))];

    private static QuotaVersionTerms Version(string[] words, int number)
    {
        var dated = char.IsAsciiDigit(words[0][0]);
        var rule = words[dated ? 1 : 0].Split(':');
        var value = words[dated ? 2 : 1];
        var unit = value.TrimStart("0123456789.".ToCharArray());
        return Terms(number, rule switch
        {
            ["custom", var from, var end] => PeriodRule.Custom(new PeriodSpan(QuotaChecks.Day(from), QuotaChecks.Day(end))),
            ["monthly", var day] => PeriodRule.Monthly(int.Parse(day, CultureInfo.InvariantCulture)),
            ["monthly"] => PeriodRule.Monthly(),
            _ => PeriodRule.Yearly(),
        }) with
        {
            ValidFrom = dated ? QuotaChecks.Day(words[0]) : DateOnly.MinValue,
            Value = Number(value[..^unit.Length]),
            Unit = unit.Length == 0 ? Unit.KilowattHour : Unit.Get(unit),
            IsRetroactive = words.Contains("retroactive"),
            IsProrated = words.Contains("prorated"),
        };
    }

    private static QuotaVersionTerms Terms(int number, PeriodRule rule) => new() { Number = number, Rule = rule, Value = 1, Unit = Unit.KilowattHour };

    private static string Text(QuotaTimelinePeriod period) =>
        string.Create(CultureInfo.InvariantCulture, $"{period.Span.Start:O}..{period.Span.End:O} v{period.Version.Number} {period.ShownValue:0.######}");

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
