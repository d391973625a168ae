using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using EmsDashboard.Components;
using EmsDashboard.Infrastructure.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

namespace EmsDashboard.Tests.Integration.Web;

/// <summary>Who gets through the door of the really served product, and how far.</summary>
public sealed partial class DoorTests(ServedProduct product) : IClassFixture<ServedProduct>
{
    /// <summary>The only pages for people who have not signed in. A new page is closed unless it is added here.</summary>
    private static readonly string[] Open = ["/account/sign-in", "/account/setup", "/account/access-denied", "/error", "/not-found"];

    /// <summary>The only pages that not everybody who has signed in may open. A new page is for all of them unless it is added here.</summary>
    private static readonly string[] Guarded =
    [
        "/admin/groups admin", "/admin/import manager", "/admin/quotas manager", "/admin/quotas/new manager", "/admin/quotas/x manager",
        "/admin/recompute admin", "/admin/runs manager", "/admin/users admin",
    ];

    /// <summary>Every closed page with an address that leads there and the policy it names.</summary>
    private static readonly (string Path, string Policy)[] Pages =
    [
        .. from page in typeof(App).Assembly.GetTypes()
           from route in page.GetCustomAttributes<RouteAttribute>()
           where !Open.Contains(route.Template)
           select (RouteValue().Replace(route.Template, "x"), page.GetCustomAttribute<AuthorizeAttribute>()?.Policy ?? "none"),
    ];

    public static readonly TheoryData<string> ClosedAddresses = [.. Pages.Select(p => p.Path), "/hangfire", "/hangfire/recurring", "/no-such-page", "/history/export"];

    public static readonly TheoryData<string, string> ClosedPages = [.. Pages, ("/hangfire", Policies.Admin), ("/hangfire/recurring", Policies.Admin), ("/history/export", Policies.Viewer)];

    [Theory]
    [MemberData(nameof(ClosedAddresses))]
    public async Task Address_WithoutSigningIn_LeadsToTheDoorAndBack(string path)
    {
        using var stranger = product.Arrive();

        var answer = await stranger.GetAsync(path);

        // What exists leads to the door; what does not exist is no secret and shows nothing.
        if (answer.Status == HttpStatusCode.NotFound) Assert.Equal("/no-such-page", path);
        else Assert.Equal((HttpStatusCode.Found, $"/account/sign-in?returnUrl={Uri.EscapeDataString(path)}"), (answer.Status, answer.Location));
    }

