using EmsDashboard.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace EmsDashboard.Tests.EndToEnd.Pages;

/// <summary>What stands around every page: navigation, language, theme, the person.</summary>
internal sealed class Frame(Visit visit)
{
    private IPage Page => visit.Page;

    public ILocator Navigation => Page.GetByRole(AriaRole.Navigation).And(Page.Locator(".nav"));
    public ILocator Heading => Page.Locator("main#content h1");
    public ILocator Denied => Page.GetByTestId("denied");
    public ILocator Html => Page.Locator("html");

    public ILocator Link(string name) => Navigation.GetByRole(AriaRole.Link, new() { Name = name });

    /// <summary>The other language's name, as a link.</summary>
    public Task SwitchLanguageAsync() => Page.GetByTestId("language").ClickAsync();

    public Task SwitchThemeAsync() => Page.Locator("[data-theme-toggle]:visible").ClickAsync();

    public async Task SignOutAsync()
    {
        await Navigation.Locator("summary.person").ClickAsync();
        await Navigation.GetByTestId("sign-out").ClickAsync();
    }
}
