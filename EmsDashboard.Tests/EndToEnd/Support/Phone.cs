using Microsoft.Playwright;

namespace EmsDashboard.Tests.EndToEnd.Support;

/// <summary>A browser as wide as most phones.</summary>
internal static class Phone
{
    public static ViewportSize Size => new() { Width = 390, Height = 844 };

    /// <summary>Fails when something on the page sticks out at the side.</summary>
    public static async Task HoldsAsync(IPage page)
    {
        var overhang = await page.EvaluateAsync<int>("document.scrollingElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overhang <= 0, $"{page.Url} is {overhang} px too wide");
    }
}
