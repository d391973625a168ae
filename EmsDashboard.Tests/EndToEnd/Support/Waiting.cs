using Microsoft.Playwright;

namespace EmsDashboard.Tests.EndToEnd.Support;

internal static class Waiting
{
    /// <summary>Waits for a condition in the page. Playwright's own waiting compiles text inside the page, which the security policy rightly forbids.</summary>
    public static Task UntilAsync(this IPage page, string condition) => Eventually.BecomesTrueAsync(async () =>
    {
        try
        {
            return await page.EvaluateAsync<bool>(condition);
        }
        catch (PlaywrightException) when (!page.IsClosed)
        {
            return false; // between two documents there is nothing to ask
        }
    }, condition);
}
