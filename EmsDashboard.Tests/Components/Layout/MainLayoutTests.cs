using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using EmsDashboard.Components.Layout;
using EmsDashboard.Infrastructure.LiveUpdates;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Infrastructure.Time;
using EmsDashboard.Shared.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Components.Layout;

public sealed class MainLayoutTests : BunitTestContext
{
    private static readonly DateTimeOffset Now = new(2022, 11, 16, 10, 30, 0, TimeSpan.Zero);

    private readonly TestShellStatus _shell = new();
    private readonly TestChangeFeed _changes = new();
    private readonly FakeTimeProvider _time = new(Now);
    private readonly BunitAuthorizationContext _person;

    public MainLayoutTests()
    {
        Services.AddSingleton<IShellStatus>(_shell);
        Services.AddSingleton<IChangeFeed>(_changes);
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddSingleton(new ViewerClock(_time));
        _person = AddAuthorization();
    }

    [Theory]
    [InlineData(Policies.Viewer, 5, false)]
    [InlineData(Policies.Staff, 5, false)]
    [InlineData(Policies.Manager, 8, false)]
    [InlineData(Policies.Admin, 11, true)]
    public void Navigation_ByRole_ShowsWhatTheRoleMay(string role, int entries, bool hangfire)
    {
        SignIn(role);

        var links = Show().FindAll("nav.nav .nav-list a.nav-link");

        Assert.Equal(entries, links.Count);
        Assert.Equal(hangfire, links.Any(link => link.GetAttribute("href") == "/hangfire"));
    }

