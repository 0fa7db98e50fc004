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
                new FormQuestion("open", Words.Situation_Open, IsChoice: true),
                new FormQuestion("staff", Words.Situation_Staff), new FormQuestion("present", Words.Situation_Present),
                new FormQuestion("power", Words.Situation_Power, IsChoice: true),
                new FormQuestion("powerHours", Words.Situation_PowerHours),
                new FormQuestion("reach112", Words.Situation_112, IsChoice: true),
                new FormQuestion("lan", Words.Situation_Lan, IsChoice: true),
                new FormQuestion("radio", Words.Situation_Radio, IsChoice: true),
                new FormQuestion("text", Words.Situation_Text),
            ],
            BodyOf, ShowAsync)
        {
            StoredAsync = LearnAsync,
        };
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, context => _round.GetAsync(context, _subject, Last));
        routes.MapPost(Address, context => _round.PostAsync(context, _subject));
    }

    // What stands in the last one; of power and 112 what was said later at the bar. Hours that were entered count down.
    private IFormCollection? Last()
    {
        var facts = _desk.Facts;
        var last = Reports().Select(view => view.Body).OfType<SituationReport>().FirstOrDefault() ?? new SituationReport();
        (string, string?)[] chosen =
        [
            ("open", last.Open switch { true => "true", false => "false", null => null }),
            ("staff", Text(last.Staff)), ("present", Text(last.Present)),
            ("power", (facts.Power is { Source: not PowerSource.Unknown } power ? power.Source : last.Power)?.ToString()),
            ("powerHours", Text(facts.Power?.Left is { } left ? (int)Math.Min(left.TotalHours, 255) : last.PowerHours)),
            ("lan", last.Lan?.ToString()), ("radio", last.Radio?.ToString()),
            ("reach112", (facts.Reach112 ?? last.Reach112)?.ToString()),
        ];
        return chosen.All(one => one.Item2 is null) ? null : DraftFields.Of(chosen);
    }

    // The bar says what the report says. What is practised is not so.
    private async Task LearnAsync(IFormCollection form, CancellationToken cancel)
    {
        if (form["status"] != nameof(MessageStatus.Actual)) return;
        foreach (var (fact, path) in ((LocalFact, string)[])[
            (LocalFact.Reach112, "reach112"), (LocalFact.PowerSource, "power"), (LocalFact.PowerHours, "powerHours")])
            if (FormJson.Typed(form, path) is { } value && fact.Fits(value)) await _desk.SetFactAsync(fact, value, cancel);
    }

    private IReadOnlyList<MessageView> Reports() =>
        _desk.Messages(new MessageFilter([], [Kind.SituationReport], ReportsShown)).Items;

    private static JsonObject BodyOf(IFormCollection form)
    {
        var body = FormJson.Of(
            form, nameof(Kind.SituationReport), ["power", "lan", "radio", "reach112", "text"],
            ["staff", "present", "powerHours"]);
        if (form["open"].ToString() is { Length: > 0 } open) body["open"] = open == "true";
        return body;
    }

    private Task ShowAsync(HttpContext context, FormState form) => Page.WriteAsync<SituationScreen>(
        context, Words.Situation_Title, new SituationScreen.SituationModel(form, Reports(), _time.GetUtcNow()), form.Status);

    private static string? Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture);
}
