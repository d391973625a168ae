using System.Text.RegularExpressions;
using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>What a desk has in its frame is there on a phone too.</summary>
public sealed class PhoneJourneys(DemoWorld world) : Journey(world)
{
    [Theory]
    [InlineData(390)]
    [InlineData(320)]
    public async Task Frame_OnAPhone_SaysHowFreshTheFiguresAre(int width)
    {
        var visit = await OnAPhoneAsync(width);
        await visit.GoToAsync("/quotas");

        await Expect(visit.Page.GetByTestId("fresh")).ToBeVisibleAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("[...document.querySelectorAll('.top .said > span')].every(e => e.scrollWidth <= e.clientWidth + 1)"), "The words are cut off.");
    }

    [Fact]
    public async Task More_OnAPhone_LeadsToThePasswordAndClosesAfterASearch()
    {
        var visit = await OnAPhoneAsync(390);
        await visit.GoToAsync("/");
        var sheet = visit.Page.Locator(".bottom-bar details");
        await sheet.Locator("summary").ClickAsync();
        await sheet.GetByRole(AriaRole.Searchbox).FillAsync("water");
        await sheet.GetByRole(AriaRole.Searchbox).PressAsync("Enter");

        await Expect(visit.Page).ToHaveURLAsync(new Regex("/quotas\\?search=water"));
        await Expect(sheet).Not.ToHaveAttributeAsync("open", "");

        await sheet.Locator("summary").ClickAsync();
        await sheet.GetByRole(AriaRole.Link, new() { Name = "Change password" }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Regex("/account/password"));
    }

    private Task<Visit> OnAPhoneAsync(int width) => VisitAsAsync(Policies.Viewer, options => options.ViewportSize = new() { Width = width, Height = 844 });
}