    [Fact]
    public void TopLine_SaysHowFreshTheFiguresAre_AndTheBadgeHowManyAlarmsWait()
    {
        SignIn(Policies.Staff);

        var layout = Show();

        Assert.Equal("Data to 15 Nov · checked 10:30", layout.Find("[data-testid=fresh]").TextContent);
        Assert.StartsWith("6", layout.Find("nav.nav [data-testid=alarm-badge]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_InTheData_IsAskedForAgain()
    {
        SignIn(Policies.Staff);
        var layout = Show();

        _shell.Status = _shell.Status with { ActiveAlarms = 0 };
        await _changes.AnnounceAsync(Topics.Alarms);

        Assert.Empty(layout.FindAll("[data-testid=alarm-badge]"));
    }

    [Fact]
    public async Task Status_Unavailable_KeepsTheLastOneAndThePage()
    {
        SignIn(Policies.Staff);
        var layout = Show();

        _shell.Error = new InvalidOperationException("no database");
        await _changes.AnnounceAsync(Topics.Runs);

        Assert.Equal("Data to 15 Nov · checked 10:30", layout.Find("[data-testid=fresh]").TextContent);
        Assert.Equal("the page", layout.Find("main").TextContent.Trim());
    }

    [Fact]
    public async Task Database_Unreachable_IsSaidInTheTopLineUntilItAnswersAgain()
    {
        SignIn(Policies.Staff);
        var layout = Show();

        _changes.IsReachable = false;
        await _changes.AnnounceAsync(Topics.Connection);
        Assert.StartsWith("Database does not answer", layout.Find("[data-testid=fresh]").TextContent, StringComparison.Ordinal);

        _changes.IsReachable = true;
        await _changes.AnnounceAsync(Topics.Connection);
        Assert.Equal("Data to 15 Nov · checked 10:30", layout.Find("[data-testid=fresh]").TextContent);
    }

    [Fact]
    public void Check_ThatDoesNotCome_IsSaidWhenItsTimeIsUp_AndForHowLong_WithoutAsking()
    {
        SignIn(Policies.Viewer);
        _shell.Status = _shell.Status with { CheckOverdueFrom = Now.AddMinutes(30) };
        var layout = Show();
        Assert.Empty(layout.FindAll("[data-testid=banner-Warning]"));

        _time.Advance(TimeSpan.FromMinutes(30));
        layout.WaitForAssertion(() => Assert.Equal("Data to 15 Nov · check overdue, last 10:30, 30\u00a0min ago", layout.Find("[data-testid=fresh]").TextContent));
        Assert.StartsWith("The quota check is overdue. The last one finished 10:30;", layout.Find("[data-testid=banner-Warning]").TextContent.Trim(), StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromMinutes(1));
        layout.WaitForAssertion(() => Assert.Contains("31\u00a0min ago", layout.Find("[data-testid=fresh]").TextContent, StringComparison.Ordinal));
        Assert.Equal(1, _shell.Asked);
    }

    [Fact]
    public async Task Check_ThatComesAtLast_TakesTheWarningAway()
    {
        SignIn(Policies.Manager);
        _shell.Status = _shell.Status with { CheckOverdueFrom = Now.AddMinutes(-1) };
        var layout = Show();
        Assert.Equal("/admin/runs", layout.Find("[data-testid=banner-Warning] a").GetAttribute("href"));

        _shell.Status = _shell.Status with { CheckOverdueFrom = Now.AddMinutes(30) };
        await _changes.AnnounceAsync(Topics.Runs);

        Assert.Empty(layout.FindAll("[data-testid=banner-Warning]"));
        Assert.Equal("Data to 15 Nov · checked 10:30", layout.Find("[data-testid=fresh]").TextContent);
    }

    [Fact]
    public void SimulatedClock_IsSaidOnEveryPage()
    {
        SignIn(Policies.Viewer);
        _shell.Status = _shell.Status with { SimulatedNow = Now };

        Assert.Equal("Simulated clock: it is Wed 16 Nov 2022, 10:30 here.", Show().Find("[data-testid=banner-Info]").TextContent.Trim());
    }

    [Fact]
    public void Stranger_SeesNeitherNavigationNorState()
    {
        _person.SetNotAuthorized();

        var layout = Show();

        Assert.Empty(layout.FindAll("a.nav-link"));
        Assert.Equal(0, _shell.Asked);
    }

    [Fact]
    public void FailingPage_IsReportedInItsPlace_AndMayTryAgain()
    {
        SignIn(Policies.Viewer);
        var broken = true;
        var layout = Render<MainLayout>(p => p.Add(l => l.Body, builder =>
        {
            if (broken) throw new InvalidOperationException("broken");
            builder.AddContent(0, "the page");
        }));
        Assert.Single(layout.FindAll("main [data-testid=failed]"));

        broken = false;
        layout.Find("main [data-testid=failed] button").Click();

        Assert.Equal("the page", layout.Find("main").TextContent.Trim());
    }

    [Fact]
    public async Task Dispose_EndsTheSubscription()
    {
        SignIn(Policies.Viewer);
        Show();
        Assert.Equal(1, _changes.Subscribers);

        await DisposeComponentsAsync();

        Assert.Equal(0, _changes.Subscribers);
    }

    [Fact]
    public void Search_LeadsToTheListOfQuotas()
    {
        SignIn(Policies.Viewer);
        var layout = Show();

        layout.Find("header .search input").Input(" Building 36 & 37 ");
        layout.Find("header .search").Submit();

        Assert.EndsWith("/quotas?search=Building%2036%20%26%2037", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void LanguageLink_NamesTheOtherLanguageAndComesBackHere()
    {
        SignIn(Policies.Viewer);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/history?period=month");

        var link = Show().Find("[data-testid=language]");

        Assert.Equal("中文", link.TextContent);
        Assert.Equal("/culture/set?culture=zh-CN&redirectUri=%2Fhistory%3Fperiod%3Dmonth", link.GetAttribute("href"));
    }

    private IRenderedComponent<MainLayout> Show() => Render<MainLayout>(p => p.Add(l => l.Body, builder => builder.AddContent(0, "the page")));

    private void SignIn(string role)
    {
        _person.SetAuthorized("j.hartley@estates.example");
        _person.SetRoles(role);
        _person.SetPolicies([.. Policies.All.Where(policy => Policies.RolesFor(policy).Contains(role))]);
        _person.SetClaims(new Claim(ClaimTypes.GivenName, "J. Hartley"));
    }

    private sealed class TestShellStatus : IShellStatus
    {
        public ShellStatus Status { get; set; } = new(new DateOnly(2022, 11, 15), Now, 6, Now);
        public Exception? Error { get; set; }
        public int Asked { get; private set; }

        public Task<ShellStatus> GetAsync(CancellationToken cancellationToken)
        {
            Asked++;
            return Error is null ? Task.FromResult(Status) : Task.FromException<ShellStatus>(Error);
        }
    }
}
