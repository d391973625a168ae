using System.Text.Json;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Npgsql;

namespace EmsDashboard.Infrastructure.Scheduling;

/// <summary>
/// Looks every half minute whether the jobs stand on Hangfire's schedule as declared, and puts right what does not: somebody removed one, or a
/// host whose clock was wrong planned its next execution years ahead. What was put right is written down where administrators look. It ticks
/// by itself: neither Hangfire nor a host's time of day can silence it.
/// </summary>
internal sealed partial class ScheduleWatch(JobScheduler scheduler, NpgsqlDataSource dataSource, TimeProvider time, ILogger<ScheduleWatch> logger) : BackgroundService
{
    /// <summary>As the audit log names it; the subject is the job's id.</summary>
    public const string Repaired = "schedule.repaired";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>A job is put right once within this time, by whichever instance.</summary>
    private static readonly TimeSpan Truce = TimeSpan.FromMinutes(10);

    /// <summary>What was found and could not be put right: said once, not every half minute.</summary>
    private HashSet<ScheduleFault> _standing = [];

    /// <returns>What was wrong.</returns>
    internal async Task<IReadOnlyList<ScheduleFault>> LookAsync(CancellationToken cancellationToken)
    {
        // Hangfire's storage knows no asynchronous calls.
        var faults = await Task.Run(scheduler.Faults, cancellationToken);
        foreach (var fault in faults.Where(f => !_standing.Contains(f)))
        {
            // Two hosts that go by different clocks or configurations would put right each other's schedule for ever.
            if (await WasRepairedAsync(fault.JobId, cancellationToken)) continue;
            LogFault(logger, fault.JobId, fault.Kind, fault.Found ?? "nothing");
            await Task.Run(() => scheduler.Repair(fault), cancellationToken);
            await RecordAsync(fault, cancellationToken);
        }

        // A host with a wrong clock plans by it again; then the check's own watchdog is what keeps checks going.
        var left = faults.Count == 0 ? [] : await Task.Run(scheduler.Faults, cancellationToken);
        foreach (var fault in left.Where(f => !_standing.Contains(f))) LogStands(logger, fault.JobId, fault.Kind, fault.Found ?? "nothing");
        _standing = [.. left];
        return faults;
    }

    /// <summary>Which fault an entry of the audit log tells of.</summary>
    public static ScheduleFaultKind FaultOf(string? detail)
    {
        using var document = JsonDocument.Parse(detail ?? "{}");
        return SnakeCaseEnum.Parse<ScheduleFaultKind>(document.RootElement.GetProperty("fault").GetString()!);
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
                // Whatever it is, the next look is the retry: a watch that ends watches nothing.
                LogBlind(logger, DatabaseFault.Reason(error), DatabaseFault.IsAway(error) ? null : error);
            }
        }
    }

    /// <summary>Whether anybody has put the job right within <see cref="Truce"/>.</summary>
    private async Task<bool> WasRepairedAsync(string jobId, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await connection.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM ems.audit_log WHERE action = $1 AND subject = $2 AND at > $3)",
            [Repaired, jobId, time.GetUtcNow() - Truce], cancellationToken);
    }

    private async Task RecordAsync(ScheduleFault fault, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("""
            INSERT INTO ems.audit_log (at, actor, action, subject, detail) VALUES ($1, $2, $3, $4, jsonb_build_object('fault', $5::text, 'found', $6::text))
            """, [time.GetUtcNow(), Actor.System.Name, Repaired, fault.JobId, SnakeCaseEnum.ToText(fault.Kind), fault.Found], cancellationToken);
        await connection.ExecuteAsync("SELECT ems.touch($1)", [Topics.Runs], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job {JobId} did not stand on Hangfire's schedule as configured ({Kind}, found: {Found}); it was scheduled anew")]
    private static partial void LogFault(ILogger logger, string jobId, ScheduleFaultKind kind, string found);

    [LoggerMessage(Level = LogLevel.Error, Message = "The job {JobId} still does not stand on Hangfire's schedule as configured ({Kind}, found: {Found}); is this host's clock right?")]
    private static partial void LogStands(ILogger logger, string jobId, ScheduleFaultKind kind, string found);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Hangfire's schedule could not be looked at: {Reason}")]
    private static partial void LogBlind(ILogger logger, string reason, Exception? error);
}