    [Fact]
    public void Pages_ForSomeRolesOnly_AreTheseAndNoOther() =>
        Assert.Equal(Guarded, Pages.Where(p => p.Policy != Policies.Viewer).Select(p => $"{p.Path} {p.Policy}").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(ClosedPages))]
    public async Task Page_ByRole_OpensFromTheRoleItNeeds(string path, string needs)
    {
        foreach (var role in Policies.All)
        {
            var answer = await (await product.SignedInAsync(role)).GetAsync(path);
            var expected = Policies.RolesFor(needs).Contains(role) ? HttpStatusCode.OK : HttpStatusCode.Found;
            Assert.True(expected == answer.Status, $"{role} on {path}: {answer.Status} {answer.Location}");
            if (expected == HttpStatusCode.Found) Assert.StartsWith("/account/access-denied", answer.Location, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AccessDenied_TellsTheRoleAndWhomToAsk()
    {
        var text = (await (await product.SignedInAsync(Policies.Staff)).GetAsync("/account/access-denied")).Text;

        Assert.Contains("Your role is Staff", text, StringComparison.Ordinal);
        Assert.Contains("Ask an administrator", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_RefusedForWhateverReason_ReadsTheSame_SoThatNobodyCanListAccounts()
    {
        await product.AddUserAsync("locked@example.org", Policies.Viewer);
        using var guesser = product.Arrive();
        List<string> known = [], unknown = [];
        for (var i = 0; i < 6; i++)
        {
            known.Add(Problem(await guesser.TrySignInAsync("locked@example.org", $"wrong password {i}")));
            unknown.Add(Problem(await guesser.TrySignInAsync("nobody@example.org", $"wrong password {i}")));
        }

        var right = await guesser.TrySignInAsync("locked@example.org", ServedProduct.Password);

        Assert.Equal(HttpStatusCode.OK, right.Status);
        Assert.Single(known.Concat(unknown).Append(Problem(right)).Distinct());
        Assert.Contains("or the account is locked. Five wrong passwords lock an account for 5 min", known[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task SignIn_WithAForeignReturnAddress_StaysHere(string address)
    {
        using var visitor = product.Arrive();

        var answer = await visitor.SubmitAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(address)}", "sign-in",
            ("Input.Email", ServedProduct.EmailOf(Policies.Viewer)), ("Input.Password", ServedProduct.Password));

        Assert.Equal((HttpStatusCode.Found, "/"), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task SetupLink_SpentOrForged_MakesNobody()
    {
        using var late = product.Arrive();
        Assert.Contains("no longer valid", (await late.GetAsync(product.SetupLink)).Text, StringComparison.Ordinal);
        Assert.Contains("no longer valid", (await late.GetAsync("/account/setup?token=forged")).Text, StringComparison.Ordinal);
        Assert.Contains("no longer valid", (await late.GetAsync("/account/setup")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_ChangedByItsOwner_OpensAndTheOldOneDoesNot()
    {
        await product.AddUserAsync("changer@example.org", Policies.Viewer);
        using var owner = product.Arrive();
        await owner.SignInAsync("changer@example.org", ServedProduct.Password);

        var wrong = await owner.SubmitAsync("/account/password", "password", ("Input.Current", "not the password"), ("Input.Wanted", "another long secret"));
        var tooShort = await owner.SubmitAsync("/account/password", "password", ("Input.Current", ServedProduct.Password), ("Input.Wanted", "short"));
        var changed = await owner.SubmitAsync("/account/password", "password", ("Input.Current", ServedProduct.Password), ("Input.Wanted", "another long secret"));

        Assert.Contains("current password is not right", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("Use at least 12 characters", tooShort.Text, StringComparison.Ordinal);
        Assert.Contains("Your password has been changed", changed.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/")).Status);
        using var later = product.Arrive();
        Assert.Contains("do not match", (await later.TrySignInAsync("changer@example.org", ServedProduct.Password)).Text, StringComparison.Ordinal);
        await later.SignInAsync("changer@example.org", "another long secret");
    }

    [Theory]
    [InlineData("page=99999999")]
    [InlineData("page=two")]
    [InlineData("through=0001-01")]
    [InlineData("period=yearly&from=9999-12&page=-1")]
    public async Task HistoryFile_FarAwayPageOrDate_IsAFileAllTheSame(string query)
    {
        var answer = await (await product.SignedInAsync(Policies.Viewer)).GetAsync($"/history/export?{query}");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("quota_id,name,scope", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_InChinese_SpeaksChinese()
    {
        using var visitor = product.Arrive();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in");
        request.Headers.AcceptLanguage.ParseAdd("zh-CN");

        var answer = await visitor.SendAsync(request);

        Assert.Contains("lang=\"zh-CN\"", answer.Text, StringComparison.Ordinal);
        Assert.Contains("登录", WebUtility.HtmlDecode(answer.Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_Refused_MarksTheFieldThatIsWrong()
    {
        await product.AddUserAsync("marked@example.org", Policies.Viewer);
        using var owner = product.Arrive();
        await owner.SignInAsync("marked@example.org", ServedProduct.Password);

        var wrong = await owner.SubmitAsync("/account/password", "password", ("Input.Current", "not the password"), ("Input.Wanted", "another long secret"));
        var tooShort = await owner.SubmitAsync("/account/password", "password", ("Input.Current", ServedProduct.Password), ("Input.Wanted", "short"));

        Assert.Equal(["current"], InvalidFields(wrong));
        Assert.Equal(["wanted"], InvalidFields(tooShort));
    }

    private static string Problem(Answer answer) => WebUtility.HtmlDecode(ProblemText().Match(answer.Text).Groups[1].Value);

    private static IEnumerable<string> InvalidFields(Answer answer) => InvalidField().Matches(answer.Text).Select(m => m.Groups[1].Value);

    [GeneratedRegex("<p class=\"problem\">.*?</svg>([^<]+)</p>", RegexOptions.Singleline)]
    private static partial Regex ProblemText();

    [GeneratedRegex("<input[^>]* id=\"(\\w+)\"[^>]* aria-invalid=\"true\"")]
    private static partial Regex InvalidField();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex RouteValue();
}
