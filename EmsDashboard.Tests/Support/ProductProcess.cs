using System.Diagnostics;

namespace EmsDashboard.Tests.Support;

/// <summary>Runs a verb of the real program in a process of its own, as a shell does.</summary>
internal static class ProductProcess
{
    /// <param name="input">What standard input gives.</param>
    public static async Task<(int ExitStatus, string Output, string Error)> RunAsync(TestDatabase database, IEnumerable<string> arguments, string input = "")
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "EmsDashboard.dll"), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__Ems"] = database.ConnectionString;
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
