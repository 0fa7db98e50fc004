using System.Text;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Meldkamer;

/// <summary>The sheet that a person reads aloud to the meldkamer: plain Dutch text, in the meldkamer's order, with
/// the spelling of everything that is easily misheard.</summary>
/// <remarks>Every line of ours starts at the left edge or with two spaces; the operator's own words start with a
/// bar, so that nothing typed can pass for a line of ours. OEFENING and TEST stand on the first and the last
/// line.</remarks>
internal static class Sheet
{
    private const int WidthColumns = 76;

    public static string Of(Dossier dossier)
    {
        var sheet = new StringBuilder();
        var banner = Banner(dossier.Status);
        if (banner is not null) Line(sheet, banner);
        Head(sheet, dossier);
        var section = (Section?)null;
        foreach (var line in Reading.Of(dossier))
        {
            if (section != line.Section) Line(sheet, "").Append(Title(line.Section)).Append('\n');
            section = line.Section;
            Line(sheet, line);
        }

        Foot(sheet, dossier);
        if (banner is not null) Line(sheet, "").Append(banner).Append('\n');
        return sheet.ToString();
    }

    /// <summary>What stands above and below anything that is not for real; null when it is.</summary>
    public static string? Banner(MessageStatus status) => status switch
    {
        MessageStatus.Actual => null,
        MessageStatus.Exercise => "OEFENING – OEFENING – OEFENING – dit is geen echte noodmelding",
        _ => "TEST – TEST – TEST – dit is geen echte noodmelding, stuur geen hulp",
    };

    private static void Head(StringBuilder sheet, Dossier dossier)
    {
        var status = MessageLabels.Of(dossier.Status);
        Line(sheet, $"{status} – NOODMELDING {dossier.Number}");
        Line(sheet, $"Spel het nummer: {Spelling.Of($"{dossier.Number}")}");
        foreach (var sentence in About(dossier)) Wrap(sheet, "", sentence);
        if (dossier is { Cause: VersionCause.Cancel, CancelText: { Length: > 0 } text })
            Line(sheet, new ReadingLine(Section.Rest, "Bij de intrekking", text) { Quoted = true });
        var news = Reading.News(dossier).ToList();
        if (news.Count > 0) Line(sheet, "").Append("NIEUW\n");
        foreach (var line in news) Line(sheet, line);
    }

    private static IEnumerable<string> About(Dossier dossier)
    {
        var earlier = dossier.Earlier.Count > 0;
        switch (dossier.Cause)
        {
            case VersionCause.Cancel:
                var reason = dossier.CancelReason is { } given ? Labels.Of(given) : Labels.Unknown;
                yield return $"INTREKKING: het noodsteunpunt trekt deze noodmelding in. Reden: {reason}.";
                if (!earlier) yield return "De noodmelding zelf is hier nog niet binnen.";
                break;
            case VersionCause.Update when earlier:
                yield return $"AANVULLING: bericht {dossier.Source}. Dit blad komt in plaats van het blad van eerder.";
                break;
            case VersionCause.Update:
                yield return $"AANVULLING: bericht {dossier.Source}. De noodmelding zelf is hier nog niet binnen.";
                break;
            case VersionCause.Completed:
                yield return "NU COMPLEET: de rest is binnen. Dit blad komt in plaats van het blad van eerder.";
                break;
            case VersionCause.New when earlier:
                yield return "Een aanvulling hierop kwam eerder binnen. Dit blad komt in plaats van dat blad.";
                break;
        }

        if (!dossier.Complete) yield return "TOELICHTING VOLGT: nog niet alles is binnen.";
    }

    private static void Line(StringBuilder sheet, ReadingLine line)
    {
        if (line.Quoted)
        {
            Line(sheet, $"  {line.Label}:");
            foreach (var written in line.Value.ReplaceLineEndings("\n").Split('\n')) Wrap(sheet, "  | ", written);
        }
        else
        {
            Wrap(sheet, line.Spelled ? "    " : "  ", $"{line.Label}: {line.Value}");
        }
    }

    private static void Foot(StringBuilder sheet, Dossier dossier)
    {
        Line(sheet, "");
        Line(sheet, "OVER DIT BLAD");
        Wrap(sheet, "  ", $"Blad {dossier.Identifier}, gemaakt {DutchTime.DateAndTime(dossier.Sent)}");
        if (dossier.Entered) Heard(sheet, dossier);
        else Wrap(sheet, "  ", $"Opgesteld: {DutchTime.DateAndTime(dossier.CreatedAt)} (klok van het noodsteunpunt)");
        if (!dossier.Entered)
            Wrap(sheet, "  ",
                $"Binnen: {DutchTime.DateAndTime(dossier.ReceivedAt)}, via {MessageLabels.Of(dossier.Bearer)}");
        Wrap(sheet, "  ", "Nummer bij de meldkamer: ........................  Tijd: ..............");
    }

    /// <summary>It came without a machine: what stands here was heard or copied by a person.</summary>
    private static void Heard(StringBuilder sheet, Dossier dossier)
    {
        Wrap(sheet, "  ", $"Opgeschreven door het coördinatiepunt: {DutchTime.DateAndTime(dossier.CreatedAt)}");
        Wrap(sheet, "  ", $"Gehoord of gelezen via: {MessageLabels.Of(dossier.Bearer)}");
        if (dossier.Caller is { } caller) Line(sheet, new ReadingLine(Section.Rest, "Verteld door", caller) { Quoted = true });
    }

    private static string Title(Section section) => section switch
    {
        Section.Who => "WIE",
        Section.Where => "WAAR",
        Section.What => "WAT",
        Section.Danger => "GEVAAR EN AANTALLEN",
        Section.Hazards => "GEVAREN EN TOEGANG",
        Section.Contact => "CONTACT",
        _ => "OVERIG",
    };

    private static StringBuilder Line(StringBuilder sheet, string text) => sheet.Append(text).Append('\n');

    private static void Wrap(StringBuilder sheet, string indent, string text)
    {
        var rest = XmlText.Clean(text);
        var hanging = indent.EndsWith("| ", StringComparison.Ordinal) || indent.Length == 0 ? indent : indent + "  ";
        while (indent.Length + rest.Length > WidthColumns)
        {
            var cut = rest.LastIndexOf(' ', WidthColumns - indent.Length);
            if (cut <= 0) break;
            Line(sheet, indent + rest[..cut]);
            (rest, indent) = (rest[(cut + 1)..], hanging);
        }

        Line(sheet, indent + rest);
    }
}
