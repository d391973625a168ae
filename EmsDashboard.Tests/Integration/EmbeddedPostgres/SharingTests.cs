namespace EmsDashboard.Tests.Integration.EmbeddedPostgres;

/// <summary>Several instances of the application, each a process, on one data directory.</summary>
public sealed class SharingTests : EmbeddedPostgresTest
{
    [Fact]
    public async Task StartAsync_WhileAnotherInstanceRuns_AttachesAndNeverStopsItsServer()
    {
        var (first, answer) = await PostgresHostProcess.StartAndWaitAsync(Folder.Path);
        await using var _ = first;
        Assert.True(answer.Owned);
        var postmaster = PostmasterId;

        await using (var second = await StartAsync())
        {
            Assert.False(second.Owned);
            Assert.Equal(answer.ConnectionString, second.ConnectionString);
            Assert.True(await Sql.AnswersAsync(second.ConnectionString));
        }

        Assert.True(await Sql.AnswersAsync(answer.ConnectionString!));
        Assert.Equal(postmaster, PostmasterId);
        await first.LeaveAsync();
        Assert.False(IsRunning(postmaster));
    }

    [Fact]
    public async Task DisposeAsync_WhileAnotherInstanceIsAttached_LeavesTheServerToIt()
    {
        var (first, answer) = await PostgresHostProcess.StartAndWaitAsync(Folder.Path);
        await using var _ = first;
        var postmaster = PostmasterId;
        var second = await StartAsync();

        await first.LeaveAsync();

        Assert.Equal(postmaster, PostmasterId);
        Assert.True(await Sql.AnswersAsync(answer.ConnectionString!));

        await second.DisposeAsync();
        Assert.False(IsRunning(postmaster));
    }

    [Fact]
    public async Task StartAsync_ManyInstancesAtOnceOnAnEmptyDirectory_MakeOneClusterAndOneServer()
    {
        var processes = Enumerable.Range(0, 4).Select(_ => PostgresHostProcess.Start(Folder.Path)).ToList();

        var answers = await Task.WhenAll(processes.Select(process => process.AnswerAsync()));

        Assert.All(answers, answer => Assert.Null(answer.Failure));
        Assert.Single(answers, answer => answer.Owned);
        Assert.Single(answers.Select(answer => answer.ConnectionString).Distinct());
        var postmaster = PostmasterId;
        foreach (var process in processes)
        {
            Assert.True(await Sql.AnswersAsync(answers[0].ConnectionString!));
            await process.LeaveAsync();
            await process.DisposeAsync();
        }
        Assert.False(IsRunning(postmaster));
    }

    [Fact]
    public async Task Supervision_OwnerAndServerKilled_AttachedInstanceRestartsItOnTheSamePort()
    {
        var (first, answer) = await PostgresHostProcess.StartAndWaitAsync(Folder.Path);
        await using var _ = first;
        await using var second = await StartAsync();
        await Sql.ScalarAsync(second.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
        var postmaster = PostmasterId;

        await first.KillAsync();
        await KillAsync(postmaster);

        await Eventually.BecomesTrueAsync(() => Sql.AnswersAsync(answer.ConnectionString!), "the server answers again");
        Assert.Equal(42, await Sql.ScalarAsync(second.ConnectionString, "SELECT answer FROM kept"));
        Assert.NotEqual(postmaster, PostmasterId);
    }

    [Fact]
    public async Task StartAsync_ServerOfAnotherInstanceOutOfSight_RefusesInsteadOfStartingASecond()
    {
        // As in two containers that share a folder: the other instance is felt by its lock, its processes are not seen.
        await MakeStoppedClusterAsync();
        const string theirs = "4000000\n/var/lib/ems\n1700000000\n20001\n/tmp\n127.0.0.1\n  1 2\nready   \n";
        await File.WriteAllTextAsync(Files.PidFile, theirs, Cancellation);
        using var otherInstance = EmsDashboard.Infrastructure.EmbeddedPostgres.FileLock.TryShared(Files.PresenceLock);
        Assert.NotNull(otherInstance);

        var refusal = await RefusalAsync(Options with { StartTimeout = TimeSpan.FromSeconds(1) });

        Assert.Contains("Another instance uses", refusal, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings__Ems", refusal, StringComparison.Ordinal);
        // Theirs, too: a server shuts itself down when its file is gone.
        Assert.Equal(theirs, await File.ReadAllTextAsync(Files.PidFile, Cancellation));
    }

    [Fact]
    public async Task StartAsync_PasswordsOfAnotherCluster_SaysSoAndLeavesTheServerAlone()
    {
        await using var server = await StartAsync();
        var postmaster = PostmasterId;
        var passwords = await File.ReadAllTextAsync(Files.Passwords, Cancellation);
        await File.WriteAllTextAsync(Files.Passwords, "wrong\nwrong\n", Cancellation);

        var refusal = await RefusalAsync(Options);

        await File.WriteAllTextAsync(Files.Passwords, passwords, Cancellation);
        Assert.Contains("refuses the password", refusal, StringComparison.Ordinal);
        Assert.Contains(Files.Passwords, refusal, StringComparison.Ordinal);
        Assert.Equal(postmaster, PostmasterId);
        Assert.True(await Sql.AnswersAsync(server.ConnectionString));
    }
}
