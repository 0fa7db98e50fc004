using Noodlink.Node.Drafts;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages.FollowUp;

/// <summary>The sheet to read aloud over the portofoon: line by line in the order of the paper form, names and postcodes
/// spelled, and below it the note of who answered.</summary>
internal sealed class AloudPage(Desk desk, DraftBook book, StationSetup setup, ScreenSettings settings)
{
    public Task GetAsync(HttpContext context) =>
        desk.Find((string)context.Request.RouteValues["id"]!) is { Own: true, Body: Alarm } view
            ? Page.WriteAsync<AloudScreen>(
                context, Say.It(Words.Voice_Title, view.Number),
                new AloudModel(
                    view.Number, AloudLine.Of(view, FollowUpPages.Known(desk, view), settings.StationName),
                    ResidentSentence.Portofoon(setup.Station.Contact),
                    new ReadAloudPanel.ReadAloudModel(
                        view.Number,
                        SmallForm.Of(context, book, DraftForms.AloudOf(view.Number), null, FormFields.NoErrors), IsOpen: true)),
                frame: view.Status)
            : ErrorPages.WriteAsync(
                context, StatusCodes.Status404NotFound, Words.Message_AlarmNotThere, Words.Message_NotThereNumber);
}

/// <summary>The sheet to read aloud.</summary>
/// <param name="Lines">In the order of the form.</param>
/// <param name="Portofoon">What to do first, and the channel.</param>
/// <param name="Note">The form of who answered.</param>
public sealed record AloudModel(
    string Number, IReadOnlyList<AloudLine> Lines, string Portofoon, ReadAloudPanel.ReadAloudModel Note);

/// <summary>One line to read aloud.</summary>
/// <param name="Number">Of the question, as on paper; "T" for the text; empty for the opening.</param>
/// <param name="Words">To be said.</param>
/// <param name="Question">What it answers.</param>
/// <param name="Spelled">What is spelled after it: the word and how it is said.</param>
public sealed record AloudLine(
    string Number, string Words, string Question, IReadOnlyList<(string Word, string Said)> Spelled)
{
    /// <summary>All that is known of it now; what was not entered is left out.</summary>
    public static IReadOnlyList<AloudLine> Of(MessageView view, AlarmFacts facts, string stationName) =>
    [
        new("", Say.It(
                Station.Dutch.Words.Voice_Opening, stationName, MessageLabels.Of(view.Status), view.Number), "",
            [(view.Number, Spelling.Of(view.Number))]),
        .. from row in FactsList.Rows(facts, null)
           where !string.IsNullOrEmpty(row.Words)
           let question = Split(row.Question)
           select new AloudLine(
               question.Number, row.Words, question.Text,
               row.Question == FormLabels.Location ? SpelledOf(facts.Location) : []),
    ];

    private static (string Number, string Text) Split(string question)
    {
        var dot = question.IndexOf(". ", StringComparison.Ordinal);
        return dot < 0 ? ("T", question) : (question[..dot], question[(dot + 2)..]);
    }

    // What is heard wrong sends a crew to another village: the names, and all that is letters and digits.
    private static List<(string Word, string Said)> SpelledOf(Location? place) => place is null ? [] :
    [
        .. from word in (string?[])[place.Street, place.Number, place.Postcode, place.Place, place.Road, place.Spot]
           where !string.IsNullOrWhiteSpace(word)
           select (word, Spelling.Of(word)),
    ];
}
