using System.Numerics;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>
/// An exact number: a quota prorated to 22 of 31 days, or a share of a gigajoule, has no decimal. Compared as what it is worth, so that
/// 1/2 equals 2/4; rounded only to be shown.
/// </summary>
public readonly record struct Fraction : IComparable<Fraction>
{
    /// <summary>As many as a decimal has digits.</summary>
    private static readonly BigInteger[] TensTo = [.. Enumerable.Range(0, 29).Select(n => BigInteger.Pow(10, n))];

    private readonly BigInteger _denominator;

    /// <exception cref="ArgumentOutOfRangeException">The denominator is not positive.</exception>
    public Fraction(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.Sign <= 0) throw new ArgumentOutOfRangeException(nameof(denominator), "A denominator is more than zero.");
        Numerator = numerator;
        _denominator = denominator;
    }

    public BigInteger Numerator { get; }

    /// <summary>Positive.</summary>
    public BigInteger Denominator => _denominator.IsZero ? BigInteger.One : _denominator;
    public int Sign => Numerator.Sign;

    /// <summary>The decimal as it is, without rounding.</summary>
    public static Fraction Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = new BigInteger((uint)bits[2]) << 64 | new BigInteger((uint)bits[1]) << 32 | (uint)bits[0];
        return new Fraction(bits[3] < 0 ? -mantissa : mantissa, TenTo((bits[3] >> 16) & 0xFF));
    }

    /// <summary>10 to a power.</summary>
    /// <param name="exponent">0 to 28.</param>
    public static BigInteger TenTo(int exponent) => TensTo[exponent];

    /// <summary>To the nearest double, or one beside it.</summary>
    public static explicit operator double(Fraction value) => (double)value.Numerator / (double)value.Denominator;

    /// <summary>Rounded half to even, as amounts are shown.</summary>
    /// <exception cref="OverflowException">The whole part has more digits than a decimal holds.</exception>
    public decimal Round(int decimals)
    {
        var scale = TenTo(decimals);
        return Shown(DivideHalfToEven(Numerator * scale, Denominator), scale);
    }

    /// <summary>Rounded down, for a share that must not look whole before it is.</summary>
    /// <exception cref="OverflowException">The whole part has more digits than a decimal holds.</exception>
    public decimal Floor(int decimals)
    {
        var scale = TenTo(decimals);
        var quotient = BigInteger.DivRem(Numerator * scale, Denominator, out var remainder);
        return Shown(remainder.Sign < 0 ? quotient - 1 : quotient, scale);
    }

    public int CompareTo(Fraction other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public bool Equals(Fraction other) => CompareTo(other) == 0;

    public override int GetHashCode()
    {
        var reduced = Reduced();
        return HashCode.Combine(reduced.Numerator, reduced.Denominator);
    }

    public static Fraction operator +(Fraction a, Fraction b) =>
        new Fraction(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator).Reduced();

    public static Fraction operator -(Fraction a, Fraction b) =>
        new Fraction(a.Numerator * b.Denominator - b.Numerator * a.Denominator, a.Denominator * b.Denominator).Reduced();

    public static Fraction operator *(Fraction a, Fraction b) => new Fraction(a.Numerator * b.Numerator, a.Denominator * b.Denominator).Reduced();

    /// <exception cref="ArgumentOutOfRangeException">The divisor is not positive.</exception>
    public static Fraction operator /(Fraction a, Fraction b) => new Fraction(a.Numerator * b.Denominator, a.Denominator * b.Numerator).Reduced();

    public static bool operator <(Fraction a, Fraction b) => a.CompareTo(b) < 0;

    public static bool operator <=(Fraction a, Fraction b) => a.CompareTo(b) <= 0;

    public static bool operator >(Fraction a, Fraction b) => a.CompareTo(b) > 0;

    public static bool operator >=(Fraction a, Fraction b) => a.CompareTo(b) >= 0;

    public static implicit operator Fraction(decimal value) => Of(value);

    /// <param name="divisor">Positive.</param>
    public static BigInteger DivideHalfToEven(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(BigInteger.Abs(dividend), divisor, out var remainder);
        var half = (remainder * 2).CompareTo(divisor);
        if (half > 0 || (half == 0 && !quotient.IsEven)) quotient++;
        return dividend.Sign < 0 ? -quotient : quotient;
    }

    public override string ToString() => Denominator.IsOne ? $"{Numerator}" : $"{Numerator}/{Denominator}";

    // In two parts: the digits of a large amount with all its decimals are more than a decimal takes at once.
    private static decimal Shown(BigInteger units, BigInteger scale)
    {
        var whole = BigInteger.DivRem(units, scale, out var rest);
        return (decimal)whole + (decimal)rest / (decimal)scale;
    }

    // Sums over many days would else grow without end.
    private Fraction Reduced()
    {
        var divisor = BigInteger.GreatestCommonDivisor(Numerator, Denominator);
        return new Fraction(Numerator / divisor, Denominator / divisor);
    }
}
