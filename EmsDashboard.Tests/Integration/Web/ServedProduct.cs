using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Integration.Web;

/// <summary>The built application served by a process of its own on a database of its own, as in production, with one person a role.</summary>
public sealed partial class ServedProduct(PostgresServer server) : IAsyncLifetime
{
    public const string Password = "correct horse battery";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly TestDatabase _database = new(server);
    private readonly Dictionary<string, Visitor> _signedIn = [];
    private Process? _process;

    public Uri Address { get; private set; } = null!;

    /// <summary>The setup link this start printed; spent by the administrator of the fixture.</summary>
    public string SetupLink { get; private set; } = "";

    public static string EmailOf(string role) => $"{role}@example.org";

    /// <summary>Somebody new at the door, without cookies.</summary>
    internal Visitor Arrive() => new(Address);

    /// <summary>Somebody who has signed in with this role; shared, so a test that changes the account makes its own with <see cref="AddUserAsync"/>.</summary>
    internal async Task<Visitor> SignedInAsync(string role)
    {
        if (_signedIn.TryGetValue(role, out var known)) return known;
        var visitor = Arrive();
        await visitor.SignInAsync(EmailOf(role), Password);
        return _signedIn[role] = visitor;
    }

    internal async Task AddUserAsync(string email, string role)
    {
        var result = await RunAsync(_database.ConnectionString, Password + "\n", new Dictionary<string, string>(), "user", "add", "--email", email, "--role", role);
        Assert.True(result.ExitStatus == 0, result.Errors);
    }

    /// <summary>Takes the database away from under the running application.</summary>
    internal ValueTask DropDatabaseAsync() => _database.DisposeAsync();

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        await StartAsync();
        await UseSetupLinkAsync();
        await Task.WhenAll(Policies.All.Where(r => r != Policies.Admin).Select(role => AddUserAsync(EmailOf(role), role)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in _signedIn.Values) visitor.Dispose();
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process?.Dispose();
        await _database.DisposeAsync();
    }

    private async Task StartAsync()
    {
        _process = Process.Start(Command(_database.ConnectionString, [], "serve", "--urls", "http://127.0.0.1:0"))!;
        _process.StandardInput.Close();
        StringBuilder log = new();
        using var limit = new CancellationTokenSource(Limit);
        while (SetupLink.Length == 0)
        {
            var line = await _process.StandardError.ReadLineAsync(limit.Token);
            Assert.True(line is not null, $"The application ended while starting.\n{log}");
            log.AppendLine(line);
            SetupLink = PrintedLink().Match(line).Value;
        }

        Address = new Uri(new Uri(SetupLink).GetLeftPart(UriPartial.Authority));
        // A full pipe would stop the application.
        _ = DrainAsync(_process.StandardOutput);
        _ = DrainAsync(_process.StandardError);
    }

    private static async Task DrainAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is not null)
        {
        }
    }

    private async Task UseSetupLinkAsync()
    {
        using var visitor = Arrive();
        var answer = await visitor.SubmitAsync(SetupLink, "setup", ("Input.Email", EmailOf(Policies.Admin)), ("Input.Password", Password));
        Assert.True(answer.Status is System.Net.HttpStatusCode.Found, answer.Text);
    }

    /// <summary>Runs the built application with these words until it ends.</summary>
    internal static async Task<(int ExitStatus, string Output, string Errors)> RunAsync(
        string connectionString, string input, IReadOnlyDictionary<string, string> settings, params string[] words)
    {
        using var process = Process.Start(Command(connectionString, settings, words))!;
        using var limit = new CancellationTokenSource(Limit);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await errors);
    }

    private static ProcessStartInfo Command(string connectionString, IEnumerable<KeyValuePair<string, string>> settings, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(OutputFolder(), "EmsDashboard.dll"), .. words])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__Ems"] = connectionString;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (key, value) in settings) start.Environment[key] = value;
        return start;
    }

    /// <summary>The application's own output folder of this configuration: the copy beside the tests lacks its web assets.</summary>
    private static string OutputFolder()
    {
        var tests = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var root = new DirectoryInfo(tests);
        while (!File.Exists(Path.Combine(root.FullName, "EmsDashboard.sln"))) root = root.Parent!;
        return Path.Combine(root.FullName, "EmsDashboard", Path.GetRelativePath(Path.Combine(root.FullName, "EmsDashboard.Tests"), tests));
    }

    [GeneratedRegex(@"http://\S+/account/setup\?token=\S+")]
    private static partial Regex PrintedLink();
}
