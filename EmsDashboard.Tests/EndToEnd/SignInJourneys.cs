using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.EndToEnd.Pages;
using EmsDashboard.Tests.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>Who gets in, and what each role finds there.</summary>
public sealed class SignInJourneys(DemoWorld world) : Journey(world)
{
    [Theory]
    [InlineData(Policies.Viewer)]
    [InlineData(Policies.Staff)]
    [InlineData(Policies.Manager, "Quota editor", "Import", "Check runs")]
    [InlineData(Policies.Admin, "Quota editor", "Groups and meters", "Import", "Check runs", "Users", "Hangfire jobs")]
    public async Task SignIn_AsEachRole_LeadsToWhatTheRoleAllows(string role, params string[] administration)
    {
        var visit = await VisitAsync();
        await new SignInPage(visit).SignInAsAsync(role);

        var frame = new Frame(visit);
        await Expect(frame.Link("Overview")).ToBeVisibleAsync();
        await Expect(frame.Navigation.Locator(".nav-head ~ a")).ToHaveTextAsync(administration);

        await frame.SignOutAsync();
        await visit.Page.GotoAsync("/alarms");
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/account/sign-in"));
    }

    [Fact]
    public async Task SignIn_WithTheWrongPassword_SaysSoAndStaysAtTheDoor()
    {
        var visit = await VisitAsync();
        var door = new SignInPage(visit);
        await door.OpenAsync();
        await door.FillAndSubmitAsync("nobody@demo.example", "not the password");

        await Expect(door.Problem).ToBeVisibleAsync();
        await visit.Page.GotoAsync("/");
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/account/sign-in"));
    }

    [Fact]
    public async Task Person_DisabledWhileAPageIsOpen_StandsAtTheDoorAtOnce()
    {
        const string email = "leaver@demo.example", password = "a long enough password";
        await World.Application.DoAsync(["user", "add", "--email", email, "--role", Policies.Staff], password + "\n");
        var leaver = await VisitAsync();
        var door = new SignInPage(leaver);
        await door.OpenAsync();
        await door.FillAndSubmitAsync(email, password);
        await leaver.IsInteractiveAsync();

        var administrator = await VisitAsAsync(Policies.Admin);
        await administrator.GoToAsync("/admin/users");
        await administrator.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = email }).GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await administrator.Page.GetByTestId("confirm").ClickAsync();

        await Expect(leaver.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/account/sign-in"), new() { Timeout = 15_000 });
    }

    [Theory]
    [InlineData(Policies.Viewer, "/admin/runs", "Viewer")]
    [InlineData(Policies.Staff, "/admin/users", "Staff")]
    [InlineData(Policies.Manager, "/admin/users", "Energy manager")]
    [InlineData(Policies.Viewer, "/hangfire", "Viewer")]
    [InlineData(Policies.Staff, "/hangfire/recurring", "Staff")]
    [InlineData(Policies.Manager, "/hangfire", "Energy manager")]
    public async Task Page_BeyondTheRole_SaysWhichRoleOneHas(string role, string path, string name)
    {
        var visit = await VisitAsAsync(role);
        visit.Expect("status of 403");
        await visit.Page.GotoAsync(path);

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "You cannot open this page" })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText($"Your role is {name}")).ToBeVisibleAsync();
    }
}
