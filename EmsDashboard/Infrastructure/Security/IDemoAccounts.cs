namespace EmsDashboard.Infrastructure.Security;

/// <summary>A person of the demo estate, whose password everybody may know.</summary>
public sealed record DemoAccount(string Email, string DisplayName, string Role, string Password);

/// <summary>The demo estate's people, one a role. Only demo mode makes them, and only then does the sign-in page show their credentials.</summary>
public interface IDemoAccounts
{
    /// <summary>From the least role to the largest.</summary>
    IReadOnlyList<DemoAccount> All { get; }

    /// <summary>True for a demo account with the demo's password while demo mode is off: everybody may know it, so it opens nothing.</summary>
    bool Refuses(EmsUser user, string password);

    /// <summary>Creates those that are not there yet.</summary>
    Task CreateAsync(CancellationToken cancellationToken);
}
