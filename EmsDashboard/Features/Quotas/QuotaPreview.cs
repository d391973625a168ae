using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Persistence;
using Npgsql;

namespace EmsDashboard.Features.Quotas;

/// <summary>What a check would have found. Amounts are in <see cref="Unit"/>.</summary>
public sealed record PreviewedQuota(
    string Code, PeriodSpan Period, decimal ActualValue, decimal QuotaValue, string Unit, decimal UsageRatePct, QuotaStatus Status);

/// <param name="Failures">Quotas that could not have been judged.</param>
public sealed record Preview(IReadOnlyList<PreviewedQuota> Quotas, IReadOnlyList<CheckFailure> Failures);

/// <summary>
/// Answers what a check would have found at an instant, by the quotas' present terms and the rows that are stored now. Reads daily
/// rows only, so it neither needs nor changes roll-ups, records or alarms.
/// </summary>
public sealed class QuotaPreview(NpgsqlDataSource dataSource)
{
    /// <param name="codes">Only these; null means every active quota. An inactive one is left out as the check leaves it out.</param>
    /// <exception cref="UnknownQuotaException">A quota is named that does not exist.</exception>
    public async Task<Preview> AtAsync(DateTimeOffset instant, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (codes is not null) await DueQuotas.RefuseUnknownAsync(connection, codes, cancellationToken);
        var quotas = await CheckedQuota.ActiveAsync(connection, codes, cancellationToken);
        var judgeable = quotas.Where(q => q.Obstacle is null)
            .Select(q => (Quota: q, Today: QuotaCalendar.LocalDate(instant, q.TimeZone)))
            .Select(s => (s.Quota, s.Today, Period: QuotaCalendar.PeriodOf(s.Today, s.Quota.Period)))
            .ToList();
        var usage = await UsageReader.FromDaysAsync(connection, [.. judgeable.Select(s => UsageQuestion.Of(s.Quota, s.Period, s.Today))], cancellationToken);
        return new Preview(
            [.. judgeable.Select((s, i) => Judge(s.Quota, s.Period, usage[i].Amount))],
            [.. quotas.Where(q => q.Obstacle is not null).Select(q => new CheckFailure(q.Id, q.Code, q.Obstacle!))]);
    }

    private static PreviewedQuota Judge(CheckedQuota quota, PeriodSpan period, decimal canonicalActual)
    {
        var verdict = QuotaJudge.Judge(canonicalActual, quota.Terms);
        return new PreviewedQuota(
            quota.Code, period, quota.Terms.Unit.FromCanonical(canonicalActual, 9), quota.QuotaValue, quota.Unit, verdict.RatePct, verdict.Status);
    }
}
