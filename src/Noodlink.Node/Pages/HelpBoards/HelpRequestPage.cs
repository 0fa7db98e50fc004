using System.Text.Json.Nodes;
using Noodlink.Node.Pages.Drafting;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.HelpBoards;

/// <summary>Vraag om hulp: what is behind the question whether somebody is hurt, ill or in danger, when the answer was
/// no.</summary>
internal sealed class HelpRequestPage
{
    public const string Address = "/hulp/vraag";

    private readonly FormRound _round;
    private readonly TimeProvider _time;
    private readonly FormSubject _subject;
    private readonly string _here;

    public HelpRequestPage(FormRound round, ScreenSettings settings, TimeProvider time)
    {
        _round = round;
        _time = time;
        _here = settings.StationName;
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
        routes.MapGet(Address, context => _round.GetAsync(context, _subject, () => DraftFields.Of([("place", _here)])));
        routes.MapPost(Address, context => _round.PostAsync(context, _subject));
    }

    private static JsonObject BodyOf(IFormCollection form) => FormJson.Of(
        form, nameof(Kind.HelpRequest), ["category", "place", "text"], ["amount", "neededBeforeMinutes"]);

    private Task ShowAsync(HttpContext context, FormState form) => Page.WriteAsync<HelpRequestScreen>(
        context, Words.Help_Title, new HelpRequestScreen.HelpModel(form, _time.GetUtcNow()), form.Status);
}
