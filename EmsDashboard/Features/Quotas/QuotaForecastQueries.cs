using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Features.Quotas.Persistence;
using EmsDashboard.Infrastructure.Security;
using Npgsql;

namespace EmsDashboard.Features.Quotas;

/// <summary>The way a running period is expected to take, made as the check makes its forecast: from roll-ups and the quota's calibration.</summary>
public sealed class QuotaForecastQueries(NpgsqlDataSource dataSource, IAccess access, TimeProvider time)
{
    /// <summary>Expected running totals in the quota's unit, one a day after the data; empty where there is no forecast.</summary>
    /// <exception cref="AccessDeniedException">The actor may not look.</exception>
    public async Task<IReadOnlyList<ForecastPoint>> PathAsync(string code, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Viewer);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (await CheckedQuota.ActiveAsync(connection, [code], cancellationToken) is not [{ Obstacle: null } found]) return [];
        var quota = new QuotaOnDay(found, time.GetUtcNow());
        if (quota.Running is not { } running) return [];
        var question = UsageQuestion.Of(found, running.Span, quota.Today);
        var months = await TargetMonths.ReadAsync(connection, [TargetMonths.Asked.Of(question, Forecaster.MonthsNeeded)], cancellationToken);
        var usage = (await UsageReader.FromMonthsAsync(connection, [question], months, cancellationToken))[0];
        if (usage.LastDay is not { } through) return [];
        var expected = (await UsageReader.ExpectedAsync(connection, [UsageQuestion.Of(found, running.Span, through)], [null], cancellationToken)).Expected[0];
        var basis = await ForecastBasis.ReadAsync(connection, [quota], months, cancellationToken);
        return Forecaster.Path(basis[0].Input(quota, running.Limit, usage, expected));
    }
}
