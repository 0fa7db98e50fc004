using System.Text.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Writes the bodies that only programs make: receipts, heartbeats, polls, beacons. For whoever looks over their
/// shoulder.</summary>
internal static class SignalWriter
{
    public static void Write(Utf8JsonWriter writer, MessageBody body)
    {
        switch (body)
        {
            case Receipt receipt: Receipt(writer, receipt); break;
            case Heartbeat beat:
                writer.WriteNumber("highestSerial", beat.HighestSerial);
                writer.WriteNumber("waiting", beat.Waiting);
                writer.WriteNumber("oldestWaitingMinutes", beat.OldestWaitingMinutes);
                writer.WriteNumber("unixSeconds", beat.UnixSeconds);
                writer.WriteBoolean("lan", beat.Lan);
                writer.WriteBoolean("radio", beat.Radio);
                writer.WriteBoolean("screenOpen", beat.ScreenOpen);
                if (beat.Held is not { } held) break;
                writer.WriteStartObject("offersHeld");
                foreach (var (category, count) in held.Counts) writer.WriteNumber($"{category}", count);
                writer.WriteEndObject();
                break;
            case Poll poll:
                writer.WriteStartArray("ranges");
                foreach (var range in poll.Ranges)
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("first", range.First);
                    writer.WriteNumber("last", range.Last);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                break;
            case Beacon beacon:
                writer.WriteNumber("round", beacon.Round);
                writer.WriteNumber("slotHundredths", beacon.SlotHundredths);
                writer.WriteNumber("unixSeconds", beacon.UnixSeconds);
                writer.WriteStartArray("turns");
                foreach (var station in beacon.Turns) writer.WriteNumberValue(station);
                writer.WriteEndArray();
                break;
            case NetworkKey key: writer.WriteNumber("number", key.Number); break; // never the key itself
        }
    }

    private static void Receipt(Utf8JsonWriter writer, Receipt receipt)
    {
        writer.WriteString("level", receipt.Level.ToString());
        switch (receipt)
        {
            case DeviceReceipt device:
                writer.WriteNumber("epoch", device.Epoch);
                writer.WriteStartArray("serials");
                foreach (var serial in device.Serials()) writer.WriteNumberValue(serial);
                writer.WriteEndArray();
                writer.WriteBoolean("complete", device.Complete);
                writer.WriteBoolean("screenOpen", device.ScreenOpen);
                writer.WriteBoolean("numberClash", device.NumberClash);
                writer.WriteBoolean("ofSignal", device.OfSignal);
                break;
            case ProgressReceipt progress:
                Subject(writer, progress.Epoch, progress.Serial, progress.EventNumber);
                writer.WriteString("state", progress.State.ToString());
                writer.WriteBoolean("undone", progress.Undone);
                writer.WriteBoolean("withdrawn", progress.Withdrawn);
                writer.WriteBoolean("screenOpen", progress.ScreenOpen);
                ContentWriter.Word(writer, "channel", progress.Channel);
                ContentWriter.Number(writer, "minutes", progress.Minutes);
                ContentWriter.Text(writer, "meldkamerNumber", progress.MeldkamerNumber);
                ContentWriter.Text(writer, "note", progress.Note);
                break;
            case RefusedReceipt refused:
                Subject(writer, refused.Epoch, refused.Serial, refused.EventNumber);
                writer.WriteString("reason", refused.Reason.ToString());
                break;
        }
    }

    private static void Subject(Utf8JsonWriter writer, ushort epoch, uint serial, ushort eventNumber)
    {
        writer.WriteNumber("epoch", epoch);
        writer.WriteNumber("serial", serial);
        writer.WriteNumber("eventNumber", eventNumber);
    }
}
