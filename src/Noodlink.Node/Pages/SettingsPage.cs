using System.Text.Json.Nodes;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Api;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages;

/// <summary>What can be set at this point, how the machine is, and what it knows of itself.</summary>
internal sealed class SettingsPage(Desk desk, SendForm send, StationSetup setup, TimeProvider time)
{
    public const string Address = "/instellingen";
    public const string Theme = "/instellingen/beeld";
    public const string Test = "/instellingen/proefbericht";

    // As long as the machine stands here.
    private static readonly TimeSpan ThemeLasts = TimeSpan.FromDays(365);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, context => ShowAsync(context, StatusCodes.Status200OK, null));
        routes.MapPost(Theme, ChooseThemeAsync);
        routes.MapPost(Test, SendTestAsync);
    }

    private Task ShowAsync(HttpContext context, int status, string? fault) => Page.WriteAsync<SettingsScreen>(
        context, Words.Settings_Title,
        new SettingsScreen.SettingsModel(
            FormGuard.Of(context), context.Request.Cookies[Page.ThemeCookie],
            MachineStand.Of(desk, time.GetUtcNow()), StationFacts(context), fault),
        status);

    private static async Task ChooseThemeAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var cookie = new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true, MaxAge = ThemeLasts,
        };
        var theme = form["beeld"].ToString();
        if (Page.Themes.Contains(theme)) context.Response.Cookies.Append(Page.ThemeCookie, theme, cookie);
        else context.Response.Cookies.Delete(Page.ThemeCookie, cookie);
        Page.SeeOther(context, Address);
    }

    // A Test goes to nobody but the coördinatiepunt's own screen and folder, and comes back as every noodmelding does.
    private async Task SendTestAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var body = new JsonObject
        {
            ["kind"] = nameof(Kind.Alarm), ["status"] = nameof(MessageStatus.Test),
            ["services"] = new JsonArray(nameof(EmergencyService.Unsure)), ["type"] = nameof(AlarmType.Other),
            ["dangerToLife"] = nameof(Danger.No), ["text"] = Words.Settings_TestText,
            ["location"] = new JsonObject
            {
                ["kind"] = nameof(LocationKind.Here), ["certainty"] = nameof(Certainty.Certain),
            },
        };
        switch (await send.SendAsync(body, FormKey.Of(form), context.RequestAborted))
        {
            case (AcceptOutcome.Stored stored, _):
                Page.SeeOther(context, $"/meldingen/{stored.Number}");
                break;
            case (AcceptOutcome.KeyConflict conflict, _):
                Page.SeeOther(context, $"/meldingen/{conflict.FirstNumber}");
                break;
            case (AcceptOutcome.NotStored lost, _):
                await ShowAsync(context, StatusCodes.Status507InsufficientStorage, lost.Reason);
                break;
            case (_, var errors):
                await ShowAsync(
                    context, StatusCodes.Status422UnprocessableEntity, string.Join(' ', errors.SelectMany(one => one.Value)));
                break;
        }
    }

    private List<(string Label, string Words)> StationFacts(HttpContext context)
    {
        var station = setup.Station;
        List<(string Label, string? Words)> all =
        [
            (Words.Settings_Name, station.Name), (Words.Settings_Number, $"{station.Id} ({station.Number})"),
            (Words.Settings_Gemeente, station.Gemeente), (Words.Settings_Address, station.Address),
            (Words.Settings_Rd, station.Rd), (Words.Settings_Contact, station.Contact),
            (Words.Settings_Hubs, string.Join(", ", setup.HubNumbers)),
            (Words.Settings_Data, Path.GetFullPath(station.DataDirectory)),
            (Words.Settings_Screen, $"http://127.0.0.1:{context.Connection.LocalPort}/"),
            (Words.Settings_Version, StatusObject.Version),
        ];
        return [.. all.Select(one => (one.Label, string.IsNullOrWhiteSpace(one.Words) ? Words.Settings_Unset : one.Words))];
    }
}
