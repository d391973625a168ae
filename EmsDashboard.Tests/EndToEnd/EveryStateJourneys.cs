using System.Text;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>What opens on a page, and pages one meets only once in a while: axe has nothing serious to say about them in either theme, nothing sticks out on a phone.</summary>
public sealed class EveryStateJourneys(DemoWorld world, PostgresServer server) : Journey(world)
{
    private static readonly Dictionary<string, Func<Visit, Task>> Opened = new()
    {
        ["alarm drawer"] = OpenAlarmAsync,
        ["alarm act"] = async visit =>
        {
            await OpenAlarmAsync(visit);
            await visit.Page.GetByTestId("do-comment").ClickAsync();
            await Expect(visit.Page.GetByTestId("act-text")).ToBeFocusedAsync();
        },
        ["alarms chosen"] = async visit =>
        {
            await visit.GoToAsync("/alarms?tab=open");
            await visit.Page.GetByTestId("select-shown").CheckAsync();
            await Expect(visit.Page.GetByTestId("bulk-bar")).ToBeVisibleAsync();
        },
        ["question before a deletion"] = async visit =>
        {
            await visit.GoToAsync("/admin/groups?group=HAM-W&meter=HAM-W-W1");
            await visit.Page.GetByTestId("delete").ClickAsync();
            await Expect(visit.Page.GetByTestId("confirm")).ToBeVisibleAsync();
        },
        ["new group refused"] = async visit =>
        {
            await visit.GoToAsync("/admin/groups?new=group");
            await visit.Page.GetByTestId("save").ClickAsync();
            await Expect(visit.Page.GetByLabel("Code")).ToHaveAttributeAsync("aria-invalid", "true");
        },
        ["new person"] = async visit =>
        {
            await visit.GoToAsync("/admin/users");
            await visit.Page.GetByTestId("add-user").ClickAsync();
            await Expect(visit.Page.GetByLabel("Initial password")).ToBeVisibleAsync();
        },
        ["file to import"] = visit => ChooseFileAsync(visit, "E,2025-01-01,electricity,1\n", "Refused"),
        ["file that says nothing new"] = visit => ChooseFileAsync(visit, "", "Checked"),
        ["quota without a target"] = async visit =>
        {
            await visit.GoToAsync("/admin/quotas/new");
            await visit.Page.GetByTestId("save-quota").ClickAsync();
            await Expect(visit.Page.GetByTestId("problem").First).ToBeVisibleAsync();
        },
        ["nothing found"] = async visit =>
        {
            await visit.GoToAsync("/quotas?search=nothing-is-called-so");
            await Expect(visit.Page.GetByTestId("loading")).ToHaveCountAsync(0);
        },
        ["own password"] = visit => visit.Page.GotoAsync("/account/password"),
        ["error"] = async visit =>
        {
            visit.Expect("/error");
            await visit.Page.GotoAsync("/error");
        },
    };

    public static TheoryData<string> States => [.. Opened.Keys];

    /// <summary>A phone chooses no alarms: each has its button.</summary>
    public static TheoryData<string> PhoneStates => [.. Opened.Keys.Where(state => state != "alarms chosen")];

    [Theory]
    [MemberData(nameof(States))]
    public Task State_InLightAndDark_HasNoSeriousAccessibilityViolation(string state) => IsAccessibleAsync(() => VisitAsAsync(Policies.Admin), Opened[state]);

    [Theory]
    [MemberData(nameof(PhoneStates))]
    public async Task State_OnAPhone_DoesNotScrollSideways(string state)
    {
        var visit = await VisitAsAsync(Policies.Admin, options => options.ViewportSize = Phone.Size);
        await Opened[state](visit);
        await Phone.HoldsAsync(visit.Page);
    }

    [Fact]
    public Task Denied_HasNoSeriousAccessibilityViolation() => IsAccessibleAsync(() => VisitAsAsync(Policies.Viewer), BeDeniedAsync);

    [Fact]
    public async Task Denied_OnAPhone_DoesNotScrollSideways()
    {
        var visit = await VisitAsAsync(Policies.Viewer, options => options.ViewportSize = Phone.Size);
        await BeDeniedAsync(visit);
        await Phone.HoldsAsync(visit.Page);
    }

    [Fact]
    public Task MoreOnAPhone_HasNoSeriousAccessibilityViolation() => IsAccessibleAsync(
        () => VisitAsAsync(Policies.Admin, options => options.ViewportSize = Phone.Size), async visit =>
        {
            await visit.GoToAsync("/");
            await visit.Page.Locator(".bottom-bar details summary").ClickAsync();
            await Expect(visit.Page.Locator(".more-sheet")).ToBeVisibleAsync();
        });

    /// <summary>The first start of all, without anybody who could sign in.</summary>
    [Fact]
    public async Task Setup_HasNoSeriousAccessibilityViolation_AndFitsAPhone()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var application = new ProductProcess(database.ConnectionString);
        await application.ServeAsync();
        await IsAccessibleAsync(() => VisitAsync(options => options.BaseURL = application.Address.ToString()), OpenAsync);
        var phone = await VisitAsync(options => (options.BaseURL, options.ViewportSize) = (application.Address.ToString(), Phone.Size));
        await OpenAsync(phone);
        await Phone.HoldsAsync(phone.Page);

        async Task OpenAsync(Visit visit)
        {
            await visit.Page.GotoAsync(await application.SetupLinkAsync());
            await Expect(visit.Page.GetByLabel("Password")).ToBeVisibleAsync();
        }
    }

    private static async Task IsAccessibleAsync(Func<Task<Visit>> come, Func<Visit, Task> open)
    {
        var visit = await come();
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await visit.Page.EmulateMediaAsync(new() { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
            await open(visit);
            Assert.Equal("", string.Join("\n", await Accessibility.ViolationsAsync(visit.Page)));
        }
    }

    private static async Task BeDeniedAsync(Visit visit)
    {
        visit.Expect("status of 403");
        await visit.Page.GotoAsync("/admin/users");
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "You cannot open this page" })).ToBeVisibleAsync();
    }

    private static async Task OpenAlarmAsync(Visit visit)
    {
        await visit.GoToAsync("/alarms?tab=open");
        await visit.Page.GetByTestId("alarm-row").First.ClickAsync();
        await Expect(visit.Page.GetByTestId("alarm-timeline")).ToBeVisibleAsync();
    }

    private static async Task ChooseFileAsync(Visit visit, string rows, string state)
    {
        await visit.GoToAsync("/admin/import");
        // The field listens only after a script has reached it, which no person is quick enough to notice.
        await visit.Page.UntilAsync("document.querySelector('[data-testid=import-file]')?._blazorInputFileNextFileId !== undefined");
        await visit.Page.GetByTestId("import-file").SetInputFilesAsync(new FilePayload { Name = "days.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Imports.EnergyHeader + rows) });
        await Expect(visit.Page.GetByTestId("import-report")).ToHaveAttributeAsync("data-state", state);
    }
}
