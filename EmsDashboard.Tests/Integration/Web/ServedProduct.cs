using System.Text.RegularExpressions;
using EmsDashboard.Features.Users;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Integration.Web;

/// <summary>The application served on a database of its own, as in production, with one person a role.</summary>
public sealed partial class ServedProduct(PostgresServer server) : IAsyncLifetime
{
    public const string Password = Accounts.Password;

    private readonly TestDatabase _database = new(server);
    private readonly Dictionary<string, Visitor> _signedIn = [];
    private ProductProcess? _process;

    public Uri Address => _process!.Address;

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

    /// <summary>What administrators of another instance do about somebody.</summary>
    internal async Task AdministerAsync(Func<UserAdministration, Task<UserProblem?>> act)
    {
        await using var accounts = new Accounts(_database);
        Assert.Null(await act(accounts.As(new TestAccess(Policies.Admin))));
    }

    internal Task AddUserAsync(string email, string role) => AdministerAsync(users => users.AddAsync(email, null, role, Password));

    /// <summary>Takes the database away from under the running application.</summary>
    internal ValueTask DropDatabaseAsync() => _database.DisposeAsync();

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _process = new ProductProcess(_database.ConnectionString);
        await _process.ServeAsync();
        await Eventually.BecomesTrueAsync(() => (SetupLink = PrintedLink().Match(_process.Log).Value).Length > 0, "the setup link is printed");
        await UseSetupLinkAsync();
        foreach (var role in Policies.All.Where(r => r != Policies.Admin)) await AddUserAsync(EmailOf(role), role);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in _signedIn.Values) visitor.Dispose();
        if (_process is not null) await _process.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task UseSetupLinkAsync()
    {
        using var visitor = Arrive();
        var answer = await visitor.SubmitAsync(SetupLink, "setup", ("Input.Email", EmailOf(Policies.Admin)), ("Input.Password", Password));
        Assert.True(answer.Status is System.Net.HttpStatusCode.Found, answer.Text);
    }

    [GeneratedRegex(@"http://\S+/account/setup\?token=\S+")]
    private static partial Regex PrintedLink();
}
