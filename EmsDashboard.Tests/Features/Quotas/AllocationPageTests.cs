using Bunit;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Hierarchy;
using EmsDashboard.Infrastructure.Security;

namespace EmsDashboard.Tests.Features.Quotas;

/// <summary>The tree of quotas as a page.</summary>
public sealed class AllocationPageTests(TestDatabase database) : PageTestContext(database, Policies.Viewer), IClassFixture<TestDatabase>
{
    [Fact]
    public void Tree_OfQuotasThatStandAlone_SaysHowToMakeOne()
    {
        var page = Render<AllocationPage>();

        page.WaitForAssertion(() => Assert.Contains("No quota is a part of another", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tree_WithTooMuchGiven_SaysByHowMuchInWords()
    {
        var site = await Estate.QuotaAsync("site", QuotaScope.EnergyType, value: 100);
        await PlaceAsync(await Estate.QuotaAsync("a", QuotaScope.EnergyType, value: 70), site);
        await PlaceAsync(await Estate.QuotaAsync("b", QuotaScope.EnergyType, value: 50), site);
        await PlaceAsync(await Estate.QuotaAsync("stopped", QuotaScope.EnergyType, value: 50, active: false), site);

        var page = Render<AllocationPage>();

        page.WaitForAssertion(() => Assert.Equal(["site", "a", "b"], page.FindAll("[data-testid=allocation] tbody tr").Select(row => row.GetAttribute("data-code")!)));
        Assert.Contains("20.0\u202fkWh too much", page.Find("[data-code=site]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("too much", page.Find("[data-code=a]").TextContent, StringComparison.Ordinal);
    }

    private Task PlaceAsync(int quota, int parent) => Estate.ExecuteAsync("UPDATE quota SET parent_id = $2 WHERE id = $1", quota, parent);
}
