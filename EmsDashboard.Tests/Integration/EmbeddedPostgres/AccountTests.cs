using System.Diagnostics;
using System.Globalization;
using EmsDashboard.Infrastructure.EmbeddedPostgres;

namespace EmsDashboard.Tests.Integration.EmbeddedPostgres;

/// <summary>As root, which PostgreSQL refuses to run as, and as an ordinary account.</summary>
public sealed class AccountTests : EmbeddedPostgresTest
{
    private const string OnlyRoot = "needs root, to change to other accounts";

    public static bool IsRoot => Environment.IsPrivilegedProcess && OperatingSystem.IsLinux();

    [Fact]
    public async Task StartAsync_AnyAccount_RunsTheServerAsAnOrdinaryOne()
    {
        await using var server = await StartAsync();

        Assert.NotEqual(0, await RealUserAsync(PostmasterId));
    }

    [Fact]
    public async Task StartAsync_AnyAccount_KeepsTheApplicationsEnvironmentFromTheServer()
    {
        Environment.SetEnvironmentVariable("EMS_TEST_SECRET", "from the application");

        await using var server = await StartAsync();

        // Through the server itself: not every account may look at the process.
        var environment = await Sql.ScalarAsync(server.AdministratorConnectionString, $"SELECT encode(pg_read_binary_file('/proc/{PostmasterId}/environ'), 'escape')");
        Assert.Contains("LC_ALL=C", Assert.IsType<string>(environment), StringComparison.Ordinal);
        Assert.DoesNotContain("EMS_TEST_SECRET", (string)environment, StringComparison.Ordinal);
    }

    [Fact(Skip = OnlyRoot, SkipType = typeof(AccountTests), SkipUnless = nameof(IsRoot))]
    public async Task StartAsync_OrdinaryAccount_RunsTheServerAsItself()
    {
        using var program = await ProgramForEverybodyAsync();
        await ChangeOwnerAsync(Folder.Path, "nobody");
        await using var application = PostgresHostProcess.Start(Folder.Path, prefix: await AsNobodyAsync(), program.Path);

        var answer = await application.AnswerAsync();

        Assert.Null(answer.Failure);
        Assert.True(await Sql.AnswersAsync(answer.ConnectionString!));
        Assert.Equal(await RealUserAsync(application.ProcessId), await RealUserAsync(PostmasterId));
        await application.LeaveAsync();
    }

    [Fact(Skip = OnlyRoot, SkipType = typeof(AccountTests), SkipUnless = nameof(IsRoot))]
    public async Task StartAsync_OrdinaryAccountOnADirectoryItMayNotWriteTo_SaysSo()
    {
        using var program = await ProgramForEverybodyAsync();
        await using var application = PostgresHostProcess.Start(Folder.Path, prefix: await AsNobodyAsync(), program.Path);

        var answer = await application.AnswerAsync();

        Assert.Contains($"The data directory {Folder.Path} cannot be used", answer.Failure, StringComparison.Ordinal);
        Assert.Contains("the account nobody", answer.Failure, StringComparison.Ordinal);
    }

    [Fact(Skip = OnlyRoot, SkipType = typeof(AccountTests), SkipUnless = nameof(IsRoot))]
    public async Task StartAsync_OrdinaryAccountOnTheClusterOfAnother_SaysWhose()
    {
        await MakeStoppedClusterAsync();
        using var program = await ProgramForEverybodyAsync();
        await using var application = PostgresHostProcess.Start(Folder.Path, prefix: await AsNobodyAsync(), program.Path);

        var answer = await application.AnswerAsync();

        Assert.Contains("the account nobody", answer.Failure, StringComparison.Ordinal);
    }

    [Fact(Skip = OnlyRoot, SkipType = typeof(AccountTests), SkipUnless = nameof(IsRoot))]
    public async Task StartAsync_RootOnTheClusterOfAnOrdinaryAccount_RunsTheServerAsThatAccount()
    {
        await MakeStoppedClusterAsync();
        await ChangeOwnerAsync(Files.Root, "nobody");

        await using var server = await StartAsync();

        Assert.Equal(await IdAsync("nobody"), await RealUserAsync(PostmasterId));
    }

    [Fact(Skip = OnlyRoot, SkipType = typeof(AccountTests), SkipUnless = nameof(IsRoot))]
    public async Task StartAsync_RootWithAParentFolderClosedToTheServer_NamesItAndTheCommand()
    {
        var closed = Folder.Combine("closed");
        OwnerOnly.CreateFolder(closed);

        var refusal = await RefusalAsync(Options with { DataDirectory = Path.Combine(closed, "data") });

        Assert.Contains($"chmod o+x {closed}", refusal, StringComparison.Ordinal);
    }

    private static async Task<int> RealUserAsync(int processId)
    {
        var status = await File.ReadAllLinesAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/status"), Cancellation);
        return int.Parse(status.Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1], CultureInfo.InvariantCulture);
    }

    private static async Task<int> IdAsync(string account) =>
        int.Parse((await ShortCommand.RunAsync(["id", "-u", account], Cancellation)).Output, CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<string>> AsNobodyAsync()
    {
        var user = await IdAsync("nobody");
        return ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "env", "-u", "HOME", "--"];
    }

    private static async Task ChangeOwnerAsync(string path, string account) =>
        Assert.True((await ShortCommand.RunAsync(["chown", "-R", account, path], Cancellation)).Succeeded);

    /// <summary>The test program where every account can read it: the checkout may lie below root's home.</summary>
    private static async Task<TestFolder> ProgramForEverybodyAsync()
    {
        var folder = new TestFolder();
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => Path.GetExtension(file) is ".dll" or ".json"))
            File.Copy(file, folder.Combine(Path.GetFileName(file)));
        using var open = Process.Start("chmod", ["-R", "a+rX", folder.Path]);
        await open.WaitForExitAsync(Cancellation);
        return folder;
    }
}
