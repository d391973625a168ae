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
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomLeft;
            options.SnackbarConfiguration.VisibleStateDuration = 6000;
            options.SnackbarConfiguration.SnackbarVariant = Variant.Filled;
            options.SnackbarConfiguration.PreventDuplicates = true;
        });
        builder.Services.AddInterfaceLanguages();
        return builder;
    }

    /// <summary>Static assets, pages, the language switch. After authentication and antiforgery in the pipeline.</summary>
    public static WebApplication MapUi(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapCulture();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
