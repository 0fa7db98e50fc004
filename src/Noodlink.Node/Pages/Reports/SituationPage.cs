using System.Globalization;
using System.Text.Json.Nodes;
using Noodlink.Node.Pages.Drafting;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages.Reports;

/// <summary>Situatierapport: how this point is doing. Filled in beforehand with what the last one said, so that most of it
/// is looking and pressing once (domain.md §3d: 40 seconds).</summary>
internal sealed class SituationPage
{
    public const string Address = "/situatie";

    private const int ReportsShown = 5;

    private readonly Desk _desk;
    private readonly FormRound _round;
    private readonly TimeProvider _time;
    private readonly FormSubject _subject;

    public SituationPage(Desk desk, FormRound round, TimeProvider time)
    {
        _desk = desk;
        _round = round;
        _time = time;
        _subject = new FormSubject(
            "situation", Address,
            [
                ("open", Words.Situation_Open), ("staff", Words.Situation_Staff), ("present", Words.Situation_Present),
                ("power", Words.Situation_Power), ("powerHours", Words.Situation_PowerHours), ("lan", Words.Situation_Lan),
                ("radio", Words.Situation_Radio), ("reach112", Words.Situation_112), ("text", Words.Situation_Text),
            ],
            BodyOf, ShowAsync);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, context => _round.GetAsync(context, _subject, Last));
        routes.MapPost(Address, context => _round.PostAsync(context, _subject));
    }

    // What stands in the last one that was for real or practised, whoever reads it: a person looks before pressing.
    private IFormCollection? Last() =>
        Reports().Select(view => view.Body).OfType<SituationReport>().FirstOrDefault() is { } last
            ? DraftFields.Of(
            [
                ("open", last.Open switch { true => "true", false => "false", null => null }),
                ("staff", Text(last.Staff)), ("present", Text(last.Present)), ("power", Text(last.Power)),
                ("powerHours", Text(last.PowerHours)), ("lan", Text(last.Lan)), ("radio", Text(last.Radio)),
                ("reach112", Text(last.Reach112)),
            ]) : null;

    private IReadOnlyList<MessageView> Reports() =>
        _desk.Messages(new MessageFilter([], [Kind.SituationReport], ReportsShown)).Items;

    private static JsonObject BodyOf(IFormCollection form)
    {
        var body = FormJson.Of(
            form, nameof(Kind.SituationReport), ["status", "power", "lan", "radio", "reach112", "text"],
            ["staff", "present", "powerHours"]);
        if (form["open"].ToString() is { Length: > 0 } open) body["open"] = open == "true";
        return body;
    }

    private Task ShowAsync(HttpContext context, FormState form) => Page.WriteAsync<SituationScreen>(
        context, Words.Situation_Title, new SituationScreen.SituationModel(form, Reports(), _time.GetUtcNow()), form.Status);

    private static string? Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture);
}
