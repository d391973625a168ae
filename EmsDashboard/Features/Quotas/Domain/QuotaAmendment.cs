namespace EmsDashboard.Features.Quotas.Domain;

/// <summary>
/// Adds versions to a quota as people and files change it: only when something really changes, from a day that leaves closed periods as
/// they are unless somebody says otherwise, and never over locked ones.
/// </summary>
internal sealed class QuotaAmendment
{
    private readonly Quota _quota;
    private readonly List<QuotaVersionTerms> _versions;
    private readonly bool _hasRecords;
    private readonly DateOnly? _lockedThrough;
    private readonly DateTimeOffset _now;

    /// <param name="quota">With its versions loaded.</param>
    /// <param name="hasRecords">Whether a period of it was ever judged.</param>
    /// <param name="lockedThrough">Last day on which periods are locked; null for none.</param>
    /// <exception cref="UnreadableVersionException"/>
    public QuotaAmendment(Quota quota, bool hasRecords, DateOnly? lockedThrough, DateTimeOffset now)
    {
        _quota = quota;
        _hasRecords = hasRecords;
        _lockedThrough = lockedThrough;
        _now = now;
        _versions = [.. quota.Versions.Select(v => v.ToTerms())];
    }

    /// <summary>The version made last; null for a new quota.</summary>
    public QuotaVersionTerms? Latest => _versions.MaxBy(v => v.Number);

    /// <summary>Whether a version was added.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>
    /// Adds a version unless the one it would follow says the same. What is returned forbids it, and nothing was added.
    /// </summary>
    /// <param name="terms">Number and first day are set here.</param>
    /// <param name="validFrom">
    /// First day; null for what people expect of a change: the running period and all to come, or since ever where nothing was judged yet.
    /// </param>
    public IReadOnlyList<QuotaProblem> Add(QuotaVersionTerms terms, DateOnly? validFrom, string by, string? reason)
    {
        var (from, before) = validFrom is { } day ? (day, _versions.Where(v => v.ValidFrom == day).MaxBy(v => v.Number)) : (FromNowOn(), Latest);
        terms = terms with { Number = (Latest?.Number ?? 0) + 1, ValidFrom = from };
        if (before is not null && Says(before) == Says(terms)) return [];

        List<QuotaProblem> problems = [.. terms.Problems(), .. QuotaTimeline.Problems(_versions, [terms], _lockedThrough)];
        if (_hasRecords && from < RunningStart && new QuotaTimeline(_versions).InForce(from)?.Rule != terms.Rule)
            problems.Add(new QuotaProblem(QuotaField.Period, "period_fixed", $"{RunningStart:O}"));
        else if (_hasRecords && validFrom is not null && from < RunningStart && !terms.IsRetroactive)
            problems.Add(new QuotaProblem(QuotaField.ValidFrom, "reaches_closed_periods", $"{RunningStart:O}"));
        if (problems.Count > 0) return problems;

        _quota.Amend(terms, by, reason, _now);
        _versions.Add(terms);
        HasChanged = true;
        return [];

        // A correction of what was typed is no other quota because it was made later.
        static QuotaVersionTerms Says(QuotaVersionTerms version) => version with { Number = 0, ValidFrom = default, IsRetroactive = false };
    }

    private DateOnly Today => QuotaCalendar.LocalDate(_now, _quota.TimeZone);

    private DateOnly RunningStart => _versions.Count == 0 ? DateOnly.MinValue : new QuotaTimeline(_versions).PeriodOf(Today)?.Span.Start ?? Today;

    private DateOnly FromNowOn() => Latest is not { } latest ? DateOnly.MinValue
        : !_hasRecords || latest.ValidFrom > RunningStart ? latest.ValidFrom
        : RunningStart;
}
