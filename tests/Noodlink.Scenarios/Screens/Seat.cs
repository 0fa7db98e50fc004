using Microsoft.Playwright;

namespace Noodlink.Scenarios.Screens;

/// <summary>What somebody sits behind.</summary>
internal sealed record Seat
{
    /// <summary>The old laptop of a dorpshuis.</summary>
    public static readonly Seat Laptop = new();

    public static readonly Seat Phone = new() { Width = 390, Height = 844, IsPhone = true };

    public static readonly Seat WithoutScript = new() { Script = false };

    public static readonly Seat Dark = new() { Scheme = ColorScheme.Dark };

    public static readonly Seat HighContrast = new() { Contrast = Contrast.More };

    public int Width { get; init; } = 1024;

    public int Height { get; init; } = 600;

    public bool IsPhone { get; init; }

    public bool Script { get; init; } = true;

    public ColorScheme Scheme { get; init; } = ColorScheme.Light;

    public Contrast Contrast { get; init; } = Contrast.NoPreference;

    /// <summary>As it is named beside what was found on it.</summary>
    public string Name =>
        IsPhone ? "phone" : !Script ? "no script" : Contrast == Contrast.More ? "high contrast"
        : Scheme == ColorScheme.Dark ? "dark" : "light";

    public BrowserNewContextOptions Options => new()
    {
        ViewportSize = new ViewportSize { Width = Width, Height = Height },
        JavaScriptEnabled = Script, ColorScheme = Scheme, Contrast = Contrast, HasTouch = IsPhone, Locale = "nl-NL",
    };
}
