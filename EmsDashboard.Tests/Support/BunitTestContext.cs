using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace EmsDashboard.Tests.Support;

/// <summary>Components rendered without a browser: MudBlazor's services, resources, a pinned language, JavaScript that answers nothing.</summary>
public abstract class BunitTestContext : BunitContext
{
    protected BunitTestContext() : this("en")
    {
    }

    protected BunitTestContext(string culture)
    {
        Speak(culture);
        DefaultWaitTimeout = TimeSpan.FromSeconds(10);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddLocalization();
        Services.AddLogging();
    }

    /// <summary>Pins the language of everything rendered from here on.</summary>
    protected static void Speak(string culture) =>
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.GetCultureInfo(culture), CultureInfo.GetCultureInfo(culture));
}
