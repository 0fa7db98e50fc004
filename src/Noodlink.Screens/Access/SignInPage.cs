using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;

namespace Noodlink.Screens.Access;

/// <summary>Choose a role; from another machine with the PIN of the shift.</summary>
internal sealed class SignInPage(
    ScreenSettings settings, Visitors visitors, PinPatience patience, ILogger<SignInPage> logger, ShiftPin pin,
    Desk desk)
{
    public const string Path = "/aanmelden";

    public Task GetAsync(HttpContext context) => ShowAsync(context, StatusCodes.Status200OK, null);

    public async Task PostAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var role = form["role"].ToString();
        if (!settings.Roles.Contains(role))
        {
            await ShowAsync(context, StatusCodes.Status422UnprocessableEntity, "Kies een rol.");
            return;
        }

        if (!AccessPolicy.IsLocal(context))
        {
            var typed = form["pin"].ToString();
            var remote = context.Connection.RemoteIpAddress;
            var right = await patience.TryAsync(remote, () => pin.File?.Is(typed) ?? false, context.RequestAborted);
            if (right is not true)
            {
                var tooMany = right is null;
                if (tooMany) desk.Dropped.Add("pinTurnedAway");
                else Log.WrongPin(logger, remote);
                await ShowAsync(
                    context, tooMany ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized,
                    tooMany ? "Er zijn te veel pogingen tegelijk. Wacht even en probeer het opnieuw."
                        : "Deze pincode klopt niet. Probeer het opnieuw; het duurt nu wat langer.");
                return;
            }
        }

        visitors.Remember(context, role);
        Layout.SeeOther(context, "/");
    }

    public static async Task SignOutAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is null) return;
        Visitors.Forget(context);
        Layout.SeeOther(context, Path);
    }

    public Task ShowAsync(HttpContext context, int status, string? fault)
    {
        var visitor = visitors.Of(context);
        var needsPin = !AccessPolicy.IsLocal(context);
        return Layout.WriteAsync(context, "Aanmelden", Html.Of($"""
            <h1>Wie bent u?</h1>
            {(fault is null ? Html.Empty : Html.Of($"""<p class="fault" role="alert">{fault}</p>"""))}
            <form method="post" action="{Path}">
            {Forms.Token(context)}
            <fieldset><legend>Uw rol</legend><div class="choices">
            {settings.Roles.Select(role => Html.Of($"""
                <label class="choice"><input type="radio" name="role" value="{role}" required{(
                    role == (visitor?.Role ?? settings.Roles[0]), "checked")}> {role}</label>
                """))}
            </div></fieldset>
            {(needsPin ? Html.Of($"""
                <p class="field"><label for="pin">Pincode van deze dienst</label>
                <input id="pin" name="pin" type="password" inputmode="numeric" autocomplete="off" required></p>
                """) : Html.Empty)}
            <p><button class="button main">Verder</button></p>
            </form>
            {(visitor is null || !needsPin ? Html.Empty : Html.Of($"""
                <form method="post" action="/afmelden">{Forms.Token(
                    context)}<button class="button">Afmelden</button></form>
                """))}
            """), status);
    }
}
