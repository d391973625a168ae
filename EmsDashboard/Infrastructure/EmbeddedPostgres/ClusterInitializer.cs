namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>
/// Makes a new cluster. initdb works in a folder of its own that is renamed when complete, so that an interrupted one is
/// never taken for a database.
/// </summary>
internal sealed class ClusterInitializer(ClusterDirectory directory, PostgresBinaries binaries, ServerAccount account, EmbeddedPostgresOptions options)
{
    /// <exception cref="EmbeddedPostgresException">initdb failed; the message holds what it said.</exception>
    public async Task CreateAsync(CancellationToken ct)
    {
        await account.CheckCanReachAsync(directory.Root, ct);

        var workplace = directory.NewUnfinished();
        var cluster = Path.Combine(workplace, "cluster");
        var passwordFile = Path.Combine(workplace, "password");
        var passwords = ServerPasswords.Generate();
        try
        {
            OwnerOnly.CreateFolder(workplace);
            await File.WriteAllTextAsync(passwordFile, passwords.Administrator, ct);
            await account.GiveAsync(workplace, ct);

            var result = await ShortCommand.RunAsync(account.Wrap([binaries.InitDb, .. Arguments(cluster, passwordFile)]), ct);
            if (!result.Succeeded)
                throw Failed(result);

            await File.AppendAllTextAsync(Path.Combine(cluster, "postgresql.conf"), Settings, ct);
            passwords.Write(directory);
            Directory.Move(cluster, directory.Cluster);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException($"The database could not be created in {directory.Root}: {problem.Message}.", problem);
        }
        finally
        {
            directory.RemoveUnfinished();
        }
    }

    private IEnumerable<string> Arguments(string cluster, string passwordFile) =>
    [
        $"--pgdata={cluster}", $"--username={ServerAccess.AdministratorRole}", $"--pwfile={passwordFile}",
        "--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", "--no-instructions", .. Locale(),
        .. options.Durable ? Array.Empty<string>() : ["--no-sync"],
    ];

    /// <summary>
    /// Code-point order on every machine: a collation of the operating system or of ICU changes with its updates and would
    /// silently corrupt indexes.
    /// </summary>
    private IEnumerable<string> Locale()
    {
        if (binaries.Major >= 17)
            return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
        return ["--locale-provider=libc", OperatingSystem.IsLinux() ? "--locale=C.UTF-8" : "--locale=C"];
    }

    private EmbeddedPostgresException Failed(ShortCommand result)
    {
        var said = result.Errors.Split('\n').LastOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase) || line.Contains("FATAL", StringComparison.Ordinal));
        // Killed comes first: what a killed initdb's children complained about is an effect, not the cause.
        var why = result.ExitCode > 128 ? $"it was killed (signal {result.ExitCode - 128})" : said ?? $"it ended with status {result.ExitCode}. {result.Errors}".Trim();
        return new($"The database could not be created in {directory.Root} by {binaries.InitDb}: {why}. Nothing is left behind; when the cause is gone, start again.");
    }

    // Appended once: from then on the file is the administrator's, who may tune it.
    private const string Settings =
        """

        # EmsDashboard's private server. Address and port are given on the command line.
        timezone = 'UTC'
        log_timezone = 'UTC'
        lc_messages = 'C'
        shared_buffers = '128MB'
        # Statements here are short; compiling them costs more than it saves, and not every build of PostgreSQL can.
        jit = off
        log_checkpoints = off
        log_line_prefix = '%m [%p] '

        """;
}
