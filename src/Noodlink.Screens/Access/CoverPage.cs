using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Access;

// Problem: the screen stands in a public hall, and whoever sits at it is called away. What neighbours reported must not stay
// readable, and nobody may have to find a PIN first when somebody else runs in.
//
// Idea: one press puts a calm page in front of every page of this browser, by a cookie, so that a reload or another tab
// shows it too. To cover also closes what the PIN opened; so to uncover is always one press, and only a page that stands
// behind the PIN asks it again. A noodmelding is sent past the cover.

/// <summary>Scherm afdekken: hides what stands on the screens of this browser.</summary>
internal static class CoverPage
{
    public const string Address = "/afgedekt";
    public const string Hide = "/afdekken";
    public const string ShowAgain = "/weer-zien";

    private const string CookieName = "noodlink-afgedekt";

    // Longer than any deployment; a cookie without an end would not outlive the browser.
    private static readonly TimeSpan CookieLasts = TimeSpan.FromDays(60);

    /// <summary>Is this browser covered?</summary>
    public static bool IsCovered(HttpRequest request) => request.Cookies.ContainsKey(CookieName);

    /// <summary>Is this browser covered, and is this one of the pages that are?</summary>
    public static bool Hides(HttpRequest request) =>
        IsCovered(request) && HttpMethods.IsGet(request.Method) && !IsPastTheCover(request.Path);

    /// <summary>The calm page, and from there back to this one.</summary>
    public static string AddressFor(string target) => $"{Address}?{SignInPage.TargetField}={Uri.EscapeDataString(target)}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, GetAsync);
        // Neither changes anything but what this browser shows; the gate keeps out pages of others.
        routes.MapPost(Hide, HideAsync);
        routes.MapPost(ShowAgain, ShowAgainAsync);
    }

    private static Task GetAsync(HttpContext context)
    {
        var target = TargetOf(context.Request.Query[SignInPage.TargetField]);
        if (!IsCovered(context.Request))
        {
            Page.SeeOther(context, target);
            return Task.CompletedTask;
        }

        var services = context.RequestServices;
        var settings = services.GetRequiredService<ScreenSettings>();
        var desk = services.GetRequiredService<Desk>();
        var stored = target.StartsWith("/meldingen/", StringComparison.Ordinal)
            && desk.Find(target["/meldingen/".Length..]) is { Own: true } view ? view.Number : null;
        var model = new CoverScreen.CoverModel(
            $"{settings.Point} {settings.StationName}",
            DutchTime.Time(services.GetRequiredService<TimeProvider>().GetUtcNow()), target, stored);
        return Page.WriteAsync<CoverScreen>(context, Words.Cover_Title, model);
    }

    private static async Task HideAsync(HttpContext context)
    {
        if (await FormOfAsync(context) is not { } form) return;
        context.RequestServices.GetRequiredService<Visitors>().Close(context);
        var cookie = Cookie();
        cookie.MaxAge = CookieLasts;
        context.Response.Cookies.Append(CookieName, "1", cookie);
        Page.SeeOther(context, AddressFor(TargetOf(form[SignInPage.TargetField])));
    }

    private static async Task ShowAgainAsync(HttpContext context)
    {
        if (await FormOfAsync(context) is not { } form) return;
        context.Response.Cookies.Delete(CookieName, Cookie());
        Page.SeeOther(context, TargetOf(form[SignInPage.TargetField]));
    }

    private static async Task<IFormCollection?> FormOfAsync(HttpContext context) =>
        await Forms.ReadAsync(context) is var (form, _) ? form : null;

    private static CookieOptions Cookie() =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };

    private static string TargetOf(string? typed) =>
        typed is not null && SignInPage.IsOwnPage(typed) && !typed.StartsWith(Address, StringComparison.OrdinalIgnoreCase)
            ? typed : "/";

    // Programs read no screens. A noodmelding and a blank form show nothing of anybody.
    private static bool IsPastTheCover(PathString path) =>
        ((string[])[Address, "/noodmelding", "/papier", SignInPage.Path, "/static", "/api", "/openapi", "/healthz", "/readyz"])
        .Any(open => path.StartsWithSegments(open, StringComparison.OrdinalIgnoreCase));
}
