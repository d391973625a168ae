namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>
/// Restarts a server that died while the application runs, on the same port, so that the connection pools recover by
/// themselves. Every instance watches; the start lock lets one of them act.
/// </summary>
internal sealed partial class PostmasterSupervisor(ClusterDirectory directory, Postmaster postmaster, RunningServer running, ILogger logger)
{
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProvenStable = TimeSpan.FromMinutes(1);

    /// <summary>Runs until cancelled and does not throw.</summary>
    public async Task WatchAsync(PostmasterPidFile server, CancellationToken ct)
    {
        var port = server.Port;
        var deaths = 0;
        var stable = new Patience(ProvenStable);
        try
        {
            while (true)
            {
                await Task.Delay(Watch, ct);
                if (await OperatingSystemProcess.IsPostmasterAsync(server.ProcessId, directory.PidFile, ct))
                    continue;

                deaths = stable.IsOver ? 1 : deaths + 1;
                LogDied(server.ProcessId);
                // The first restart comes at once; a server that keeps dying is given time.
                if (deaths > 1)
                    await Task.Delay(Pause(deaths), ct);
                server = await RestartAsync(server, port, ct) ?? server;
                stable = new Patience(ProvenStable);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The application leaves.
        }
    }

    private async Task<PostmasterPidFile?> RestartAsync(PostmasterPidFile dead, int port, CancellationToken ct)
    {
        try
        {
            using var starting = await FileLock.ExclusiveAsync(directory.StartLock, LongestPause, ct);
            if (starting is null)
                return null;
            // Another instance, or an administrator, may have been quicker.
            // The server that died was seen from here, so its traces may go; not those of one that somebody else has started since.
            var isItsTrace = PostmasterPidFile.TryRead(directory.PidFile)?.ProcessId == dead.ProcessId;
            var server = await running.FindAsync(mayRemoveTraces: isItsTrace, ct) ?? await postmaster.StartAsync(port, ct);
            if (server.Port == port)
                LogRestarted(server.ProcessId, port);
            else
                LogOtherPort(server.ProcessId, server.Port, port);
            return server;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            LogNotRestarted(problem);
            return null;
        }
    }

    private static TimeSpan Pause(int deaths) =>
        TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 0.25 * Math.Pow(2, Math.Min(deaths, 10))));

    [LoggerMessage(LogLevel.Warning, "The embedded PostgreSQL (process {ProcessId}) is gone; restarting it.")]
    private partial void LogDied(int processId);

    [LoggerMessage(LogLevel.Information, "The embedded PostgreSQL runs again (process {ProcessId}, port {Port}).")]
    private partial void LogRestarted(int processId, int port);

    [LoggerMessage(LogLevel.Error, "The embedded PostgreSQL was restarted by somebody else (process {ProcessId}) on port {OtherPort} instead of {Port}. Stop that process; it is then restarted on its own port.")]
    private partial void LogOtherPort(int processId, int otherPort, int port);

    [LoggerMessage(LogLevel.Error, "The embedded PostgreSQL could not be restarted; trying again.")]
    private partial void LogNotRestarted(Exception problem);
}
