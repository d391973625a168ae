namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>
/// A private PostgreSQL on loopback, for installations without a database server of their own. Any number of instances of
/// the application may use one data directory: the first starts the server, the others attach to it, each of them restarts
/// it when it dies, and the last to leave stops it.
/// </summary>
internal sealed partial class EmbeddedPostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    private readonly ClusterDirectory directory;
    private readonly FileStream presence;
    private readonly ILogger logger;
    private readonly CancellationTokenSource leaving = new();
    private readonly Task supervision;
    private bool disposed;

    internal EmbeddedPostgresServer(ClusterDirectory directory, PostmasterPidFile server, ServerAccess access, PostmasterSupervisor supervisor, FileStream presence, bool owned, ILogger logger)
    {
        this.directory = directory;
        this.presence = presence;
        this.logger = logger;
        Owned = owned;
        ConnectionString = access.ApplicationConnectionString(server.Port);
        AdministratorConnectionString = access.AdministratorConnectionString(server.Port);
        supervision = supervisor.WatchAsync(server, leaving.Token);
    }

    /// <summary>The database <c>ems</c> as its owner, who is no superuser.</summary>
    public string ConnectionString { get; }

    /// <summary>False when another running instance of the application had started the server.</summary>
    public bool Owned { get; }

    /// <summary>The superuser, on database <c>postgres</c>, unpooled.</summary>
    internal string AdministratorConnectionString { get; }

    /// <summary>Starts the server of a data directory, or attaches to it when it runs; returns when it accepts connections.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot be used; the message names the cause and the way out.</exception>
    public static Task<EmbeddedPostgresServer> StartAsync(EmbeddedPostgresOptions options, ILogger logger, CancellationToken ct) =>
        new ServerStart(options, logger).RunAsync(ct);

    /// <summary>Leaves the server; stops it cleanly if no other instance of the application uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;

        await leaving.CancelAsync();
        await supervision;
        leaving.Dispose();

        // Nobody may begin to attach between the look whether anybody is there and the stop.
        using var starting = await FileLock.ExclusiveAsync(directory.StartLock, StopPatience, CancellationToken.None);
        await presence.DisposeAsync();
        using var alone = starting is null ? null : FileLock.TryExclusive(directory.PresenceLock);
        if (alone is null)
        {
            LogLeftRunning();
            return;
        }
        if (PostmasterPidFile.TryRead(directory.PidFile) is not { } server
            || !await OperatingSystemProcess.IsPostmasterAsync(server.ProcessId, directory.PidFile, CancellationToken.None))
            return;

        if (await Postmaster.StopAsync(server))
            LogStopped();
        else
            LogCutShort();
    }

    [LoggerMessage(LogLevel.Information, "The embedded PostgreSQL stays up for the other instances that use it.")]
    private partial void LogLeftRunning();

    [LoggerMessage(LogLevel.Information, "Stopped the embedded PostgreSQL.")]
    private partial void LogStopped();

    [LoggerMessage(LogLevel.Warning, "The embedded PostgreSQL did not stop in time and was cut short; its next start recovers.")]
    private partial void LogCutShort();
}
