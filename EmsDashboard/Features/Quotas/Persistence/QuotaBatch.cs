using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>
/// Judges a batch of quotas inside the caller's transaction: lock, take the marks, read usage, judge, store, draw the consequences. The
/// three reads are statements of their own in this order, so that usage is at least as new as the marks that were taken for it.
/// </summary>
internal sealed class QuotaBatch(IQuotaAlarms alarms, NpgsqlConnection connection, long runId, RecomputeRange? range, DateTimeOffset now)
{
    /// <summary>A deactivated quota is not looked at again until somebody touches it.</summary>
    private static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public async Task<BatchResult> RunAsync(int[] ids, CancellationToken cancellationToken)
    {
        var quotas = await CheckedQuota.LockAsync(connection, ids, cancellationToken);
        List<CheckFailure> failures = [];
        var judgeable = new List<Standing>(quotas.Count);
        foreach (var quota in quotas.Where(q => q.IsActive))
        {
            if (quota.Obstacle is { } reason) failures.Add(new CheckFailure(quota.Id, quota.Code, reason));
            else judgeable.Add(new Standing(quota, now));
        }

        var questions = await PeriodsAsync(judgeable, cancellationToken);
        var known = await UsageRecords.LoadAsync(connection, ids, [.. questions.Select(q => q.Period.Start).Distinct()], cancellationToken);
        AddEnded(questions, judgeable, known);
        var usage = await UsageReader.FromRollUpsAsync(connection,
            [.. questions.Select(q => UsageQuestion.Of(q.Standing.Quota, q.Period, q.IsCurrent ? q.Standing.Today : null))], cancellationToken);

        List<UsageRecord> records = new(questions.Count);
        Dictionary<int, JudgedUsage> current = new(judgeable.Count);
        List<(int, DateTimeOffset)> next = [.. quotas.Where(q => !q.IsActive).Select(q => (q.Id, Never))];
        for (var i = 0; i < questions.Count; i++)
        {
            var (standing, period, isCurrent) = questions[i];
            var terms = isCurrent ? standing.Quota.Terms : standing.TermsInForce(period, known.GetValueOrDefault((standing.Quota.Id, period.Start)));
            var verdict = QuotaJudge.Judge(usage[i].Amount, terms);
            var record = UsageRecord.Of(standing.Quota.Id, period, usage[i], terms, verdict, isCurrent);
            records.Add(record);
            if (!isCurrent) continue;
            current[standing.Quota.Id] = new JudgedUsage(period, terms, usage[i].Amount, record.Actual, verdict, usage[i].DayCount);
            next.Add((standing.Quota.Id, standing.NextDueAt(usage[i].HasLaterRows)));
        }

        await UsageRecords.StoreAsync(connection, records, runId, now, cancellationToken);
        var figures = await alarms.FollowAsync(connection, [.. quotas.Select(q => Outcome(q, current.GetValueOrDefault(q.Id)))], runId, now, cancellationToken);
        await DueQuotas.SetNextAsync(connection, next, cancellationToken);

        var changed = records.Where(r => known.GetValueOrDefault((r.QuotaId, r.Period.Start)) != r).ToList();
        var result = new BatchResult
        {
            Evaluated = judgeable.Count,
            Changed = changed.Select(r => r.QuotaId).Distinct().Count(),
            Normal = current.Values.Count(c => c.Verdict.Status == QuotaStatus.Normal),
            Warning = current.Values.Count(c => c.Verdict.Status == QuotaStatus.Warning),
            Exceeded = current.Values.Count(c => c.Verdict.Status == QuotaStatus.Exceeded),
            Alarms = figures,
            Failures = failures,
            Differences = range is null ? [] : Differences(changed, known, judgeable),
        };
        await RunningCheck.RecordFailuresAsync(connection, runId, failures, cancellationToken);
        await RunningCheck.CountAsync(connection, runId, result, cancellationToken);
        await TouchAsync(result, cancellationToken);
        return result;
    }

