namespace EmsDashboard.Features.Demo.Domain;

/// <summary>
/// Reproducible noise: a value depends on the seed and on what it is asked for, never on the order of asking. So a day of a meter
/// is the same in every estate of one seed, whenever that estate is made. (SplitMix64 finalizer; System.Random promises no stable sequence.)
/// </summary>
internal readonly record struct Noise(int Seed)
{
    /// <summary>Uniform in [0, 1) for this subject and number.</summary>
    public double Uniform(string subject, int number)
    {
        var state = unchecked((ulong)Seed * 0x9E3779B97F4A7C15UL);
        foreach (var character in subject) state = Mix(state ^ character);
        return (Mix(state ^ unchecked((ulong)number)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>About normally distributed with mean 0 and deviation 1, never beyond ±3.5.</summary>
    public double Normal(string subject, int number)
    {
        var sum = 0.0;
        for (var i = 0; i < 4; i++) sum += Uniform(subject, unchecked(number * 4 + i));
        return (sum - 2) * Math.Sqrt(3);
    }

    /// <summary>Normal noise that changes over weeks rather than days, as the weather does.</summary>
    public double Slow(string subject, DateOnly day)
    {
        const int days = 6;
        var (knot, rest) = Math.DivRem(day.DayNumber, days);
        var share = (1 - Math.Cos(Math.PI * rest / days)) / 2;
        return Normal(subject, knot) * (1 - share) + Normal(subject, knot + 1) * share;
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15UL;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return value ^ (value >> 31);
        }
    }
}
