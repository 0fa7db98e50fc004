using Noodlink.Station.Bearers;

namespace Noodlink.Station.Dutch;

/// <summary>What the buttons for the USB stick, and a courier's file, did: in words, and what to do next.</summary>
public static class StickText
{
    /// <summary>Nothing could be read from the disk, or the program was told to stop.</summary>
    public const string NotPacked =
        "Er is niets ingepakt: de schijf van deze computer werkt niet, of het programma stopt. Pak de portofoon.";

    /// <summary>A file that was written.</summary>
    public static string Written(Parcel parcel, bool atHub)
    {
        ArgumentNullException.ThrowIfNull(parcel);
        List<string> what = [];
        var messages = parcel.Journals.Count;
        if (!atHub) what.Add(Count(messages, "melding", "meldingen"));
        else if (messages > 0) what.Add(Count(messages, "bericht", "berichten"));
        if (parcel.ReceiptedStations > 0)
            what.Add(
                !atHub ? "ontvangstbevestigingen voor het coördinatiepunt"
                : $"ontvangstbevestigingen voor {Count(parcel.ReceiptedStations, "noodsteunpunt", "noodsteunpunten")}");
        var left = parcel.Left == 0 ? "" :
            $" {Count(parcel.Left, "bericht paste", "berichten pasten")} er niet meer bij. " +
            "Zet ze op de stick nadat deze stick is gelezen en teruggekomen.";
        return $"{string.Join(" en ", what)} op de stick gezet. {(atHub ? "Breng de stick naar het noodsteunpunt."
            : "Breng de stick naar het coördinatiepunt.")}{left}";
    }

    /// <summary>There was nothing to write.</summary>
    public static string NothingWaits(bool atHub) => atHub
        ? "Er is niets om mee te nemen: er wacht geen bericht en er is nog niets binnengekomen."
        : "Er is niets om mee te nemen: alles is bevestigd.";

    /// <summary>Files that were read.</summary>
    public static string Of(CourierImport import, bool atHub)
    {
        ArgumentNullException.ThrowIfNull(import);
        List<string> words = [$"{import.New} nieuw, {import.Known} al bekend, {import.Refused} geweigerd."];
        if (import.Completed > 0) words.Add($"Van {Count(import.Completed, "bericht", "berichten")} kwam de rest erbij.");
        if (import.Confirmed > 0)
            words.Add(
                atHub ? $"{Count(import.Confirmed, "bericht is", "berichten zijn")} binnen bij de noodsteunpunten."
                : $"{Count(import.Confirmed, "melding is", "meldingen zijn")} binnen bij het coördinatiepunt.");
        if (import.Missing > 0)
            words.Add(
                $"Het bestand is niet heel: {Count(import.Missing, "stuk ontbreekt", "stukken ontbreken")}. " +
                "Laat het opnieuw op de stick zetten.");
        if (import.NotStored > 0)
            words.Add(
                $"{Count(import.NotStored, "stuk is", "stukken zijn")} niet opgeslagen. {import.Trouble} " +
                "Lees de stick daarna nog een keer.");
        if (import is { New: 0, Known: 0, Refused: 0, Confirmed: 0, Missing: 0, NotStored: 0 })
            words.Add($"Er staat niets nieuws in voor dit {(atHub ? "coördinatiepunt" : "noodsteunpunt")}.");
        if (atHub && import.New + import.Known > 0)
            words.Add("Zet daarna de ontvangstbevestigingen op de stick en geef hem mee terug.");
        return string.Join(" ", words);
    }

    /// <summary>A file that was not taken in.</summary>
    public static string Of(CourierRefusal refusal, bool atHub) => refusal switch
    {
        CourierRefusal.Empty => "Het bestand is leeg.",
        CourierRefusal.NotOurs => "Dit is geen bestand van Noodlink.",
        CourierRefusal.NewerVersion => "Dit bestand is gemaakt door een nieuwer programma. Werk dit programma eerst bij.",
        CourierRefusal.Damaged => "Dit bestand is beschadigd. Er staat niets meer in dat te lezen is.",
        CourierRefusal.OwnSide when atHub => "Dit bestand komt van een coördinatiepunt. Lees het op een noodsteunpunt.",
        CourierRefusal.OwnSide => "Dit bestand komt van een noodsteunpunt. Lees het op het coördinatiepunt.",
        _ => "",
    };

    /// <summary>No file of the other side on the stick.</summary>
    public static string NothingThere(bool atHub) => atHub
        ? "Op de stick staat geen bestand van een noodsteunpunt."
        : "Op de stick staat geen bestand van het coördinatiepunt.";

    /// <summary>A file over the bound.</summary>
    public static string TooLong(string name) => $"{name}: dit bestand is te groot. Het is niet gelezen.";

    /// <summary>Why nothing was written.</summary>
    public static string NotWritten(StickTrouble trouble) => trouble switch
    {
        StickTrouble.Absent => "Er is geen USB-stick. Steek hem in de computer en druk nog een keer.",
        StickTrouble.Forbidden => "Op deze stick kan niet geschreven worden. Neem een andere stick of zet het slotje om.",
        StickTrouble.Full => "De stick is vol. Er is niets op gezet. Neem een andere stick.",
        StickTrouble.Busy => "De stick is nog bezig. Wacht even en druk nog een keer.",
        _ => "Het schrijven is halverwege gestopt. Laat de stick in de computer en druk nog een keer.",
    };

    /// <summary>Why nothing, or not all, was read.</summary>
    public static string NotRead(StickTrouble trouble) => trouble switch
    {
        StickTrouble.Absent => "Er is geen USB-stick. Steek hem in de computer en druk nog een keer.",
        StickTrouble.Forbidden => "Deze stick kan niet gelezen worden. Vraag de beheerder.",
        StickTrouble.Busy => "De stick is nog bezig. Wacht even en druk nog een keer.",
        _ => "Het lezen is halverwege gestopt. Laat de stick in de computer en druk nog een keer.",
    };

    private static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
