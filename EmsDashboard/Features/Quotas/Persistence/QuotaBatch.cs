using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Persistence;

/// <summary>
/// Judges a batch of quotas inside the caller's transaction: lock, take the marks, read usage and what a forecast needs, judge, store, draw
/// the consequences. The reads are statements of their own after the marks were taken, so that usage is at least as new as they are.
/// </summary>
/// <param name="correctionDays">Days after its end in which a period's record is corrected; a later change is a restatement.</param>
/// <param name="begun">When the run was begun.</param>
/// <param name="lastWhole">When the last finished run was begun that looked at all that was due; null when there was none.</param>
internal sealed class QuotaBatch(
    IQuotaAlarms alarms, NpgsqlConnection connection, long runId, CheckRequest request, int correctionDays, TimeProvider time, DateTimeOffset begun, DateTimeOffset? lastWhole)
{
    public async Task<BatchResult> RunAsync(int[] ids, CancellationToken cancellationToken)
    {
        var quotas = await CheckedQuota.LockAsync(connection, ids, cancellationToken);
        // Read under the locks: of two runs at the turn of a day the one that comes later to a quota judges it by the later day, whichever was begun first.
        var now = time.GetUtcNow();
        List<CheckFailure> failures = [.. quotas.Where(q => q.IsActive && q.Obstacle is not null).Select(q => new CheckFailure(q.Id, q.Code, q.Obstacle!))];
        List<QuotaOnDay> judgeable = [.. quotas.Where(q => q.IsActive && q.Obstacle is null).SelectMany(q => QuotaOnDay.All(q, now))];

        var current = await UsageRecords.CurrentAsync(connection, ids, cancellationToken);
        var collected = await PeriodsToJudge.CollectAsync(connection, judgeable, current, request.Range, cancellationToken);
        var periods = collected.InOrder;
        var known = current.ToDictionary(r => r.Key);
        // And those before each that hand something on.
        foreach (var record in await UsageRecords.ByKeyAsync(connection, [.. periods.SelectMany(p => p.Keys).Distinct().Where(key => !known.ContainsKey(key))], cancellationToken))
            known[record.Key] = record;
        List<UsageQuestion> questions = [.. periods.Select(p => UsageQuestion.Of(p.Quota.Quota, p.Period.Span, p.IsRunning ? p.Quota.Today : null))];
        var months = await TargetMonths.ReadAsync(connection,
            [.. questions.Select((q, i) => TargetMonths.Asked.Of(q, periods[i].IsForecast ? Forecaster.MonthsNeeded : 0))], cancellationToken);
        var usage = await UsageReader.FromMonthsAsync(connection, questions, months, cancellationToken);
        var (expected, byEndOfData) = await ExpectedAsync(periods, usage, cancellationToken);
        var outlooks = await Outlooks.ReadAsync(connection, periods, months, usage, byEndOfData, cancellationToken);

        var carried = new CarriedAmounts(known);
        List<UsageRecord> records = new(periods.Count);
        List<Restatement> restatements = [];
        Dictionary<int, List<JudgedUsage>> running = new(quotas.Count);
        List<(int QuotaId, RestatedUsage Usage)> restated = [];
        HashSet<int> unsettled = [.. failures.Select(f => f.QuotaId)];
        for (var i = 0; i < periods.Count; i++)
        {
            var (quota, period, _) = periods[i];
            // A month that began before there were any data was never judged; that its year has a record changes nothing.
            if (quota.IsOfMonths && !periods[i].IsRunning && usage[i].DayCount == 0 && !known.ContainsKey(quota.Key(period))) continue;
            var limit = period.Limit with { Carried = carried.Into(quota, period) };
            var record = UsageRecord.Of(quota, period, limit, usage[i], expected[i], periods[i].IsShown);
            carried.Took(quota, period, record);
            var old = known.GetValueOrDefault(record.Key);
            if (periods[i].IsRunning) record = record.Foreseeing(outlooks.Of(quota, limit), period.Version.Thresholds, limit, usage[i].Amount, old?.Streaks ?? ThresholdStreaks.None, begun);
            if (old is not null) record = Follow(old, record, periods[i], restatements);
            records.Add(record);
            if (request.Kind == CheckRunKind.FullCheck && !IsDue(quota) && !collected.IsMarked(quota.Quota.Id) && Healed(old, record) is { } healed)
                failures.Add(new CheckFailure(quota.Quota.Id, quota.Quota.Code, healed));
            var judged = record.ToJudged(limit, period.Version.Thresholds, usage[i].Amount, quota.Today);
            if (record.RevisionCount > old?.RevisionCount && !quota.IsOfMonths) restated.Add((record.QuotaId, new RestatedUsage(judged, old.Status)));
            if (!periods[i].IsRunning) continue;
            if (!running.TryGetValue(record.QuotaId, out var both)) running[record.QuotaId] = both = [];
            both.Add(judged);
            if (record.Streaks.IsPending(period.Version.Thresholds)) unsettled.Add(quota.Quota.Id);
        }

        // What came out as before stays as it is, with when it was calculated: a check that finds nothing new writes nothing.
        var changed = records.Where(r => known.GetValueOrDefault(r.Key) != r).ToList();
        await UsageRecords.MakeWayAsync(connection, changed.Where(r => r.IsCurrent && known.GetValueOrDefault(r.Key)?.IsCurrent != true), cancellationToken);
        await UsageRecords.StoreAsync(connection, changed, runId, now, cancellationToken);
        await UsageRecords.KeepAsync(connection, restatements, runId, now, cancellationToken);
        var figures = await alarms.FollowAsync(connection, Outcomes(), runId, now, cancellationToken);
        foreach (var needsCheck in (bool[])[false, true])
            await DueQuotas.SetNeedsCheckAsync(connection, [.. quotas.Where(q => q.NeedsCheck != needsCheck && unsettled.Contains(q.Id) == needsCheck).Select(q => q.Id)], needsCheck, cancellationToken);

        var result = new BatchResult
        {
            Evaluated = judgeable.Count(q => !q.IsOfMonths),
            Changed = changed.Select(r => r.QuotaId).Distinct().Count(),
            Normal = Count(QuotaStatus.Normal),
            Warning = Count(QuotaStatus.Warning),
            Exceeded = Count(QuotaStatus.Exceeded),
            Alarms = figures,
            Failures = failures,
            Differences = request.Range is null ? [] : Differences(changed, known, quotas),
        };
        await RunningCheck.RecordFailuresAsync(connection, runId, failures, cancellationToken);
        await RunningCheck.CountAsync(connection, runId, result, cancellationToken);
        await TouchAsync(result, cancellationToken);
        return result;

        List<QuotaOutcome> Outcomes()
        {
            var restatedOf = restated.ToLookup(r => r.QuotaId, r => r.Usage);
            return [.. quotas.Select(q => new QuotaOutcome(q.Id, q.Code, q.IsActive,
                QuotaCalendar.IsKnownZone(q.TimeZone) ? QuotaCalendar.LocalDate(now, q.TimeZone) : null, running.GetValueOrDefault(q.Id) ?? [])
            {
                Restated = [.. restatedOf[q.Id]],
            })];
        }

        int Count(QuotaStatus status) => running.Values.Count(all => all.Exists(judged => !judged.IsMonth && judged.Verdict.Status == status));
    }

    /// <summary>Whether something had led the check to it: somebody's edit, or the day.</summary>
    private bool IsDue(QuotaOnDay quota) =>
        quota.Quota.NeedsCheck || lastWhole is not { } last || QuotaCalendar.LocalDate(last, quota.Quota.TimeZone) != quota.Today;

    /// <summary>What is expected by now, and what was by the day that the data of a running period end on, where that is longer ago than it should be.</summary>
    private async Task<(ExpectedData[] ByNow, ExpectedData[] ByEndOfData)> ExpectedAsync(
        IReadOnlyList<PeriodToJudge> periods, UsageAnswer[] usage, CancellationToken cancellationToken)
    {
        var questions = new UsageQuestion[periods.Count];
        var ends = new DateOnly?[periods.Count];
        for (var i = 0; i < periods.Count; i++)
        {
            var byNow = DataFreshness.ExpectedThrough(usage[i].LastDay, periods[i].Quota.Today);
            questions[i] = UsageQuestion.Of(periods[i].Quota.Quota, periods[i].Period.Span, byNow);
            if (periods[i].IsRunning && usage[i].LastDay < byNow) ends[i] = usage[i].LastDay;
        }

        return await UsageReader.ExpectedAsync(connection, questions, ends, cancellationToken);
    }

    /// <summary>The record that takes an older one's place: with its revisions, and one more where the time for corrections is over.</summary>
    private UsageRecord Follow(UsageRecord old, UsageRecord record, PeriodToJudge judged, List<Restatement> restatements)
    {
        // What was last judged while the period ran is not closed by it; a custom period's record stays the current one after its end.
        var wasOver = !old.IsCurrent || old.Outlook.Reason == NoForecast.PeriodOver;
        var isClosed = wasOver && old.Period.End.AddDays(correctionDays) <= judged.Quota.Today;
        record = record with { RevisionCount = old.RevisionCount + (isClosed && old.IsRestatedBy(record) ? 1 : 0) };
        if (record.RevisionCount > old.RevisionCount) restatements.Add(new Restatement(old, record, judged.DataRevision));
        return record;
    }

    /// <summary>What a check came upon that nothing had led it to; a forecast may move for reasons of its own.</summary>
    private static CheckReason? Healed(UsageRecord? old, UsageRecord record) =>
        old is null ? CheckReason.WasMissing(record.Period.Start)
        : old.IsRestatedBy(record) ? CheckReason.PutRight(record.Period.Start, old.Actual, old.Unit, record.Actual, record.Unit)
        : null;

    private static List<UsageDifference> Differences(
        IEnumerable<UsageRecord> changed, Dictionary<UsageKey, UsageRecord> known, IEnumerable<CheckedQuota> quotas)
    {
        var codes = quotas.ToDictionary(q => q.Id, q => q.Code);
        return [.. changed.Select(r => (New: r, Old: known.GetValueOrDefault(r.Key)))
            .Where(c => c.Old is null || c.Old.IsRestatedBy(c.New))
            .Select(c => new UsageDifference(codes[c.New.QuotaId], c.New.Period, c.New.Unit, c.Old?.Actual, c.New.Actual, c.Old?.Status, c.New.Status) { IsMonth = c.New.IsMonth })];
    }

    /// <summary>Last in the transaction: the rows of the versions are what concurrent transactions wait for each other on.</summary>
    private async Task TouchAsync(BatchResult result, CancellationToken cancellationToken)
    {
        if (result.Alarms.Total > 0) await connection.ExecuteAsync("SELECT ems.touch($1)", [Topics.Alarms], cancellationToken);
        if (result.Changed + result.Alarms.Total > 0) await connection.ExecuteAsync("SELECT ems.touch($1)", [Topics.Quotas], cancellationToken);
    }
}
