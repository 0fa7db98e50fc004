using System.Globalization;
using System.Text;
using System.Xml;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Places;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Meldkamer;

// Problem: hand a noodmelding to a machine at the meldkamer that we do not know yet, in a form that any such
// machine can read, and that stays true when more becomes known or when it is withdrawn.
//
// Idea: OASIS Common Alerting Protocol 1.2. Each version is a whole alert of its own; a later one names the earlier
// ones in <references> and takes their place. People get Dutch text (headline, description), machines get the coded
// fields as <parameter>s under the names and values of our own API, so that nothing is lost in CAP's vocabulary.
//
// Traps (durability.md §9): the order of elements is fixed; the time pattern knows no Z and no fraction, and UTC
// would have to be written -00:00, which the Dutch offset avoids; identifier and sender hold no space, comma, < or
// &; the language would be en-US; Private asks for addresses; Update and Cancel ask for references, so a version
// without an earlier one is an Alert whatever made it.
//
// References: CAP 1.2 (OASIS, 1 July 2010) §3.2; interfaces.md §4.

/// <summary>Writes a version of a noodmelding as CAP 1.2.</summary>
internal static class CapWriter
{
    public const string Namespace = "urn:oasis:names:tc:emergency:cap:1.2";

    /// <summary>CAP advises a headline of at most 160 characters.</summary>
    private const int HeadlineCharactersMax = 160;

    public static byte[] Write(Dossier dossier)
    {
        using var bytes = new MemoryStream();
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
            NewLineChars = "\n",
        };
        using (var xml = XmlWriter.Create(bytes, settings))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("alert", Namespace);
            Alert(xml, dossier);
            xml.WriteEndElement();
            xml.WriteEndDocument();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    /// <summary>A moment as CAP wants it: whole seconds, with the Dutch offset.</summary>
    public static string Time(DateTimeOffset moment) =>
        DutchTime.Local(moment).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static void Alert(XmlWriter xml, Dossier dossier)
    {
        var sender = $"{dossier.Hub.Id}@noodlink";
        Element(xml, "identifier", dossier.Identifier);
        Element(xml, "sender", sender);
        Element(xml, "sent", Time(dossier.Sent));
        Element(xml, "status", Status(dossier.Status));
        Element(xml, "msgType", MessageType(dossier));
        Element(xml, "source", $"{dossier.Station.Id} {dossier.Station.Name}");
        Element(xml, "scope", "Private");
        Element(xml, "addresses", "meldkamer");
        if (Note(dossier) is { } note) Element(xml, "note", note);
        if (dossier.Earlier.Count > 0)
        {
            var references = dossier.Earlier.Select(earlier =>
                $"{sender},{dossier.IdentifierOf(earlier.Version)},{Time(earlier.Sent)}");
            Element(xml, "references", string.Join(' ', references));
        }

        xml.WriteStartElement("info", Namespace);
        Info(xml, dossier);
        xml.WriteEndElement();
    }

    private static void Info(XmlWriter xml, Dossier dossier)
    {
        var facts = dossier.Facts;
        Element(xml, "language", "nl-NL");
        foreach (var category in CapCategories.Of(facts.Type)) Element(xml, "category", category);
        Element(xml, "event", facts.Type is { } type ? Labels.Of(type) : Labels.Unknown);
        Element(xml, "urgency", facts.DangerToLife == Danger.No ? "Expected" : "Immediate");
        Element(xml, "severity", facts.DangerToLife == Danger.Yes ? "Severe" : "Unknown");
        Element(xml, "certainty", facts.Source switch
        {
            Source.Seen => "Observed",
            Source.FirstHand => "Likely",
            _ => "Possible",
        });
        Element(xml, "senderName", $"{dossier.Hub.Name} ({dossier.Hub.Id})");
        Element(xml, "headline", Headline(dossier));
        Element(xml, "description", Description(dossier));
        if (dossier.Station.Contact is { Length: > 0 } contact) Element(xml, "contact", contact);
        foreach (var (name, value) in CapParameters.Of(dossier)) Pair(xml, "parameter", name, value);
        xml.WriteStartElement("area", Namespace);
        Element(xml, "areaDesc", PlaceText.Of(facts.Location, Reading.Here(dossier.Station)));
        if (Circle(dossier) is { } circle) Element(xml, "circle", circle);
        xml.WriteEndElement();
    }

