using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EmsDashboard.Tests.EndToEnd.Support;

/// <summary>What a verb of the command line answered.</summary>
internal sealed record VerbResult(int ExitStatus, string Output, string Errors);

/// <summary>The built application as users run it: a process of its own, from its own output folder, on a free port.</summary>
internal sealed class RunningApplication : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly string _connectionString;
    private readonly Dictionary<string, string> _settings;
    private readonly int _port = FreePort();
    private readonly StringBuilder _log = new();
    private Process? _process;

    public RunningApplication(string connectionString, Dictionary<string, string>? settings = null)
    {
        _connectionString = connectionString;
        _settings = settings ?? [];
    }

    public string Address => $"http://127.0.0.1:{_port}";

    /// <summary>What it wrote so far; goes into the message of a failed start.</summary>
    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <summary>Starts it and waits until it says that it listens. After <see cref="KillAsync"/> it comes back at the same address.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = Command(["serve", "--urls", Address]), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The application ended while starting.\n{Log}"));
        _process = process;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await listening.Task.WaitAsync(Limit, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"The application did not listen within {Limit.TotalSeconds:0} s.\n{Log}");
        }

        void Read(string? line)
        {
            if (line is null) return;
            lock (_log) _log.AppendLine(line);
            if (line.Contains("Now listening on", StringComparison.Ordinal)) listening.TrySetResult();
        }
    }

    /// <summary>kill -9: no goodbye to anybody.</summary>
    public async Task KillAsync()
    {
        if (_process is not { HasExited: false } process) return;
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Runs a verb in a process of its own on the same database.</summary>
    public async Task<VerbResult> RunVerbAsync(params string[] arguments)
    {
        using var process = Process.Start(Command(arguments))!;
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return new(process.ExitCode, await output, await errors);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
    }

    private ProcessStartInfo Command(string[] arguments)
    {
        var folder = OutputFolder();
        ProcessStartInfo start = new("dotnet", [Path.Combine(folder, "EmsDashboard.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__Ems"] = _connectionString;
        // Development serves the browser assets from where the build left them; the demo is made by its verb, not at the start.
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Ems__Demo"] = "true";
        foreach (var (key, value) in _settings) start.Environment[key] = value;
        return start;
    }

    /// <summary>The application's own output folder of this configuration: the copy beside the tests lacks its web assets.</summary>
    private static string OutputFolder()
    {
        var tests = new DirectoryInfo(AppContext.BaseDirectory);
        var root = tests;
        while (!File.Exists(Path.Combine(root.FullName, "EmsDashboard.sln"))) root = root.Parent!;
        return Path.Combine(root.FullName, "EmsDashboard", Path.GetRelativePath(Path.Combine(root.FullName, "EmsDashboard.Tests"), tests.FullName));
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
