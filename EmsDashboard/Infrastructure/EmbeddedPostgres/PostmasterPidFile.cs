using System.Globalization;

namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>What a running (or killed) postmaster wrote into <c>postmaster.pid</c>.</summary>
internal sealed record PostmasterPidFile(int ProcessId, int Port, bool SaysReady)
{
    /// <summary>Null when there is none or it is only half written, as in the first moments of a start.</summary>
    public static PostmasterPidFile? TryRead(string path)
    {
        try
        {
            // Lines: process id, data directory, start time, port, socket folder, listen address, shared memory key, status.
            var lines = File.ReadAllLines(path);
            return lines.Length >= 4
                && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var processId)
                && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
                    ? new(processId, port, lines.Length >= 8 && lines[7].Trim() == "ready")
                    : null;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
