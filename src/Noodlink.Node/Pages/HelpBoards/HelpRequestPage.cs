using System.Text.Json.Nodes;
using Noodlink.Node.Drafts;
using Noodlink.Node.Pages.Drafting;
using Noodlink.Node.Pages.Sending;
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

    /// <summary>Name of the button that makes a noodmelding of what was typed.</summary>
    public const string UrgentField = "_spoed";

    /// <summary>Name of the button that leads back to the first question.</summary>
    public const string FirstField = "_eerste";

    private readonly FormRound _round;
    private readonly TimeProvider _time;
    private readonly FormSubject _subject;
    private readonly HereVillage _here;

    public HelpRequestPage(FormRound round, HereVillage here, TimeProvider time)
    {
        _round = round;
        _time = time;
        _here = here;
        _subject = new FormSubject(
            DraftForms.Help, Address,
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

    private async Task PostAsync(HttpContext context)
    {
        if (await Forms.ReadAsync(context) is not var (form, isOurs)) return;
        if (isOurs && form.ContainsKey(UrgentField)) await MakeAlarmAsync(context, form);
        else if (isOurs && form.ContainsKey(FirstField)) await AskFirstAsync(context, form);
        else await _round.PostAsync(context, _subject);
    }

    // Somebody is hurt after all: the same draft is a noodmelding from now on, and what was typed is its toelichting.
    private async Task MakeAlarmAsync(HttpContext context, IFormCollection form)
    {
        if (await _round.SetAsideAsync(context, _subject, form, DraftForms.Alarm))
            Page.SeeOther(context, $"{SendingPages.Address}/{FormKey.Of(form)}");
    }

    // The place stands there beforehand: by itself it is nothing that somebody typed.
    private async Task AskFirstAsync(HttpContext context, IFormCollection form)
    {
        var isTyped = _subject.Questions.Any(
            question => question.Path != "place" && FormJson.Typed(form, question.Path) is not null);
        if (!isTyped) Page.SeeOther(context, HelpFirstPage.Address);
        else if (await _round.SetAsideAsync(context, _subject, form))
            Page.SeeOther(context, HelpFirstPage.AddressOf(FormKey.Of(form)));
    }

    private static JsonObject BodyOf(IFormCollection form) => FormJson.Of(
        form, nameof(Kind.HelpRequest), ["category", "place", "text"], ["amount", "neededBeforeMinutes"]);

    private Task ShowAsync(HttpContext context, FormState form) => Page.WriteAsync<HelpRequestScreen>(
        context, Words.Help_Title, new HelpRequestScreen.HelpModel(form, _time.GetUtcNow()), form.Status);
}
