using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Screens.Pages;

/// <summary>The small words that stand by every message. Each says in text what its colour says.</summary>
internal static class Marks
{
    /// <summary>Something was taken back or went wrong: red, whatever the state's own colour is.</summary>
    public static string Colour(MessageView view) => view.Undone ? "red" : MessageStates.Colour(view.State);

    public static Html State(MessageView view) => Html.Of(
        $"""<span class="state {Colour(view)}">{view.StateLabel}</span>""");

    /// <summary>Nothing for the real thing; yellow OEFENING or TEST on every row, page and print.</summary>
    public static Html Status(MessageStatus status) => status == MessageStatus.Actual
        ? Html.Empty : Html.Of($"""<span class="badge drill">{MessageLabels.Of(status)}</span>""");

    public static Html Danger(Danger? danger) => danger switch
    {
        Protocol.Messages.Danger.Yes => Html.Of($"""<span class="badge danger">{Words.Message_Danger}</span>"""),
        Protocol.Messages.Danger.Unknown => Html.Of($"""<span class="badge maybe">{Words.Message_DangerUnknown}</span>"""),
        _ => Html.Empty,
    };

    public static Html Incomplete(MessageView view) =>
        view.Complete ? Html.Empty : Html.Of($"""<span class="badge call">{Words.Message_TextFollows}</span>""");

    public static Html SameNumber(MessageView view) => view.SameNumberAs is { } other
        ? Html.Of($"""<span class="badge maybe">{Say.It(Words.Message_SameNumber, other)}</span>""") : Html.Empty;

    /// <summary>What a message is about, in one line.</summary>
    public static string Title(MessageView view) => view.Body switch
    {
        Alarm alarm => Capital(Labels.Of(alarm.Facts.Type ?? AlarmType.Unknown)),
        AlarmUpdate update => Say.It(Words.Message_TitleUpdate, References(update.References)),
        AlarmCancel cancel => Say.It(Words.Message_TitleCancel, References(cancel.References)),
        Request request => Say.It(Words.Message_TitleQuestion, Question(request)),
        Reply reply => Say.It(Words.Message_TitleAnswer, Answer(reply)),
        SituationReport => MessageLabels.Of(Kind.SituationReport),
        HelpRequest asked => Say.It(Words.Help_TitleLine, MessageLabels.Of(view.Kind), HelpLabels.Of(asked.Category), asked.Amount),
        HelpOffer offered => Say.It(
            Words.Help_TitleLine, MessageLabels.Of(view.Kind),
            offered.Skill is { } skill ? HelpLabels.Of(skill) : HelpLabels.Of(offered.Category), offered.Amount),
        null => Say.It(Words.Message_TitleNoContent, MessageLabels.Of(view.Kind)),
        { } body => HelpText.Title(body) ?? MessageLabels.Of(view.Kind),
    };

    public static string Services(AlarmFacts facts) =>
        string.Join(", ", (facts.Services ?? []).Select(Labels.Of));

    public static string Question(Request request) => (request.Question, request.Text) switch
    {
        (null, var text) => text ?? "",
        ({ } question, null or "") => MessageLabels.Of(question),
        ({ } question, var text) => string.Join(' ', MessageLabels.Of(question), text),
    };

    public static string Answer(Reply reply) => string.Join(
        ". ", new[] { reply.Answer is { } answer ? MessageLabels.Of(answer) : null, reply.Text }
            .Where(part => !string.IsNullOrEmpty(part)));

    public static string Capital(string text) =>
        text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    private static string References(IEnumerable<MessageNumber> numbers) => string.Join(", ", numbers);
}
