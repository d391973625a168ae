using System.Text.RegularExpressions;
using EmsDashboard.Components.Layout;
using MudBlazor;

namespace EmsDashboard.Tests.Components.Layout;

/// <summary>MudBlazor's palette says the same as the tokens, in both themes.</summary>
public sealed partial class EmsThemeTests
{
    private static readonly string Tokens = File.ReadAllText(Path.Combine(SourceTree.Root, "wwwroot-assets", "src", "css", "tokens.css"));

    [Fact]
    public void PaletteLight_IsTheTokens() => AssertSame(EmsTheme.Instance.PaletteLight, Block(":root, [data-theme=\"light\"] {"));

    [Fact]
    public void PaletteDark_IsTheTokens() => AssertSame(EmsTheme.Instance.PaletteDark, Block("[data-theme=\"dark\"] {"));

    private static void AssertSame(Palette palette, Dictionary<string, string> tokens)
    {
        (string Token, MudBlazor.Utilities.MudColor Colour)[] roles =
        [
            ("accent", palette.Primary), ("on-accent", palette.PrimaryContrastText), ("ink-2", palette.Secondary),
            ("normal", palette.Success), ("warning", palette.Warning), ("exceeded", palette.Error), ("forecast", palette.Info),
            ("bg", palette.Background), ("surface", palette.Surface), ("surface", palette.AppbarBackground), ("ink", palette.AppbarText), ("bg", palette.DrawerBackground),
            ("ink", palette.TextPrimary), ("ink-2", palette.TextSecondary), ("control", palette.LinesInputs),
            ("rule", palette.LinesDefault), ("rule", palette.TableLines), ("rule", palette.Divider), ("surface-2", palette.TableHover), ("ink-2", palette.ActionDefault),
        ];
        Assert.All(roles, role => Assert.Equal(tokens[role.Token], role.Colour.Value[..7]));
    }

    private static Dictionary<string, string> Block(string head)
    {
        var start = Tokens.IndexOf(head, Tokens.IndexOf("*/", StringComparison.Ordinal), StringComparison.Ordinal) + head.Length;
        var text = Tokens[start..Tokens.IndexOf('}', start)];
        return Token.Matches(text).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
    }

    [GeneratedRegex(@"--([\w-]+):\s*(#[0-9a-f]{6})")]
    private static partial Regex Token { get; }
}
