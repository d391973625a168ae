using Microsoft.AspNetCore.Localization;

namespace EmsDashboard.Components;

/// <summary>The languages of the interface and the choice between them, kept in a cookie.</summary>
internal static class CultureEndpoint
{
    public static readonly string[] Cultures = ["en", "zh-CN"];

    /// <summary>English unless the cookie, or else the browser, asks for Chinese.</summary>
    public static IServiceCollection AddInterfaceLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        return services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(Cultures[0]).AddSupportedCultures(Cultures).AddSupportedUICultures(Cultures);
            options.FallBackToParentUICultures = true;
            // A link must not change the language of the page for good; the endpoint does.
            foreach (var query in options.RequestCultureProviders.OfType<QueryStringRequestCultureProvider>().ToArray()) options.RequestCultureProviders.Remove(query);
        });
    }

    /// <summary><c>GET /culture/set?culture=zh-CN&amp;redirectUri=/quotas</c>: harmless to forge, so a plain link; it only ever leads back to this site.</summary>
    public static void MapCulture(this IEndpointRouteBuilder endpoints) => endpoints.MapGet(ShellRoutes.Culture, (string culture, string? redirectUri, HttpContext context) =>
    {
        if (!Cultures.Contains(culture, StringComparer.Ordinal)) return Results.BadRequest($"Unknown language. Known: {string.Join(", ", Cultures)}.");
        context.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
            new CookieOptions { MaxAge = TimeSpan.FromDays(365), IsEssential = true, SameSite = SameSiteMode.Lax, HttpOnly = true, Path = "/", Secure = context.Request.IsHttps });
        return Results.LocalRedirect(IsLocal(redirectUri) ? redirectUri! : "/");
    }).AllowAnonymous();

    internal static bool IsLocal(string? address) =>
        address is ['/', ..] && !address.StartsWith("//", StringComparison.Ordinal) && !address.StartsWith("/\\", StringComparison.Ordinal) && !address.Any(char.IsControl);
}
