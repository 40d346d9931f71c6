using MudBlazor;

namespace Kundbok.Portal.Layout;

/// <summary>How the portal looks: one accent, greys, system fonts, small letters and little space. What the component library does not know is in <c>portal.css</c>, with the same colours.</summary>
internal static class PortalTheme
{
    private static readonly string[] SystemFonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Noto Sans", "Liberation Sans", "Arial", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#3152c8",
            Secondary = "#4a5568",
            Background = "#ffffff",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1a1f36",
            TextPrimary = "#1a1f36",
            TextSecondary = "#545d73",
            TextDisabled = "#767d91",
            ActionDefault = "#545d73",
            ActionDisabled = "#8b92a5",
            LinesDefault = "#e3e6ed",
            LinesInputs = "#868da1",
            TableLines = "#e9ebf1",
            Divider = "#e3e6ed",
            Error = "#b3261e",
            Warning = "#8a5300",
            Success = "#1b6e3c",
            Info = "#3152c8",
            HoverOpacity = 0.05,
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#92a8ff",
            PrimaryContrastText = "#10131c",
            Secondary = "#a5adc0",
            Background = "#12151d",
            BackgroundGray = "#181c26",
            Surface = "#181c26",
            AppbarBackground = "#12151d",
            AppbarText = "#e8eaf1",
            TextPrimary = "#e8eaf1",
            TextSecondary = "#a9b1c4",
            TextDisabled = "#7f879b",
            ActionDefault = "#a9b1c4",
            ActionDisabled = "#6c7488",
            LinesDefault = "#2a303e",
            LinesInputs = "#727b91",
            TableLines = "#242a37",
            Divider = "#2a303e",
            Error = "#ff9c94",
            Warning = "#f0b95f",
            Success = "#7fd69c",
            Info = "#92a8ff",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", AppbarHeight = "48px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = SystemFonts, FontSize = "0.875rem", LineHeight = "1.4", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = SystemFonts, FontSize = "0.875rem", LineHeight = "1.4", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = SystemFonts, FontSize = "0.8125rem", LineHeight = "1.4", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = SystemFonts, FontSize = "0.8125rem", FontWeight = "500", TextTransform = "none", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = SystemFonts, FontSize = "1rem", FontWeight = "600", LetterSpacing = "normal" },
        },
    };
}
