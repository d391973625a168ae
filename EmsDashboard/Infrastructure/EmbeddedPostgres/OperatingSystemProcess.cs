using System.Globalization;
using System.Runtime.InteropServices;

namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>A process known by its number only: a postmaster that another instance started.</summary>
internal static class OperatingSystemProcess
{
    public const int Interrupt = 2;
    public const int Quit = 3;

    /// <summary>
    /// Whether the process is the live postmaster that wrote this pid file. A number alone proves nothing: it may be a
    /// zombie that nobody reaps (common in containers), or somebody else's after a restart of the machine.
    /// </summary>
    public static async Task<bool> IsPostmasterAsync(int processId, string pidFile, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
        {
            var command = await ShortCommand.RunAsync(["ps", "-p", processId.ToString(CultureInfo.InvariantCulture), "-o", "stat=,comm="], ct);
            return command.Succeeded && !command.Output.StartsWith('Z') && command.Output.Contains("postgres", StringComparison.Ordinal);
        }

        var process = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");
        try
        {
            // "123 (name) S …": the name may hold blanks and brackets, the state follows the last bracket.
            var stat = await File.ReadAllTextAsync($"{process}/stat", ct);
            var end = stat.LastIndexOf(')');
            var name = stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..end];
            if (stat[end + 2] is 'Z' or 'X' || !name.StartsWith("post", StringComparison.Ordinal))
                return false;
            return await WorksInFolderOfAsync(process, pidFile, ct);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static void Signal(int processId, int signal) => _ = kill(processId, signal);

    /// <summary>A postmaster's working folder is its data directory. Compared through the file, so that symbolic links do not matter.</summary>
    private static async Task<bool> WorksInFolderOfAsync(string process, string pidFile, CancellationToken ct)
    {
        try
        {
            return await File.ReadAllTextAsync($"{process}/cwd/{Path.GetFileName(pidFile)}", ct) == await File.ReadAllTextAsync(pidFile, ct);
        }
        catch (UnauthorizedAccessException)
        {
            return true; // another account's: the name has to do, the real connection decides
        }
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int processId, int signal);
}
