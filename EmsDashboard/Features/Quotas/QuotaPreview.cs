using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Persistence;
using EmsDashboard.Infrastructure.Security;
using Npgsql;

namespace EmsDashboard.Features.Quotas;

/// <summary>What a check would have found. Amounts are in <see cref="Unit"/>.</summary>
public sealed record PreviewedQuota(
    string Code, PeriodSpan Period, decimal ActualValue, decimal QuotaValue, string Unit, decimal UsageRatePct, QuotaStatus Status);

/// <param name="Quotas">One a quota, its own period.</param>
/// <param name="Months">Of those whose running year is split, the running month.</param>
/// <param name="Failures">Quotas that could not have been judged.</param>
public sealed record Preview(IReadOnlyList<PreviewedQuota> Quotas, IReadOnlyList<PreviewedQuota> Months, IReadOnlyList<CheckFailure> Failures);

/// <summary>
/// Answers what a check would have found at an instant, by the versions that were in force and the rows that are stored now. Reads daily
/// rows only, so it neither needs nor changes roll-ups, records or alarms.
/// </summary>
public sealed class QuotaPreview(NpgsqlDataSource dataSource, IAccess access)
{
    /// <param name="codes">Only these; null means every active quota. An inactive one is left out as the check leaves it out.</param>
    /// <exception cref="UnknownQuotaException">A quota is named that does not exist.</exception>
    public async Task<Preview> AtAsync(DateTimeOffset instant, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (codes is not null) await DueQuotas.RefuseUnknownAsync(connection, codes, cancellationToken);
        var quotas = await CheckedQuota.ActiveAsync(connection, codes, cancellationToken);
        var running = quotas.Where(q => q.Obstacle is null).SelectMany(q => QuotaOnDay.All(q, instant)).Where(q => q.Running is not null).ToList();
        var periods = running.SelectMany(q => Periods(q).Select(p => (Quota: q, Period: p))).ToList();
        var usage = await UsageReader.FromDaysAsync(connection, [.. periods.Select(p => UsageQuestion.Of(p.Quota.Quota, p.Period.Span, p.Quota.Today))], cancellationToken);
        var carried = new CarriedAmounts([]);
        List<PreviewedQuota> previewed = new(running.Count), months = [];
        for (var i = 0; i < periods.Count; i++)
        {
            var (quota, period) = periods[i];
            var isRunning = period.Span == quota.Running!.Span;
            // Before its first data a quota was not judged, and had nothing to hand on.
            if (!isRunning && usage[i].DayCount == 0 && !carried.HasBegun(quota)) continue;
            var record = UsageRecord.Of(quota, period, period.Limit with { Carried = carried.Into(quota, period) }, usage[i], expected: default, isRunning);
            carried.Took(quota, period, record);
            if (isRunning) (quota.IsOfMonths ? months : previewed).Add(new PreviewedQuota(quota.Quota.Code, period.Span, record.Actual, record.QuotaValue, record.Unit, record.RatePct, record.Status));
        }

        return new Preview(
            previewed, months,
            [.. quotas.Where(q => q.Obstacle is not null).Select(q => new CheckFailure(q.Id, q.Code, q.Obstacle!))]);
    }

    /// <summary>The running period, and where something may be carried into it those before, the earliest first.</summary>
    private static IEnumerable<QuotaTimelinePeriod> Periods(QuotaOnDay quota) => quota.Timeline.Versions.All(v => v.CarryOver.Mode == CarryOverMode.None)
        ? [quota.Running!]
        : quota.Timeline.PeriodsIn(quota.Today.AddYears(-YearsBack), quota.Running!.Span.End);

    /// <summary>How far back amounts that are carried on are followed.</summary>
    private const int YearsBack = 20;
}
