using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace EmsDashboard.Tests.EndToEnd.Support;

/// <summary>axe-core on what the browser shows.</summary>
internal static class Accessibility
{
    /// <summary>Serious and critical violations, one line each with the first elements they are about.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        var result = await page.RunAxe();
        Assert.NotEmpty(result.Passes);
        return
        [
            .. result.Violations.Where(v => v.Impact is "serious" or "critical").Select(v =>
                $"{v.Id} ({v.Impact}): {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"),
        ];
    }
}
