using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Access;

/// <summary>Choose a role; with the PIN of the shift from another machine, and for a page that asks it.</summary>
internal sealed class SignInPage(
    ScreenSettings settings, Visitors visitors, PinPatience patience, ILogger<SignInPage> logger, ShiftPin pin,
    Desk desk)
{
    public const string Path = "/aanmelden";

    /// <summary>The page that asked for the PIN, to go back to.</summary>
    public const string TargetField = "naar";

    private const string Begin = "/";

    /// <summary>Sign in, then go on to a page that asks the PIN.</summary>
    public static string AddressFor(string target) => $"{Path}?{TargetField}={Uri.EscapeDataString(target)}";

    /// <summary>An address on this station: "//elsewhere" and "/\\elsewhere" are other machines to a browser.</summary>
    public static bool IsOwnPage(string target) =>
        target is ['/', ..] and not ['/', '/' or '\\', ..] && !target.Any(char.IsControl);

    public Task GetAsync(HttpContext context) =>
        ShowAsync(context, StatusCodes.Status200OK, null, context.Request.Query[TargetField]);

    public async Task PostAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var role = form["role"].ToString();
        var target = form[TargetField].ToString();
        if (!settings.Roles.Contains(role))
        {
            await ShowAsync(context, StatusCodes.Status422UnprocessableEntity, Words.SignIn_ChooseRole, target);
            return;
        }

        if (AsksPin(context, target))
        {
            if (Look(context, form["pin"].ToString()) is { } refused)
            {
                await ShowAsync(context, refused.Status, refused.Fault, target);
                return;
            }

            visitors.Remember(context, role, pinGiven: true);
        }
        else
        {
            visitors.Remember(context, role, visitors.Of(context) is { PinGiven: true });
        }

        Page.SeeOther(context, IsOwnPage(target) ? target : Begin);
    }

    /// <summary>A role signs in with the PIN on a page of its own. Null: it is signed in; otherwise what to say.</summary>
    public string? Try(HttpContext context, string role, string typed)
    {
        if (Look(context, typed) is { } refused) return refused.Fault;
        visitors.Remember(context, role, pinGiven: true);
        return null;
    }

    /// <summary>After a wrong PIN: how long the next try waits.</summary>
    /// <param name="fault">Empty: there was none, so nobody has to know.</param>
    public int WaitSeconds(HttpContext context, string? fault) => string.IsNullOrEmpty(fault) ? 0
        : (int)Math.Ceiling(patience.LeftFor(context.Connection.RemoteIpAddress).TotalSeconds);

    public async Task SignOutAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is null) return;
        // At this machine nobody needs to sign in to send; only what the PIN opened is closed.
        if (AccessPolicy.IsLocal(context)) visitors.Close(context);
        else Visitors.Forget(context);
        Page.SeeOther(context, AccessPolicy.IsLocal(context) ? Begin : Path);
    }

    public Task ShowAsync(HttpContext context, int status, string? fault, string? target)
    {
        if (pin.File is not null && pin.File.Stamp() is null) pin.MakeIfMissing();
        var visitor = visitors.Of(context);
        var asks = AsksPin(context, target);
        var model = new SignInModel(
            FormGuard.Of(context), settings.Roles, visitor?.Role ?? settings.Roles[0], asks,
            target is not null && IsOwnPage(target) ? target : null, fault, WaitSeconds(context, fault))
        {
            NoPin = asks && pin.File?.Stamp() is null,
            MaySignOut = visitor is { PinGiven: true },
            AtOwnMachine = AccessPolicy.IsLocal(context),
        };
        return Page.WriteAsync<SignInScreen>(context, Words.SignIn_Title, model, status);
    }

    // Null: it is right.
    private (int Status, string Fault)? Look(HttpContext context, string typed)
    {
        var remote = context.Connection.RemoteIpAddress;
        switch (patience.Try(remote, () => pin.File?.Is(typed) ?? false))
        {
            case true:
                return null;
            case null:
                desk.Dropped.Add("pinTurnedAway");
                context.Response.Headers.RetryAfter =
                    $"{Math.Max(1, WaitSeconds(context, Words.SignIn_TooSoon))}";
                return (StatusCodes.Status429TooManyRequests, Words.SignIn_TooSoon);
            default:
                Log.WrongPin(logger, remote);
                return (StatusCodes.Status401Unauthorized, Words.SignIn_Wrong);
        }
    }

    // At this machine only a page that stands behind the PIN asks for it, and such a page always says where it is.
    private static bool AsksPin(HttpContext context, string? target) =>
        !AccessPolicy.IsLocal(context) || !string.IsNullOrEmpty(target);
}

/// <summary>What the sign-in page shows.</summary>
/// <param name="Role">The one that is chosen already.</param>
/// <param name="AsksPin">Not at the station's own machine, unless a page asked for it.</param>
/// <param name="Target">Where to go on to; null: the beginning.</param>
/// <param name="Fault">What was wrong with the last try.</param>
/// <param name="WaitSeconds">Before the next try is looked at; 0: at once.</param>
public sealed record SignInModel(
    FormGuard Guard, IReadOnlyList<string> Roles, string Role, bool AsksPin, string? Target, string? Fault,
    int WaitSeconds)
{
    /// <summary>There is no PIN: it could not be made.</summary>
    public bool NoPin { get; init; }

    /// <summary>There is something to close.</summary>
    public bool MaySignOut { get; init; }

    /// <summary>Then a noodmelding can be sent without any of this.</summary>
    public bool AtOwnMachine { get; init; }
}
