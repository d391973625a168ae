using System.Globalization;
using System.Security.Claims;
using EmsDashboard.Infrastructure.Persistence;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Infrastructure.Security;

/// <summary>
/// Whether a session still stands: the account is there and has the security stamp it had at sign-in. Disabling somebody, another role
/// and a new password give it another one. Asked where something is done, so that nothing is done in the time until a session ends.
/// </summary>
internal sealed class StandingSessions(IDbContextFactory<EmsDbContext> contexts, IOptions<IdentityOptions> options)
{
    /// <summary>One look-up by key.</summary>
    public async Task<bool> StandsAsync(ClaimsPrincipal person, CancellationToken cancellationToken)
    {
        var names = options.Value.ClaimsIdentity;
        if (!int.TryParse(person.FindFirstValue(names.UserIdClaimType), CultureInfo.InvariantCulture, out var id)
            || person.FindFirstValue(names.SecurityStampClaimType) is not { } stamp) return false;
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            return await context.Users.AnyAsync(user => user.Id == id && user.SecurityStamp == stamp, cancellationToken);
        }
        catch (Exception error) when (DatabaseFault.Is(error))
        {
            // The database is away: nobody is thrown out for that, and nothing can be read or changed meanwhile either.
            return true;
        }
    }

    /// <summary>Takes the cookie from a session that no longer stands. What anybody may see is not worth the question.</summary>
    public static async Task ValidateCookieAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var isForAnybody = http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        try
        {
            await SecurityStampValidator.ValidatePrincipalAsync(context);
        }
        catch (Exception error) when (isForAnybody && DatabaseFault.Is(error))
        {
            // The page that says what is wrong must be shown to those who are signed in, too.
        }

        if (context.Principal is not { } person || isForAnybody) return;
        if (await http.RequestServices.GetRequiredService<StandingSessions>().StandsAsync(person, http.RequestAborted)) return;
        context.RejectPrincipal();
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
    }
}
