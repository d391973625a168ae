using MudBlazor;

namespace EmsDashboard.Components.Layout;

/// <summary>MudBlazor in the colours, type and measures of tokens.css. Where the two disagree, tokens.css is right; a test compares them.</summary>
public static class EmsTheme
{
    private const string Font = "var(--font)";

    public static MudTheme Instance { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b6272", PrimaryContrastText = "#ffffff", PrimaryDarken = "#084e5b", PrimaryLighten = "#e0eff1",
            Secondary = "#46545f", SecondaryContrastText = "#ffffff", Tertiary = "#5f6d78",
            Success = "#4d677d", Warning = "#c77700", Error = "#c9301f", Info = "#6b48cc",
            Background = "#f5f7f8", BackgroundGray = "#eef1f3", Surface = "#ffffff",
            AppbarBackground = "#ffffff", AppbarText = "#14212b", DrawerBackground = "#f5f7f8", DrawerText = "#46545f", DrawerIcon = "#46545f",
            TextPrimary = "#14212b", TextSecondary = "#46545f", TextDisabled = "#5f6d78",
            ActionDefault = "#46545f", ActionDisabled = "#7b8994", ActionDisabledBackground = "#eef1f3",
            LinesInputs = "#7b8994", LinesDefault = "#dfe4e8", TableLines = "#dfe4e8", Divider = "#dfe4e8", DividerLight = "#dfe4e8",
            TableHover = "#eef1f3", TableStriped = "#f5f7f8", OverlayDark = "rgba(15,25,34,0.42)", Black = "#14212b", Dark = "#14212b",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#5cbccb", PrimaryContrastText = "#06232a", PrimaryDarken = "#83d0dc", PrimaryLighten = "#14333a",
            Secondary = "#b3c0ca", SecondaryContrastText = "#0d1318", Tertiary = "#93a2ae",
            Success = "#8ea9be", Warning = "#eda53a", Error = "#f8695a", Info = "#a68ffa",
            Background = "#0d1318", BackgroundGray = "#1b252d", Surface = "#131b21",
            AppbarBackground = "#131b21", AppbarText = "#e9eff3", DrawerBackground = "#0d1318", DrawerText = "#b3c0ca", DrawerIcon = "#b3c0ca",
            TextPrimary = "#e9eff3", TextSecondary = "#b3c0ca", TextDisabled = "#93a2ae",
            ActionDefault = "#b3c0ca", ActionDisabled = "#6c7c89", ActionDisabledBackground = "#1b252d",
            LinesInputs = "#6c7c89", LinesDefault = "#25313a", TableLines = "#25313a", Divider = "#25313a", DividerLight = "#25313a",
            TableHover = "#1b252d", TableStriped = "#0d1318", OverlayDark = "rgba(0,0,0,0.6)", Black = "#0d1318", Dark = "#e9eff3",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", DrawerWidthLeft = "208px", AppbarHeight = "52px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = [Font], FontSize = ".875rem", LineHeight = "1.43", LetterSpacing = "0" },
            H1 = new H1Typography { FontFamily = [Font], FontSize = "1.5rem", FontWeight = "600", LineHeight = "1.333", LetterSpacing = "-.01em" },
            H2 = new H2Typography { FontFamily = [Font], FontSize = "1rem", FontWeight = "600", LineHeight = "1.5", LetterSpacing = "0" },
            H3 = new H3Typography { FontFamily = [Font], FontSize = ".8125rem", FontWeight = "600", LineHeight = "1.54", LetterSpacing = "0" },
            H6 = new H6Typography { FontFamily = [Font], FontSize = "1.25rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "0" },
            Body1 = new Body1Typography { FontFamily = [Font], FontSize = ".875rem", LineHeight = "1.43", LetterSpacing = "0" },
            Body2 = new Body2Typography { FontFamily = [Font], FontSize = ".8125rem", LineHeight = "1.54", LetterSpacing = "0" },
            Button = new ButtonTypography { FontFamily = [Font], FontSize = ".8125rem", FontWeight = "500", LineHeight = "1.5", LetterSpacing = "0", TextTransform = "none" },
            Caption = new CaptionTypography { FontFamily = [Font], FontSize = ".75rem", LineHeight = "1.333", LetterSpacing = "0" },
        },
    };
}