    private static string Status(MessageStatus status) => status switch
    {
        MessageStatus.Actual => "Actual",
        MessageStatus.Exercise => "Exercise",
        _ => "Test",
    };

    private static string MessageType(Dossier dossier) =>
        dossier.Earlier.Count == 0 ? "Alert" : dossier.Cause == VersionCause.Cancel ? "Cancel" : "Update";

    private static string? Note(Dossier dossier)
    {
        var banner = Sheet.Banner(dossier.Status);
        if (dossier.Cause != VersionCause.Cancel) return banner;
        var reason = dossier.CancelReason is { } given ? Labels.Of(given) : Labels.Unknown;
        var words = dossier.CancelText is { Length: > 0 } written ? $" {written}" : "";
        var text = Say.It(Words.Cap_Withdrawn, reason) + words;
        return banner is null ? text : $"{banner}. {text}";
    }

    private static string Headline(Dossier dossier)
    {
        var facts = dossier.Facts;
        var what = facts.Type is { } type ? Labels.Of(type) : Words.Cap_Alarm;
        var services = facts.Services is { Count: > 0 } needed
            ? string.Join(", ", needed.Select(Labels.Of)) : Words.Cap_ServiceUnknown;
        var danger = facts.DangerToLife is { } known ? Labels.Of(known) : Labels.Unknown;
        var opening = dossier.Cause switch
        {
            VersionCause.Cancel => Words.Cap_OpeningCancel + ": ",
            VersionCause.Update => Words.Cap_OpeningUpdate + ": ",
            VersionCause.Completed => Words.Cap_OpeningCompleted + ": ",
            _ => "",
        };
        var status = dossier.Status == MessageStatus.Actual ? "" : $"{MessageLabels.Of(dossier.Status)} – ";
        var follows = dossier.Complete ? "" : " " + Words.Cap_Follows;
        var place = PlaceText.Of(facts.Location, $"{dossier.Station.Name}");
        return Shorten(Say.It(Words.Cap_Headline, status + opening + services, what, danger + follows, place));
    }

    private static string Description(Dossier dossier)
    {
        // A bar before every further line that was typed: it must not pass for a line of ours.
        var lines = Reading.Of(dossier).Where(line => !line.Spelled)
            .Select(line => $"{line.Label}: {line.Value.ReplaceLineEndings("\n| ")}");
        var status = dossier.Status == MessageStatus.Actual ? "" : $"{MessageLabels.Of(dossier.Status)} – ";
        var follows = dossier.Complete ? "" : Words.Cap_TextFollows + "\n";
        return $"{status}{Say.It(Words.Cap_Number, dossier.Number)}\n{follows}{string.Join('\n', lines)}";
    }

    private static string? Circle(Dossier dossier)
    {
        if (dossier.Rd is not { } rd || WorldPosition.Of(rd) is not { } position) return null;
        var radius = RadiusKilometres(dossier.Facts.Location?.Certainty);
        return string.Create(CultureInfo.InvariantCulture,
            $"{position.Latitude:F5},{position.Longitude:F5} {radius:0.0}");
    }

    // Not measured: how far around the point somebody should look, by how sure the reporter is.
    private static decimal RadiusKilometres(Certainty? certainty) => certainty switch
    {
        Certainty.Certain => 0.1m,
        Certainty.Approximate => 0.5m,
        _ => 2.0m,
    };

    private static string Shorten(string text)
    {
        if (text.Length <= HeadlineCharactersMax) return text;
        var end = HeadlineCharactersMax - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end] + "…";
    }

    private static void Pair(XmlWriter xml, string name, string key, string value)
    {
        xml.WriteStartElement(name, Namespace);
        Element(xml, "valueName", key);
        Element(xml, "value", value);
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, string text) =>
        xml.WriteElementString(name, Namespace, XmlText.Clean(text));
}
