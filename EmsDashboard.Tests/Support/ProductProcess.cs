using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using EmsDashboard.Infrastructure.EmbeddedPostgres;

namespace EmsDashboard.Tests.Support;

/// <summary>What a verb of the command line answered.</summary>
internal sealed record VerbResult(int ExitStatus, string Output, string Errors);

/// <summary>
/// The built application on a database, as a shell starts it: served by a process of its own, and any number of verbs beside that,
/// each in a process of its own.
/// </summary>
/// <param name="settings">Environment variables, such as <c>Ems__Demo</c>; without them everything is as in production.</param>
internal sealed partial class ProductProcess(string connectionString, IReadOnlyDictionary<string, string>? settings = null) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    // The copy beside the tests lacks the web assets; this is the application's own output, of the same configuration.
    private static readonly string Folder =
        Path.Combine(SourceTree.Application, Path.GetRelativePath(Path.Combine(SourceTree.Root, "EmsDashboard.Tests"), Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)));

    private readonly StringBuilder _log = new();
    private Process? _server;

    /// <summary>Where it serves; known after the first <see cref="ServeAsync"/> and the same after every further one.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>What the served application wrote so far.</summary>
    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <summary>The address at which the first administrator is made. The start prints it after it listens.</summary>
    public async Task<string> SetupLinkAsync()
    {
        await Eventually.BecomesTrueAsync(() => SetupAddress().IsMatch(Log), "the start prints the link");
        return SetupAddress().Match(Log).Value;
    }

    /// <summary>Serves, and waits until it says that it listens. After <see cref="KillAsync"/> it comes back at the same address.</summary>
    public async Task ServeAsync()
    {
        TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server?.Dispose();
        _server = new Process { StartInfo = Command(["serve", "--urls", Address.GetLeftPart(UriPartial.Authority)]), EnableRaisingEvents = true };
        _server.OutputDataReceived += (_, line) => Read(line.Data);
        _server.ErrorDataReceived += (_, line) => Read(line.Data);
        _server.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The application ended while starting.\n{Log}"));
        _server.Start();
        _server.StandardInput.Close();
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        try
        {
            Address = await listening.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"The application did not listen within {Limit.TotalSeconds:0} s.\n{Log}");
        }

        void Read(string? line)
        {
            if (line is null) return;
            lock (_log) _log.AppendLine(line);
            if (ListeningLine().Match(line) is { Success: true } found) listening.TrySetResult(new Uri(found.Groups[1].Value));
        }
    }

    /// <summary>kill -9: no goodbye to anybody.</summary>
    public async Task KillAsync()
    {
        if (_server is not { HasExited: false } server) return;
        server.Kill();
        await server.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Ctrl+C.</summary>
    /// <returns>The status it ends with.</returns>
    public async Task<int> InterruptAsync()
    {
        OperatingSystemProcess.Signal(_server!.Id, OperatingSystemProcess.Interrupt);
        await _server.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
        return _server.ExitCode;
    }

    /// <summary>Runs a verb until it ends.</summary>
    /// <param name="input">What standard input gives.</param>
    public Task<VerbResult> RunAsync(IEnumerable<string> words, string input = "") => RunAsync(words, Encoding.UTF8.GetBytes(input));

    /// <inheritdoc cref="RunAsync(IEnumerable{string}, string)"/>
    public Task<VerbResult> RunAsync(IEnumerable<string> words, byte[] input) => EndAsync(Command(words), input);

    /// <summary>Runs a verb whose error stream is a terminal until it ends.</summary>
    /// <returns>In place of the output what the terminal was sent.</returns>
    public Task<VerbResult> RunOnTerminalAsync(IEnumerable<string> words)
    {
        var start = Command(words);
        var line = string.Join(' ', start.ArgumentList.Prepend(start.FileName).Select(word => $"'{word}'"));
        start.FileName = "script";
        start.ArgumentList.Clear();
        foreach (var argument in (string[])["-qec", $"{line} >/dev/null", "/dev/null"]) start.ArgumentList.Add(argument);
        start.Environment["TERM"] = "dumb";
        return EndAsync(start, []);
    }

    private static async Task<VerbResult> EndAsync(ProcessStartInfo start, byte[] input)
    {
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.BaseStream.WriteAsync(input, limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    /// <summary>Runs a verb that a test needs done.</summary>
    /// <returns>Its standard output.</returns>
    public async Task<string> DoAsync(IEnumerable<string> words, string input = "")
    {
        var result = await RunAsync(words, input);
        Assert.True(result.ExitStatus == 0, $"Exit status {result.ExitStatus}: {result.Errors}{result.Output}");
        return result.Output;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _server?.Dispose();
    }

    private ProcessStartInfo Command(IEnumerable<string> words)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(Folder, "EmsDashboard.dll"), .. words])
        {
            WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__Ems"] = connectionString;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (key, value) in settings ?? new Dictionary<string, string>()) start.Environment[key] = value;
        return start;
    }

    [GeneratedRegex(@"http\S+/account/setup\?\S+")]
    private static partial Regex SetupAddress();

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex ListeningLine();
}
