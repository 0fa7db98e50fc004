using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Access;
using Noodlink.Screens.Api;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Frame;

// Problem: a screen that is wrong once is not trusted again. Anything that lives in a browser and not in the station
// (a half-filled form, a state, a list) can be wrong without anybody knowing.
//
// Idea: the station makes every page whole, from what is on its disk, at every request. A page is a Razor component
// that depends on its model alone: it asks nothing, waits for nothing and keeps nothing. The script in the browser only
// fetches the same page again. So a page without script, a page after a power cut and a page on another screen are the
// same page.

/// <summary>Writes a page inside the frame that all pages share.</summary>
internal static class Page
{
    /// <summary>The cookie that holds a chosen theme.</summary>
    public const string ThemeCookie = "noodlink-beeld";

    /// <summary>What it may hold.</summary>
    public static IReadOnlyList<string> Themes { get; } = ["light", "dark", "contrast"];

    /// <summary>Writes the component <typeparamref name="TPage"/>, which has one parameter: Model.</summary>
    /// <param name="frame">The page is about an exercise or a test.</param>
    public static Task WriteAsync<TPage>(
        HttpContext context, string title, object model, int status = StatusCodes.Status200OK,
        MessageStatus? frame = null)
        where TPage : IComponent =>
        WriteAsync(context, title, Component<TPage>(model), status, frame);

    /// <summary>A component with its model, to stand inside another.</summary>
    public static RenderFragment Component<T>(object model)
        where T : IComponent => builder =>
        {
            builder.OpenComponent<T>(0);
            builder.AddMultipleAttributes(1, [KeyValuePair.Create("Model", model)]);
            builder.CloseComponent();
        };

    public static async Task WriteAsync(
        HttpContext context, string title, RenderFragment body, int status, MessageStatus? frame)
    {
        var services = context.RequestServices;
        var settings = services.GetRequiredService<ScreenSettings>();
        var visitor = AccessGate.FindVisitor(context);
        var theme = context.Request.Cookies[ThemeCookie];
        var page = new PageModel(
            title, settings, visitor?.Role, context.Request.Path.Value ?? "/", theme is not null && Themes.Contains(theme) ? theme : null,
            DutchTime.Time(services.GetRequiredService<TimeProvider>().GetUtcNow()), StatusObject.Version, frame,
            visitor is null ? PageSurroundings.None : settings.Around(context), body)
        {
            IsCovered = CoverPage.IsCovered(context.Request),
        };
        var text = await Rendering.OfAsync<PageFrame>(services, page);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>After a form: look at that page (303), so that reloading it sends nothing again.</summary>
    public static void SeeOther(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
    }
}
