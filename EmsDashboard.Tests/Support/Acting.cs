using AngleSharp.Dom;
using Bunit;

namespace EmsDashboard.Tests.Support;

/// <summary>
/// Acts on rendered elements in one turn of the renderer. A live page may render between finding an element and acting on it, and then
/// what was found answers no more; a person's browser has no such gap.
/// </summary>
internal static class Acting
{
    /// <summary>Waits for the element, then acts on it.</summary>
    public static void Act<T>(this IRenderedComponent<T> cut, string selector, Action<IElement> act)
        where T : Microsoft.AspNetCore.Components.IComponent => cut.Act(() => cut.Find(selector), act);

    /// <summary>Waits until the element can be found, then acts on it.</summary>
    public static void Act<T>(this IRenderedComponent<T> cut, Func<IElement> find, Action<IElement> act)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        cut.WaitForAssertion(() => find());
        cut.InvokeAsync(() => act(find())).GetAwaiter().GetResult();
    }

    /// <summary>Says yes to the question that is asked, and waits until it is gone: the next one is another.</summary>
    public static void Confirm<T>(this IRenderedComponent<T> dialogs)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        dialogs.Act("[data-testid=confirm]", button => button.Click());
        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll("[data-testid=confirm]")));
    }
}
