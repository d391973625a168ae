using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Identity;

namespace EmsDashboard.Features.Demo;

/// <summary>The demo estate's people. Shown only where demo mode is on and the database holds the estate.</summary>
internal sealed class DemoAccounts(IServiceScopeFactory scopes, TimeProvider clock) : IDemoAccounts
{
    /// <summary>No secret: the sign-in page shows it to everybody.</summary>
    private const string Password = "demo-dashboard";

    public static readonly IReadOnlyList<DemoAccount> People =
    [
        new($"{Policies.Viewer}@demo.example", "Vera Lindqvist", Policies.Viewer, Password),
        new($"{Policies.Staff}@demo.example", "Sam Okafor", Policies.Staff, Password),
        new($"{Policies.Manager}@demo.example", "王敏", Policies.Manager, Password),
        new($"{Policies.Admin}@demo.example", "Ada Brandt", Policies.Admin, Password),
    ];

    private bool _areShown;

    public IReadOnlyList<DemoAccount> All => _areShown ? People : [];

    /// <summary>From now on the sign-in page shows them.</summary>
    public void Show() => _areShown = true;

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<EmsUser>>();
        foreach (var person in People)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await users.FindByEmailAsync(person.Email) is not null) continue;
            var user = new EmsUser
            {
                UserName = person.Email, Email = person.Email, EmailConfirmed = true, DisplayName = person.DisplayName, CreatedAt = clock.GetUtcNow(),
            };
            Demand(await users.CreateAsync(user, person.Password), person);
            Demand(await users.AddToRoleAsync(user, person.Role), person);
        }
    }

    /// <summary>Addresses that still let in whoever knows the demo's password: neither changed nor disabled.</summary>
    public async Task<IReadOnlyList<string>> StillOpenAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<EmsUser>>();
        List<string> open = [];
        foreach (var person in People)
            if (await users.FindByEmailAsync(person.Email) is { IsDisabled: false } user && await users.CheckPasswordAsync(user, person.Password))
                open.Add(person.Email);
        return open;
    }

    private static void Demand(IdentityResult result, DemoAccount person)
    {
        if (!result.Succeeded) throw new InvalidOperationException($"{person.Email} was not created: {string.Join(' ', result.Errors.Select(e => e.Description))}");
    }
}
