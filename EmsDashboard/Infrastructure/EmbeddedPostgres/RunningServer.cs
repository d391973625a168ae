using System.Globalization;

namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>Tells a running server from the traces of a killed one. To be used under the start lock only.</summary>
internal sealed class RunningServer(ClusterDirectory directory, ServerAccess access, EmbeddedPostgresOptions options)
{
    /// <summary>The server that runs on this cluster and has proved it by a connection; null when none does.</summary>
    /// <param name="mayRemoveTraces">
    /// What a dead server left is deleted. Never while others may have one that is not seen from here, as in another container: a server
    /// whose file goes shuts itself down.
    /// </param>
    /// <exception cref="EmbeddedPostgresException">One runs but cannot be used.</exception>
    public async Task<PostmasterPidFile?> FindAsync(bool mayRemoveTraces, CancellationToken ct)
    {
        var patience = new Patience(options.StartTimeout);
        while (File.Exists(directory.PidFile))
        {
            var server = PostmasterPidFile.TryRead(directory.PidFile);
            if (server is not null && await OperatingSystemProcess.IsPostmasterAsync(server.ProcessId, directory.PidFile, ct))
            {
                // It may still be recovering, or going down.
                if (await access.AnswersAsync(server, ct))
                    return server;
            }
            else if (server is not null || patience.IsOver)
            {
                // PostgreSQL itself only looks whether any process has that number. It may be a zombie, or anybody's after
                // a restart of the machine, and then PostgreSQL would refuse to start until somebody deletes the file.
                if (mayRemoveTraces)
                    File.Delete(directory.PidFile);
                return null;
            }

            if (patience.IsOver)
            {
                throw new EmbeddedPostgresException(string.Create(CultureInfo.InvariantCulture,
                    $"A PostgreSQL server runs on {directory.Cluster} (process {server?.ProcessId}) but does not answer on 127.0.0.1:{server?.Port}. Wait for it, or stop it with: kill -INT {server?.ProcessId}"));
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
        return null;
    }
}
