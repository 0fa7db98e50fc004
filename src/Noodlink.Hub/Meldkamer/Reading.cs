using Noodlink.Protocol;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;

namespace Noodlink.Hub.Meldkamer;

/// <summary>What the meldkamer is told, line by line, in the order in which it asks (domain.md §2.3): services,
/// place, what, danger and numbers, hazards and access, contact, then the rest.</summary>
/// <remarks>The sheet and the description in CAP are two views of these lines. Lines carry the number of the paper
/// form. What nobody knows is said as unknown: silence could be taken for "no".</remarks>
internal static class Reading
{
    public static IReadOnlyList<ReadingLine> Of(Dossier dossier)
    {
        var facts = dossier.Facts;
        return
        [
            new(Section.Who, Words.Read_Services, Listed(facts.Services, Labels.Of)),
            .. Place(dossier),
            new(Section.What, Words.Read_Type,
                facts.Type is { } type ? Word(Labels.Of(type), type == AlarmType.Unknown) : Labels.Unknown),
            .. DangerAndPeople(facts),
            .. HazardsAndAccess(facts),
            .. Contact(dossier),
            .. TheRest(dossier),
        ];
    }

    /// <summary>The lines that an aanvulling changed; empty for other versions.</summary>
    public static IEnumerable<ReadingLine> News(Dossier dossier)
    {
        if (dossier.Changes is not { } changes) return [];
        var silence = Of(dossier with { Facts = new AlarmFacts() });
        return Of(dossier with { Facts = changes }).Except(silence).Where(line => !line.Spelled);
    }

    private static IEnumerable<ReadingLine> Place(Dossier dossier)
    {
        var location = dossier.Facts.Location;
        yield return new(Section.Where, Words.Read_Place, PlaceText.Of(location, Here(dossier.Station)));
        if (dossier.PlaceCut) yield return new(Section.Where, Words.Read_Beware, Words.Read_PlaceCut);
        if (location is null) yield break;
        yield return new(Section.Where, Words.Read_Certainty,
            Word(Labels.Of(location.Certainty), location.Certainty == Certainty.Unknown));
        foreach (var (label, text) in ToSpell(location))
            yield return new(Section.Where, label, $"{text}: {Spelling.Of(text)}") { Spelled = true };
    }

    private static IEnumerable<(string Label, string Text)> ToSpell(Location location)
    {
        if (location.Spot is { Length: > 0 } spot) yield return (Words.Read_SpellSpot, OneLine(spot));
        if (location.Street is { Length: > 0 } street) yield return (Words.Read_SpellStreet, OneLine(street));
        if (location.Number is { Length: > 0 } number) yield return (Words.Read_SpellNumber, OneLine(number));
        if (location.Road is { Length: > 0 } road) yield return (Words.Read_SpellRoad, OneLine(road));
        if (location.Towards is { Length: > 0 } towards) yield return (Words.Read_SpellTowards, OneLine(towards));
        if (location.Postcode is { Length: > 0 } postcode) yield return (Words.Read_SpellPostcode, OneLine(postcode));
        if (location.Place is { Length: > 0 } place) yield return (Words.Read_SpellPlace, OneLine(place));
    }

    private static IEnumerable<ReadingLine> DangerAndPeople(AlarmFacts facts)
    {
        yield return new(Section.Danger, Words.Read_Danger, facts.DangerToLife switch
        {
            Danger.Yes => Words.Read_DangerYes,
            Danger.No => Words.Label_DangerNo,
            Danger.Unknown => Word(Labels.Unknown, asked: true),
            _ => Labels.Unknown,
        });
        yield return new(Section.Danger, Words.Read_Victims, Count(facts.Victims));
        yield return new(Section.Danger, Words.Read_Unresponsive, Count(facts.Unresponsive));
        yield return new(Section.Danger, Words.Read_Trapped, Count(facts.Trapped));
        yield return new(Section.Danger, Words.Read_Children, Count(facts.Children));
    }

    private static IEnumerable<ReadingLine> HazardsAndAccess(AlarmFacts facts)
    {
        yield return new(Section.Hazards, Words.Read_Hazards, Listed(facts.Hazards, Labels.Of));
        yield return new(Section.Hazards, Words.Read_Access,
            facts.Access is { } access ? Word(Labels.Of(access), access == Access.Unknown) : Labels.Unknown);
        yield return new(Section.Hazards, Words.Read_Guide,
            facts.Guide is { } guide ? Word(Labels.Of(guide), guide == Guide.Unknown) : Labels.Unknown);
    }

