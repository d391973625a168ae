using Microsoft.Extensions.Localization;

namespace EmsDashboard.Shared.Text;

/// <summary>Texts that name a number of things: English has another form for one of them.</summary>
public static class Counting
{
    /// <summary>The text of <paramref name="key"/>, or of the same key with <c>One</c> behind it when it is about exactly one thing.</summary>
    public static LocalizedString Counted(this IStringLocalizer texts, string key, long count, params object[] arguments) =>
        texts[count == 1 ? key + "One" : key, arguments];
}
