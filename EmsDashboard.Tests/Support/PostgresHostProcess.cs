using System.Diagnostics;
using System.Text.Json;

namespace EmsDashboard.Tests.Support;

/// <summary>
/// Another process that uses an embedded server: it can be left cleanly, killed, interrupted from a terminal, or run as
/// another account, as the application can.
/// </summary>
internal sealed class PostgresHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private PostgresHostProcess(Process process) => this.process = process;

    public int ProcessId => process.Id;

    /// <param name="dataDirectory">The data directory the server is to use.</param>
    /// <param name="prefix">A command that runs the process, such as one that changes the account.</param>
    /// <param name="program">The folder of the test program; null: this one.</param>
    public static PostgresHostProcess Start(string dataDirectory, IReadOnlyList<string>? prefix = null, string? program = null)
    {
        var assembly = Path.Combine(program ?? AppContext.BaseDirectory, "EmsDashboard.Tests.dll");
        List<string> command = [.. prefix ?? [], Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet", assembly];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment[PostgresHost.OrderVariable] = JsonSerializer.Serialize(new PostgresHostOrder(dataDirectory));
        return new(Process.Start(start)!);
    }

    /// <summary>Waits for the server, or for the message why there is none.</summary>
    public async Task<PostgresHostAnswer> AnswerAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit);
        return JsonSerializer.Deserialize<PostgresHostAnswer>(Assert.IsType<string>(line))!;
    }

    public static async Task<(PostgresHostProcess Process, PostgresHostAnswer Answer)> StartAndWaitAsync(string dataDirectory)
    {
        var process = Start(dataDirectory);
        var answer = await process.AnswerAsync();
        Assert.Null(answer.Failure);
        return (process, answer);
    }

    /// <summary>Leaves as the application does when it is stopped.</summary>
    public async Task LeaveAsync()
    {
        process.StandardInput.Close();
        await ExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>kill -9</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await ExitAsync();
    }

    public Task ExitAsync() => process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }
}
