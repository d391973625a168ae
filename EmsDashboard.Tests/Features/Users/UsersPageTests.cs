using AngleSharp.Dom;
using Bunit;
using EmsDashboard.Features.Users.Components;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Security;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace EmsDashboard.Tests.Features.Users;

public sealed class UsersPageTests : PageTestContext, IClassFixture<TestDatabase>
{
    private readonly Accounts _accounts;

    public UsersPageTests(TestDatabase database) : base(database, Policies.Admin)
    {
        _accounts = new Accounts(database);
        Services.AddScoped(_ => _accounts.As(Access));
    }

    [Fact]
    public async Task Users_WhileTheDatabaseTakesItsTime_AreLoadingAndThenThere()
    {
        await _accounts.AddAsync("ada@example.org", Policies.Admin, "Ada Brandt");
        IRenderedComponent<UsersPage> page;

        await using (await HoldAsync("app_user"))
        {
            page = Render<UsersPage>();
            Assert.Single(page.FindAll("[data-testid=loading]"));
        }

        page.WaitForAssertion(() => Assert.Equal(["Ada Brandt, admin, Can sign in"], PeopleOn(page)));
    }

    [Fact]
    public async Task Users_DatabaseBroken_SayWhatFailedAndLoadWhenAskedAgain()
    {
        await _accounts.AddAsync("ada@example.org", Policies.Admin);
        await BreakAsync("app_user");
        var page = Render<UsersPage>();
        page.WaitForAssertion(() => Assert.Contains("The users could not be loaded", page.Find("[data-testid=failed]").TextContent, StringComparison.Ordinal));
        await MendAsync("app_user");

        page.Act("[data-testid=failed] button", button => button.Click());

        page.WaitForAssertion(() => Assert.Equal(["ada@example.org, admin, Can sign in"], PeopleOn(page)));
    }

