using Npgsql;

namespace EmsDashboard.Infrastructure.Time;

/// <summary>Sets the clock by the database's once a minute, so that hosts whose clocks drift apart still decide alike.</summary>
internal sealed partial class ClockSynchronizer(EmsClock clock, NpgsqlDataSource dataSource, ILogger<ClockSynchronizer> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var command = dataSource.CreateCommand("SELECT clock_timestamp()");
                clock.Synchronize((DateTime)(await command.ExecuteScalarAsync(stoppingToken))!);
            }
            catch (NpgsqlException error)
            {
                LogUnavailable(logger, error.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database's time could not be read, the clock ticks on by itself: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);
}
