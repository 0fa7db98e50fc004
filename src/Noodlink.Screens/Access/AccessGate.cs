using Microsoft.AspNetCore.Http;
using Noodlink.Screens.Api;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;

namespace Noodlink.Screens.Access;

/// <summary>Stands before everything else: says who comes in (interfaces.md §2, <c>Access:*</c>).</summary>
internal sealed class AccessGate(RequestDelegate next, AccessPolicy policy, Visitors visitors, SignInPage signIn, ScreenSettings settings)
{
    private static readonly object VisitorKey = new();

    /// <summary>The visitor of this request; only behind the gate.</summary>
    public static Visitor VisitorOf(HttpContext context) =>
        context.Items[VisitorKey] as Visitor
            ?? throw new InvalidOperationException("This page stands outside the gate.");

    /// <summary>The visitor, or null where everyone may come: sign-in, health.</summary>
    public static Visitor? FindVisitor(HttpContext context) => context.Items[VisitorKey] as Visitor;

    public async Task InvokeAsync(HttpContext context)
    {
        SetSecurityHeaders(context.Response.Headers);
        if (!policy.IsOurHost(context))
        {
            await RefuseAsync(context, "The Host header names another machine; see Access:Hosts.");
        }
        else if (AccessPolicy.IsForeignChange(context.Request))
        {
            await RefuseAsync(context, "The request comes from a page of another origin.");
        }
        else
        {
            var visitor = visitors.Of(context);
            if (visitor is not null) context.Items[VisitorKey] = visitor;
            if (visitor is not null && settings.MayCover && CoverPage.Hides(context.Request))
                Page.SeeOther(context, CoverPage.AddressFor(context.Request.Path + context.Request.QueryString));
            else if (visitor is { PinGiven: false } && settings.AsksPin(context)) await AskPinAsync(context);
            else if (visitor is not null || IsOpenToAll(context.Request.Path)) await next(context);
            else if (IsForPrograms(context.Request)) await AskProgramAsync(context);
            else await signIn.ShowAsync(context, StatusCodes.Status401Unauthorized, null, null);
        }
    }

    private static bool IsOpenToAll(PathString path) =>
        path == "/healthz" || path == "/readyz" || path == SignInPage.Path
        || path.StartsWithSegments("/static", StringComparison.OrdinalIgnoreCase);

    // Programs get an answer they can read; a person gets the sign-in page with the same status.
    private static bool IsForPrograms(HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || request.Path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase)
        || !HttpMethods.IsGet(request.Method);

    // To look at: the page that asks, and back. A page that stands open goes there as well when it is refreshed. What
    // would change something is not done, and not kept to be done later.
    private Task AskPinAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return signIn.ShowAsync(context, StatusCodes.Status401Unauthorized, null, "/");
        Page.SeeOther(context, SignInPage.AddressFor(request.Path + request.QueryString));
        return Task.CompletedTask;
    }

    private static Task AskProgramAsync(HttpContext context) =>
        ApiProblem.WriteAsync(context, StatusCodes.Status401Unauthorized, "Sign in first", $"See {SignInPage.Path}.");

    private static Task RefuseAsync(HttpContext context, string detail) =>
        ApiProblem.WriteAsync(context, StatusCodes.Status403Forbidden, "Not allowed", detail);

    // The policy on referrers is same-origin, not none: with none a browser hides the Origin of our own forms as well.
    private static void SetSecurityHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy =
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.CacheControl = "no-store";
    }
}
