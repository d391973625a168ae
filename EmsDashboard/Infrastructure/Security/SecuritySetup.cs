using EmsDashboard.Infrastructure.Persistence;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace EmsDashboard.Infrastructure.Security;

internal static class SecuritySetup
{
    /// <summary>How soon at the latest a changed password, role or removal ends a page that is open and has nothing to do.</summary>
    public static readonly TimeSpan RevalidationInterval = TimeSpan.FromMinutes(1);

    /// <summary>How long an account stays shut after too many wrong passwords.</summary>
    public static readonly TimeSpan LockoutTime = TimeSpan.FromMinutes(5);

    /// <summary>Who may sign in, how long it lasts, and that everything needs it unless it says otherwise.</summary>
    public static IHostApplicationBuilder AddSecurity(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddDataProtection().SetApplicationName("EmsDashboard").PersistKeysToDbContext<EmsDbContext>();

        services.AddIdentityCore<EmsUser>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                // Length is what counts (NIST SP 800-63B 5.1.1.2); rules about character classes only make people write passwords down.
                identity.Password = new PasswordOptions
                {
                    RequiredLength = 12, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false,
                };
                identity.Lockout = new LockoutOptions { MaxFailedAccessAttempts = 5, DefaultLockoutTimeSpan = LockoutTime, AllowedForNewUsers = true };
            })
            .AddRoles<IdentityRole<int>>()
            .AddEntityFrameworkStores<EmsDbContext>()
            .AddClaimsPrincipalFactory<EmsClaims>()
            .AddSignInManager<EmsSignIn>()
            .AddDefaultTokenProviders();
        // OWASP's floor for PBKDF2 with HMAC-SHA512; Identity's default is less than half of it.
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 210_000);
        services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = RevalidationInterval);

        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "ems.session";
            // Browsers judge what a cookie says of its end by their own clock, whatever a simulated one shows.
            cookie.TimeProvider = TimeProvider.System;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.SlidingExpiration = true;
            cookie.LoginPath = "/account/sign-in";
            cookie.AccessDeniedPath = "/account/access-denied";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.Events.OnValidatePrincipal = StandingSessions.ValidateCookieAsync;
        });
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "ems.antiforgery";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });

        var authorization = services.AddAuthorizationBuilder();
        foreach (var policy in Policies.All) authorization.AddPolicy(policy, needs => needs.RequireRole(Policies.RolesFor(policy)));
        var somebody = new AuthorizationPolicyBuilder().RequireRole(Policies.All).Build();
        authorization.SetDefaultPolicy(somebody).SetFallbackPolicy(somebody);

        services.AddScoped<AuthenticationStateProvider, RevalidatingSession>();
        services.AddSingleton<StandingSessions>();
        services.AddSingleton<SetupLink>();
        services.AddScoped<FirstAdministrator>();
        services.AddScoped<OwnPassword>();
        return builder;
    }

    /// <summary>Headers first, so that refusals carry them too; then who it is, then whether they may.</summary>
    public static WebApplication UseSecurity(this WebApplication app)
    {
        app.UseSecurityHeaders();
        // Says nothing over plain HTTP; behind HTTPS a browser then never goes back to it.
        if (!app.Environment.IsDevelopment()) app.UseHsts();
        app.UseSameOriginSockets();
        app.UseAuthentication();
        app.UseAuthorization();
        return app;
    }
}
