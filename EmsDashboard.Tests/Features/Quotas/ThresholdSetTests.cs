using System.Globalization;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using FsCheck;
using FsCheck.Fluent;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class ThresholdSetTests
{
    [Fact]
    public void Default_AsText_IsWarningCriticalAndForecast() =>
        Assert.Equal("actual>=80%:warning; actual>=100%:critical; forecast>=100%:warning", ThresholdSet.Default.ToString());

    [Theory]
    [InlineData("actual>=80%:warning")]
    [InlineData("actual>=1200:critical")]
    [InlineData("actual>=80.125%:warning:margin=0; actual>=100%:critical:margin=2.5:checks=3")]
    [InlineData("actual>=0.000001:warning:margin=0.000001; forecast>=110%:critical:checks=2")]
    [InlineData("")]
    public void Parse_TextThatWasWritten_GivesTheSetBack(string text) => Assert.Equal(text, ThresholdSet.Parse(text).Set!.ToString());

    [Theory]
    [InlineData(" forecast >= 100 % : warning ;actual>=100%:critical;; actual>=80%:warning; ", "actual>=80%:warning; actual>=100%:critical; forecast>=100%:warning")]
    [InlineData("actual>=80.000%:warning:checks=1", "actual>=80%:warning")]
    [InlineData("actual>=80%:warning:checks=2:margin=1", "actual>=80%:warning:margin=1:checks=2")]
    public void Parse_WrittenByAPerson_IsPutInOrder(string text, string expected) => Assert.Equal(expected, ThresholdSet.Parse(text).Set!.ToString());

    [Theory]
    [InlineData("actual>80%:warning")]
    [InlineData("actual>=80%")]
    [InlineData("actual>=80%:alarm")]
    [InlineData("usage>=80%:warning")]
    [InlineData("actual>=80%%:warning")]
    [InlineData("actual>=8e1%:warning")]
    [InlineData("actual>=80,5%:warning")]
    [InlineData("actual>=:warning")]
    [InlineData("actual>=80%:Warning")]
    [InlineData("actual>=80%:warning:margin=x")]
    [InlineData("actual>=80%:warning:checks=1.5")]
    [InlineData("actual>=80%:warning:margin=1:margin=2")]
    [InlineData("actual>=80%:warning:color=red")]
    public void Parse_Unreadable_NamesThePart(string part)
    {
        var (set, problems) = ThresholdSet.Parse($"actual>=10%:warning; {part}");

        Assert.Null(set);
        Assert.Equal(("threshold_unreadable", part), (problems.Single().Code, problems.Single().Detail));
    }

    [Fact]
    public void Parse_AnyThresholds_RoundTrips()
    {
        var threshold =
            from basis in Gen.Elements(ThresholdBasis.Actual, ThresholdBasis.Forecast)
            from kind in Gen.Elements(ThresholdKind.Percent, ThresholdKind.Absolute)
            from level in Gen.Choose(-1_000_000, 1_000_000)
            from severity in Gen.Elements(ThresholdSeverity.Warning, ThresholdSeverity.Critical)
            from margin in Gen.Choose(-1, 5_000)
            from checks in Gen.Choose(1, 9)
            select new QuotaThreshold(basis, kind, level / 1000m, severity, margin < 0 ? null : margin / 1000m, checks);
        var cases = from thresholds in threshold.ArrayOf().Resize(10) from shuffled in Gen.Shuffle(thresholds) select (thresholds, shuffled);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (set, shuffled) = (new ThresholdSet(c.thresholds), new ThresholdSet(c.shuffled));
            return set.Equals(shuffled) && set.GetHashCode() == shuffled.GetHashCode() && set.Equals(ThresholdSet.Parse(set.ToString()).Set);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Theory]
    [InlineData("actual>=80%:warning; actual>=100%:critical; forecast>=100%:warning", 80, 100)]
    [InlineData("actual>=90%:warning; actual>=70%:warning; actual>=1200:critical", 70, null)]
    [InlineData("forecast>=70%:warning; actual>=120%:critical; actual>=110%:critical", null, 110)]
    public void FileColumns_AreTheLowestShareOfActualUsage(string text, int? warning, int? alert)
    {
        var set = ThresholdSet.Parse(text).Set!;

        Assert.Equal((warning, alert), ((int?)set.WarningThresholdPct, (int?)set.AlertThresholdPct));
    }

    [Theory]
    [InlineData("actual>=80%:warning; actual>=100%:critical; forecast>=100%:warning", "actual>=75%:warning; actual>=95.5%:critical; forecast>=100%:warning")]
    [InlineData("", "actual>=75%:warning; actual>=95.5%:critical")]
    [InlineData("actual>=70%:warning:margin=2:checks=3; actual>=90%:warning; actual>=1200:critical", "actual>=75%:warning:margin=2:checks=3; actual>=90%:warning; actual>=95.5%:critical; actual>=1200:critical")]
    public void With_FileColumns_ReplacesThoseAndKeepsTheRest(string before, string after) =>
        Assert.Equal(after, ThresholdSet.Parse(before).Set!.With(75, 95.5m).ToString());

    [Theory]
    [InlineData("actual>=80%:warning; actual>=80%:critical", "")]
    [InlineData("actual>=80%:warning; actual>=90%:warning; actual>=100%:critical; actual>=120%:critical", "")]
    [InlineData("actual>=120%:warning; actual>=1200:critical", "")]
    [InlineData("actual>=120%:warning; forecast>=100%:critical", "")]
    [InlineData("actual>=101%:warning; actual>=100%:critical", "thresholds_out_of_order actual>=101%:warning")]
    [InlineData("actual>=1300:warning; actual>=1200:critical", "thresholds_out_of_order actual>=1300:warning")]
    [InlineData("forecast>=101%:warning; forecast>=100%:critical", "thresholds_out_of_order forecast>=101%:warning")]
    [InlineData("actual>=80%:warning; actual>=80%:warning:margin=2", "threshold_repeated actual>=80%:warning")]
    [InlineData("actual>=0%:warning", "level_not_positive actual>=0%:warning")]
    [InlineData("actual>=-5:warning", "level_not_positive actual>=-5:warning")]
    [InlineData("actual>=80%:warning:margin=-1", "margin_negative actual>=80%:warning:margin=-1")]
    [InlineData("actual>=80%:warning:checks=0", "checks_below_one actual>=80%:warning:checks=0")]
    [InlineData("actual>=999999999999999.999999:warning", "")]
    [InlineData("actual>=1000000000000000:warning", "too_large ")]
    [InlineData("actual>=5:warning:margin=1000000000000000", "too_large ")]
    [InlineData("actual>=1000000%:warning", "too_large ")]
    [InlineData("actual>=80.0001%:warning", "too_many_decimals 3")]
    [InlineData("actual>=80%:warning:margin=0.0001", "too_many_decimals 3")]
    [InlineData("actual>=1.0000001:warning", "too_many_decimals 6")]
    public void Problems_NamesWhatIsWrong(string text, string expected) =>
        Assert.Equal(expected, string.Join(", ", ThresholdSet.Parse(text).Set!.Problems().Select(p => $"{p.Code} {p.Detail}")));

    [Theory]
    [InlineData("actual>=80%:warning; actual>=100%:critical", "79.999", null)]
    [InlineData("actual>=80%:warning; actual>=100%:critical", "80", "Warning")]
    [InlineData("actual>=80%:warning; actual>=100%:critical", "100", "Critical")]
    [InlineData("actual>=80%:warning; actual>=80%:critical", "80", "Critical")]
    [InlineData("actual>=55:warning; actual>=100%:critical", "54.999", null)]
    [InlineData("actual>=55:warning; actual>=100%:critical", "55", "Warning")]
    [InlineData("forecast>=10%:critical", "100", null)]
    [InlineData("", "100", null)]
    public void Reached_Actual_IsTheWorstThreshold(string text, string actual, string? expected) =>
        Assert.Equal(expected, ThresholdSet.Parse(text).Set!.Reached(ThresholdBasis.Actual, Number(actual), Limit(100))?.ToString());

    [Fact]
    public void Reached_WithoutLimit_OnlyAnAmountCanBe()
    {
        var set = ThresholdSet.Parse("actual>=80%:critical; actual>=55:warning").Set!;

        Assert.Equal(ThresholdSeverity.Warning, set.Reached(ThresholdBasis.Actual, 1000, Limit(0)));
        Assert.Null(set.Reached(ThresholdBasis.Actual, 54, Limit(-1)));
    }

    [Theory]
    [InlineData("GJ", "277.777", false)]
    [InlineData("GJ", "277.778", true)]
    [InlineData("MWh", "999.999", false)]
    [InlineData("MWh", "1000", true)]
    public void IsReached_AmountInAnotherUnit_IsDecidedOnTheFraction(string unit, string canonical, bool expected) =>
        Assert.Equal(expected, ThresholdSet.Parse("actual>=1:warning").Set!.All[0].IsReached(Number(canonical), new QuotaLimit(7, Unit.Get(unit))));

    [Fact]
    public void Reached_QuotaUsedUpByEarlierPeriods_IsCritical()
    {
        var spent = Limit(100) with { Carried = -100 };

        Assert.Equal(ThresholdSeverity.Critical, ThresholdSet.Default.Reached(ThresholdBasis.Actual, 0, spent));
        Assert.Equal(QuotaJudge.MaxRatePct, QuotaJudge.RatePct(1, spent));
        Assert.Equal(ThresholdSeverity.Critical, ThresholdSet.Default.Reached(ThresholdBasis.Actual, 50, Limit(100) with { Carried = -50 }));
        Assert.Equal(50, QuotaJudge.RatePct(75, Limit(100) with { Carried = 50 }));
    }

    [Theory]
    // The installation's margin of 1: points of a share, percent of an amount.
    [InlineData("actual>=80%:warning", "79", true)]
    [InlineData("actual>=80%:warning", "78.999", false)]
    [InlineData("actual>=50:warning", "49.5", true)]
    [InlineData("actual>=50:warning", "49.499", false)]
    [InlineData("actual>=80%:warning:margin=5", "75", true)]
    [InlineData("actual>=80%:warning:margin=5", "74.999", false)]
    [InlineData("actual>=80%:warning:margin=0", "79.999", false)]
    [InlineData("actual>=50:warning:margin=5", "45", true)]
    [InlineData("actual>=50:warning:margin=5", "44.999", false)]
    // No more than half of the level.
    [InlineData("actual>=1%:warning", "0.5", true)]
    [InlineData("actual>=1%:warning", "0.499", false)]
    [InlineData("actual>=10:warning:margin=40", "5", true)]
    [InlineData("actual>=10:warning:margin=40", "4.999", false)]
    public void Held_WithMargin_EndsBelowIt(string text, string actual, bool expected) =>
        Assert.Equal(expected, ThresholdSet.Parse(text).Set!.Held(ThresholdBasis.Actual, Number(actual), Limit(100), 1) is not null);

    [Fact]
    public void Streaks_ChecksInARow_CountUntilOneIsNotReached()
    {
        var set = ThresholdSet.Parse("actual>=80%:warning; actual>=100%:critical:checks=3").Set!;
        var (streaks, now) = (ThresholdStreaks.None, AlarmSeed.Noon);
        List<string> found = [];
        foreach (var actual in new[] { 100m, 100, 99, 100, 100, 100, 100, 79 })
        {
            // As a record keeps it from one check to the next.
            streaks = ThresholdStreaks.Of(streaks.Next(set, actual, canonicalForecast: null, Limit(100), now += ThresholdStreaks.Apart).Text);
            found.Add((set.Confirmed(ThresholdBasis.Actual, actual, Limit(100), streaks)?.ToString() ?? "-") + (streaks.IsPending(set) ? "?" : ""));
        }

        Assert.Equal("Warning? Warning? Warning Warning? Warning? Critical Critical -", string.Join(' ', found));
    }

    [Fact]
    public void Streaks_OfRunsThatOverlap_CountOnce_AndOfAnEarlierVersionGoOn()
    {
        var set = ThresholdSet.Parse("actual>=80%:warning:checks=3").Set!;
        var once = ThresholdStreaks.None.Next(set, 90, null, Limit(100), AlarmSeed.Noon);

        Assert.Equal(once, once.Next(set, 90, null, Limit(100), AlarmSeed.Noon.AddSeconds(2)).Next(set, 90, null, Limit(100), AlarmSeed.Noon.AddSeconds(-2)));
        Assert.EndsWith(" x 2 @ 2020-12-15T12:01:00Z", once.Next(set, 90, null, Limit(100), AlarmSeed.Noon.AddMinutes(1)).Text, StringComparison.Ordinal);
        Assert.EndsWith(" x 3 @ 2020-12-15T12:00:00Z", ThresholdStreaks.Of($"{set} x 2").Next(set, 90, null, Limit(100), AlarmSeed.Noon).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Streaks_OnTheForecast_CountOnlyWhileThereIsOne()
    {
        var set = ThresholdSet.Parse("forecast>=100%:warning:checks=2").Set!;
        var (streaks, now) = (ThresholdStreaks.None, AlarmSeed.Noon);
        List<bool> confirmed = [];
        foreach (decimal? forecast in new decimal?[] { 120, null, 120, 100 })
        {
            streaks = streaks.Next(set, canonicalActual: 500, forecast, Limit(100), now += ThresholdStreaks.Apart);
            confirmed.Add(QuotaJudge.ForecastStatus(forecast, Limit(100), set, streaks) == QuotaStatus.Warning);
        }

        Assert.Equal([false, false, false, true], confirmed);
    }

    [Theory]
    [InlineData("actual>=80%:warning", 200, "160")]
    [InlineData("actual>=80%:warning", 0, "0")]
    [InlineData("actual>=33:warning", 200, "33")]
    public void Amount_IsInTheQuotasUnit(string text, int quota, string expected) =>
        Assert.Equal(Number(expected), ThresholdSet.Parse(text).Set!.All[0].Amount(Limit(quota)));

    /// <summary>Amounts against fractions of whole numbers, a prorated quota with a carried amount among them.</summary>
    [Fact]
    public void IsReached_AnyLimit_AgreesWithFractions()
    {
        var cases =
            from actual in Gen.Choose(-1_000_000, 1_000_000)
            from level in Gen.Choose(1, 250_000)
            from unit in Gen.Elements<Unit>(Unit.All)
            from quota in Gen.Choose(1, 2_000_000)
            from days in Gen.Choose(1, 31)
            from carried in Gen.Choose(-1_000_000, 1_000_000)
            from kind in Gen.Elements(ThresholdKind.Percent, ThresholdKind.Absolute)
            select (Actual: actual / 1000m, Level: level / 1000m, unit, Quota: new Fraction(quota * days, 31 * 1000), Carried: carried / 1000m, kind);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var amount = Fraction.Of(c.Actual) * new Fraction(c.unit.Denominator, c.unit.Numerator);
            var level = c.kind == ThresholdKind.Absolute ? c.Level : (c.Quota + c.Carried) * c.Level * new Fraction(1, 100);
            var limit = new QuotaLimit(c.Quota, c.unit) { Carried = c.Carried };
            return new QuotaThreshold(ThresholdBasis.Actual, c.kind, c.Level, ThresholdSeverity.Warning).IsReached(c.Actual, limit) == amount >= level;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    private static QuotaLimit Limit(decimal quota) => new(quota, Unit.KilowattHour);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
