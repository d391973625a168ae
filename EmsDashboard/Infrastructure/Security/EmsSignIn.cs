using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Infrastructure.Security;

/// <summary>
/// Signs people in, but not by a password that demo mode has shown to everybody. Asked at the door and not stored: what keeps an account
/// out ends by itself with another password or with demo mode.
/// </summary>
internal sealed class EmsSignIn(UserManager<EmsUser> users, IHttpContextAccessor requests, IUserClaimsPrincipalFactory<EmsUser> claims,
    IOptions<IdentityOptions> options, ILogger<SignInManager<EmsUser>> logger, IAuthenticationSchemeProvider schemes, IUserConfirmation<EmsUser> confirmation,
    IEnumerable<IDemoAccounts> demo) : SignInManager<EmsUser>(users, requests, claims, options, logger, schemes, confirmation)
{
    public override Task<SignInResult> CheckPasswordSignInAsync(EmsUser user, string password, bool lockoutOnFailure) => demo.Any(d => d.Refuses(user, password))
        ? Task.FromResult(SignInResult.NotAllowed)
        : base.CheckPasswordSignInAsync(user, password, lockoutOnFailure);
}
