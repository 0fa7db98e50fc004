using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

// Problem: the volunteer has a person in front of them who asks "komt er iemand?". A green tick, or a word that claims
// more than is known, becomes a promise within one second.
//
// Idea: for every state one sentence that can be read aloud as it stands, that says what is known, since when, and what
// is not known yet (domain.md §3b, and row 92 of §1: honest, speakable sentences). Beside it, not to be read aloud,
// what the volunteer does now.

/// <summary>The sentence to say to the resident, and what the volunteer does now.</summary>
/// <param name="Say">Read aloud as it stands.</param>
/// <param name="Do">For the volunteer; empty when there is nothing to do.</param>
/// <param name="Urgent">Something is wrong: red.</param>
internal sealed record ResidentSentence(string Say, string Do, bool Urgent)
{
    private const string TakeThePortofoon = "Pak de portofoon, roep het coördinatiepunt op en lees deze melding voor.";

    /// <param name="contact">Where this point is heard: the portofoon channel or the like
    /// (<c>Station:Contact</c>).</param>
    public static ResidentSentence Of(MessageView view, string? contact, DateTimeOffset now)
    {
        var sentence = Known(view, Since(view, now));
        var portofoon = string.IsNullOrWhiteSpace(contact) ? TakeThePortofoon
            : $"{TakeThePortofoon} Kanaal: {contact}.";
        var action = sentence.Do.Replace(TakeThePortofoon, portofoon, StringComparison.Ordinal);
        if (view.Undone)
        {
            sentence = sentence with
            {
                Say = $"Let op: wat wij eerder tegen u zeiden, klopt niet meer. {sentence.Say}",
                Urgent = true,
            };
            action = $"Er is een stap teruggenomen. Vertel dit aan de melder. {action}".Trim();
        }

        if (view.Withdrawn)
        {
            action = "U trok deze melding in toen de meldkamer hem al kende. Het coördinatiepunt belt de meldkamer. "
                + $"Zeg niet dat er geen hulp meer komt. {action}";
        }

        var prefix = view.Status == MessageStatus.Actual ? "" : $"{MessageLabels.Of(view.Status)}. ";
        return sentence with { Say = prefix + sentence.Say, Do = action.Trim() };
    }

    private static ResidentSentence Known(MessageView view, string since) => view.State switch
    {
        MessageState.Draft => new("Uw melding is nog niet klaar. Wij vullen hem eerst samen in.", "", false),
        MessageState.Queued => new(
            $"Uw melding is om {since} uur bij ons opgeslagen. Hij is nog niet weg: er is nu geen verbinding. "
            + "Wij blijven het proberen.", "Het systeem probeert het vanzelf opnieuw. U hoeft niets te doen.", false),
        MessageState.Sending => new(
            "Uw melding is onderweg naar het coördinatiepunt. Daar heeft nog niemand hem gelezen.", "", false),
        MessageState.DeliveredDevice => new(
            $"Uw melding is sinds {since} uur binnen bij het coördinatiepunt. Daar heeft nog niemand hem gelezen.",
            view.ScreenOpenAtHub == false
                ? "Bij het coördinatiepunt staat geen scherm open. Duurt het lang? Pak de portofoon." : "", false),
        MessageState.SeenByHuman => new(
            $"Uw melding is om {since} uur gelezen door het coördinatiepunt. De meldkamer weet het nog niet.", "",
            false),
        MessageState.QueryOpen => new(
            "Het coördinatiepunt heeft uw melding gelezen en wil nog iets van u weten.",
            "Stel de vraag hierboven aan de melder en kies het antwoord.", false),
        MessageState.Forwarded => new(
            $"Het coördinatiepunt heeft om {since} uur met de meldkamer gesproken over uw melding. "
            + "De meldkamer heeft nog niet gezegd dat zij hem oppakt.", "", false),
        MessageState.AcceptedControlRoom => new(
            $"De meldkamer heeft uw melding sinds {since} uur. De meldkamer beslist welke hulp er komt.", "", false),
        MessageState.AcceptedDelayed => new(
            $"De meldkamer heeft uw melding sinds {since} uur. De hulp kan lang duren{Wait(view)}. "
            + "Zeg het ons meteen als er iets verandert.", "Verandert er iets? Maak een aanvulling.", false),
        MessageState.EnRoute => new($"De hulp is sinds {since} uur onderweg naar u.", "", false),
        MessageState.OnScene => new($"De hulp is sinds {since} uur ter plaatse.", "", false),
        MessageState.Closed => new($"Uw melding is om {since} uur afgesloten{Because(view)}.", "", false),
        MessageState.Cancelled => new(
            $"Uw melding is om {since} uur ingetrokken. Hebt u toch hulp nodig? Zeg het ons nu.", "", false),
        MessageState.Unconfirmed => new(
            "Wij weten niet of uw melding binnen is bij het coördinatiepunt. "
            + "Wij geven hem nu ook door met de portofoon.",
            $"{TakeThePortofoon} Lukt dat niet? Druk de melding af en stuur iemand. Het systeem blijft het proberen.",
            true),
        MessageState.Refused => new(
            "Het coördinatiepunt kon uw melding niet lezen. Wij geven hem nu door met de portofoon.",
            TakeThePortofoon, true),
        MessageState.NotForwarded => new(
            $"Het coördinatiepunt heeft uw melding gelezen, maar niet doorgegeven aan de meldkamer{Because(view)}.",
            "Bespreek met de melder wat nu nodig is. Klopt de reden niet? Pak de portofoon.", true),
        _ => new("Wij weten nu niet hoe het met uw melding staat. Wij vragen het na.", TakeThePortofoon, true),
    };

    /// <summary>How the present state came. A note of our own, as "voorgelezen", is no step.</summary>
    private static HistoryEntry? Last(MessageView view) =>
        view.History.LastOrDefault(one => one.State == view.State && one.Event is null);

    /// <summary>When the present state began.</summary>
    private static string Since(MessageView view, DateTimeOffset now)
    {
        var entry = Last(view);
        return Ago.Moment(entry?.At ?? view.StoredAt, now);
    }

    private static string Because(MessageView view)
    {
        var note = Last(view)?.Note;
        return string.IsNullOrWhiteSpace(note) || note == "implied" ? "" : $". De reden is: {note.TrimEnd('.', ' ')}";
    }

    // The desk puts the minutes last in what was said: "nr. 3217, 90 min".
    private static string Wait(MessageView view)
    {
        var note = Last(view)?.Note ?? "";
        var last = note.Split(", ")[^1];
        return last.EndsWith(" min", StringComparison.Ordinal) && int.TryParse(last[..^" min".Length], out var minutes)
            ? $": ongeveer {(minutes % 60 == 0 ? $"{minutes / 60} uur" : $"{minutes} minuten")}" : "";
    }
}
