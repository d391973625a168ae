using System.Globalization;
using System.Numerics;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using FsCheck;
using FsCheck.Fluent;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class QuotaJudgeTests
{
    [Theory]
    [InlineData("79.999", 100, "normal", "79.999")]
    [InlineData("80", 100, "warning", "80")]
    [InlineData("99.999", 100, "warning", "99.999")]
    [InlineData("100", 100, "exceeded", "100")]
    [InlineData("0", 100, "normal", "0")]
    [InlineData("-0.002", 10, "normal", "-0.02")]
    [InlineData("500", 0, "normal", "0")]
    [InlineData("500", -1, "normal", "0")]
    [InlineData("776046.9", 0.001, "exceeded", "77604690000")]
    [InlineData("776046.9", 1000000000000, "normal", "0.000078")]
    public void Judge_Usage_IsExact(string actual, decimal quota, string status, string rate)
    {
        var verdict = Judge(Number(actual), quota, Unit.KilowattHour, 80, 100);

        Assert.Equal((status, Number(rate)), (verdict.Status.ToString().ToLowerInvariant(), verdict.RatePct));
    }

    [Theory]
    [InlineData("0.0000005", "0")]
    [InlineData("0.0000015", "0.000002")]
    [InlineData("0.0000025", "0.000002")]
    [InlineData("-0.0000015", "-0.000002")]
    [InlineData("0.00000250001", "0.000003")]
    public void RatePct_BetweenTwoNumbers_IsRoundedHalfToEven(string actual, string rate) =>
        Assert.Equal(Number(rate), Judge(Number(actual), 100, Unit.KilowattHour, 80, 100).RatePct);

    [Fact]
    public void Status_EqualThresholds_ExceededWins() =>
        Assert.Equal(QuotaStatus.Exceeded, Judge(90, 100, Unit.KilowattHour, 90, 90).Status);

    [Theory]
    [InlineData("GJ", "2500", 9, "exceeded")]
    [InlineData("GJ", "2499.999", 9, "warning")]
    [InlineData("GJ", "277.777", 1, "warning")]
    [InlineData("GJ", "277.778", 1, "exceeded")]
    [InlineData("MJ", "0.277", 1, "warning")]
    [InlineData("MWh", "1000", 1, "exceeded")]
    [InlineData("MWh", "999.999", 1, "warning")]
    [InlineData("Wh", "0.001", 1, "exceeded")]
    public void Status_InAnotherUnit_IsDecidedOnTheFraction(string unit, string canonical, decimal quota, string status) =>
        Assert.Equal(status, Judge(Number(canonical), quota, Unit.Get(unit), 80, 100).Status.ToString().ToLowerInvariant());

    [Fact]
    public void Judge_TheLargestAndSmallestNumbersThatCanBeStored_DoesNotOverflow()
    {
        var most = 999_999_999_999_999_999_999.999m;
        var verdict = Judge(most, 0.000001m, Unit.WattHour, 999_999.999m, 999_999.999m);

        Assert.Equal(new Verdict(QuotaStatus.Exceeded, QuotaJudge.MaxRatePct), verdict);
        Assert.Equal(-QuotaJudge.MaxRatePct, Judge(-most, 0.000001m, Unit.WattHour, 80, 100).RatePct);
    }

    /// <summary>Against fractions of whole numbers: quotas are made so that usage lies exactly on a threshold, or a thousandth beside it.</summary>
    [Fact]
    public void Reaches_AnyAmounts_AgreesWithFractions()
    {
        var cases =
            from mantissa in Gen.Choose(-1_000_000_000, 1_000_000_000)
            from pct in Gen.Choose(1, 250_000)
            from unit in Gen.Elements<Unit>(Unit.All)
            from quota in Gen.Choose(1, 2_000_000_000)
            from nudge in Gen.Choose(-1, 1)
            select (Actual: mantissa / 1000m, Pct: pct / 1000m, unit, Quota: quota / 1_000_000m, nudge);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            // The usage that lies exactly on the threshold, cut to what can be stored, and its neighbours.
            var edge = Math.Round(c.Quota * c.unit.Numerator / c.unit.Denominator * c.Pct / 100, 3) + c.nudge / 1000m;
            return Agrees(c.Actual, c.Pct, c.unit, c.Quota) && Agrees(edge, c.Pct, c.unit, c.Quota);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    private static bool Agrees(decimal actual, decimal pct, Unit unit, decimal quota)
    {
        var (usage, limit) = (new BigInteger(actual * 1000) * unit.Denominator * 100 * 1_000_000, new BigInteger(pct * 1000) * new BigInteger(quota * 1_000_000) * unit.Numerator);
        return QuotaJudge.Reaches(actual, new QuotaLimit(quota, unit), pct) == usage >= limit
            && Judge(actual, quota, unit, pct, pct).Status == (usage >= limit ? QuotaStatus.Exceeded : QuotaStatus.Normal);
    }

    private static Verdict Judge(decimal actual, decimal quota, Unit unit, decimal warningPct, decimal alertPct) =>
        QuotaJudge.Judge(actual, new QuotaLimit(quota, unit), ThresholdSet.Default.With(warningPct, alertPct));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
