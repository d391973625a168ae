namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>What a period hands on to the next one.</summary>
public enum CarryOverMode
{
    None,
    Unused,
    Overspent,
    Both,
}

/// <summary>A period as carrying over sees it. Amounts are in one unit for all periods.</summary>
/// <param name="Value">The quota before anything is carried in; zero or less means that no limit is set.</param>
/// <param name="Rule">What this period hands on: that of the version which judges it.</param>
public readonly record struct CarryPeriod(DateOnly Start, decimal Value, decimal Actual, CarryOver Rule);

/// <param name="CarriedIn">Brought along from the period before; negative when that used too much.</param>
/// <param name="CarriedOut">Handed on to the next. Of the running period it is what would be handed on if it ended now.</param>
public readonly record struct CarriedPeriod(CarryPeriod Period, decimal CarriedIn, decimal CarriedOut)
{
    /// <summary>The quota that the period is judged by.</summary>
    public decimal EffectiveValue => Period.Value + CarriedIn;
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

    /// <summary>Carries over along periods that follow one another, the earliest first.</summary>
    /// <param name="carriedIn">What the first of them is given.</param>
    public static IReadOnlyList<CarriedPeriod> Along(IEnumerable<CarryPeriod> periods, decimal carriedIn = 0)
    {
        List<CarriedPeriod> carried = [];
        foreach (var period in periods)
        {
            var hasLimit = period.Value > 0;
            var comesIn = hasLimit ? carriedIn : 0;
            carriedIn = hasLimit ? period.Rule.Carried(period.Value + comesIn - period.Actual) : 0;
            carried.Add(new CarriedPeriod(period, comesIn, carriedIn));
        }

        return carried;
    }

    /// <summary>
    /// What changes when a period is restated: itself and those after it, until one hands on what it handed on before. The same as
    /// carrying along all periods again, for the periods it does not return would come out as they are.
    /// </summary>
    /// <param name="known">All periods as they stand, the earliest first.</param>
    /// <param name="restated">The period with its new value, usage or rule; its start is that of a known one.</param>
    /// <param name="carriedIn">What the first of all periods is given.</param>
    /// <exception cref="ArgumentException">No known period starts on that day.</exception>
    public static IReadOnlyList<CarriedPeriod> Restate(IReadOnlyList<CarriedPeriod> known, CarryPeriod restated, decimal carriedIn = 0)
    {
        var index = known.TakeWhile(k => k.Period.Start != restated.Start).Count();
        if (index == known.Count) throw new ArgumentException($"No period starts on {restated.Start:O}.", nameof(restated));
        List<CarriedPeriod> changed = [];
        if (index > 0) carriedIn = known[index - 1].CarriedOut;
        for (var i = index; i < known.Count; i++)
        {
            var next = Along([i == index ? restated : known[i].Period], carriedIn)[0];
            if (next == known[i]) break;
            changed.Add(next);
            carriedIn = next.CarriedOut;
        }

        return changed;
    }

    /// <summary>What is wrong with the bounds.</summary>
    public IEnumerable<QuotaProblem> Problems() => new[] { Min, Max }.OfType<decimal>().SelectMany(bound => QuotaRules.Amount(QuotaField.CarryOver, bound))
        .Concat(Min > 0 || Max < 0 ? [new QuotaProblem(QuotaField.CarryOver, "carry_over_bounds")] : []);
}
