namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>Where the private PostgreSQL lives and which binaries run it.</summary>
internal sealed record EmbeddedPostgresOptions
{
    /// <summary>The product's data directory (<c>Ems:DataDirectory</c>); the cluster lives in its sub-folder <c>postgres</c>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Folder with <c>postgres</c> and <c>initdb</c> (<c>Ems:Postgres:BinDirectory</c>); empty: looked up.</summary>
    public string? BinDirectory { get; init; }

    /// <summary>How long to wait for another instance that is starting, for crash recovery and for the first connection.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>False only for throw-away clusters of tests: nothing is flushed to disk.</summary>
    internal bool Durable { get; init; } = true;

    internal int MaxConnections { get; init; } = 100;

    /// <summary>
    /// The data directory when none is configured: outside the checkout, and for root outside <c>/root</c>, because the
    /// account PostgreSQL runs as must be able to reach it.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">This account has no home directory.</exception>
    public static string DefaultDataDirectory()
    {
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
            return "/var/lib/ems-dashboard";

        var userData = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return userData.Length > 0
            ? Path.Combine(userData, "ems-dashboard")
            : throw new EmbeddedPostgresException("This account has no home directory to keep data in. Set Ems__DataDirectory to a folder it may write to.");
    }
}
