using System.Globalization;
using System.Runtime.InteropServices;

namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>A process known by its number only: a postmaster that another instance started.</summary>
internal static class OperatingSystemProcess
{
    public const int Interrupt = 2;
    public const int Quit = 3;

    /// <summary>
    /// Whether the process is the live postmaster that wrote this pid file. A number alone proves nothing: after a restart of
    /// the machine it may be somebody else's.
    /// </summary>
    public static async Task<bool> IsPostmasterAsync(int processId, string pidFile, CancellationToken ct) =>
        (await NameIfAliveAsync(processId, ct))?.StartsWith("post", StringComparison.Ordinal) is true
            && (!OperatingSystem.IsLinux() || await WorksInFolderOfAsync(processId, pidFile, ct));

    /// <summary>False for a zombie, too: in containers there is often nobody who reaps orphans.</summary>
    public static async Task<bool> IsAliveAsync(int processId, CancellationToken ct) => await NameIfAliveAsync(processId, ct) is not null;

    public static void Signal(int processId, int signal) => _ = kill(processId, signal);

    private static async Task<string?> NameIfAliveAsync(int processId, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
        {
            var process = await ShortCommand.RunAsync(["ps", "-p", processId.ToString(CultureInfo.InvariantCulture), "-o", "stat=,comm="], ct);
            return process.Succeeded && !process.Output.StartsWith('Z') ? Path.GetFileName(process.Output.Split(' ', 2)[^1].Trim()) : null;
        }
        try
        {
            // "123 (name) S …": the name may hold blanks and brackets, the state follows the last bracket.
            var stat = await File.ReadAllTextAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"), ct);
            var end = stat.LastIndexOf(')');
            return stat[end + 2] is 'Z' or 'X' ? null : stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..end];
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A postmaster's working folder is its data directory. Compared through the file, so that symbolic links do not matter.</summary>
    private static async Task<bool> WorksInFolderOfAsync(int processId, string pidFile, CancellationToken ct)
    {
        try
        {
            var its = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/cwd/{Path.GetFileName(pidFile)}");
            return await File.ReadAllTextAsync(its, ct) == await File.ReadAllTextAsync(pidFile, ct);
        }
        catch (UnauthorizedAccessException)
        {
            return true; // another account's: the name has to do, the real connection decides
        }
        catch (IOException)
        {
            return false;
        }
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int processId, int signal);
}
