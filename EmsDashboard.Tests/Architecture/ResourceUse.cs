using System.Text.RegularExpressions;

namespace EmsDashboard.Tests.Architecture;

/// <summary>
/// A piece of the application that uses texts: a component with the code behind it, or a class. Read as text, for a localizer finds its
/// keys only at run time.
/// </summary>
internal sealed partial class ResourceUse(string name, string text)
{
    public string Name => name;

    /// <summary>Whether it gets the texts of this marker class.</summary>
    public bool Gets(string marker) => Regex.IsMatch(text, $@"\b{marker}\b");

    /// <summary>Everything that stands in quotes as a key could.</summary>
    public IEnumerable<string> Literals => Literal().Matches(text).Select(m => m.Groups[1].Value);

    /// <summary>Keys that it certainly asks for, with the marker class of their texts.</summary>
    public IEnumerable<(string Marker, string Key)> Keys =>
        from localizer in Localizer().Matches(text)
        from call in Regex.Matches(text, $@"(?<![\w.]){localizer.Groups[2].Value}(\[|\.Counted\()")
        from literal in WholeLiteral().Matches(FirstArgument(call.Index + call.Length))
        let key = literal.Groups[1].Value
        from asked in call.Groups[1].Value == "[" ? (string[])[key] : [key, key + "One"]
        select (localizer.Groups[1].Value, asked);

    /// <summary>From here to the comma or bracket that ends the first argument.</summary>
    private string FirstArgument(int start)
    {
        var (depth, quoted) = (0, false);
        for (var at = start; at < text.Length; at++)
        {
            if (text[at] == '"') quoted = !quoted;
            if (quoted) continue;
            if (depth == 0 && text[at] is (',' or ']' or ')')) return text[start..at];
            if (text[at] is '[' or '(') depth++;
            if (text[at] is ']' or ')') depth--;
        }

        return text[start..];
    }

    [GeneratedRegex("\"([A-Za-z_][\\w.]*)\"")]
    private static partial Regex Literal();

    // Not what is composed with something, nor what something is compared with.
    [GeneratedRegex("(?<![$\\w]|[=!]= ?)\"([A-Za-z_][\\w.]*)\"(?!\\s*\\+)")]
    private static partial Regex WholeLiteral();

    [GeneratedRegex(@"IStringLocalizer<(\w+)>\s+(\w+)")]
    private static partial Regex Localizer();
}
