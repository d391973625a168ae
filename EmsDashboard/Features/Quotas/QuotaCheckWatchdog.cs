using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Persistence;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Scheduling;
using Npgsql;

namespace EmsDashboard.Features.Quotas;

/// <summary>
/// Runs the quota check itself when none has begun although one was due: Hangfire has no workers left, lost its schedule or goes by a host's
/// wrong clock. Of several instances one does it. It ticks by itself, and by the product's clock.
/// </summary>
internal sealed partial class QuotaCheckWatchdog(
    QuotaChecker checker, IJobSchedule schedule, NpgsqlDataSource dataSource, TimeProvider time, ILogger<QuotaCheckWatchdog> logger) : BackgroundService
{
    /// <summary>Hangfire looks for what is due every fifteen seconds, and its workers may be busy for a while.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    private const string Turn = "ems.check_watchdog";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>Where no run has ever begun, one is due after the start.</summary>
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <returns>What it found, if it had to run the check.</returns>
    internal async Task<CheckReport?> LookAsync(CancellationToken cancellationToken)
    {
        if (await MissedAsync(cancellationToken) is null) return null;
        await using var turn = await SessionLock.TryTakeAsync(dataSource, Turn, cancellationToken);
        // Asked again: whoever had the turn before may have run it.
        if (turn is null || await MissedAsync(cancellationToken) is not { } due) return null;
        LogMissed(logger, due);
        return await checker.RunAsync(new CheckRequest { Trigger = CheckRunTrigger.Watchdog }, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // Whatever it is, the next look is the retry: a watchdog that ends watches nothing.
                LogBlind(logger, DatabaseFault.Reason(error), DatabaseFault.IsAway(error) ? null : error);
            }
        }
    }

    /// <returns>When a run was due that has not begun; null when none was missed.</returns>
    private async Task<DateTimeOffset?> MissedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        // A clock that was set back has left runs that lie ahead.
        var begun = await RunningCheck.LastBegunAsync(connection, cancellationToken) is { } last && last <= time.GetUtcNow() ? last : _startedAt;
        return schedule.DueAfter(QuotaCheckJob.Id, begun) is { } due && time.GetUtcNow() >= due + Grace ? due : null;
    }

    [LoggerMessage(LogLevel.Warning, "A quota check was due at {Due} and none has begun; it is run now, without Hangfire")]
    private static partial void LogMissed(ILogger logger, DateTimeOffset due);

    [LoggerMessage(LogLevel.Warning, "Whether the quota check was missed could not be found out, or the check failed: {Reason}")]
    private static partial void LogBlind(ILogger logger, string reason, Exception? error);
}
