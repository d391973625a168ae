using System.Collections.Immutable;
using System.Globalization;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>
/// Twelve amounts in a quota's unit, one for each month of the calendar. A month that begins on the 13th is the one it begins in, so a
/// fiscal year changes the order in which they are read, not what belongs to which.
/// </summary>
public sealed class MonthAmounts : IEquatable<MonthAmounts>
{
    private readonly ImmutableArray<decimal> _amounts;

    /// <param name="januaryToDecember">Twelve amounts.</param>
    /// <exception cref="ArgumentException">There are not twelve.</exception>
    public MonthAmounts(IEnumerable<decimal> januaryToDecember)
    {
        _amounts = [.. januaryToDecember];
        if (_amounts.Length != 12) throw new ArgumentException($"A year has 12 months, not {_amounts.Length}.", nameof(januaryToDecember));
    }

    /// <param name="month">1 to 12.</param>
    public decimal this[int month] => _amounts[month - 1];

    public decimal Total => _amounts.Sum();

    /// <summary>The amounts as a year that begins in a month runs through them.</summary>
    public IEnumerable<decimal> From(int firstMonth) => Enumerable.Range(0, 12).Select(i => _amounts[(firstMonth - 1 + i) % 12]);

    /// <summary>Twelve amounts as a year that begins in a month runs through them.</summary>
    /// <exception cref="ArgumentException">There are not twelve.</exception>
    public static MonthAmounts Of(int firstMonth, IReadOnlyList<decimal> inOrder) =>
        inOrder.Count == 12
            ? new MonthAmounts(Enumerable.Range(0, 12).Select(i => inOrder[(i - (firstMonth - 1) + 12) % 12]))
            : throw new ArgumentException($"A year has 12 months, not {inOrder.Count}.", nameof(inOrder));

    /// <summary>What is wrong with them as the months of a yearly value.</summary>
    public IEnumerable<QuotaProblem> Problems(decimal total)
    {
        var wrong = _amounts.SelectMany(amount => QuotaRules.Amount(QuotaField.Distribution, amount)).Distinct().ToList();
        if (_amounts.Any(a => a < 0)) wrong.Add(new QuotaProblem(QuotaField.Distribution, "month_negative"));
        else if (wrong.Count == 0 && Total != total) wrong.Add(new QuotaProblem(QuotaField.Distribution, "months_not_total", Number(Total - total, "+0.######;-0.######")));
        return wrong;
    }

    /// <summary>January to December, parted by blanks, as files and JSON hold it.</summary>
    public override string ToString() => string.Join(' ', _amounts.Select(a => Number(a, "0.######")));

    /// <summary>What <see cref="ToString"/> wrote; null when it is not twelve numbers.</summary>
    public static MonthAmounts? TryParse(string text)
    {
        List<decimal> amounts = [];
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!decimal.TryParse(part, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount)) return null;
            amounts.Add(amount);
        }

        return amounts.Count == 12 ? new MonthAmounts(amounts) : null;
    }

    public bool Equals(MonthAmounts? other) => other is not null && _amounts.SequenceEqual(other._amounts);

    public override bool Equals(object? obj) => Equals(obj as MonthAmounts);

    public override int GetHashCode() => _amounts.Aggregate(0, HashCode.Combine);

    private static string Number(decimal number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
