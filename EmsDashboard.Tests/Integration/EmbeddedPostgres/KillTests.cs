using System.Diagnostics;
using System.Globalization;
using EmsDashboard.Infrastructure.EmbeddedPostgres;
using Npgsql;

namespace EmsDashboard.Tests.Integration.EmbeddedPostgres;

/// <summary><c>kill -9</c> of everything there is, at the worst moments.</summary>
public sealed class KillTests : EmbeddedPostgresTest
{
    [Fact]
    public async Task StartAsync_AfterApplicationWasKilled_TakesOverTheServerItLeft()
    {
        var (application, answer) = await PostgresHostProcess.StartAndWaitAsync(Folder.Path);
        await using var _ = application;
        await Sql.ScalarAsync(answer.ConnectionString!, "CREATE TABLE kept AS SELECT 42 AS answer");
        var postmaster = PostmasterId;

        await application.KillAsync();
        Assert.True(IsRunning(postmaster));

        await using (var next = await StartAsync())
        {
            Assert.True(next.Owned);
            Assert.Equal(postmaster, PostmasterId);
            Assert.Equal(42, await Sql.ScalarAsync(next.ConnectionString, "SELECT answer FROM kept"));
        }
        Assert.False(IsRunning(postmaster));
    }

    [Fact]
    public async Task StartAsync_AfterApplicationAndServerWereKilled_RecoversWhatWasCommitted()
    {
        var (application, answer) = await PostgresHostProcess.StartAndWaitAsync(Folder.Path);
        await using var _ = application;
        await Sql.ScalarAsync(answer.ConnectionString!, "CREATE TABLE kept AS SELECT 42 AS answer");
        var postmaster = PostmasterId;
        await application.KillAsync();
        await KillAsync(postmaster);
        Assert.True(File.Exists(Files.PidFile));

        await using var next = await StartAsync();

        Assert.Equal(42, await Sql.ScalarAsync(next.ConnectionString, "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task Supervision_ServerKilledWhileTheApplicationRuns_PoolRecoversOnTheSamePort()
    {
        await using var server = await StartAsync();
        await using var pool = NpgsqlDataSource.Create(server.ConnectionString);
        await using (var command = pool.CreateCommand("CREATE TABLE kept AS SELECT 42 AS answer"))
            await command.ExecuteNonQueryAsync(Cancellation);
        var postmaster = PostmasterId;

        await KillAsync(postmaster);

        await Eventually.BecomesTrueAsync(async () =>
        {
            try
            {
                await using var command = pool.CreateCommand("SELECT answer FROM kept");
                // A backend of the killed server may answer a moment longer before it notices.
                return await command.ExecuteScalarAsync(Cancellation) is 42 && PostmasterId != postmaster;
            }
            catch (Exception error) when (error is NpgsqlException or IOException)
            {
                return false;
            }
        }, "the pool reaches the restarted server");
    }

    [Fact]
    public async Task Supervision_ServerKilledAgainAndAgain_KeepsRestartingIt()
    {
        await using var server = await StartAsync();

        for (var round = 0; round < 3; round++)
        {
            await KillAsync(PostmasterId);
            await Eventually.BecomesTrueAsync(() => Sql.AnswersAsync(server.ConnectionString), "the server answers again");
        }
    }

    [Fact]
    public async Task StartAsync_ApplicationKilledDuringInitdb_StartsOverAndLeavesNothing()
    {
        await using (var application = PostgresHostProcess.Start(Folder.Path))
        {
            // Well into it: the catalogue is being filled, and nothing says yet that this will ever be complete.
            await Eventually.BecomesTrueAsync(
                () => Directory.Exists(Files.Root) && Directory.EnumerateFiles(Files.Root, "pg_filenode.map", SearchOption.AllDirectories).Any(), "initdb is at work");
            await application.KillAsync();
        }
        Assert.NotEmpty(Directory.EnumerateDirectories(Files.Root, "init-*"));
        Assert.False(Directory.Exists(Files.Cluster));

        await using var next = await StartAsync();

        Assert.True(await Sql.AnswersAsync(next.ConnectionString));
        Assert.Empty(Directory.EnumerateDirectories(Files.Root, "init-*"));
    }

    [Fact]
    public async Task StartAsync_InitdbKilled_SaysSoLeavesNothingAndTheNextStartWorks()
    {
        // Its version is asked with the real programs; only making the cluster is killed, by the wrapper's own kill -9.
        var programs = await PostgresBinaries.FindAsync(Options, clusterMajor: null, Cancellation);
        using var wrapped = new TestFolder();
        FakePrograms.Write(wrapped.Path, "postgres", $"exec {programs.Postgres} \"$@\"");
        FakePrograms.Write(wrapped.Path, "initdb", $"{programs.InitDb} \"$@\" & sleep 0.2; kill -9 $! $$");

        var refusal = await RefusalAsync(Options with { BinDirectory = wrapped.Path });

        Assert.Contains("was killed (signal 9)", refusal, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Files.Cluster));
        Assert.Empty(Directory.EnumerateDirectories(Files.Root, "init-*"));
        await using var next = await StartAsync();
        Assert.True(await Sql.AnswersAsync(next.ConnectionString));
    }

    [Fact]
    public async Task StartAsync_PidFileNamesSomebodyElsesProcess_StartsAllTheSame()
    {
        await MakeStoppedClusterAsync();
        // As after a restart of the machine: the number of the killed server now belongs to another process, here this one.
        await File.WriteAllTextAsync(Files.PidFile, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{Files.Cluster}\n1700000000\n20001\n\n127.0.0.1\n  1 1\nready   \n"), Cancellation);

        await using var server = await StartAsync();

        Assert.True(server.Owned);
        Assert.True(await Sql.AnswersAsync(server.ConnectionString));
    }

    [Fact]
    public async Task Interrupt_FromTheTerminal_DoesNotReachTheServer()
    {
        // Ctrl+C goes to every process of the terminal's foreground group; a session of its own is how a shell makes one.
        await using var application = PostgresHostProcess.Start(Folder.Path, prefix: ["setsid"]);
        Assert.Null((await application.AnswerAsync()).Failure);
        var postmaster = PostmasterId;

        using (var interrupt = Process.Start("kill", ["-INT", "--", string.Create(CultureInfo.InvariantCulture, $"-{application.ProcessId}")]))
            await interrupt.WaitForExitAsync(Cancellation);
        await application.ExitAsync();

        Assert.True(IsRunning(postmaster));
        await using var next = await StartAsync();
        Assert.Equal(postmaster, PostmasterId);
    }
}
