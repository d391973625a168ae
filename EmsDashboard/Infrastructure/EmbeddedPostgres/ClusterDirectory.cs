namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>The files of one embedded server below the data directory, and what their state says.</summary>
internal sealed class ClusterDirectory
{
    private const string UnfinishedPrefix = "init-";

    public ClusterDirectory(string dataDirectory)
    {
        Root = Path.Combine(Path.GetFullPath(dataDirectory), "postgres");
        DataDirectory = Path.GetFullPath(dataDirectory);
    }

    public string DataDirectory { get; }

    public string Root { get; }

    /// <summary>What PostgreSQL calls its data directory.</summary>
    public string Cluster => Path.Combine(Root, "cluster");

    /// <summary>Held exclusively while somebody starts or stops the server.</summary>
    public string StartLock => Path.Combine(Root, "start.lock");

    /// <summary>Held shared by every running instance of the application.</summary>
    public string PresenceLock => Path.Combine(Root, "instances.lock");

    public string Passwords => Path.Combine(Root, "passwords");

    public string LastPort => Path.Combine(Root, "port");

    public string Log => Path.Combine(Root, "postgres.log");

    public string PidFile => Path.Combine(Cluster, "postmaster.pid");

    /// <summary>Creates the folder and proves that this account can write to it.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot; the message says why.</exception>
    public void Prepare()
    {
        try
        {
            Directory.CreateDirectory(Root);
            using var probe = new FileStream(Path.Combine(Root, $".write-test-{Guid.NewGuid():N}"), new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.DeleteOnClose,
            });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            var reason = FileInTheWay() is { } file ? $"{file} is a file, not a folder" : problem.Message;
            throw new EmbeddedPostgresException(
                $"The data directory {DataDirectory} cannot be used: {reason}. Set Ems__DataDirectory to a folder that the account {Environment.UserName} may write to.",
                problem);
        }
    }

    /// <summary>The major version that made the cluster; null when there is no cluster yet.</summary>
    /// <exception cref="EmbeddedPostgresException">There is something else, or it belongs to somebody else.</exception>
    public int? ReadMajorVersion()
    {
        if (File.Exists(Cluster))
            throw new EmbeddedPostgresException($"{Cluster} is a file, not a PostgreSQL data directory. Move it away, or set Ems__DataDirectory to another folder.");
        if (!Directory.Exists(Cluster))
            return null;

        try
        {
            // Looked at before PG_VERSION, whose absence and whose being hidden from this account look the same.
            _ = Directory.EnumerateFileSystemEntries(Cluster).Any();
            var versionFile = Path.Combine(Cluster, "PG_VERSION");
            if (File.Exists(versionFile) && int.TryParse(File.ReadAllText(versionFile).Trim().Split('.')[0], out var major))
                return major;
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new EmbeddedPostgresException(
                $"The database in {Cluster} belongs to another account than {Environment.UserName}. Start as the account that made it, or set Ems__DataDirectory to another folder.", problem);
        }

        throw new EmbeddedPostgresException($"{Cluster} is not a PostgreSQL data directory (it has no readable PG_VERSION). Move it away, or set Ems__DataDirectory to another folder.");
    }

    public string NewUnfinished() => Path.Combine(Root, $"{UnfinishedPrefix}{Guid.NewGuid():N}");

    /// <summary>
    /// Removes what an interrupted initdb left. It may still be running if the application was killed; moving the folder
    /// away under its feet makes it fail instead of filling the folder again while it is being deleted.
    /// </summary>
    public void RemoveUnfinished()
    {
        foreach (var leftover in Directory.EnumerateDirectories(Root, $"{UnfinishedPrefix}*").ToList())
        {
            var moved = NewUnfinished();
            Directory.Move(leftover, moved);
            try
            {
                Directory.Delete(moved, recursive: true);
            }
            catch (IOException)
            {
                // Still being written to; the next start finds it again.
            }
        }
    }

    private string? FileInTheWay()
    {
        for (var path = Root; path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
                return path;
        }
        return null;
    }
}
