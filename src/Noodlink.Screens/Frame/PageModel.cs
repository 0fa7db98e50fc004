using Microsoft.AspNetCore.Components;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Access;
using Noodlink.Screens.Pages;

namespace Noodlink.Screens.Frame;

/// <summary>A page and what stands around it.</summary>
/// <param name="Title">Of the window, before the name of the point.</param>
/// <param name="Role">Who sits here; null before signing in: then there is no bar and no menu.</param>
/// <param name="Path">Of the request: its link in the menu is marked.</param>
/// <param name="Theme">"light", "dark" or "contrast" when somebody chose; null: as the machine is set.</param>
/// <param name="Clock">When the page was made, "06:21".</param>
/// <param name="Version">Of the program.</param>
/// <param name="Frame">The page is about an exercise or a test: a yellow frame with the word around all of it.</param>
/// <param name="Body">The page itself.</param>
public sealed record PageModel(
    string Title, ScreenSettings Settings, string? Role, string Path, string? Theme, string Clock, string Version,
    MessageStatus? Frame, PageSurroundings Surroundings, RenderFragment Body)
{
    /// <summary>This page is the calm one in front of all others.</summary>
    public bool IsCover => Path == CoverPage.Address;

    /// <summary>This browser is covered, also where a page passes the cover. A valueless attribute.</summary>
    public bool IsCovered { get; init; }

    /// <summary>The script keeps it up to date. A valueless attribute: present or not.</summary>
    public bool IsLive => Role is not null;
}

/// <summary>What a program puts around each of its pages.</summary>
/// <param name="Bar">On top, always true.</param>
/// <param name="Frame">The whole point is in an exercise.</param>
/// <param name="Exercise">Below the bar while an exercise runs or is in doubt.</param>
public sealed record PageSurroundings(
    RenderFragment? Bar = null, MessageStatus? Frame = null, RenderFragment? Exercise = null)
{
    /// <summary>Above the page, on the pages that it is about.</summary>
    public RenderFragment? Notice { get; init; }

    /// <summary>It answers a form, and its address is also that of a page: loaded again, it is asked for as a page.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>Nothing around it.</summary>
    public static PageSurroundings None { get; } = new();
}
