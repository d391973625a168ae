using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.CommandLine;
using EmsDashboard.Infrastructure.Persistence;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EmsDashboard.Features.Quotas.Recomputation;

/// <summary>Which results are to be computed anew.</summary>
/// <param name="Range">Periods that hold any of these days, whole.</param>
/// <param name="Codes">Only these quotas; null means every active one.</param>
public sealed record RecomputeOrder(RecomputeRange Range, IReadOnlyCollection<string>? Codes = null);

/// <summary>Somebody else's recomputation is under way; one at a time is stored.</summary>
public sealed class RecomputeBusyException() : RefusedInputException("Another recomputation is running. Wait until it has finished, or cancel it.");

/// <summary>Judges closed periods again. One recomputation at a time on a database, whoever asks; a trial stores nothing and needs no turn.</summary>
internal sealed class QuotaRecompute(QuotaChecker checker, ForecastCalibrator calibrator, NpgsqlDataSource dataSource, TimeProvider time, IOptions<QuotaCheckOptions> options)
{
    private const string Turn = "ems.recompute";

    /// <summary>Every active quota: the running period and all periods in the late-data window.</summary>
    /// <param name="person">Who asked for it; null when nobody in particular did.</param>
    /// <exception cref="RecomputeBusyException">Another one is running.</exception>
    public async Task<CheckReport> EverythingAsync(string? person, CancellationToken cancellationToken)
    {
        await using var turn = await TakeTurnAsync(cancellationToken);
        await calibrator.RunAsync(cancellationToken);
        // Somewhere on earth it is already tomorrow.
        var latest = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1);
        var window = new RecomputeRange(QuotaCalendar.MonthOf(latest).AddMonths(-options.Value.LateDataMonths), latest);
        return await checker.RunAsync(Request(new RecomputeOrder(window), person is null ? CheckRunTrigger.Schedule : CheckRunTrigger.Manual, person), cancellationToken);
    }

    /// <exception cref="RecomputeBusyException">Another one is running.</exception>
    /// <exception cref="UnknownQuotaException">The order names a quota that does not exist.</exception>
    public async Task<CheckReport> RunAsync(
        RecomputeOrder order, CheckRunTrigger trigger, string? person, IProgress<CheckProgress>? progress, CancellationToken cancellationToken)
    {
        await using var turn = await TakeTurnAsync(cancellationToken);
        return await checker.RunAsync(Request(order, trigger, person) with { Progress = progress }, cancellationToken);
    }

    /// <summary>What would differ; stores nothing.</summary>
    /// <exception cref="UnknownQuotaException">The order names a quota that does not exist.</exception>
    public Task<CheckReport> TryAsync(RecomputeOrder order, IProgress<CheckProgress>? progress, CancellationToken cancellationToken) =>
        checker.RunAsync(Request(order, CheckRunTrigger.Manual, person: null) with { DryRun = true, Progress = progress }, cancellationToken);

    private static CheckRequest Request(RecomputeOrder order, CheckRunTrigger trigger, string? person) => new()
    {
        Kind = CheckRunKind.Recompute, Trigger = trigger, TriggeredBy = person, All = true, Codes = order.Codes, Range = order.Range,
    };

    private async Task<SessionLock> TakeTurnAsync(CancellationToken cancellationToken) =>
        await SessionLock.TryTakeAsync(dataSource, Turn, cancellationToken) ?? throw new RecomputeBusyException();
}
