using EmsDashboard.Infrastructure.Persistence;
using Npgsql;

namespace EmsDashboard.Infrastructure.LiveUpdates;

/// <summary>
/// The one listener of an instance. It waits for NOTIFY on a connection of its own and reads the version of every topic at each
/// wake-up, every <see cref="PollInterval"/> and after every reconnect: the versions are the truth, so a notification lost with a
/// broken connection delays a page and never leaves it wrong.
/// </summary>
internal sealed partial class ChangeListener(NpgsqlDataSource dataSource, ChangeFeed feed, ILogger<ChangeListener> logger) : BackgroundService
{
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(3);

    /// <summary>A look takes milliseconds: without one for so long the database does not answer, even if it has not said so by breaking the connection.</summary>
    private static readonly TimeSpan LongestSilence = PollInterval + TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);
    private bool _firstLook = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = TimeSpan.Zero;
        await using var silence = TimeProvider.System.CreateTimer(_ => feed.SetReachable(false), null, LongestSilence, Timeout.InfiniteTimeSpan);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await dataSource.OpenConnectionAsync(stoppingToken);
                await using (var listen = new NpgsqlCommand("LISTEN ems_changes", connection)) await listen.ExecuteNonQueryAsync(stoppingToken);
                backoff = TimeSpan.Zero;
                while (true)
                {
                    await LookAsync(connection, stoppingToken);
                    feed.SetReachable(true);
                    silence.Change(LongestSilence, Timeout.InfiniteTimeSpan);
                    await connection.WaitAsync(PollInterval, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException or TimeoutException)
            {
                // A connection may break by itself; that the next one fails too means that nobody is there.
                if (backoff == TimeSpan.Zero) LogLost(logger, error.Message);
                else feed.SetReachable(false);
                backoff = backoff == TimeSpan.Zero ? TimeSpan.FromMilliseconds(200) : backoff * 2 < LongestBackoff ? backoff * 2 : LongestBackoff;
                try
                {
                    await Task.Delay(backoff, TimeProvider.System, stoppingToken);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    private async Task LookAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        List<string> changed = [];
        await using var command = new NpgsqlCommand($"SELECT topic, version FROM {EmsDbContext.Schema}.live_version", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (topic, version) = (reader.GetString(0), reader.GetInt64(1));
            if (_seen.TryGetValue(topic, out var last) && last == version) continue;
            _seen[topic] = version;
            changed.Add(topic);
        }

        // What stood there before anybody could subscribe is no news.
        if (changed.Count > 0 && !_firstLook) feed.Publish(changed);
        _firstLook = false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live updates lost the database, trying again: {Reason}")]
    private static partial void LogLost(ILogger logger, string reason);
}
