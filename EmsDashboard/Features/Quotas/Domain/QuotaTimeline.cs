using EmsDashboard.Features.Energy.Domain;

namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>A period of a quota and the version that judges it.</summary>
/// <param name="Span">The days that count.</param>
/// <param name="Whole">The rule's period that holds them; longer than <paramref name="Span"/> where a beginning or a change of rule cut it.</param>
/// <param name="Value">The quota of the period in the version's unit, exact; before anything is carried in.</param>
public sealed record QuotaTimelinePeriod(PeriodSpan Span, PeriodSpan Whole, QuotaVersionTerms Version, Fraction Value)
{
    private const int ShownDecimals = 6;

    public bool IsCut => Span != Whole;

    public QuotaLimit Limit => new(Value, Version.Unit);

    /// <summary>Half to even at 6 decimals, for display; judged is by <see cref="Limit"/>.</summary>
    public decimal ShownValue => Value.Round(ShownDecimals);
}

/// <summary>
/// Which periods a quota has and which version judges each, from its versions in any order. The latest version not after a day is in force
/// on it; of two that begin on one day the later made. A period is judged by the version in force at its start, unless one made later and
/// marked retroactive begins inside it. Where a version brings another rule, the running period ends and a cut one of the new rule
/// begins, so periods follow one another without gap or overlap (but outside the spans of custom rules and before the first version).
/// </summary>
public sealed class QuotaTimeline
{
    private readonly QuotaVersionTerms[] _versions;
    private readonly Stretch[] _stretches;

    /// <exception cref="ArgumentException">Two versions have one number.</exception>
    public QuotaTimeline(IEnumerable<QuotaVersionTerms> versions) : this(versions, v => v) { }

    private QuotaTimeline(IEnumerable<QuotaVersionTerms> versions, Func<QuotaVersionTerms, QuotaVersionTerms?> view)
    {
        var all = versions.ToList();
        if (all.DistinctBy(v => v.Number).Count() < all.Count) throw new ArgumentException("Two versions have one number.", nameof(versions));
        _versions = [.. all.GroupBy(v => v.ValidFrom).Select(g => g.MaxBy(v => v.Number)!).OrderBy(v => v.ValidFrom)];
        _stretches = [.. Stretches(view)];
    }

    /// <summary>The versions that count, by the day they begin; one that another replaced on the same day does not.</summary>
    public IReadOnlyList<QuotaVersionTerms> Versions => _versions;

    /// <summary>The months of yearly versions that are split, as periods of their own; none where a version is not split.</summary>
    public QuotaTimeline OfMonths() => new(_versions, v => v.OfMonths());

    /// <summary>Whether some version of it is a year that is split into months.</summary>
    public bool IsSplit => Array.Exists(_versions, v => v.Distribution is not null);

    /// <summary>The version in force on a day; null before the first.</summary>
    public QuotaVersionTerms? InForce(DateOnly day) => Array.FindLast(_versions, v => v.ValidFrom <= day);

    /// <summary>The period that holds the day; null before the first version and outside the span of a custom rule.</summary>
    public QuotaTimelinePeriod? PeriodOf(DateOnly day) =>
        Array.FindLast(_stretches, s => s.Start <= day) is { } stretch && day < stretch.End && stretch.Rule.PeriodOf(day) is { } whole ? stretch.Judge(whole) : null;

    /// <summary>The periods that share a day with [from, to), the earliest first.</summary>
    public IEnumerable<QuotaTimelinePeriod> PeriodsIn(DateOnly from, DateOnly to) => _stretches
        .Where(s => s.Start < to && s.End > from)
        .SelectMany(s => s.Rule.PeriodsIn(Later(from, s.Start), Earlier(to, s.End)).Select(s.Judge));

    /// <summary>The next period, across a gap if there is one; null if there is none any more.</summary>
    public QuotaTimelinePeriod? Next(QuotaTimelinePeriod period) => PeriodsIn(period.Span.End, DateOnly.MaxValue).FirstOrDefault();

    /// <summary>The period that ends where this one starts; null when none does.</summary>
    public QuotaTimelinePeriod? Previous(QuotaTimelinePeriod period) =>
        period.Span.Start > DateOnly.MinValue ? PeriodOf(period.Span.Start.AddDays(-1)) : null;

