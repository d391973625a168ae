using System.Numerics;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>
/// Splits a yearly quota into months. Every way of it gives amounts of three decimals (more where the total has more) that add up to the
/// total to the last digit: what rounding down leaves over goes to the months that lost most by it, the earlier of the year first.
/// </summary>
public static class Distribution
{
    private const int Decimals = 3;

    /// <summary>Each month by its days in a year of the rule, which knows whether there is a 29 February.</summary>
    /// <param name="total">Zero or more.</param>
    /// <param name="year">A whole period of <paramref name="yearly"/>.</param>
    public static MonthAmounts ByDays(decimal total, PeriodRule yearly, PeriodSpan year) =>
        Split(total, yearly.FiscalStartMonth, [.. MonthsOf(yearly, year).Select(m => (decimal)m.Days)]);

    /// <summary>Each month by a percentage, in the order of the year. <see cref="PercentageProblems"/> says whether they make a whole.</summary>
    /// <param name="total">Zero or more.</param>
    /// <param name="percentages">Twelve, none negative, not all zero.</param>
    /// <exception cref="ArgumentException">The percentages are not such.</exception>
    public static MonthAmounts ByPercentages(decimal total, int firstMonth, IReadOnlyList<decimal> percentages) => Split(total, firstMonth, percentages);

    /// <summary>
    /// Each month as usage was last year, in the order of the year. A month whose corrections outweigh its usage counts as nothing; null
    /// when no month has usage and there is no shape.
    /// </summary>
    /// <param name="total">Zero or more.</param>
    /// <param name="lastYear">Twelve amounts of one unit.</param>
    public static MonthAmounts? ByShape(decimal total, int firstMonth, IReadOnlyList<decimal> lastYear) =>
        lastYear.Any(amount => amount > 0) ? Split(total, firstMonth, [.. lastYear.Select(amount => Math.Max(0, amount))]) : null;

    /// <summary>The amounts in the same proportions, adding up to the total; null when all are zero and there are no proportions.</summary>
    /// <param name="total">Zero or more.</param>
    /// <exception cref="ArgumentException">An amount is negative.</exception>
    public static MonthAmounts? Normalise(MonthAmounts amounts, int firstMonth, decimal total) =>
        amounts.Total == total ? amounts
        : amounts.From(firstMonth).All(a => a == 0) ? null
        : Split(total, firstMonth, [.. amounts.From(firstMonth)]);

    /// <summary>Last year's usage less a percentage of it, half to even at three decimals; a negative percentage adds.</summary>
    public static decimal LastYearLess(decimal lastYear, decimal pct) =>
        (Fraction.Of(lastYear) * (Fraction.Of(100) - pct) * new Fraction(1, 100)).Round(Decimals);

    /// <summary>The months of a year, each from its start day to the next.</summary>
    /// <param name="year">A whole period of <paramref name="yearly"/>.</param>
    public static IEnumerable<PeriodSpan> MonthsOf(PeriodRule yearly, PeriodSpan year) => yearly.OfMonths().PeriodsIn(year.Start, year.End);

    /// <summary>What is wrong with percentages that shall make a whole.</summary>
    public static IEnumerable<QuotaProblem> PercentageProblems(IReadOnlyList<decimal> percentages)
    {
        if (percentages.Any(p => p < 0)) yield return new QuotaProblem(QuotaField.Distribution, "month_negative");
        if (percentages.Sum() is var sum && sum != 100)
            yield return new QuotaProblem(QuotaField.Distribution, "percentages_not_whole", sum.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static MonthAmounts Split(decimal total, int firstMonth, IReadOnlyList<decimal> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        if (weights.Any(w => w < 0) || weights.All(w => w == 0)) throw new ArgumentException("Weights are zero or more, and not all zero.", nameof(weights));
        var decimals = Decimals;
        while (decimal.Round(total, decimals) != total) decimals++;
        var scale = BigInteger.Pow(10, decimals);
        var units = (Fraction.Of(total) * new Fraction(scale, 1)).Numerator;
        var wholes = weights.Select(w => (Fraction.Of(w) * new Fraction(BigInteger.Pow(10, 28), 1)).Numerator).ToArray();
        var sum = wholes.Aggregate(BigInteger.Zero, (a, b) => a + b);
        var shares = wholes.Select(w => BigInteger.DivRem(units * w, sum)).ToArray();
        var left = (int)(units - shares.Aggregate(BigInteger.Zero, (a, s) => a + s.Quotient));
        foreach (var index in Enumerable.Range(0, shares.Length).OrderByDescending(i => shares[i].Remainder).ThenBy(i => i).Take(left))
            shares[index].Quotient += BigInteger.One;
        return MonthAmounts.Of(firstMonth, [.. shares.Select(s => new Fraction(s.Quotient, scale).Round(decimals))]);
    }
}
