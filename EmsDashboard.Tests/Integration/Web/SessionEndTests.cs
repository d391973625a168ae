using System.Net;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Integration.Web;

/// <summary>A session that is open when its person is disabled or gets another role ends with the next request.</summary>
public sealed class SessionEndTests(ServedProduct product) : IClassFixture<ServedProduct>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/history/export")]
    [InlineData("/account/password")]
    public async Task Request_OfSomebodyDisabledMeanwhile_LeadsToTheDoor(string path)
    {
        var email = $"leaver{path.Replace('/', '-')}@example.org";
        await product.AddUserAsync(email, Policies.Viewer);
        using var leaver = product.Arrive();
        await leaver.SignInAsync(email, ServedProduct.Password);
        Assert.Equal(HttpStatusCode.OK, (await leaver.GetAsync(path)).Status);

        await product.AdministerAsync(users => users.SetDisabledAsync(email, true));
        var answer = await leaver.GetAsync(path);

        Assert.Equal((HttpStatusCode.Found, $"/account/sign-in?returnUrl={Uri.EscapeDataString(path)}"), (answer.Status, answer.Location));
        Assert.Contains("do not match", (await leaver.TrySignInAsync(email, ServedProduct.Password)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Circuit_OfSomebodyDisabledMeanwhile_IsRefusedAsAStrangersIs()
    {
        using var stranger = product.Arrive();
        await product.AddUserAsync("circuit@example.org", Policies.Viewer);
        using var leaver = product.Arrive();
        await leaver.SignInAsync("circuit@example.org", ServedProduct.Password);
        Assert.Equal(HttpStatusCode.OK, (await NegotiateAsync(leaver)).Status);

        await product.AdministerAsync(users => users.SetDisabledAsync("circuit@example.org", true));

        var refused = (await NegotiateAsync(leaver)).Status;
        Assert.NotEqual(HttpStatusCode.OK, refused);
        Assert.Equal((await NegotiateAsync(stranger)).Status, refused);
    }

    [Fact]
    public async Task Job_TriggeredByAnAdministratorDemotedMeanwhile_IsRefused()
    {
        await product.AddUserAsync("demoted@example.org", Policies.Admin);
        using var demoted = product.Arrive();
        await demoted.SignInAsync("demoted@example.org", ServedProduct.Password);
        var page = (await demoted.GetAsync("/hangfire/recurring")).Text;
        Assert.Equal(HttpStatusCode.NoContent, (await demoted.TriggerAsync("quota-check", page)).Status);

        await product.AdministerAsync(users => users.ChangeRoleAsync("demoted@example.org", Policies.Viewer));

        Assert.Equal(HttpStatusCode.Found, (await demoted.TriggerAsync("quota-check", page)).Status);
    }

    private Task<Answer> NegotiateAsync(Visitor visitor)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", product.Address.GetLeftPart(UriPartial.Authority));
        return visitor.SendAsync(request);
    }
}
