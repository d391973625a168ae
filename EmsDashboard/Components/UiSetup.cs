using EmsDashboard.Components.Account;
using MudBlazor;
using MudBlazor.Services;

namespace EmsDashboard.Components;

/// <summary>What the pages need: components, MudBlazor in our manner, languages.</summary>
internal static class UiSetup
{
    public static IHostApplicationBuilder AddUi(this IHostApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
            options.SnackbarConfiguration.VisibleStateDuration = 6000;
            options.SnackbarConfiguration.SnackbarVariant = Variant.Filled;
            options.SnackbarConfiguration.PreventDuplicates = true;
        });
        builder.Services.AddInterfaceLanguages();
        return builder;
    }

    /// <summary>What stands where a page failed or does not exist. First in the pipeline.</summary>
    public static WebApplication UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        return app;
    }

    /// <summary>Static assets, pages, the language switch. After authentication and antiforgery in the pipeline.</summary>
    public static WebApplication MapUi(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapCulture();
        app.MapSignOut();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
