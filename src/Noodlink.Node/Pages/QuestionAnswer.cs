using System.Globalization;
using System.Text.Json.Nodes;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>A question of the coördinatiepunt: which one waits, what can be tapped, and the answer as a message.</summary>
internal static class QuestionAnswer
{
    /// <summary>A tap counts this far; more is typed.</summary>
    private const int TappedMax = 13;

    /// <summary>In the form: the number of the question that stood on the page.</summary>
    public const string Field = "_vraag";

    /// <summary>Key of the fault that another screen was first.</summary>
    public const string DoneFault = "_klaar";

    /// <summary>The latest question about this message that waits for an answer; a request itself is its own
    /// question. Of two questions, the other one comes when one is answered.</summary>
    public static MessageView? OpenOne(Desk desk, MessageView view) =>
        MessageRows.IsOpenRequest(view) ? view : About(desk, view).LastOrDefault(one => MessageRows.IsAsked(desk, one));

    /// <summary>The question that was on the page when somebody pressed, whatever was asked since; null: it has been
    /// answered.</summary>
    /// <param name="number">As the page named it; empty: it named none.</param>
    public static MessageView? Pressed(Desk desk, MessageView view, string? number) =>
        string.IsNullOrEmpty(number) ? OpenOne(desk, view)
        : About(desk, view).Append(view).LastOrDefault(one => one.Number == number && MessageRows.IsOpenRequest(one));

    private static IEnumerable<MessageView> About(Desk desk, MessageView view) =>
        view.ReferredBy.Select(desk.Find).OfType<MessageView>();

    /// <summary>The answers that take one tap; none where only words help.</summary>
    public static IReadOnlyList<Choice> Taps(Request request) => request.Question switch
    {
        Question.Q1 => [new("Unknown", Words.Question_Unknown)],
        Question.Q3 =>
        [
            .. Enumerable.Range(0, TappedMax + 1).Select(
                number => number.ToString(CultureInfo.InvariantCulture)).Select(number => new Choice(number, number)),
            new("Unknown", Words.Question_Unknown),
        ],
        Question.Q8 => [new("Yes", Words.Question_Coming), new("No", Words.Question_CannotCome)],
        _ => [new("Yes", Words.Question_Yes), new("No", Words.Question_No), new("Unknown", Words.Question_Unknown)],
    };

    /// <summary>Only words help: the field for them is open from the start.</summary>
    public static bool NeedsWords(Request request) => request.Question is null or Question.Q1;

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
        else if (Typed(tapped.Length > 0 ? tapped : form["number"].ToString().Trim()) is { } number) body["answer"] = number;
        if (form["text"].ToString().Trim() is { Length: > 0 } text) body["text"] = text;
        return body;
    }

    // What is no number stays as it was typed: the reader says what is wrong with it.
    private static JsonValue? Typed(string typed) => typed.Length == 0 ? null
        : ushort.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number) : JsonValue.Create(typed);
}
