using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace EmsDashboard.Infrastructure.EmbeddedPostgres;

/// <summary>Starts the server process, waits until it answers, and stops it.</summary>
internal sealed class Postmaster(ClusterDirectory directory, PostgresBinaries binaries, ServerAccount account, ServerAccess access, EmbeddedPostgresOptions options)
{
    // Below the range from which operating systems hand out ports to outgoing connections: a client that tries to reconnect
    // to a dead server there can be connected to itself, and then occupies the very port the server needs.
    private const int LowestPort = 20000;
    private const int HighestPort = 29999;
    private const long LogRotationBytes = 10_000_000;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Starts on a free port, the last one if possible, so that addresses people noted down stay valid.</summary>
    /// <exception cref="EmbeddedPostgresException">It does not start; the message holds the reason PostgreSQL gave.</exception>
    public async Task<PostmasterPidFile> StartOnFreePortAsync(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var server = await StartAsync(attempt == 1 ? LastPortIfFree() ?? FreePort() : FreePort(), ct);
                await File.WriteAllTextAsync(directory.LastPort, server.Port.ToString(CultureInfo.InvariantCulture), ct);
                return server;
            }
            catch (PortTakenException problem)
            {
                if (attempt == 5)
                    throw new EmbeddedPostgresException($"No free port was found on 127.0.0.1 for the embedded PostgreSQL: {problem.Message}", problem);
            }
        }
    }

    /// <exception cref="PortTakenException">Something else listens there.</exception>
    /// <exception cref="EmbeddedPostgresException">It does not start; the message holds the reason PostgreSQL gave.</exception>
    public async Task<PostmasterPidFile> StartAsync(int port, CancellationToken ct)
    {
        var patience = new Patience(options.StartTimeout);
        while (true)
        {
            var logStart = RotateLog();
            using var process = Launch(port);
            string? failure;
            try
            {
                failure = await WaitUntilReadyAsync(process, port, patience, ct);
            }
            catch (OperationCanceledException)
            {
                OperatingSystemProcess.Signal(process.Id, OperatingSystemProcess.Interrupt);
                await process.WaitForExitAsync(CancellationToken.None);
                throw;
            }

            if (failure is null)
                return PostmasterPidFile.TryRead(directory.PidFile) ?? throw new EmbeddedPostgresException($"The embedded PostgreSQL stopped right after its start; see {directory.Log}.");

            var log = await ReadLogAsync(logStart, ct);
            if (log.Contains("could not bind", StringComparison.Ordinal) || log.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal))
                throw new PortTakenException(string.Create(CultureInfo.InvariantCulture, $"port {port} is taken"));

            // Backends of a killed postmaster notice its death and leave; until then their shared memory bars a new one.
            if (log.Contains("shared memory block", StringComparison.Ordinal) && !patience.IsOver)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), ct);
                continue;
            }
            throw new EmbeddedPostgresException($"The embedded PostgreSQL did not start: {Reason(log) ?? failure}. Its log is {directory.Log}.");
        }
    }

    /// <summary>Ends sessions, writes everything to disk, and returns when the process is gone.</summary>
    /// <returns>False when it had to be cut short: the next start recovers.</returns>
    public static async Task<bool> StopAsync(PostmasterPidFile server)
    {
        // Fast shutdown first; immediate shutdown only for a server that hangs.
        OperatingSystemProcess.Signal(server.ProcessId, OperatingSystemProcess.Interrupt);
        if (await WaitUntilGoneAsync(server, TimeSpan.FromSeconds(30)))
            return true;
        OperatingSystemProcess.Signal(server.ProcessId, OperatingSystemProcess.Quit);
        await WaitUntilGoneAsync(server, TimeSpan.FromSeconds(10));
        return false;
    }

    private static async Task<bool> WaitUntilGoneAsync(PostmasterPidFile server, TimeSpan time)
    {
        var patience = new Patience(time);
        while (!patience.IsOver)
        {
            if (!await OperatingSystemProcess.IsAliveAsync(server.ProcessId, CancellationToken.None))
                return true;
            await Task.Delay(Poll);
        }
        return false;
    }

    /// <summary>
    /// Runs in a session of its own, or Ctrl+C in the terminal would stop the server under the application. The shell
    /// connects the output to the log file, which is for nobody else and opened before privileges are dropped, and is replaced by the server.
    /// </summary>
    private Process Launch(int port)
    {
        IReadOnlyList<string> server = account.Wrap([binaries.Postgres, "-D", directory.Cluster, .. Settings(port)]);
        string[] session = ShortCommand.Find("setsid") is { } setsid ? [setsid]
            : ShortCommand.Find("perl") is { } perl ? [perl, "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV"]
            : [];
        var process = Process.Start(ShortCommand.Describe(["/bin/sh", "-c", "umask 077; exec \"$@\" </dev/null >>\"$0\" 2>&1", directory.Log, .. session, .. server]))
            ?? throw new InvalidOperationException("/bin/sh did not start.");
        process.StandardInput.Close();
        return process;
    }

    private IEnumerable<string> Settings(int port)
    {
        List<string> settings =
        [
            string.Create(CultureInfo.InvariantCulture, $"port={port}"),
            string.Create(CultureInfo.InvariantCulture, $"max_connections={options.MaxConnections}"),
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
        ];
        if (!options.Durable)
            settings.AddRange(["fsync=off", "full_page_writes=off"]);
        return settings.SelectMany(setting => new[] { "-c", setting });
    }

    private async Task<string?> WaitUntilReadyAsync(Process process, int port, Patience patience, CancellationToken ct)
    {
        while (!patience.IsOver)
        {
            if (PostmasterPidFile.TryRead(directory.PidFile) is { SaysReady: true } server && server.Port == port && await access.AnswersAsync(server, ct))
                return null;
            if (process.HasExited)
                return $"it ended with status {process.ExitCode}";
            await Task.Delay(Poll, ct);
        }
        return string.Create(CultureInfo.InvariantCulture, $"it gave no answer within {options.StartTimeout.TotalSeconds:0} seconds; it is left running in case it is recovering from a crash");
    }

    private long RotateLog()
    {
        var log = new FileInfo(directory.Log);
        if (log is { Exists: true, Length: > LogRotationBytes })
        {
            log.MoveTo($"{directory.Log}.1", overwrite: true);
            return 0;
        }
        return log.Exists ? log.Length : 0;
    }

    private async Task<string> ReadLogAsync(long from, CancellationToken ct)
    {
        if (!File.Exists(directory.Log))
            return "";
        await using var file = new FileStream(directory.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(from, SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(ct);
    }

    /// <summary>The sentence after <c>FATAL:</c> or <c>PANIC:</c>; without one, whatever was said last.</summary>
    private static string? Reason(string log)
    {
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var serious = lines.LastOrDefault(line => line.Contains("FATAL: ", StringComparison.Ordinal) || line.Contains("PANIC: ", StringComparison.Ordinal));
        return serious?[(serious.IndexOf(": ", StringComparison.Ordinal) + 2)..].Trim() ?? lines.LastOrDefault();
    }

    private int? LastPortIfFree() =>
        File.Exists(directory.LastPort) && int.TryParse(File.ReadAllText(directory.LastPort), CultureInfo.InvariantCulture, out var port) && IsFree(port) ? port : null;

    private static int FreePort()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(LowestPort, HighestPort + 1);
            if (IsFree(port))
                return port;
        }
        throw new PortTakenException($"none of 100 ports tried between {LowestPort} and {HighestPort} is free");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
