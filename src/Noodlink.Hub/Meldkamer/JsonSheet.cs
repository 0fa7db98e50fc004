using System.Text.Encodings.Web;
using System.Text.Json;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Meldkamer;

/// <summary>A version of a noodmelding as JSON, in the names of our own API: for who would rather not read
/// CAP.</summary>
/// <remarks><c>id</c> is the noodmelding, <c>identifier</c> this version of it, <c>message</c> what made the version.
/// <c>content</c> is all that is known now, so the latest version is enough; <c>changes</c> is what an aanvulling
/// added.</remarks>
internal static class JsonSheet
{
    // The file is UTF-8 and never stands inside HTML: é may be é.
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write(Dossier dossier)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("id", $"{dossier.Number}");
            json.WriteString("identifier", dossier.Identifier);
            json.WriteNumber("version", dossier.Version);
            json.WriteString("cause", $"{dossier.Cause}");
            json.WriteString("message", $"{dossier.Source}");
            json.WriteString("kind", $"{KindOf(dossier.Cause)}");
            json.WriteString("status", $"{dossier.Status}");
            json.WriteString("precedence", $"{dossier.Precedence}");
            json.WriteString("createdAt", CapWriter.Time(dossier.CreatedAt));
            json.WriteString("receivedAt", CapWriter.Time(dossier.ReceivedAt));
            json.WriteString("sent", CapWriter.Time(dossier.Sent));
            json.WriteString("bearer", $"{dossier.Bearer}");
            if (dossier.Caller is { } caller) json.WriteString("caller", caller);
            json.WriteBoolean("complete", dossier.Complete);
            Station(json, dossier.Station);
            Hub(json, dossier.Hub);
            json.WritePropertyName("content");
            MessageJson.WriteContent(json, new Alarm(dossier.Facts, []));
            if (dossier.Changes is { } changes)
            {
                json.WritePropertyName("changes");
                MessageJson.WriteContent(json, new AlarmUpdate([dossier.Number], changes));
            }

            Cancel(json, dossier);
            json.WriteStartArray("references");
            foreach (var earlier in dossier.Earlier) json.WriteStringValue(dossier.IdentifierOf(earlier.Version));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private static Kind KindOf(VersionCause cause) => cause switch
    {
        VersionCause.Update => Kind.AlarmUpdate,
        VersionCause.Cancel => Kind.AlarmCancel,
        _ => Kind.Alarm,
    };

    private static void Station(Utf8JsonWriter json, StationCard station)
    {
        json.WriteStartObject("station");
        json.WriteString("id", $"{station.Id}");
        json.WriteString("name", station.Name);
        json.WriteString("gemeente", station.Gemeente);
        if (station.Address is { } address) json.WriteString("address", address);
        if (station.Rd is { } rd) json.WriteString("rd", $"{rd.X},{rd.Y}");
        if (station.Contact is { } contact) json.WriteString("contact", contact);
        json.WriteEndObject();
    }

    private static void Hub(Utf8JsonWriter json, HubCard hub)
    {
        json.WriteStartObject("hub");
        json.WriteString("id", $"{hub.Id}");
        json.WriteString("name", hub.Name);
        if (hub.Contact is { } contact) json.WriteString("contact", contact);
        json.WriteEndObject();
    }

    private static void Cancel(Utf8JsonWriter json, Dossier dossier)
    {
        if (dossier.Cause != VersionCause.Cancel) return;
        json.WriteStartObject("cancel");
        json.WriteString("reason", $"{dossier.CancelReason ?? CancelReason.Unknown}");
        if (dossier.CancelText is { } text) json.WriteString("text", text);
        json.WriteEndObject();
    }
}
