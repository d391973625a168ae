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
/// Answers what a check would have found at an instant, by the versions that were in force and the rows that are stored now. Reads daily
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
        var running = quotas.Where(q => q.Obstacle is null).Select(q => new QuotaOnDay(q, instant)).Where(q => q.Running is not null).ToList();
        var usage = await UsageReader.FromDaysAsync(connection, [.. running.Select(q => UsageQuestion.Of(q.Quota, q.Running!.Span, q.Today))], cancellationToken);
        return new Preview(
            [.. running.Select((q, i) => Judge(q.Quota, q.Running!, usage[i].Amount))],
            [.. quotas.Where(q => q.Obstacle is not null).Select(q => new CheckFailure(q.Id, q.Code, q.Obstacle!))]);
    }

    private static PreviewedQuota Judge(CheckedQuota quota, QuotaTimelinePeriod period, decimal canonicalActual)
    {
        var verdict = QuotaJudge.Judge(canonicalActual, period.Limit, period.Version.Thresholds);
        return new PreviewedQuota(quota.Code, period.Span, period.Version.Unit.FromCanonical(canonicalActual, 9), period.ShownValue, period.Version.Unit.Symbol,
            verdict.RatePct, verdict.Status);
    }
}
