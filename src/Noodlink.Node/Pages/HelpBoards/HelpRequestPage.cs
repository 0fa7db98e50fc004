using System.Text.Json.Nodes;
using Noodlink.Node.Pages.Drafting;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.HelpBoards;

/// <summary>Vraag om hulp: what is behind the question whether somebody is hurt, ill or in danger, when the answer was
/// no.</summary>
internal sealed class HelpRequestPage
{
    public const string Address = "/hulp/vraag";

    /// <summary>Name of the button that makes a noodmelding of what was typed.</summary>
    public const string UrgentField = "spoed";

    private readonly Desk _desk;
    private readonly FormRound _round;
    private readonly TimeProvider _time;
    private readonly FormSubject _subject;
    private readonly HereVillage _here;

    public HelpRequestPage(Desk desk, FormRound round, HereVillage here, TimeProvider time)
    {
        _desk = desk;
        _round = round;
        _time = time;
        _here = here;
        _subject = new FormSubject(
            "help", Address,
            [
                new FormQuestion("category", Words.Help_AskWhat, IsChoice: true),
                new FormQuestion("amount", Words.Help_AskAmount),
                new FormQuestion("neededBeforeMinutes", Words.Help_AskBefore, IsChoice: true),
                new FormQuestion("place", Words.Help_AskPlace), new FormQuestion("text", Words.Help_AskText),
            ],
            BodyOf, ShowAsync);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, context => _round.GetAsync(context, _subject, () => DraftFields.Of([("place", _here.Name)])));
        routes.MapPost(Address, PostAsync);
    }

    // Somebody is hurt after all: what was typed is the beginning of the noodmelding, and the request stays as a draft.
    private async Task PostAsync(HttpContext context)
    {
        if (await Forms.ReadAsync(context) is not var (form, isOurs)) return;
        if (!isOurs || !form.ContainsKey(UrgentField))
        {
            await _round.PostAsync(context, _subject);
            return;
        }

        var id = DraftText.NewId();
        await _desk.SaveDraftAsync(
            new DraftText(id, "alarm", new JsonObject { ["text"] = form["text"].ToString() }.ToJsonString()),
            context.RequestAborted);
        Page.SeeOther(context, $"/noodmelding/{id}");
    }

    private static JsonObject BodyOf(IFormCollection form) => FormJson.Of(
        form, nameof(Kind.HelpRequest), ["category", "place", "text"], ["amount", "neededBeforeMinutes"]);

    private Task ShowAsync(HttpContext context, FormState form) => Page.WriteAsync<HelpRequestScreen>(
        context, Words.Help_Title, new HelpRequestScreen.HelpModel(form, _time.GetUtcNow()), form.Status);
}
