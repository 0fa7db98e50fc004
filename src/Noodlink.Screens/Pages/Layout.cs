using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Access;
using Noodlink.Screens.Api;
using Noodlink.Screens.Markup;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Pages;

/// <summary>The frame around every page.</summary>
internal static class Layout
{
    /// <param name="frame">The page is about an exercise or a test: a yellow frame with the word around all of
    /// it.</param>
    public static async Task WriteAsync(
        HttpContext context, string title, Html body, int status = StatusCodes.Status200OK, MessageStatus? frame = null)
    {
        var settings = context.RequestServices.GetRequiredService<ScreenSettings>();
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var page = Document(settings, AccessGate.FindVisitor(context), context.Request.Path, title, body, frame, now);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.WriteAsync(page.ToString(), context.RequestAborted);
    }

    /// <summary>After a form: look at that page (303), so that reloading it sends nothing again.</summary>
    public static void SeeOther(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
    }

    private static Html Document(
        ScreenSettings settings, Visitor? visitor, string path, string title, Html body, MessageStatus? frame,
        DateTimeOffset now) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="nl">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title} – {settings.Point} {settings.StationName}</title>
        <link rel="icon" href="{Assets.Address("noodlink.svg")}">
        <link rel="stylesheet" href="{Assets.Address("noodlink.css")}">
        <script src="{Assets.Address("noodlink.js")}" defer></script>
        </head>
        <body data-clock="{DutchTime.Time(now)}"{(visitor is not null, "data-live-page")}>
        <a class="skip" href="#inhoud">Naar de inhoud</a>
        <p class="stale" id="niet-bijgewerkt" role="alert" hidden></p>
        <header class="top">
        <p class="point"><strong>{settings.Point} {settings.StationName}</strong>
        <span class="number">{settings.StationId}</span></p>
        {(visitor is null ? Html.Empty : Navigation(settings, visitor, path))}
        </header>
        <main id="inhoud" tabindex="-1">
        {Framed(frame, body)}
        </main>
        <footer class="bottom">Noodlink {StatusObject.Version}. Gemaakt om {DutchTime.Time(now)} uur.
        Noodlink komt naast 112, niet in plaats van 112.</footer>
        </body>
        </html>

        """);

    private static Html Navigation(ScreenSettings settings, Visitor visitor, string path) => Html.Of($"""
        <nav aria-label="Schermen"><ul>
        {settings.Links.Select(link => Html.Of($"""
            <li><a href="{link.Address}"{(link.Address == path, "aria-current=\"page\"")}>{link.Words}</a></li>
            """))}
        </ul></nav>
        <p class="role">Rol: <strong>{visitor.Role}</strong> <a href="{SignInPage.Path}">Wissel</a></p>
        """);

    private static Html Framed(MessageStatus? frame, Html body)
    {
        if (frame is not (MessageStatus.Exercise or MessageStatus.Test)) return body;
        var word = Html.Of($"""<p class="frame-word">{MessageLabels.Of(frame.Value)}</p>""");
        return Html.Of($"""
            <div class="frame">
            {word}
            {body}
            {word}
            </div>
            """);
    }
}
