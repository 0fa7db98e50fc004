using System.Globalization;
using System.Text.Json.Nodes;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>A question of the coördinatiepunt, answered with one tap; typing is possible and never needed.</summary>
internal static class QuestionPanel
{
    /// <summary>The latest question about this message that waits for an answer; a request itself is its own
    /// question.</summary>
    public static MessageView? OpenOne(Desk desk, MessageView view) =>
        MessageRows.IsOpenRequest(view) ? view
        : !view.QuestionOpen ? null
        : view.ReferredBy.Reverse().Select(desk.Find).OfType<MessageView>().FirstOrDefault(MessageRows.IsOpenRequest);

    /// <summary>What was tapped or typed, as an answer to that question.</summary>
    public static JsonObject BodyOf(IFormCollection form, MessageView question)
    {
        var references = new List<string> { question.Number };
        if (question.Body is Request { References: var about }) references.AddRange(
            about.Select(one => one.ToString()));
        var body = new JsonObject
        {
            ["kind"] = "Reply",
            ["references"] = new JsonArray([.. references.Select(one => (JsonNode)one)]),
        };
        var tapped = form["answer"].ToString();
        if (tapped is "Yes" or "No" or "Unknown") body["answer"] = tapped;
        else if (form["number"].ToString().Trim() is { Length: > 0 } typed)
            body["answer"] = ushort.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number : typed;
        if (form["text"].ToString().Trim() is { Length: > 0 } text) body["text"] = text;
        return body;
    }

    public static Html Of(HttpContext context, Desk desk, MessageView view, FormFields fields)
    {
        if (OpenOne(desk, view) is not { Body: Request request } question)
            return Html.Of($"""<div id="vraag" data-live>{fields.Fault("answer")}</div>""");
        return Html.Of($"""
            <section class="ask" id="vraag" data-live aria-label="Vraag van coördinatiepunt">
            <p>Het coördinatiepunt vraagt ({question.Number}):</p>
            <p class="question">{Marks.Question(request)}</p>
            {fields.Fault("answer")}
            <form method="post" action="/meldingen/{view.Number}/antwoord">
            {Forms.Token(context)}<input type="hidden" name="{FormKey.Field}" value="{FormKey.New()}">
            {Taps(request)}
            <details id="anders"{(fields.Errors.Count > 0 || request.Question is null or Question.Q1, "open")}>
            <summary>Antwoord met een zin</summary>
            {fields.Area("text", "Uw antwoord", "Hooguit 140 tekens.")}
            <p><button class="button" name="answer" value="">Geef dit antwoord</button></p>
            </details>
            </form>
            </section>
            """);
    }

    private static Html Taps(Request request) => request.Question is Question.Q3
        ? Html.Of($"""
            <div class="buttons"><div class="field small"><label for="number">Aantal</label>
            <input id="number" name="number" inputmode="numeric" maxlength="5"></div>
            <button class="button main" name="answer" value="">Geef dit aantal</button>
            <button class="button" name="answer" value="Unknown">Weet ik niet</button></div>
            """)
        : Html.Of($"""
            <div class="buttons">
            <button class="button main" name="answer" value="Yes">Ja</button>
            <button class="button main" name="answer" value="No">Nee</button>
            <button class="button" name="answer" value="Unknown">Weet ik niet</button>
            </div>
            """);
}
