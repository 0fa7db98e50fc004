using System.Text.Json.Nodes;
using Noodlink.Node.Pages.Drafting;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Access;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages;

// Problem: at six in the morning the one who knows everything goes home, and the one who knows nothing sits down.
//
// Idea: one page says what is open, in the words of the screens, and prints on one A4. The role that comes on duty gives
// the PIN there; that starts its shift, closes what is from before it behind the PIN, and tells the coördinatiepunt in one
// short message. Roles, never names.

/// <summary>Dienst: who is on duty, and the handover to the next.</summary>
internal sealed class ShiftPage
{
    public const string Address = "/dienst";

    private const string RoleIn = "roleIn", Agreements = "text";

    private readonly Desk _desk;
    private readonly FormRound _round;
    private readonly SignInPage _signIn;
    private readonly ScreenSettings _settings;
    private readonly TimeProvider _time;
    private readonly FormSubject _subject;

    public ShiftPage(Desk desk, FormRound round, SignInPage signIn, ScreenSettings settings, TimeProvider time)
    {
        _desk = desk;
        _round = round;
        _signIn = signIn;
        _settings = settings;
        _time = time;
        _subject = new FormSubject(
            "shift", Address,
            [new FormQuestion(Agreements, Words.Shift_Agreements), new FormQuestion(RoleIn, Words.Shift_Next, IsChoice: true)],
            BodyOf, ShowAsync)
        {
            StoredAsync = (form, cancel) => _desk.SetFactAsync(LocalFact.Shift, form[RoleIn].ToString(), cancel),
        };
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, context => _round.GetAsync(context, _subject, () => null));
        routes.MapPost(Address, PostAsync);
    }

    private async Task PostAsync(HttpContext context)
    {
        if (await Forms.ReadAsync(context) is not var (form, isOurs)) return;
        // To throw a draft away needs no PIN; a form that is not ours is shown again by the round itself.
        if (!isOurs || form.ContainsKey(FormRound.DropField))
        {
            await _round.PostAsync(context, _subject);
            return;
        }

        if (!_settings.Roles.Contains(form[RoleIn].ToString()))
        {
            await _round.AgainAsync(context, _subject, form, SendForm.One(RoleIn, Words.Shift_ChooseNext));
            return;
        }

        if (_signIn.Try(context, form[RoleIn].ToString(), form[ShiftScreen.PinField].ToString()) is { } fault)
        {
            await _round.AgainAsync(context, _subject, form, SendForm.One(ShiftScreen.PinField, fault));
            return;
        }

        await _round.PostAsync(context, _subject);
        if (context.Response.StatusCode == StatusCodes.Status303SeeOther) Page.SeeOther(context, "/");
    }

    private JsonObject BodyOf(IFormCollection form)
    {
        var sheet = HandoverSheet.Of(_desk, _time.GetUtcNow());
        var body = new JsonObject
        {
            ["kind"] = nameof(Kind.ShiftHandover), [RoleIn] = form[RoleIn].ToString(),
            ["openAlarms"] = sheet.Alarms.Count, ["openRequests"] = sheet.HelpRequests.Count, ["waiting"] = sheet.Waiting,
        };
        if (sheet.Role is { } role) body["roleOut"] = role;
        if (FormJson.Typed(form, Agreements) is { } text) body[Agreements] = text;
        return body;
    }

    private Task ShowAsync(HttpContext context, FormState form)
    {
        var now = _time.GetUtcNow();
        var model = new ShiftScreen.ShiftModel(
            form, HandoverSheet.Of(_desk, now), _settings.Roles, $"{_settings.Point} {_settings.StationName}",
            _signIn.WaitSeconds(context, form.Fields.FaultText(ShiftScreen.PinField)), now);
        return Page.WriteAsync<ShiftScreen>(context, Words.Shift_Title, model, form.Status);
    }
}
