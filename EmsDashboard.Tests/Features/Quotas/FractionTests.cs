using System.Globalization;
using System.Numerics;
using EmsDashboard.Features.Quotas.Domain;
using FsCheck;
using FsCheck.Fluent;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class FractionTests
{
    [Theory]
    [InlineData(1, 3, 6, "0.333333")]
    [InlineData(2, 3, 6, "0.666667")]
    [InlineData(5, 10_000_000, 6, "0")]
    [InlineData(15, 10_000_000, 6, "0.000002")]
    [InlineData(-15, 10_000_000, 6, "-0.000002")]
    [InlineData(7, 1, 0, "7")]
    public void Round_BetweenTwoNumbers_IsHalfToEven(long numerator, long denominator, int decimals, string expected) =>
        Assert.Equal(Number(expected), new Fraction(numerator, denominator).Round(decimals));

    [Theory]
    [InlineData(2, 3, "0.6")]
    [InlineData(999_999, 1_000_000, "0.9")]
    [InlineData(1, 1, "1")]
    [InlineData(-1, 3, "-0.4")]
    public void Floor_NeverRoundsUp(long numerator, long denominator, string expected) =>
        Assert.Equal(Number(expected), new Fraction(numerator, denominator).Floor(1));

    [Fact]
    public void Round_LargeAmountWithManyDecimals_DoesNotOverflow() =>
        Assert.Equal(3_333_333_333_333_333_333_333.333333m, new Fraction(BigInteger.Pow(10, 22), 3).Round(9), 6);

    [Fact]
    public void Equality_SameWorth_IsEqualWithTheSameHash()
    {
        Assert.Equal(new Fraction(1, 2), new Fraction(2, 4));
        Assert.Equal(new Fraction(1, 2).GetHashCode(), Fraction.Of(0.50m).GetHashCode());
        Assert.Equal(default, new Fraction(0, 7));
        Assert.True(new Fraction(1, 3) < 0.3334m && new Fraction(1, 3) > 0.3333m);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void New_DenominatorNotPositive_Throws(int denominator) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fraction(1, denominator));

    [Fact]
    public void Arithmetic_AnyDecimals_IsThatOfDecimals()
    {
        var numbers = from mantissa in Gen.Choose(-1_000_000_000, 1_000_000_000) from scale in Gen.Choose(0, 6) select new decimal(mantissa) / (decimal)Math.Pow(10, scale);
        Prop.ForAll((from a in numbers from b in numbers select (a, b)).ToArbitrary(), n =>
        {
            Fraction a = n.a, b = n.b;
            return a + b == n.a + n.b && a - b == n.a - n.b && a * b == n.a * n.b && a.CompareTo(b) == n.a.CompareTo(n.b)
                && a.Round(3) == Math.Round(n.a, 3, MidpointRounding.ToEven) && a.Floor(1) == Math.Floor(n.a * 10) / 10;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
