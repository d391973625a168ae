using EmsDashboard.Infrastructure.Security;
using EmsDashboard.Tests.EndToEnd.Support;
using static Microsoft.Playwright.Assertions;

namespace EmsDashboard.Tests.EndToEnd;

/// <summary>The history without a mouse.</summary>
public sealed class HistoryJourneys(DemoWorld world) : Journey(world)
{
    [Fact]
    public async Task Matrix_WithTheKeyboard_IsWalkedThroughAndPickedFrom()
    {
        var visit = await VisitAsAsync(Policies.Viewer);
        await visit.GoToAsync("/history");
        var cells = visit.Page.GetByTestId("matrix").Locator("td > button");
        await Expect(cells.First).ToBeVisibleAsync(new() { Timeout = 20_000 });
        var (rows, columns) = (await visit.Page.Locator("[data-matrix] tr[data-code]").CountAsync(), await visit.Page.Locator("[data-matrix] tr[data-code]").First.Locator("td > button").CountAsync());
        Assert.True(rows > 1 && columns > 2, $"{rows} × {columns}");

        await visit.Page.Locator("[data-matrix] td > button[tabindex='0']").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Control+Home");
        Assert.Equal((0, 0), await FocusedAsync(visit));
        Assert.Equal("solid", await visit.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        await PressAsync(visit, "ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft");
        Assert.Equal((1, 1), await FocusedAsync(visit));
        await PressAsync(visit, "End");
        Assert.Equal((1, columns - 1), await FocusedAsync(visit));
        await PressAsync(visit, "ArrowRight", "Home", "ArrowLeft", "ArrowUp", "ArrowUp");
        Assert.Equal((0, 0), await FocusedAsync(visit));
        await PressAsync(visit, "Control+End");
        Assert.Equal((rows - 1, columns - 1), await FocusedAsync(visit));

        await PressAsync(visit, "Enter");
        await Expect(visit.Page.Locator("[data-matrix] tr[data-code]").Last.Locator("td > button").Last).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(visit.Page.Locator("[data-matrix] td > button[tabindex='0']")).ToHaveCountAsync(1);
    }

    private static async Task PressAsync(Visit visit, params string[] keys)
    {
        foreach (var key in keys) await visit.Page.Keyboard.PressAsync(key);
    }

    /// <summary>Row and column of the cell that has the focus, from 0.</summary>
    private static async Task<(int Row, int Column)> FocusedAsync(Visit visit)
    {
        var place = await visit.Page.EvaluateAsync<int[]>("""
            () => {
              const row = document.activeElement.closest('tr[data-code]');
              return row ? [[...document.querySelectorAll('[data-matrix] tr[data-code]')].indexOf(row), [...row.querySelectorAll('td > button')].indexOf(document.activeElement)] : [-1, -1];
            }
            """);
        return (place[0], place[1]);
    }
}
