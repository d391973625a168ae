using EmsDashboard.Infrastructure.Configuration;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Features.Demo;

/// <summary>The demo estate's people. Shown only where demo mode is on and the database holds the estate.</summary>
internal sealed class DemoAccounts(IServiceScopeFactory scopes, TimeProvider clock, IOptions<ProductOptions> options) : IDemoAccounts
{
    /// <summary>No secret: the sign-in page shows it to everybody.</summary>
    private const string Password = "demo-dashboard";

    /// <summary>What the sign-in page says too.</summary>
    public static string HowToSignIn => $"Sign in as {string.Join(", ", People.Select(p => p.Email).Reverse())}; the password of each is {Password}.";

    public static readonly IReadOnlyList<DemoAccount> People =
    [
        new($"{Policies.Viewer}@demo.example", "Vera Lindqvist", Policies.Viewer, Password),
        new($"{Policies.Staff}@demo.example", "Sam Okafor", Policies.Staff, Password),
        new($"{Policies.Manager}@demo.example", "王敏", Policies.Manager, Password),
        new($"{Policies.Admin}@demo.example", "Ada Brandt", Policies.Admin, Password),
    ];

    private bool _areShown;

    public IReadOnlyList<DemoAccount> All => _areShown ? People : [];

    public bool Refuses(EmsUser user, string password) => !options.Value.Demo && password == Password && People.Any(p => p.Email == user.Email);

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

    /// <summary>Ends the sessions of those who came in by the demo's password, which lets nobody in while demo mode is off.</summary>
    /// <returns>Addresses of the accounts that still have it and are not disabled.</returns>
    public async Task<IReadOnlyList<string>> ShutOutAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<EmsUser>>();
        List<string> shut = [];
        foreach (var person in People)
            if (await users.FindByEmailAsync(person.Email) is { IsDisabled: false } user && await users.CheckPasswordAsync(user, person.Password))
                shut.Add(person.Email);
        var stamp = Guid.NewGuid().ToString();
        await scope.ServiceProvider.GetRequiredService<EmsDbContext>().Users.Where(u => shut.Contains(u.Email!))
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityStamp, stamp), cancellationToken);
        return shut;
    }

    private static void Demand(IdentityResult result, DemoAccount person)
    {
        if (!result.Succeeded) throw new InvalidOperationException($"{person.Email} was not created: {string.Join(' ', result.Errors.Select(e => e.Description))}");
    }
}