    private static IEnumerable<ReadingLine> Contact(Dossier dossier)
    {
        var (facts, station) = (dossier.Facts, dossier.Station);
        yield return new(Section.Contact, Words.Frame_Point, Here(station));
        yield return new(Section.Contact, Words.Read_CallBack, station.Contact is { Length: > 0 } contact
            ? OneLine(contact) : Say.It(Words.Read_AskHub, dossier.Hub.Name));
        yield return new(Section.Contact, Words.Read_Reporter, facts.Reporter is { } reporter
            ? Presence(reporter, dossier.Station.Id == dossier.Hub.Id) : Labels.Unknown);
        yield return new(Section.Contact, Words.Read_Language,
            facts.Language is { Length: > 0 } language ? LanguageNames.Of(language) : Labels.Unknown);
        if (facts.Barriers is { Count: > 0 } barriers)
            yield return new(Section.Contact, Words.Read_Barriers, Listed(barriers, Labels.Of));
        yield return new(Section.Contact, Words.Frame_Hub, dossier.Hub.Contact is { Length: > 0 } channel
            ? $"{dossier.Hub.Name} ({dossier.Hub.Id}), {channel}" : $"{dossier.Hub.Name} ({dossier.Hub.Id})");
    }

    private static IEnumerable<ReadingLine> TheRest(Dossier dossier)
    {
        var facts = dossier.Facts;
        if (facts.Text is { Length: > 0 } text) yield return new(Section.Rest, FormLabels.Text, text) { Quoted = true };
        else yield return new(Section.Rest, FormLabels.Text, dossier.Complete ? Words.Read_None : Words.Account_Follows);
        yield return new(Section.Rest, Words.Read_Actions, Listed(facts.Actions, Labels.Of));
        yield return new(Section.Rest, Words.Read_Source,
            facts.Source is { } source ? Word(Labels.Of(source), source == Source.Unknown) : Labels.Unknown);
        yield return new(Section.Rest, Words.Read_Occurred, facts.OccurredAgoMinutes switch
        {
            null => Labels.Unknown,
            0 => Words.Facts_JustNow,
            < 60 and var minutes => Say.It(Words.Read_MinutesBefore, minutes),
            60 => Words.Read_HourBefore,
            var minutes => Say.It(Words.Read_HoursBefore, minutes / 60),
        });
        yield return new(Section.Rest, Words.Read_Sites, Listed(facts.VulnerableSites, Labels.Of));
    }

    /// <summary>The noodsteunpunt in one line: name, number, address, gemeente.</summary>
    public static string Here(StationCard station)
    {
        var address = station.Address is { Length: > 0 } text ? $", {OneLine(text)}" : "";
        var gemeente = station.Gemeente.Length > 0 ? Say.It(Words.Read_Gemeente, OneLine(station.Gemeente)) : "";
        return $"{OneLine(station.Name)} ({station.Id}){address}{gemeente}";
    }

    private static string Count(byte? people) => people switch
    {
        null => Labels.Unknown,
        0 => Words.Read_None,
        >= 14 => Words.Facts_Fourteen,
        _ => $"{people}",
    };

    private static string Listed<T>(ValueList<T>? values, Func<T, string> label) =>
        values is { Count: > 0 } ? string.Join(", ", values.Select(label)) : Labels.Unknown;

    // "We asked and nobody knows" tells the meldkamer that asking again is of no use.
    private static string Word(string label, bool asked) => asked ? Say.It(Words.Read_Asked, Labels.Unknown) : label;

    // "Hier" of the form is the noodsteunpunt; at the meldkamer it would be the meldkamer.
    private static string Presence(ReporterPresence reporter, bool atTheHub) => reporter == ReporterPresence.Waiting
        ? atTheHub ? Words.Read_WaitsAtHub : Words.Read_WaitsAtStation
        : Word(Labels.Of(reporter), reporter == ReporterPresence.Unknown);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}

/// <summary>One line of what is told.</summary>
/// <param name="Value">May hold line feeds only when <see cref="Quoted"/>.</param>
internal sealed record ReadingLine(Section Section, string Label, string Value)
{
    /// <summary>Spells what stands in an earlier line: for reading aloud only.</summary>
    public bool Spelled { get; init; }

    /// <summary>The operator's own words, which must never look like a line of ours.</summary>
    public bool Quoted { get; init; }
}

/// <summary>The parts of the sheet, in the order of the meldkamer.</summary>
internal enum Section { Who, Where, What, Danger, Hazards, Contact, Rest }
