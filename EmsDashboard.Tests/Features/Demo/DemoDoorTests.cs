using System.Net;
using AngleSharp.Html.Parser;
using EmsDashboard.Features.Demo;
using EmsDashboard.Tests.Integration.Web;

namespace EmsDashboard.Tests.Features.Demo;

/// <summary>The demo's people at the door: there for everybody while demo mode is on, and not a trace of them while it is off.</summary>
public sealed class DemoDoorTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Door = "/account/sign-in";

    [Fact]
    public async Task SignInPage_DemoModeOn_ShowsAnAccountOfEveryRoleThatOneCanSignInWith()
    {
        await using var demo = new ProductProcess(database.ConnectionString, new Dictionary<string, string> { ["Ems__Demo"] = "true" });
        await demo.ServeAsync();

        var shown = await ShownAsync(demo);

        Assert.Equal(["Viewer", "Staff", "Energy manager", "Administrator"], shown.Select(a => a.Role));
        foreach (var (role, email, password) in shown)
        {
            using var typing = new Visitor(demo.Address);
            await typing.SignInAsync(email, password);
            Assert.Contains($"Your role is {role}", (await typing.GetAsync("/account/access-denied")).Text, StringComparison.Ordinal);

            using var pressing = new Visitor(demo.Address);
            await pressing.SubmitAsync(Door, "sign-in", ("Input.Demo", email));
            Assert.Contains($"Your role is {role}", (await pressing.GetAsync("/account/access-denied")).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SignInPage_DemoModeOffOnTheDemosDatabase_ShowsNoneOfItAndItsButtonLetsNobodyIn()
    {
        await using var earnest = new ProductProcess(database.ConnectionString);
        await earnest.DoAsync(["demo"]);
        await earnest.ServeAsync();
        using var visitor = new Visitor(earnest.Address);

        var page = WebUtility.HtmlDecode((await visitor.GetAsync(Door)).Text);

        Assert.Contains("Keep me signed in", page, StringComparison.Ordinal);
        foreach (var trace in (string[])["Demo accounts", "Input.Demo", .. DemoAccounts.People.SelectMany(p => new[] { p.Email, p.Password })])
            Assert.DoesNotContain(trace, page, StringComparison.Ordinal);
        foreach (var person in DemoAccounts.People)
        {
            Assert.Equal(HttpStatusCode.OK, (await visitor.SubmitAsync(Door, "sign-in", ("Input.Demo", person.Email))).Status);
            Assert.Equal(HttpStatusCode.Found, (await visitor.GetAsync("/")).Status);
        }
    }

    private static async Task<IReadOnlyList<(string Role, string Email, string Password)>> ShownAsync(ProductProcess demo)
    {
        using var visitor = new Visitor(demo.Address);
        var page = new HtmlParser().ParseDocument((await visitor.GetAsync(Door)).Text);
        return [.. page.QuerySelectorAll(".demo li").Select(li => (li.QuerySelector("b")!.TextContent, li.QuerySelectorAll("code")[0].TextContent, li.QuerySelectorAll("code")[1].TextContent))];
    }
}
