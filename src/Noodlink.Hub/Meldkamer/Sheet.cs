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
            if (section != line.Section) Line(sheet, "").Append(Title(line.Section).ToUpperInvariant()).Append('\n');
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
        MessageStatus.Exercise => Words.Meldkamer_Exercise,
        _ => Words.Meldkamer_Test,
    };

    private static void Head(StringBuilder sheet, Dossier dossier)
    {
        var status = MessageLabels.Of(dossier.Status);
        Line(sheet, Say.It(Words.Meldkamer_Head, status, dossier.Number));
        Line(sheet, Say.It(Words.Meldkamer_SpellNumber, Spelling.Of($"{dossier.Number}")));
        foreach (var sentence in About(dossier)) Wrap(sheet, "", sentence);
        if (dossier is { Cause: VersionCause.Cancel, CancelText: { Length: > 0 } text })
            Line(sheet, new ReadingLine(Section.Rest, Words.Meldkamer_AtCancel, text) { Quoted = true });
        var news = Reading.News(dossier).ToList();
        if (news.Count > 0) Line(sheet, "").Append(Words.Meldkamer_News).Append('\n');
        foreach (var line in news) Line(sheet, line);
    }

    private static IEnumerable<string> About(Dossier dossier)
    {
        var earlier = dossier.Earlier.Count > 0;
        switch (dossier.Cause)
        {
            case VersionCause.Cancel:
                var reason = dossier.CancelReason is { } given ? Labels.Of(given) : Labels.Unknown;
                yield return Say.It(Words.Meldkamer_Cancel, reason);
                if (!earlier) yield return Words.Meldkamer_NotHere;
                break;
            case VersionCause.Update when earlier:
                yield return Say.It(Words.Meldkamer_Update, dossier.Source);
                break;
            case VersionCause.Update:
                yield return Say.It(Words.Meldkamer_UpdateAlone, dossier.Source);
                break;
            case VersionCause.Completed:
                yield return Words.Meldkamer_Completed;
                break;
            case VersionCause.New when earlier:
                yield return Words.Meldkamer_UpdatedBefore;
                break;
        }

        if (!dossier.Complete) yield return Words.Meldkamer_Incomplete;
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
        Line(sheet, Words.Meldkamer_About);
        Wrap(sheet, "  ", Say.It(Words.Meldkamer_Made, dossier.Identifier, DutchTime.DateAndTime(dossier.Sent)));
        if (dossier.Entered) Heard(sheet, dossier);
        else Wrap(sheet, "  ", Say.It(Words.Meldkamer_Written, DutchTime.DateAndTime(dossier.CreatedAt)));
        if (!dossier.Entered)
            Wrap(sheet, "  ",
                Say.It(
                    Words.Meldkamer_Received, DutchTime.DateAndTime(dossier.ReceivedAt), MessageLabels.Of(dossier.Bearer)));
        Wrap(sheet, "  ", Words.Meldkamer_Blanks);
    }

    /// <summary>It came without a machine: what stands here was heard or copied by a person.</summary>
    private static void Heard(StringBuilder sheet, Dossier dossier)
    {
        Wrap(sheet, "  ", Say.It(Words.Meldkamer_WrittenHere, DutchTime.DateAndTime(dossier.CreatedAt)));
        Wrap(sheet, "  ", Say.It(Words.Meldkamer_HeardVia, MessageLabels.Of(dossier.Bearer)));
        if (dossier.Caller is { } caller) Line(sheet, new ReadingLine(Section.Rest, Words.Meldkamer_ToldBy, caller) { Quoted = true });
    }

    private static string Title(Section section) => section switch
    {
        Section.Who => Words.Meldkamer_Who,
        Section.Where => Words.Meldkamer_Where,
        Section.What => Words.Meldkamer_What,
        Section.Danger => Words.Meldkamer_Danger,
        Section.Hazards => Words.Meldkamer_Hazards,
        Section.Contact => Words.Meldkamer_Contact,
        _ => Words.Meldkamer_Rest,
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
