using Noodlink.Screens.Access;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages;

/// <summary>What stands behind the PIN of the shift, and the PIN itself: shown at its first start, on a sheet to keep, and
/// made anew.</summary>
internal sealed class PinPages(
    Desk desk, ShiftPin pin, Visitors visitors, StationSetup setup, IConfiguration configuration, TimeProvider time)
{
    public const string FirstStart = "/eerste-start";
    public const string Sheet = "/instellingen/herstelblad";
    public const string PutAway = "/eerste-start/opgeborgen";
    public const string Renew = "/instellingen/pincode";

    /// <summary>Does this page ask the PIN at the station's own machine as well? The API there never does.</summary>
    public bool AsksPin(HttpContext context)
    {
        var path = context.Request.Path;
        if (IsAt(path, FirstStart) || IsAt(path, Sheet)) return !pin.IsToBeShown;
        if (IsAt(path, PointPages.Power)) return false;
        if (IsAt(path, SettingsPage.Address) || IsAt(path, OldPage.Address)) return true;
        return path.StartsWithSegments("/meldingen", StringComparison.OrdinalIgnoreCase, out var rest)
            && rest.Value?.Split('/') is [_, { Length: > 0 } number, ..]
            && desk.Find(number) is { } view && OldMessages.IsOld(view, desk.Facts, time.GetUtcNow());
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(FirstStart, context => ShowFirstAsync(context, StatusCodes.Status200OK, null));
        routes.MapPost(PutAway, PutAwayAsync);
        routes.MapGet(Sheet, ShowSheetAsync);
        routes.MapPost(Renew, RenewAsync);
    }

    private Task ShowFirstAsync(HttpContext context, int status, string? fault) => Page.WriteAsync<FirstStartScreen>(
        context, Words.Pin_FirstTitle,
        new FirstStartScreen.FirstStartModel(FormGuard.Of(context), pin.File?.Read() ?? Words.Sheet_NoPin, fault), status);

    private async Task PutAwayAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is null) return;
        if (pin.TryPutAway()) Page.SeeOther(context, "/");
        else await ShowFirstAsync(context, StatusCodes.Status507InsufficientStorage, Words.Pin_NotNoted);
    }

    // This screen stays open: who made the PIN knows it.
    private async Task RenewAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is null) return;
        var role = AccessGate.VisitorOf(context).Role;
        if (!pin.TryRenew())
        {
            await ErrorPages.WriteAsync(
                context, StatusCodes.Status507InsufficientStorage, Words.Error_Wrong, Words.Settings_PinNotMade);
            return;
        }

        visitors.Remember(context, role, pinGiven: true);
        Page.SeeOther(context, FirstStart);
    }

    private Task ShowSheetAsync(HttpContext context) => Page.WriteAsync<SheetScreen>(
        context, Words.Sheet_Title,
        new SheetScreen.SheetModel(
            $"{setup.Identity.Name} {setup.Identity.Id}", pin.File?.Read() ?? Words.Sheet_NoPin,
            Path.GetFullPath(pin.File?.Path ?? ""), OwnAddress(context), DutchTime.DateAndTime(time.GetUtcNow()),
            IsOwnFile: string.IsNullOrWhiteSpace(configuration["Access:PinFile"])));

    // As somebody types it at the machine itself, however this page was reached.
    private static string OwnAddress(HttpContext context) => $"http://127.0.0.1:{context.Connection.LocalPort}/";

    private static bool IsAt(PathString path, string address) =>
        path.StartsWithSegments(address, StringComparison.OrdinalIgnoreCase);
}
