using Microsoft.AspNetCore.Http;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Markup;

namespace Noodlink.Screens.Pages;

/// <summary>The way of pages that are still written as <see cref="Html"/> (the coördinatiepunt's) into the one frame
/// around all pages.</summary>
internal static class Layout
{
    /// <param name="frame">The page is about an exercise or a test: a yellow frame with the word around all of
    /// it.</param>
    public static Task WriteAsync(
        HttpContext context, string title, Html body, int status = StatusCodes.Status200OK,
        MessageStatus? frame = null) =>
        Page.WriteAsync(context, title, builder => builder.AddMarkupContent(0, body.ToString()), status, frame);

    /// <inheritdoc cref="Page.SeeOther"/>
    public static void SeeOther(HttpContext context, string address) => Page.SeeOther(context, address);
}
