using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Infrastructure.Security;

/// <summary>
/// An open page lives on without requests, so nothing would notice that its person was removed or given another role. This asks again
/// and ends the session when the security stamp has changed.
/// </summary>
internal sealed class RevalidatingSession(ILoggerFactory loggers, IServiceScopeFactory scopes, IOptions<IdentityOptions> options)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => SecuritySetup.RevalidationInterval;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<EmsUser>>();
        try
        {
            var user = await users.GetUserAsync(authenticationState.User);
            return user is not null
                && authenticationState.User.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType) == await users.GetSecurityStampAsync(user);
        }
        catch (Exception error) when (error is Npgsql.NpgsqlException or InvalidOperationException { InnerException: Npgsql.NpgsqlException } or TimeoutException)
        {
            // The database is away: nobody is thrown out for that, and nothing can be read meanwhile either.
            return true;
        }
    }
}
