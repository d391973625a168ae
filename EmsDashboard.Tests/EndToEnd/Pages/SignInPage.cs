using EmsDashboard.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace EmsDashboard.Tests.EndToEnd.Pages;

/// <summary>The static sign-in page.</summary>
internal sealed class SignInPage(Visit visit)
{
    private IPage Page => visit.Page;

    public ILocator Problem => Page.Locator("#problem .problem");

    public Task OpenAsync() => Page.GotoAsync("/");

    public async Task FillAndSubmitAsync(string email, string password)
    {
        await Page.GetByLabel("E-mail").FillAsync(email);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    /// <summary>Signs in with the credentials that the page shows for the role while demo mode is on.</summary>
    public async Task SignInAsAsync(string role)
    {
        await OpenAsync();
        await FillAndSubmitAsync($"{role}@demo.example", "demo-dashboard");
        await visit.IsInteractiveAsync();
    }
}