    /// <summary>What forbids to add versions to those a quota has. What is wrong with each by itself is <see cref="QuotaVersionTerms.Problems"/>.</summary>
    /// <param name="stored">The versions there are; none for a new quota.</param>
    /// <param name="added">New versions, from one file or form, numbered after those stored.</param>
    /// <param name="lockedThrough">Last day on which periods are locked: one that ends by then must stay as it is. Null: none is.</param>
    public static IReadOnlyList<QuotaProblem> Problems(
        IReadOnlyCollection<QuotaVersionTerms> stored, IReadOnlyCollection<QuotaVersionTerms> added, DateOnly? lockedThrough)
    {
        List<QuotaProblem> problems = [.. added.GroupBy(v => v.ValidFrom).Where(g => g.Count() > 1).OrderBy(g => g.Key).Select(g => g.Key == DateOnly.MinValue
            ? new QuotaProblem(QuotaField.ValidFrom, "first_version_repeated")
            : new QuotaProblem(QuotaField.ValidFrom, "version_repeated", $"{g.Key:O}"))];
        var (before, after) = (new QuotaTimeline(stored), new QuotaTimeline(stored.Concat(added)));
        foreach (var version in after._versions.Where(added.Contains)) problems.AddRange(after.SpanProblems(version));
        if (stored.Count > 0 && lockedThrough is { } last && !Locked(before, last).SequenceEqual(Locked(after, last)))
            problems.Add(new QuotaProblem(QuotaField.ValidFrom, "reaches_locked_periods", $"{last:O}"));
        return problems;

        IEnumerable<(PeriodSpan, Fraction, int)> Locked(QuotaTimeline timeline, DateOnly last) =>
            from period in timeline.PeriodsIn(added.Select(Touched).DefaultIfEmpty(DateOnly.MaxValue).Min(), last.AddDays(1))
            where period.Span.End <= last.AddDays(1)
            select (period.Span, period.Value, period.Version.Number);

        // A version changes nothing before the period that it ends or begins inside of, and the history may be long.
        DateOnly Touched(QuotaVersionTerms version)
        {
            var day = version.ValidFrom > DateOnly.MinValue ? version.ValidFrom.AddDays(-1) : version.ValidFrom;
            return Earlier(before.PeriodOf(day)?.Span.Start ?? day, after.PeriodOf(day)?.Span.Start ?? day);
        }
    }

    private IEnumerable<QuotaProblem> SpanProblems(QuotaVersionTerms version)
    {
        if (version.Rule.Span is not { } span) yield break;
        if (span.End <= version.ValidFrom) yield return new QuotaProblem(QuotaField.PeriodTo, "period_before_version", $"{version.ValidFrom:O}");
        // The same span again is a change of value inside it.
        foreach (var other in _versions)
            if (other.Rule.Span is { } taken && taken != span && taken.Start < span.End && span.Start < taken.End)
                yield return new QuotaProblem(QuotaField.PeriodFrom, "periods_overlap", $"{taken.Start:O} – {taken.End.AddDays(-1):O}");
    }

    /// <summary>Runs of versions with one rule.</summary>
    private IEnumerable<Stretch> Stretches(Func<QuotaVersionTerms, QuotaVersionTerms?> view)
    {
        for (var i = 0; i < _versions.Length;)
        {
            var first = _versions[i];
            List<QuotaVersionTerms> run = [];
            do
            {
                if (view(_versions[i]) is { } seen) run.Add(seen);
                i++;
            }
            while (i < _versions.Length && _versions[i].Rule == first.Rule && view(_versions[i]) is null == (run.Count == 0));
            if (run.Count > 0) yield return new Stretch(run, i < _versions.Length ? _versions[i] : null);
        }
    }

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;

    /// <summary>Versions of one rule that follow one another, up to the one that brings another rule.</summary>
    private sealed class Stretch(List<QuotaVersionTerms> versions, QuotaVersionTerms? successor)
    {
        public PeriodRule Rule => versions[0].Rule;

        public DateOnly Start => versions[0].ValidFrom;

        public DateOnly End => successor?.ValidFrom ?? DateOnly.MaxValue;

        /// <param name="whole">A period of the rule that shares a day with the stretch.</param>
        public QuotaTimelinePeriod Judge(PeriodSpan whole)
        {
            var span = new PeriodSpan(Later(whole.Start, Start), Earlier(whole.End, End));
            var inForce = versions.FindLast(v => v.ValidFrom <= span.Start)!;
            var judge = versions.Where(v => v.IsRetroactive && v.Number > inForce.Number && Inside(v)).MaxBy(v => v.Number) ?? inForce;
            return new QuotaTimelinePeriod(span, whole, judge, Value(judge, whole, span));

            bool Inside(QuotaVersionTerms version) => version.ValidFrom > span.Start && version.ValidFrom < span.End;
        }

        /// <summary>
        /// Every day of the whole period has the value that holds on it; the period's is their mean. A day that was cut off has the value
        /// beside it, or none where the version that cut it is prorated.
        /// </summary>
        private Fraction Value(QuotaVersionTerms judge, PeriodSpan whole, PeriodSpan span)
        {
            // Between a limit and none there is no mean.
            if (judge.ValueOf(whole) is var value && value <= 0) return value;
            var day = span.Start > whole.Start && !versions[0].IsProrated ? whole.Start : span.Start;
            var end = span.End < whole.End && successor is not { IsProrated: true } ? whole.End : span.End;
            var changes = versions.FindAll(v => v.IsProrated && v.ValidFrom > judge.ValidFrom && v.ValidFrom > span.Start && v.ValidFrom < span.End && v.ValueOf(whole) > 0);
            if (changes.Count == 0 && end.DayNumber - day.DayNumber == whole.Days) return value;

            Fraction sum = 0;
            var current = judge;
            foreach (var change in changes)
            {
                Add(change.ValidFrom);
                current = change;
            }

            Add(end);
            return sum * new Fraction(1, whole.Days);

            void Add(DateOnly until)
            {
                sum += InUnit(current.ValueOf(whole), current.Unit, judge.Unit) * (until.DayNumber - day.DayNumber);
                day = until;
            }
        }

        private static Fraction InUnit(decimal value, Unit from, Unit to) =>
            from == to ? value : value * new Fraction(from.Numerator, from.Denominator) * new Fraction(to.Denominator, to.Numerator);
    }
}
