using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace EmsDashboard.Shared.Kit;

/// <summary>Gives the focus to an element that may be gone again before the browser hears of it.</summary>
internal static class Focus
{
    public static async Task TryFocusAsync(this ElementReference element, bool preventScroll = false)
    {
        try
        {
            await element.FocusAsync(preventScroll);
        }
        catch (JSException)
        {
            // A later render was faster and the element has left the page.
        }
        catch (JSDisconnectedException)
        {
            // The page itself is gone.
        }
    }
}