    /// <summary>The running period of each quota, and those that are marked or asked for.</summary>
    private async Task<List<Question>> PeriodsAsync(List<Standing> standings, CancellationToken cancellationToken)
    {
        var byId = standings.ToDictionary(s => s.Quota.Id);
        var periods = standings.Select(s => (s.Quota.Id, s.Current)).ToHashSet();
        int[] ids = [.. byId.Keys];
        foreach (var (id, month) in await DueQuotas.TakeMarksAsync(connection, ids, [.. byId.Values.Select(s => s.Today)], cancellationToken))
            Add(id, month);
        if (range is not null)
            foreach (var (id, day) in await DueQuotas.InRangeAsync(connection, ids, range, cancellationToken))
                Add(id, day);
        return [.. periods.OrderBy(p => p.Item1).ThenBy(p => p.Current.Start).Select(p => new Question(byId[p.Item1], p.Current, p.Current == byId[p.Item1].Current))];

        void Add(int id, DateOnly day)
        {
            var period = QuotaCalendar.PeriodOf(day, byId[id].Quota.Period);
            if (period.Start <= byId[id].Today) periods.Add((id, period));
        }
    }

    /// <summary>A period that was the running one at the last check and has ended is judged a last time.</summary>
    private static void AddEnded(List<Question> questions, List<Standing> standings, Dictionary<(int, DateOnly), UsageRecord> known)
    {
        var asked = questions.Select(q => (q.Standing.Quota.Id, q.Period.Start)).ToHashSet();
        var last = known.Values.Where(r => r.IsCurrent).ToDictionary(r => r.QuotaId);
        foreach (var standing in standings)
        {
            if (last.GetValueOrDefault(standing.Quota.Id) is not { } record || record.Period.End > standing.Today) continue;
            var period = QuotaCalendar.PeriodOf(record.Period.Start, standing.Quota.Period);
            if (period == record.Period && asked.Add((standing.Quota.Id, period.Start))) questions.Add(new Question(standing, period, IsCurrent: false));
        }
    }

    private QuotaOutcome Outcome(CheckedQuota quota, JudgedUsage? current) => new(quota.Id, quota.Code, quota.IsActive,
        QuotaCalendar.IsKnownZone(quota.TimeZone) ? QuotaCalendar.LocalDate(now, quota.TimeZone) : null, current);

    private static List<UsageDifference> Differences(
        IEnumerable<UsageRecord> changed, Dictionary<(int, DateOnly), UsageRecord> known, List<Standing> standings)
    {
        var codes = standings.ToDictionary(s => s.Quota.Id, s => s.Quota.Code);
        return [.. changed.Select(r => (New: r, Old: known.GetValueOrDefault((r.QuotaId, r.Period.Start))))
            .Select(c => new UsageDifference(codes[c.New.QuotaId], c.New.Period, c.New.Unit, c.Old?.Actual, c.New.Actual, c.Old?.Status, c.New.Status))];
    }

    /// <summary>Last in the transaction: the rows of the versions are what concurrent transactions wait for each other on.</summary>
    private async Task TouchAsync(BatchResult result, CancellationToken cancellationToken)
    {
        if (result.Alarms.Total > 0) await connection.ExecuteAsync("SELECT ems.touch($1)", [Topics.Alarms], cancellationToken);
        await connection.ExecuteAsync("SELECT ems.touch($1)", [Topics.Quotas], cancellationToken);
    }

    private sealed record Question(Standing Standing, PeriodSpan Period, bool IsCurrent);

    /// <summary>An active quota that can be judged, on its calendar.</summary>
    private sealed class Standing(CheckedQuota quota, DateTimeOffset now)
    {
        public CheckedQuota Quota { get; } = quota;
        public DateOnly Today { get; } = QuotaCalendar.LocalDate(now, quota.TimeZone);
        public PeriodSpan Current => QuotaCalendar.PeriodOf(Today, Quota.Period);

        /// <summary>
        /// Terms of a period that is over: the present ones unless they were set after it; then those it was judged by, if it ever was.
        /// </summary>
        public UsageTerms TermsInForce(PeriodSpan period, UsageRecord? record) =>
            record is null || record.Period != period || Quota.UpdatedAt < QuotaCalendar.StartOfDay(period.End, Quota.TimeZone) ? Quota.Terms : record.Terms;

        public DateTimeOffset NextDueAt(bool hasLaterRows) =>
            QuotaCalendar.StartOfDay(hasLaterRows ? Today.AddDays(1) : Current.End, Quota.TimeZone);
    }
}
