using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>One message: how far it honestly is, what to say, what to do, and everything that happened to it.</summary>
internal sealed class MessagePage(
    Desk desk, SendForm send, ReadAloudPanel aloud, StationSetup setup, TimeProvider time)
{
    public Task GetAsync(HttpContext context) =>
        Find(context) is { } view ? ShowAsync(context, view, StatusCodes.Status200OK, FormFields.NoErrors, null)
        : NotThereAsync(context);

    /// <summary>One tap answers a question.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (Find(context) is not { } view)
        {
            await NotThereAsync(context);
            return;
        }

        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var question = QuestionPanel.OpenOne(desk, view);
        if (question is null)
        {
            await ShowAsync(context, view, StatusCodes.Status409Conflict,
                SendForm.One("answer", "Deze vraag is al beantwoord."), form);
            return;
        }

        var (outcome, errors) = await send.SendAsync(
            QuestionPanel.BodyOf(form, question), FormKey.Of(form), context.RequestAborted);
        switch (outcome)
        {
            case AcceptOutcome.Stored or AcceptOutcome.KeyConflict:
                Layout.SeeOther(context, $"/meldingen/{view.Number}");
                break;
            case AcceptOutcome.NotStored lost:
                await ShowAsync(context, view, StatusCodes.Status507InsufficientStorage,
                    SendForm.One("answer", $"NIET OPGESLAGEN: {lost.Reason}"), form);
                break;
            default:
                await ShowAsync(context, view, StatusCodes.Status422UnprocessableEntity, errors, form);
                break;
        }
    }

    /// <summary>The operator read it aloud over the portofoon.</summary>
    public async Task ReadAloudAsync(HttpContext context)
    {
        if (Find(context) is not { } view)
        {
            await NotThereAsync(context);
            return;
        }

        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var (status, errors) = await aloud.NoteAsync(context, view.Number, form);
        if (errors.Count == 0) Layout.SeeOther(context, $"/meldingen/{view.Number}");
        else await ShowAsync(context, view, status, errors, form);
    }

    /// <summary>The operator has read what went wrong.</summary>
    public async Task ReadAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is null) return;
        var number = (string)context.Request.RouteValues["id"]!;
        if (await desk.MarkReadAsync(number, context.RequestAborted)) Layout.SeeOther(context, $"/meldingen/{number}");
        else await NotThereAsync(context);
    }

    private Task ShowAsync(
        HttpContext context, MessageView view, int status, IReadOnlyDictionary<string, string[]> errors,
        IFormCollection? typed)
    {
        var now = time.GetUtcNow();
        var name = $"{MessageLabels.Of(view.Kind)} {view.Number}";
        return Layout.WriteAsync(context, name, Html.Of($"""
            <h1>{name}</h1>
            <p>{Marks.Status(view.Status)} {Marks.Title(view)} {DangerOf(view)} {Marks.SameNumber(view)}</p>
            {QuestionPanel.Of(context, desk, view, new FormFields(typed, errors))}
            {Stand(context, view, now)}
            {Buttons(view)}
            {ReadAloudPanel.Of(context, view, new FormFields(typed, errors))}
            {Content(view)}
            {Around(view)}
            <h2>Wat er gebeurde</h2>
            <div id="verloop" data-live>{HistoryTable.Of(view, now)}{Travel(view, now)}</div>
            """), status, view.Status);
    }

    private Html Stand(HttpContext context, MessageView view, DateTimeOffset now)
    {
        if (!view.Own) return Html.Empty;
        var sentence = ResidentSentence.Of(view, setup.Station.Contact, now);
        var colour = sentence.Urgent ? "red" : Marks.Colour(view);
        // Only a noodmelding has a resident who waits for an answer.
        var say = view.Kind != Kind.Alarm ? Html.Empty : Html.Of($"""
            <p class="label">Zeg tegen de melder:</p><blockquote class="say">{sentence.Say}</blockquote>
            """);
        return Html.Of($"""
            <section class="stand c-{colour}" id="stand" data-live aria-label="Hoe het ermee staat">
            <p>{Marks.State(view)}</p>
            {say}
            {(sentence.Do.Length == 0 ? Html.Empty : Html.Of($"""<p class="do">{sentence.Do}</p>"""))}
            {(MustBeRead(view) ? Html.Of($"""
                <form method="post" action="/meldingen/{view.Number}/gelezen">{Forms.Token(
                    context)}<button class="button">Gelezen</button></form>
                """) : Html.Empty)}
            </section>
            """);
    }

    private static bool MustBeRead(MessageView view) => view.Undone;

    private static Html Buttons(MessageView view) => Html.If(
        view is { Own: true, Kind: Kind.Alarm },
        $"""
        <div class="buttons">
        <a class="button main" href="/meldingen/{view.Number}/aanvulling">Aanvulling</a>
        <a class="button back" href="/meldingen/{view.Number}/intrekken">Intrekken</a>
        <a class="button" href="/meldingen/{view.Number}/print">Afdrukken</a>
        <a class="button" href="/meldingen/{view.Number}/schrijf-over">Schrijf over</a>
        </div>
        """);

    private static Html DangerOf(MessageView view) =>
        view.Body is Alarm { Facts.DangerToLife: var danger } ? Marks.Danger(danger) : Html.Empty;

    private static Html Content(MessageView view) => view.Body switch
    {
        Alarm alarm => FactsList.Of(alarm.Facts),
        AlarmUpdate update => FactsList.Of(update.Changes),
        AlarmCancel cancel => Html.Of($"""
            <p>Reden: <strong>{Labels.Of(cancel.Reason)}</strong></p><p class="typed">{cancel.Text}</p>
            """),
        Request request => Html.Of($"""<p class="typed">{Marks.Question(request)}</p>"""),
        Reply reply => Html.Of($"""<p class="typed">{Marks.Answer(reply)}</p>"""),
        SituationReport report => Html.Of($"""<p class="typed">{report.Text}</p>"""),
        null => Html.Of($"<p>De inhoud is gewist, zoals is afgesproken. Nummer en tijden blijven staan.</p>"),
        _ => Html.Empty,
    };

    /// <summary>Aanvullingen, questions and answers that belong to it, and what it belongs to itself.</summary>
    private Html Around(MessageView view)
    {
        var around = view.ReferredBy.Select(desk.Find).OfType<MessageView>().ToList();
        if (around.Count == 0) return Html.Empty;
        var now = time.GetUtcNow();
        return Html.Of($"""
            <section id="erbij" data-live><h2>Hoort hierbij</h2>
            <ul class="cards">{around.Select(one => LinkedRow.Of(one, now))}</ul></section>
            """);
    }

    private static Html Travel(MessageView view, DateTimeOffset now) => Html.If(
        view.Own,
        $"""
        <p class="hint">Pogingen: {view.Attempts}{Last(view)}.
        {string.Join(" ", view.Deliveries.Select(one => Delivered(one, now)))}</p>
        """);

    private static string Last(MessageView view) =>
        view.Bearer is { } bearer ? $", het laatst via {MessageLabels.Of(bearer)}" : "";

    private static string Delivered(Delivery one, DateTimeOffset now) =>
        $"Binnen via {MessageLabels.Of(one.Bearer)} om {Ago.Moment(one.At, now)}"
        + (one.Complete ? "." : " (nog niet alles).");

    private MessageView? Find(HttpContext context) => desk.Find((string)context.Request.RouteValues["id"]!);

    private static Task NotThereAsync(HttpContext context) => ErrorPages.WriteAsync(
        context, StatusCodes.Status404NotFound, "Deze melding is er niet", "Controleer het nummer.");
}
