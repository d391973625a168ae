using System.Net;
using System.Text.Json;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Integration.Web;

/// <summary>What every answer carries, and what is refused whoever asks.</summary>
public sealed class HardeningTests(ServedProduct product, PostgresServer server) : IClassFixture<ServedProduct>
{
    [Theory]
    [InlineData("/", HttpStatusCode.Found)]
    [InlineData("/account/sign-in", HttpStatusCode.OK)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/culture/set?culture=xx", HttpStatusCode.BadRequest)]
    [InlineData("/account/setup?token=forged", HttpStatusCode.OK)]
    public async Task Answer_OfAnyKind_CarriesTheSecurityHeaders(string path, HttpStatusCode status)
    {
        using var visitor = product.Arrive();

        var answer = await visitor.GetAsync(path);

        Assert.Equal(status, answer.Status);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        foreach (var rule in (string[])["default-src 'self'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'self'", "form-action 'self'"])
            Assert.Contains(rule, policy.Split("; "));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Theory]
    [InlineData("https://evil.example", true)]
    [InlineData("null", true)]
    [InlineData(null, false)]
    public async Task Circuit_FromAnotherSite_IsRefused(string? origin, bool refused)
    {
        var person = await product.SignedInAsync(Policies.Viewer);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", origin ?? product.Address.GetLeftPart(UriPartial.Authority));

        var answer = await person.SendAsync(request);

        Assert.Equal(refused ? HttpStatusCode.Forbidden : HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task SignIn_WithoutTheFormsToken_IsRefused()
    {
        using var forger = product.Arrive();

        var answer = await forger.PostAsync("/account/sign-in", ("_handler", "sign-in"),
            ("Input.Email", ServedProduct.EmailOf(Policies.Viewer)), ("Input.Password", ServedProduct.Password));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(HttpStatusCode.Found, (await forger.GetAsync("/")).Status);
    }

    [Fact]
    public async Task SignOut_WithoutTheFormsToken_LeavesThePersonSignedIn()
    {
        var person = await product.SignedInAsync(Policies.Staff);

        await person.PostAsync("/account/sign-out");

        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/")).Status);
    }

    [Fact]
    public async Task SessionCookie_IsOutOfReachOfScriptsAndOtherSites()
    {
        using var visitor = product.Arrive();

        var answer = await visitor.TrySignInAsync(ServedProduct.EmailOf(Policies.Viewer), ServedProduct.Password);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("ems.session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task JobsDashboard_TriggerNow_NeedsItsTokenAndNoScriptOutsideThePolicy()
    {
        var admin = await product.SignedInAsync(Policies.Admin);
        var page = (await admin.GetAsync("/hangfire/recurring")).Text;
        var forged = await admin.PostAsync("/hangfire/recurring/trigger", ("jobs[]", "quota-recompute"));

        var triggered = await admin.TriggerAsync("quota-recompute", page);

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("onclick=", page, StringComparison.Ordinal);
        Assert.False((int)forged.Status is >= 200 and < 300, $"{forged.Status}");
        Assert.Equal(HttpStatusCode.NoContent, triggered.Status);
    }

    [Fact]
    public async Task Ready_NamesEachDependency_AndSaysNoWithoutTheDatabase()
    {
        await using var doomed = new ServedProduct(server);
        await doomed.InitializeAsync();
        using var probe = doomed.Arrive();

        await Eventually.BecomesTrueAsync(async () => (await probe.GetAsync("/health/ready")).Status == HttpStatusCode.OK, "ready");
        var before = JsonDocument.Parse((await probe.GetAsync("/health/ready")).Text).RootElement;
        await doomed.DropDatabaseAsync();
        var after = await probe.GetAsync("/health/ready");

        Assert.Equal(["database", "migrations", "scheduler"], before.GetProperty("dependencies").EnumerateObject().Select(d => d.Name).Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, after.Status);
        Assert.Equal("unhealthy", JsonDocument.Parse(after.Text).RootElement.GetProperty("dependencies").GetProperty("database").GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, (await probe.GetAsync("/health/live")).Status);
    }
}
