namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>One attempt of one instance to get a server: make the cluster, take over a running server, or start it.</summary>
internal sealed partial class ServerStart(EmbeddedPostgresOptions options, ILogger logger)
{
    private static readonly TimeSpan PatienceWithOthers = TimeSpan.FromSeconds(20);

    private readonly ClusterDirectory directory = new(options.DataDirectory);

    public async Task<EmbeddedPostgresServer> RunAsync(CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
            throw new EmbeddedPostgresException("The embedded PostgreSQL runs on Linux and macOS only. On Windows set ConnectionStrings__Ems to a PostgreSQL 15 or newer, such as Host=localhost;Database=ems;Username=ems;Password=…");

        directory.Prepare();
        var patience = new Patience(PatienceWithOthers);
        while (true)
        {
            using (await HoldStartLockAsync(ct))
            {
                if (await TryAsync(ct) is { } server)
                    return server;
            }

            // Others are here, so the server is theirs to restart; it may be doing so in a container we cannot look into.
            if (patience.IsOver)
            {
                throw new EmbeddedPostgresException(
                    $"Another instance uses {directory.Root}, but its PostgreSQL cannot be reached from here (does it run in another container?). Stop that instance, or give both one database by ConnectionStrings__Ems.");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(250), ct);
        }
    }

    private async Task<FileStream> HoldStartLockAsync(CancellationToken ct)
    {
        if (FileLock.TryExclusive(directory.StartLock) is { } free)
            return free;
        LogWaiting();
        return await FileLock.ExclusiveAsync(directory.StartLock, options.StartTimeout, ct) ?? throw new EmbeddedPostgresException(
            $"Another instance has been starting the PostgreSQL in {directory.Root} for more than {options.StartTimeout.TotalSeconds:0} seconds. Stop that instance, or set Ems__DataDirectory to another folder.");
    }

    /// <summary>Null when other instances are here but their server is not, for the moment.</summary>
    private async Task<EmbeddedPostgresServer?> TryAsync(CancellationToken ct)
    {
        directory.RemoveUnfinished();
        var alone = IsAlone();
        var account = await ServerAccount.ChooseAsync(directory.Cluster, ct);
        var major = directory.ReadMajorVersion();
        var binaries = await PostgresBinaries.FindAsync(options, major, ct);
        if (major is null)
        {
            LogCreating(binaries.Major, directory.Root);
            await new ClusterInitializer(directory, binaries, account, options).CreateAsync(ct);
        }

        var access = new ServerAccess(ServerPasswords.Read(directory), directory);
        var postmaster = new Postmaster(directory, binaries, account, access, options);
        var running = new RunningServer(directory, access, options);
        if (await running.FindAsync(mayRemoveTraces: alone, ct) is { } server)
        {
            LogAttached(server.ProcessId, server.Port);
            return await JoinAsync(postmaster, server, running, access, alone, ct);
        }
        if (!alone)
            return null;

        await account.CheckCanReachAsync(directory.Root, ct);
        var started = await postmaster.StartOnFreePortAsync(ct);
        try
        {
            LogStarted(binaries.Major, started.Port, directory.Cluster);
            return await JoinAsync(postmaster, started, running, access, alone, ct);
        }
        catch
        {
            await Postmaster.StopAsync(started);
            throw;
        }
    }

    private async Task<EmbeddedPostgresServer> JoinAsync(Postmaster postmaster, PostmasterPidFile server, RunningServer running, ServerAccess access, bool alone, CancellationToken ct)
    {
        await access.EnsureDatabaseAsync(server, ct);
        var presence = FileLock.TryShared(directory.PresenceLock)
            ?? throw new InvalidOperationException("The presence lock is taken exclusively only under the start lock, which this instance holds.");
        return new(directory, server, access, new PostmasterSupervisor(directory, postmaster, running, logger), presence, owned: alone, logger);
    }

    private bool IsAlone()
    {
        using var alone = FileLock.TryExclusive(directory.PresenceLock);
        return alone is not null;
    }

    [LoggerMessage(LogLevel.Information, "Another instance is starting the embedded PostgreSQL; waiting for it.")]
    private partial void LogWaiting();

    [LoggerMessage(LogLevel.Information, "Creating a PostgreSQL {Major} database cluster in {Folder}.")]
    private partial void LogCreating(int major, string folder);

    [LoggerMessage(LogLevel.Information, "Attached to the running embedded PostgreSQL (process {ProcessId}, port {Port}).")]
    private partial void LogAttached(int processId, int port);

    [LoggerMessage(LogLevel.Information, "Started the embedded PostgreSQL {Major} on 127.0.0.1:{Port}, data in {Folder}.")]
    private partial void LogStarted(int major, int port, string folder);
}
