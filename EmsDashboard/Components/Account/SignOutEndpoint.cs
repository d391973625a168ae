using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;

namespace EmsDashboard.Components.Account;

internal static class SignOutEndpoint
{
    /// <summary><c>POST /account/sign-out</c> with the antiforgery token of the form: nobody is signed out by a picture on another site.</summary>
    public static void MapSignOut(this IEndpointRouteBuilder endpoints) => endpoints.MapPost(ShellRoutes.SignOut,
        async (HttpContext context, IAntiforgery antiforgery, SignInManager<EmsUser> signIn) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context)) return Results.LocalRedirect("/");
            await signIn.SignOutAsync();
            return Results.LocalRedirect(ShellRoutes.SignIn);
        }).DisableAntiforgery();
}
