using Bunit;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Explanation;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Shared.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace EmsDashboard.Tests.Features.Quotas;

public sealed class ExplainPageTests : PageTestContext, IClassFixture<TestDatabase>
{
    public ExplainPageTests(TestDatabase database) : base(database, Policies.Viewer) => Services.AddSingleton<QuotaExplainQueries>();

    [Fact]
    public async Task Period_WithoutRows_ShowsNoAmountAnywhereButTheQuota()
    {
        var meter = await Estate.DeviceAsync("M", await Estate.GroupAsync("SITE"));
        var quota = await Estate.QuotaAsync("Q", QuotaScope.Device, meter, value: 900);
        await Estate.UsageAsync(quota, QuotaViews.December, 0, through: null);
        Navigation.NavigateTo("/explain/Q");

        var page = Render<ExplainPage>(p => p.Add(e => e.Code, "Q"));

        page.WaitForAssertion(() => Assert.Equal("—", page.Find("[data-testid=total]").TextContent.Trim()));
        Assert.Equal("—", page.Find("[data-testid=member-total]").TextContent);
        Assert.Equal("—", page.Find("[data-testid=month-total]").TextContent);
        Assert.Equal(["—", "900kWh", "—", "—"], page.FindComponents<Figure>().Select(figure => figure.Find("dd").TextContent.Trim()));
    }
}