    [Fact]
    public async Task Users_MoreThanAPage_ArePagedAndFoundByName()
    {
        for (var i = 0; i < 51; i++) await _accounts.AddAsync($"person{i:00}@example.org", Policies.Viewer, $"Person {i:00}");
        Navigation.NavigateTo("/admin/users?page=2");

        var page = Render<UsersPage>();

        page.WaitForAssertion(() => Assert.Equal(["Person 50, viewer, Can sign in"], PeopleOn(page)));
        page.Act("[data-testid=user-search]", field => field.Change("person 07"));
        page.WaitForAssertion(() => Assert.Equal(["Person 07, viewer, Can sign in"], PeopleOn(page)));
        Assert.EndsWith("/admin/users?search=person%2007", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Users_BelowAdministrator_AreDenied()
    {
        SignIn(Policies.Manager);

        var page = Render<UsersPage>();

        page.WaitForElement("[data-testid=denied]");
        Assert.Empty(page.FindAll("table"));
    }

    [Fact]
    public async Task User_Added_FirstWithEveryMistakeToldAndThenStanding()
    {
        await _accounts.AddAsync("ada@example.org", Policies.Admin);
        var page = Render<UsersPage>();
        page.WaitForElement("table");

        page.Act("[data-testid=add-user]", button => button.Click());
        Fill("nobody", "long enough it is");
        page.WaitForAssertion(() => Assert.Equal("This is not an e-mail address of at most 256 characters.", page.Find("#form-problem").TextContent));
        Assert.Equal("true", page.Find("#new-email").GetAttribute("aria-invalid"));
        Fill("ada@example.org", "long enough it is");
        page.WaitForAssertion(() => Assert.Equal("Somebody has an account with this e-mail already.", page.Find("#form-problem").TextContent));
        Fill("mo@example.org", "short");
        page.WaitForAssertion(() => Assert.Equal("Use at least 12 characters.", page.Find("#form-problem").TextContent));
        page.Act("#new-role", field => field.Change(Policies.Staff));
        Fill("mo@example.org", "long enough it is");

        page.WaitForAssertion(() => Assert.Equal(["ada@example.org, admin, Can sign in", "mo@example.org, staff, Can sign in"], PeopleOn(page)));
        Assert.Empty(page.FindAll("form"));

        void Fill(string email, string password)
        {
            page.Act("#new-email", field => field.Change(email));
            page.Act("#new-password", field => field.Change(password));
            page.Act("form", form => form.Submit());
        }
    }

    [Fact]
    public async Task LastAdministrator_IsNeitherDemotedNorDisabled_AndThePageSaysWhy()
    {
        await _accounts.AddAsync("ada@example.org", Policies.Admin);
        await _accounts.AddAsync("mo@example.org", Policies.Staff);
        var dialogs = Render<MudDialogProvider>();
        var page = Render<UsersPage>();
        page.WaitForElement("table");

        page.Act(() => RowOf(page, "ada@example.org").QuerySelector("select")!, field => field.Change(Policies.Viewer));
        dialogs.Act("[data-testid=confirm]", button => button.Click());
        dialogs.WaitForAssertion(() => Assert.Contains("This is the last administrator", dialogs.Markup, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal("admin", RowOf(page, "ada@example.org").QuerySelector("option[selected]")!.GetAttribute("value")));
        page.Act(() => Button(page, "ada@example.org", "Disable"), button => button.Click());
        dialogs.Act("[data-testid=confirm]", button => button.Click());

        dialogs.WaitForAssertion(() => Assert.Contains("This is the last administrator", dialogs.Markup, StringComparison.Ordinal));
        Assert.Equal(["ada@example.org, admin, Can sign in", "mo@example.org, staff, Can sign in"], PeopleOn(page));
    }

    [Fact]
    public async Task User_DisabledAndEnabled_SaysSoEachTime()
    {
        await _accounts.AddAsync("ada@example.org", Policies.Admin);
        await _accounts.AddAsync("mo@example.org", Policies.Staff);
        var dialogs = Render<MudDialogProvider>();
        var page = Render<UsersPage>();
        page.WaitForElement("table");

        page.Act(() => Button(page, "mo@example.org", "Disable"), button => button.Click());
        dialogs.Confirm();
        page.WaitForAssertion(() => Assert.Equal("mo@example.org, staff, Disabled", PeopleOn(page)[1]));
        page.Act(() => Button(page, "mo@example.org", "Enable"), button => button.Click());
        dialogs.Confirm();

        page.WaitForAssertion(() => Assert.Equal("mo@example.org, staff, Can sign in", PeopleOn(page)[1]));
    }

    [Fact]
    public async Task User_LockedByWrongPasswords_CanBeUnlocked()
    {
        await _accounts.AddAsync("mo@example.org", Policies.Staff);
        await Database.DataSource.ExecuteAsync("UPDATE app_user SET lockout_end = now() + interval '5 minutes'");
        var page = Render<UsersPage>();
        page.WaitForAssertion(() => Assert.StartsWith("mo@example.org, staff, Locked until", PeopleOn(page).Single(), StringComparison.Ordinal));

        page.Act(() => Button(page, "mo@example.org", "Unlock"), button => button.Click());

        page.WaitForAssertion(() => Assert.Equal(["mo@example.org, staff, Can sign in"], PeopleOn(page)));
    }

    [Fact]
    public async Task User_AddedElsewhere_AppearsWithoutAReload()
    {
        var page = Render<UsersPage>();
        page.WaitForElement("table");
        Assert.Empty(PeopleOn(page));

        await _accounts.AddAsync("new@example.org", Policies.Viewer);
        await Feed.AnnounceAsync(Topics.Users);

        page.WaitForAssertion(() => Assert.Equal(["new@example.org, viewer, Can sign in"], PeopleOn(page)));
    }

    private static IElement RowOf(IRenderedComponent<UsersPage> page, string email) =>
        page.FindAll("tbody tr").Single(r => r.QuerySelector("td")!.TextContent.Contains(email, StringComparison.Ordinal));

    private static IElement Button(IRenderedComponent<UsersPage> page, string email, string text) =>
        RowOf(page, email).QuerySelectorAll("button").Single(b => b.TextContent == text);

    /// <summary>Name, role and state of everybody listed.</summary>
    private static IReadOnlyList<string> PeopleOn(IRenderedComponent<UsersPage> page) =>
    [
        .. page.FindAll("tbody tr").Select(r => $"{r.QuerySelector("td .strong")!.TextContent}, {r.QuerySelector("option[selected]")!.GetAttribute("value")}, {r.QuerySelectorAll("td")[2].TextContent}"),
    ];
}
