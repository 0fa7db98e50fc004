using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Pages;

/// <summary>All that is known of a noodmelding, under the numbers 1–14 of the form: what is read aloud from this list
/// goes in the same order as from paper. What was not entered is not there.</summary>
internal static class FactsList
{
    /// <param name="here">What "Hier" means to the reader; null at the noodsteunpunt itself.</param>
    public static Html Of(AlarmFacts facts, string? here = null)
    {
        var rows = Rows(facts, here).Where(row => !string.IsNullOrEmpty(row.Words)).ToList();
        return Html.Of($"""
            <dl class="facts-list">
            {rows.Select(row => Html.Of($"<dt>{row.Question}</dt><dd>{row.Words}</dd>"))}
            </dl>
            """);
    }

    /// <summary>What an aanvulling changes, in one line.</summary>
    public static string Line(AlarmFacts facts, string? here = null) => string.Join(
        "; ", Rows(facts, here).Where(row => !string.IsNullOrEmpty(row.Words))
            .Select(row => row.Question == FormLabels.Text ? row.Words : $"{WithoutNumber(row.Question)} {row.Words}"));

    /// <summary>Question by question, in the order of the form; no words where nothing was entered.</summary>
    public static IEnumerable<(string Question, string? Words)> Rows(AlarmFacts facts, string? here) =>
    [
        (FormLabels.Services, All(facts.Services, Labels.Of)),
        (FormLabels.Location, facts.Location is { } place ? Place(place, here) : null),
        (FormLabels.Type, facts.Type is { } type ? Labels.Of(type) : null),
        (FormLabels.Danger, facts.DangerToLife is { } danger ? Labels.Of(danger) : null),
        (FormLabels.People, People(facts)),
        (FormLabels.Hazards, All(facts.Hazards, Labels.Of)),
        (FormLabels.Access, facts.Access is { } access ? Labels.Of(access) : null),
        (FormLabels.Guide, facts.Guide is { } guide ? Labels.Of(guide) : null),
        (FormLabels.Actions, All(facts.Actions, Labels.Of)),
        (FormLabels.Source, facts.Source is { } source ? Labels.Of(source) : null),
        (FormLabels.Reporter, facts.Reporter is { } reporter ? Labels.Of(reporter) : null),
        (FormLabels.Contact, Contact(facts)),
        (FormLabels.OccurredAgo, facts.OccurredAgoMinutes is { } minutes ? OccurredAgo(minutes) : null),
        (FormLabels.VulnerableSite, All(facts.VulnerableSites, Labels.Of)),
        (FormLabels.Text, facts.Text),
    ];

    public static string OccurredAgo(int minutes) => minutes switch
    {
        0 => Words.Facts_JustNow,
        < 60 => Say.It(Words.Facts_Minutes, minutes),
        60 => Words.Facts_Hour,
        1440 => Words.Facts_Day,
        _ => Say.It(Words.Facts_Hours, minutes / 60),
    };

    private static string Place(Location place, string? here) =>
        Say.It(Words.Facts_Place, PlaceText.Of(place, here), Labels.Of(place.Certainty));

    private static string? People(AlarmFacts facts) => Line(
        Count(Words.Facts_Victims, facts.Victims), Count(Words.Facts_Unresponsive, facts.Unresponsive),
        Count(Words.Facts_Trapped, facts.Trapped), Count(Words.Facts_Children, facts.Children));

    private static string? Count(string words, byte? count) =>
        count is { } number ? $"{words}: {(number >= 14 ? Words.Facts_Fourteen : number)}" : null;

    private static string? Contact(AlarmFacts facts) => Line(
        facts.Language is { } language ? Say.It(Words.Facts_Speaks, LanguageNames.Of(language)) : null,
        All(facts.Barriers, Labels.Of));

    private static string? Line(params string?[] parts)
    {
        var there = parts.Where(part => !string.IsNullOrEmpty(part)).ToList();
        return there.Count == 0 ? null : string.Join(", ", there);
    }

    private static string? All<T>(IEnumerable<T>? values, Func<T, string> label) =>
        values is null ? null : string.Join(", ", values.Select(label));

    private static string WithoutNumber(string question) =>
        question[(question.IndexOf(' ', StringComparison.Ordinal) + 1)..];
}
