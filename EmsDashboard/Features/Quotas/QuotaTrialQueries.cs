using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Features.Quotas.Persistence;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmsDashboard.Features.Quotas;

/// <summary>A quota to be tried on its target's past before it is set.</summary>
/// <param name="TargetCode">Code of the device or group; none for a whole energy type.</param>
/// <param name="Value">Limit a period in <paramref name="Unit"/>; zero or less shows use only.</param>
/// <param name="LessPct">Percentage points off last year's use, for a suggestion.</param>
public sealed record QuotaTrialRequest(
    QuotaScope Scope, string? TargetCode, EnergyType EnergyType, PeriodRule Rule, Unit Unit, decimal Value, ThresholdSet Thresholds, DateOnly Today, decimal LessPct);

/// <summary>What a quota would have been in the past. Amounts are in the unit asked for.</summary>
/// <param name="Periods">The latest first; one that is not over yet is among them.</param>
public sealed record QuotaTrial(IReadOnlyList<BacktestPeriod> Periods, SuggestedQuotas Suggested)
{
    public static readonly QuotaTrial Empty = new([], new SuggestedQuotas(null, null, null));
}

/// <summary>Tries quotas on daily rows: the last 24 months, or three years of a yearly rule.</summary>
public sealed class QuotaTrialQueries(IDbContextFactory<EmsDbContext> contexts, NpgsqlDataSource dataSource, IAccess access)
{
    private const int Months = 24, Years = 3;

    /// <summary>Empty when the target does not exist or never had data.</summary>
    /// <exception cref="AccessDeniedException">The actor is not a manager.</exception>
    public async Task<QuotaTrial> RunAsync(QuotaTrialRequest request, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Manager);
        var (kind, id) = await TargetAsync(request, cancellationToken);
        if (id is null) return QuotaTrial.Empty;
        var (rule, today) = (request.Rule, request.Today);
        var from = rule.Kind == PeriodKind.Yearly ? today.AddYears(-Years) : today.AddMonths(-Months);
        List<PeriodSpan> periods = rule.Span is { } span ? [span] : [.. rule.PeriodsIn(from, today.AddDays(1))];
        if (periods.Count == 0) return QuotaTrial.Empty;

        // A forecast within the first of them looks at the year before it.
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var canonical = (await TargetDays.ReadAsync(connection,
            [new TargetDays.Target(kind, id.Value, request.EnergyType.Code, periods[0].Start.AddYears(-1), today)], cancellationToken))[0];
        if (canonical.IsEmpty) return QuotaTrial.Empty;
        var days = canonical.In(request.Unit);
        var tried = QuotaBacktest.Run(days, periods, request.Value, [.. Thresholds(request)],
            start => ForecastCalibration.Calibrate(days, periods, start, request.EnergyType, periods[^1].Days));
        return new QuotaTrial([.. tried.Reverse()], QuotaBacktest.Suggest(days, periods, today, request.LessPct));
    }

    /// <summary>What the target used in the twelve months of the rule's last year, in their order.</summary>
    /// <returns>Null unless the rule is yearly and the year has data.</returns>
    /// <exception cref="AccessDeniedException">The actor is not a manager.</exception>
    public async Task<IReadOnlyList<decimal>?> LastYearAsync(QuotaTrialRequest request, CancellationToken cancellationToken)
    {
        await access.DemandAsync(Policies.Manager);
        var rule = request.Rule;
        if (rule.Kind != PeriodKind.Yearly || rule.PeriodOf(request.Today) is not { } running || rule.Previous(running) is not { } year) return null;
        var (kind, id) = await TargetAsync(request, cancellationToken);
        if (id is null) return null;
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var days = (await TargetDays.ReadAsync(connection, [new TargetDays.Target(kind, id.Value, request.EnergyType.Code, year.Start, year.End.AddDays(-1))], cancellationToken))[0];
        if (days.IsEmpty) return null;
        List<decimal> months = [.. Distribution.MonthsOf(rule, year).Select(m => days.In(request.Unit).Sum(m.Start, m.End).Amount)];
        return months.Any(m => m > 0) ? months : null;
    }

    private static IEnumerable<BacktestThreshold> Thresholds(QuotaTrialRequest request) => request.Value <= 0 ? [] :
        from threshold in request.Thresholds.All
        select new BacktestThreshold(threshold.Kind == ThresholdKind.Percent ? threshold.Level : threshold.Level * 100 / request.Value, threshold.Basis == ThresholdBasis.Forecast);

    private async Task<(char Kind, int? Id)> TargetAsync(QuotaTrialRequest request, CancellationToken cancellationToken)
    {
        if (request.Scope == QuotaScope.EnergyType) return ('t', 0);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return request.Scope == QuotaScope.Device
            ? ('d', await db.Set<Device>().Where(d => d.Code == request.TargetCode).Select(d => (int?)d.Id).SingleOrDefaultAsync(cancellationToken))
            : ('g', await db.Set<DeviceGroup>().Where(g => g.Code == request.TargetCode).Select(g => (int?)g.Id).SingleOrDefaultAsync(cancellationToken));
    }
}
