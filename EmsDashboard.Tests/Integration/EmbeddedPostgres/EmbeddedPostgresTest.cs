using System.Globalization;
using EmsDashboard.Infrastructure.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmsDashboard.Tests.Integration.EmbeddedPostgres;

/// <summary>A data directory of the test's own, and the view of it that the tests share.</summary>
public abstract class EmbeddedPostgresTest : IDisposable
{
    private protected TestFolder Folder { get; } = new();

    /// <summary>Not flushed to disk: kill -9 of a process loses nothing the kernel holds, and the tests make dozens of clusters.</summary>
    private protected EmbeddedPostgresOptions Options => new() { DataDirectory = Folder.Path, Durable = false };

    private protected ClusterDirectory Files => new(Folder.Path);

    private protected int PostmasterId => PostmasterPidFile.TryRead(Files.PidFile)!.ProcessId;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected static Task<EmbeddedPostgresServer> StartAsync(EmbeddedPostgresOptions options) =>
        EmbeddedPostgresServer.StartAsync(options, NullLogger.Instance, Cancellation);

    private protected Task<EmbeddedPostgresServer> StartAsync() => StartAsync(Options);

    private protected static async Task<string> RefusalAsync(EmbeddedPostgresOptions options) =>
        (await Assert.ThrowsAsync<EmbeddedPostgresException>(async () => await (await StartAsync(options)).DisposeAsync())).Message;

    /// <summary>A cluster as a clean stop leaves it.</summary>
    private protected async Task MakeStoppedClusterAsync() => await (await StartAsync()).DisposeAsync();

    private protected static bool IsRunning(int processId)
    {
        var stat = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat");
        try
        {
            var text = File.ReadAllText(stat);
            return text[text.LastIndexOf(')') + 2] is not 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private protected static Task KillAsync(int processId)
    {
        OperatingSystemProcess.Signal(processId, 9);
        return Eventually.BecomesTrueAsync(() => !IsRunning(processId), $"process {processId} is gone");
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        // A test that failed may have left its server running.
        if (PostmasterPidFile.TryRead(Files.PidFile) is { } server && IsRunning(server.ProcessId))
            KillAsync(server.ProcessId).Wait(TimeSpan.FromSeconds(30));
        Folder.Dispose();
    }
}
