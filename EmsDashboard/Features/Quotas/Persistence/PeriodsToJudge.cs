using EmsDashboard.Features.Quotas.Domain;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <param name="DataRevision">Revision of the latest data that had the period marked; null when no data did.</param>
internal sealed record PeriodToJudge(QuotaOnDay Quota, QuotaTimelinePeriod Period, long? DataRevision)
{
    public bool IsRunning => Period.Span == Quota.Running?.Span;

    /// <summary>The end of the running period is foreseen, but not those of a split year's months.</summary>
    public bool IsForecast => IsRunning && !Quota.IsOfMonths;

    public bool IsShown => Period.Span == Quota.Shown?.Span;

    /// <summary>The records that judging it looks at: its own, and that of a period before which hands something on.</summary>
    public IEnumerable<UsageKey> Keys => Quota.Timeline.Previous(Period) is { Version.CarryOver.Mode: not CarryOverMode.None } previous
        ? [Quota.Key(Period), Quota.Key(previous)]
        : [Quota.Key(Period)];
}

/// <summary>Which periods of quotas a check looks at: the running one, marked ones, those a recomputation asks for, and what follows from them.</summary>
internal sealed class PeriodsToJudge
{
    private readonly Dictionary<UsageKey, PeriodToJudge> _periods = [];

    private readonly HashSet<int> _marked = [];

    private PeriodsToJudge() { }

    /// <summary>By quota, its own before its months, the earliest first.</summary>
    public IReadOnlyList<PeriodToJudge> InOrder => [.. _periods.OrderBy(p => p.Key.QuotaId).ThenBy(p => p.Key.IsMonth).ThenBy(p => p.Key.Start).Select(p => p.Value)];

    /// <summary>Whether anything had marked the quota.</summary>
    public bool IsMarked(int quotaId) => _marked.Contains(quotaId);

    /// <summary>Takes the quotas' marks off. The caller has locked the quotas.</summary>
    /// <param name="current">The quotas' current records: a period that was the shown one and has ended since is judged a last time.</param>
    /// <param name="range">Periods asked for beside those; null for none.</param>
    public static async Task<PeriodsToJudge> CollectAsync(
        NpgsqlConnection connection, IReadOnlyCollection<QuotaOnDay> quotas, IEnumerable<UsageRecord> current, RecomputeRange? range, CancellationToken cancellationToken)
    {
        var periods = new PeriodsToJudge();
        foreach (var quota in quotas)
            if (quota.Shown is { } shown) periods.Add(quota, shown);

        var byId = quotas.ToLookup(q => q.Quota.Id);
        foreach (var (id, month, revision) in await DueQuotas.TakeMarksAsync(
            connection, [.. byId.Select(q => q.Key)], [.. byId.Select(q => q.First().Today)], cancellationToken))
        {
            periods._marked.Add(id);
            foreach (var quota in byId[id])
                foreach (var period in quota.Holding(month)) periods.Add(quota, period, revision);
        }

        periods.AddEnded(byId, current);
        if (range is not null) await periods.AddRangeAsync(connection, quotas, range, cancellationToken);
        periods.AddCarriedInto();
        return periods;
    }

    private void AddEnded(ILookup<int, QuotaOnDay> quotas, IEnumerable<UsageRecord> current)
    {
        foreach (var record in current)
            if (quotas[record.QuotaId].FirstOrDefault(q => q.IsOfMonths == record.IsMonth) is { } quota && quota.Timeline.PeriodOf(record.Period.Start) is { } period
                && period.Span.Start == record.Period.Start && period.Span.End <= quota.Today)
                Add(quota, period);
    }

    private async Task AddRangeAsync(
        NpgsqlConnection connection, IReadOnlyCollection<QuotaOnDay> quotas, RecomputeRange range, CancellationToken cancellationToken)
    {
        var asked = quotas.Select(q => (Quota: q, Periods: q.Begun(range.From, range.To.AddDays(1)).ToList())).Where(a => a.Periods.Count > 0).ToList();
        var days = (await DueQuotas.WithDataOrRecordAsync(connection,
            [.. asked.Select(a => (a.Quota.Quota.Id, new PeriodSpan(a.Periods[0].Span.Start, a.Periods[^1].Span.End)))], cancellationToken)).ToHashSet();
        foreach (var (quota, periods) in asked)
            foreach (var period in periods)
                if (days.Contains((quota.Quota.Id, period.Span.Start)) || MonthsOf(period.Span).Any(month => days.Contains((quota.Quota.Id, month))))
                    Add(quota, period);
    }

    /// <summary>What a period hands on changes those after it, up to the shown one.</summary>
    private void AddCarriedInto()
    {
        foreach (var group in _periods.Values.GroupBy(p => p.Quota).ToList())
        {
            var quota = group.Key;
            if (quota.Shown is null || quota.Timeline.Versions.All(v => v.CarryOver.Mode == CarryOverMode.None)) continue;
            foreach (var period in quota.Begun(group.Min(p => p.Period.Span.Start), quota.Shown.Span.End)) Add(quota, period);
        }
    }

    private void Add(QuotaOnDay quota, QuotaTimelinePeriod period, long? revision = null)
    {
        var key = quota.Key(period);
        var known = _periods.GetValueOrDefault(key);
        _periods[key] = known is null ? new PeriodToJudge(quota, period, revision)
            : revision > (known.DataRevision ?? -1) ? known with { DataRevision = revision }
            : known;
    }

    private static IEnumerable<DateOnly> MonthsOf(PeriodSpan span)
    {
        for (var month = QuotaCalendar.MonthOf(span.Start); month < span.End; month = month.AddMonths(1)) yield return month;
    }
}
