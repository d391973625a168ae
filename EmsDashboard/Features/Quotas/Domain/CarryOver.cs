namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>What a period hands on to the next one.</summary>
public enum CarryOverMode
{
    None,
    Unused,
    Overspent,
    Both,
}

/// <summary>
/// Carries what is left of a quota, or what was used too much, into the next period: min(max, max(balance, min)), the balance being the
/// effective quota less usage. Nothing comes from or goes to a period without a limit.
/// </summary>
/// <param name="Min">Least that is carried, zero or negative: overspending below it is forgiven. Null: no bound.</param>
/// <param name="Max">Most that is carried, zero or more: what is left above it is lost. Null: no bound.</param>
public sealed record CarryOver(CarryOverMode Mode, decimal? Min = null, decimal? Max = null)
{
    public static readonly CarryOver None = new(CarryOverMode.None);

    /// <summary>What of a balance is carried on.</summary>
    public decimal Carried(decimal balance)
    {
        // One direction only is a bound of zero on the other.
        decimal? min = Mode is CarryOverMode.None or CarryOverMode.Unused ? 0 : Min;
        decimal? max = Mode is CarryOverMode.None or CarryOverMode.Overspent ? 0 : Max;
        var atLeast = min > balance ? min.Value : balance;
        return max < atLeast ? max.Value : atLeast;
    }

    /// <summary>What is wrong with the bounds.</summary>
    public IEnumerable<QuotaProblem> Problems() => new[] { Min, Max }.OfType<decimal>().SelectMany(bound => QuotaRules.Amount(QuotaField.CarryOver, bound))
        .Concat(Min > 0 || Max < 0 ? [new QuotaProblem(QuotaField.CarryOver, "carry_over_bounds")] : []);
}
