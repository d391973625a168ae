using System.Text.RegularExpressions;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>Acts that change what others can do or see ask first, and refusals lead to what is wrong.</summary>
public sealed class AdministrationJourneys(DemoWorld world) : Journey(world)
{
    [Fact]
    public async Task Group_Refused_LeadsToTheFieldThatIsWrong_AndIsDeletedOnlyAfterAQuestion()
    {
        var code = $"E2E-{Guid.NewGuid():N}"[..16];
        var visit = await VisitAsAsync(Policies.Admin);
        var page = visit.Page;
        await visit.GoToAsync("/admin/groups?new=group");
        await page.GetByLabel("Code").FillAsync(code);
        await page.GetByTestId("save").ClickAsync();

        await Expect(page.GetByLabel("Name")).ToBeFocusedAsync();
        await Expect(page.GetByLabel("Name")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.GetByLabel("Name")).ToHaveAccessibleDescriptionAsync(new Regex("\\w"));
        await Expect(page.GetByLabel("Code")).Not.ToHaveAttributeAsync("aria-invalid", "true");

        await page.GetByLabel("Name").FillAsync($"Annexe {code}");
        await page.GetByTestId("save").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"group={code}"));

        await page.GetByTestId("delete").ClickAsync();
        var question = page.GetByRole(AriaRole.Dialog);
        await Expect(question).ToContainTextAsync($"Delete Annexe {code}?");
        await question.GetByTestId("confirm").ClickAsync();
        await Expect(page.GetByTestId("group-tree")).Not.ToContainTextAsync(code);
    }

    [Fact]
    public async Task Meter_WithAQuotaOnIt_NamesTheOneThatLosesItsTargetAndStaysUntilAnswered()
    {
        var visit = await VisitAsAsync(Policies.Admin);
        await visit.GoToAsync("/admin/groups?group=HAM-W&meter=HAM-W-W1");
        await visit.Page.GetByTestId("delete").ClickAsync();

        await Expect(visit.Page.GetByTestId("lose-target").Filter(new() { HasText = "Werkstatt: Wasser Erdgeschoss" })).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(visit.Page.GetByLabel("Code")).ToHaveValueAsync("HAM-W-W1");
    }

    [Fact]
    public async Task Role_OfTheLastAdministrator_IsAskedForRefusedAndShownAsItIs()
    {
        var visit = await VisitAsAsync(Policies.Admin);
        await visit.GoToAsync("/admin/users");
        var role = visit.Page.GetByLabel("Role of admin@demo.example");
        await role.SelectOptionAsync(Policies.Viewer);

        var question = visit.Page.GetByRole(AriaRole.Dialog);
        await Expect(question).ToContainTextAsync("and change nothing");
        await Expect(role).ToHaveValueAsync(Policies.Admin);
        await question.GetByTestId("confirm").ClickAsync();
        await Expect(question).ToContainTextAsync("This is the last administrator");
        await question.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Expect(question).ToHaveCountAsync(0);
        await Expect(role).ToHaveValueAsync(Policies.Admin);
    }

    [Fact]
    public async Task Access_TakenAwayAndGivenBack_AsksEachTime()
    {
        var email = $"e2e-{Guid.NewGuid():N}@demo.example";
        var visit = await VisitAsAsync(Policies.Admin);
        var page = visit.Page;
        await visit.GoToAsync("/admin/users");
        await page.GetByTestId("add-user").ClickAsync();
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Initial password").FillAsync("short");
        await page.GetByTestId("save-user").ClickAsync();
        await Expect(page.GetByLabel("Initial password")).ToBeFocusedAsync();
        await page.GetByLabel("Initial password").FillAsync("a long enough password");
        await page.GetByTestId("save-user").ClickAsync();

        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = email });
        foreach (var (verb, after) in ((string, string)[])[("Disable", "Disabled"), ("Enable", "Can sign in")])
        {
            await row.GetByTestId("access").ClickAsync();
            await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = verb, Exact = true }).ClickAsync();
            await Expect(row).ToContainTextAsync(after);
            await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        }
    }
}
