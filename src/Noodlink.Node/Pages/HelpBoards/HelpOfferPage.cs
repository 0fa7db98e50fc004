using System.Text.Json.Nodes;
using Noodlink.Node.Pages.Drafting;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.HelpBoards;

/// <summary>Aanbod van hulp. It says beforehand what becomes of it: people see it, and nobody is sent.</summary>
internal sealed class HelpOfferPage
{
    public const string Address = "/aanbod";

    private readonly FormRound _round;
    private readonly TimeProvider _time;
    private readonly FormSubject _subject;
    private readonly HereVillage _here;

    public HelpOfferPage(FormRound round, HereVillage here, TimeProvider time)
    {
        _round = round;
        _time = time;
        _here = here;
        _subject = new FormSubject(
            "offer", Address,
            [
                new FormQuestion("category", Words.Help_OfferWhat, IsChoice: true),
                new FormQuestion("skill", Words.Help_OfferSkill, IsChoice: true),
                new FormQuestion("amount", Words.Help_AskAmount), new FormQuestion("place", Words.Help_AskPlace),
                new FormQuestion("availableFromMinutes", Words.Help_OfferFrom),
                new FormQuestion("availableUntilMinutes", Words.Help_OfferUntil),
                new FormQuestion("text", Words.Help_OfferText),
            ],
            BodyOf, ShowAsync);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, context => _round.GetAsync(context, _subject, () => DraftFields.Of([("place", _here.Name)])));
        routes.MapPost(Address, context => _round.PostAsync(context, _subject));
    }

    // The question which trade is only on the page while a trade is chosen.
    private static JsonObject BodyOf(IFormCollection form) => FormJson.Of(
        form, nameof(Kind.HelpOffer),
        form["category"] == nameof(HelpCategory.Skill) ? ["category", "skill", "place", "text"] : ["category", "place", "text"],
        ["amount", "availableFromMinutes", "availableUntilMinutes"]);

    private Task ShowAsync(HttpContext context, FormState form) => Page.WriteAsync<HelpOfferScreen>(
        context, Words.Help_OfferTitle, new HelpOfferScreen.OfferModel(form, _time.GetUtcNow()), form.Status);
}
