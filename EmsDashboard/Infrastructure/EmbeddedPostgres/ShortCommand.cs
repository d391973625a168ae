using System.ComponentModel;
using System.Diagnostics;

namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>What a short-lived command printed and how it ended.</summary>
internal sealed record ShortCommand(int ExitCode, string Output, string Errors)
{
    private static readonly string[] KeptVariables = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR"];

    public bool Succeeded => ExitCode == 0;

    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static async Task<ShortCommand> RunAsync(IReadOnlyList<string> command, CancellationToken ct)
    {
        using var process = Process.Start(Describe(command)) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var errors = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return new(process.ExitCode, (await output).Trim(), (await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>
    /// A start description with an environment of its own: PG* variables of the caller would redirect the tools, and secrets
    /// in the application's environment are none of the server's business. Works from <c>/</c>, since the caller's current
    /// folder may be closed to the account the command runs as.
    /// </summary>
    public static ProcessStartInfo Describe(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var kept = KeptVariables
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => variable.Value is not null)
            .ToList();
        start.Environment.Clear();
        foreach (var (name, value) in kept)
            start.Environment[name] = value;
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    /// <summary>The full path of a program on PATH or in the usual system folders.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/sbin", "/sbin", "/usr/bin", "/bin"])
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
