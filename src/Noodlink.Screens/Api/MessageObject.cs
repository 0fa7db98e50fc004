using System.Text.Json;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;

namespace Noodlink.Screens.Api;

/// <summary>A message as JSON: at the node the shape of interfaces.md §3, at the hub that of §4. What a program asks
/// for by name stands first; fields that only one side has are simply not there on the other.</summary>
internal static class MessageObject
{
    public static void Write(Utf8JsonWriter json, MessageView view, bool atHub)
    {
        json.WriteStartObject();
        if (atHub) json.WriteNumber("journal", view.Journal);
        json.WriteString("id", view.Number);
        json.WriteString("kind", view.Kind.ToString());
        json.WriteString("status", view.Status.ToString());
        json.WriteString("precedence", view.Precedence.ToString());
        json.WriteString("state", view.State.ToString());
        json.WriteString("stateLabel", view.StateLabel);
        json.WriteString("createdAt", ApiTime.Text(view.CreatedAt));
        json.WriteString("station", view.Station);
        json.WritePropertyName("content");
        if (view.Body is null) json.WriteNullValue();
        else MessageJson.WriteContent(json, view.Body);
        json.WriteBoolean("complete", view.Complete);
        if (atHub) WriteReceived(json, view);
        else WriteOwn(json, view);
        if (!atHub || view.Own) WriteDeliveries(json, view);
        WriteHistory(json, view);
        if (view.Kind == Kind.Bulletin) BulletinsEndpoint.WriteHungUp(json, view.HungUp);
        Write(json, "sameNumberAs", view.SameNumberAs);
        json.WriteBoolean("undone", view.Undone);
        json.WriteBoolean("withdrawn", view.Withdrawn);
        Write(json, "meldkamerNumber", view.MeldkamerNumber);
        json.WriteStartArray("referredBy");
        foreach (var number in view.ReferredBy) json.WriteStringValue(number);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>How far something of ours is: of a hub's message too.</summary>
    private static void WriteDeliveries(Utf8JsonWriter json, MessageView view)
    {
        json.WriteStartArray("deliveries");
        foreach (var delivery in view.Deliveries)
        {
            json.WriteStartObject();
            json.WriteString("bearer", delivery.Bearer.ToString());
            json.WriteString("at", ApiTime.Text(delivery.At));
            json.WriteBoolean("complete", delivery.Complete);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOwn(Utf8JsonWriter json, MessageView view)
    {
        json.WriteString("storedAt", ApiTime.Text(view.StoredAt));
        json.WriteNumber("attempts", view.Attempts);
        Write(json, "bearer", view.Bearer?.ToString());
        json.WriteBoolean("held", view.Held);
        json.WriteBoolean("questionOpen", view.QuestionOpen);
        if (view.ScreenOpenAtHub is { } open) json.WriteBoolean("screenOpenAtHub", open);
        else json.WriteNull("screenOpenAtHub");
    }

    private static void WriteReceived(Utf8JsonWriter json, MessageView view)
    {
        json.WriteString("receivedAt", ApiTime.Text(view.StoredAt));
        json.WriteStartArray("receptions");
        foreach (var reception in view.Receptions)
        {
            json.WriteStartObject();
            json.WriteString("bearer", reception.Bearer.ToString());
            json.WriteString("at", ApiTime.Text(reception.At));
            Write(json, "rssiDbm", reception.RssiDbm);
            Write(json, "snrDb", reception.SnrDb);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("forwarding");
        foreach (var forwarding in view.Forwarding)
        {
            json.WriteStartObject();
            json.WriteString("forwarder", forwarding.Forwarder);
            json.WriteNumber("version", forwarding.Version);
            json.WriteString("at", ApiTime.Text(forwarding.At));
            json.WriteString("outcome", forwarding.Outcome);
            json.WriteNumber("attempts", forwarding.Attempts);
            Write(json, "detail", forwarding.Detail);
            json.WriteBoolean("stopped", forwarding.Stopped);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "claimedBy", view.ClaimedBy);
        json.WriteBoolean("awaitsRelease", view.AwaitsRelease);
        AccountsObject.Write(json, view);
        json.WriteStartArray("sealed");
        foreach (var part in view.Sealed) json.WriteBase64StringValue(part);
        json.WriteEndArray();
    }

    private static void WriteHistory(Utf8JsonWriter json, MessageView view)
    {
        json.WriteStartArray("history");
        foreach (var entry in view.History)
        {
            json.WriteStartObject();
            json.WriteString("state", entry.State.ToString());
            json.WriteString("at", ApiTime.Text(entry.At));
            json.WriteString("by", entry.By);
            Write(json, "via", entry.Via);
            Write(json, "note", entry.Note);
            if (entry.Event is { } happened) json.WriteString("event", happened);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null) json.WriteNull(name);
        else json.WriteString(name, value);
    }

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
