using System.Buffers.Binary;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Ontvangstbevestiging. The first byte is level (2 bits, lowest) | flags.
//
//   Device (0)          flags: 4 complete, 8 screen open, 16 number clash, 32 of a signal
//                       epoch 2 | serial 3 | bitmap 0..32: bit i (1 << i % 8 of byte i / 8) is serial + 1 + i
//                       64 gaps: the bytes (1..32) are steps from serial to serial, the last not 0
//                       128 parts, without 4, 32 and 64: the bytes (2..5) are a bitmap of the parts, bit i = part i
//   Human (1),          flags: 4 undone, 8 screen open, 16 withdrawn
//   ControlRoom (2)     epoch 2 | serial 3 | event 2 | state 1 | channel 1 | fields: minutes, meldkamer number, note
//   Refused (3)         no flags; epoch 2 | serial 3 | event 2 | reason 1
//
// The time of a receipt is 'created' in its header. A Device receipt has no fields: all that follows is bitmap.

/// <summary>Writes and reads the four receipts.</summary>
internal static class ReceiptCodec
{
    private const int BitmapBytesMax = 32;
    private const byte LevelBits = 3;
    private const byte First = 4;
    private const byte ScreenOpen = 8;
    private const byte Third = 16;
    private const byte OfSignal = 32;
    private const byte Gaps = 64;
    private const byte Parts = 128;

    public static void Encode(BodyWriter writer, Receipt receipt)
    {
        switch (receipt)
        {
            case DeviceReceipt device: EncodeDevice(writer, device); break;
            case ProgressReceipt progress: EncodeProgress(writer, progress); break;
            case RefusedReceipt refused:
                if (!Enum.IsDefined(refused.Reason))
                    throw new ArgumentException($"Reason {refused.Reason}.", nameof(receipt));
                writer.Byte((byte)ReceiptLevel.Refused);
                Subject(writer, refused.Epoch, refused.Serial);
                writer.UInt16(refused.EventNumber);
                writer.Byte((byte)refused.Reason);
                break;
            default: throw new ArgumentException($"A receipt of kind {receipt.GetType().Name}.", nameof(receipt));
        }
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var flags = reader.Byte();
        return (ReceiptLevel)(flags & LevelBits) switch
        {
            ReceiptLevel.Device => DecodeDevice(ref reader, flags),
            ReceiptLevel.Refused => DecodeRefused(ref reader, flags),
            var level => DecodeProgress(ref reader, flags, level),
        };
    }

    private static void EncodeDevice(BodyWriter writer, DeviceReceipt receipt)
    {
        if (FormFault(receipt) is { } fault) throw new ArgumentException(fault, nameof(receipt));
        var form = receipt.Form switch { ReceiptForm.Gaps => Gaps, ReceiptForm.Parts => Parts, _ => 0 };
        writer.Byte(form | (receipt.Complete ? First : 0) | (receipt.ScreenOpen ? ScreenOpen : 0)
            | (receipt.NumberClash ? Third : 0) | (receipt.OfSignal ? OfSignal : 0));
        Subject(writer, receipt.Epoch, receipt.Base);
        writer.Bytes(receipt.Following.ToArray());
    }

    private static DecodeResult DecodeDevice(ref BodyReader reader, byte flags)
    {
        var form = (flags & (Gaps | Parts)) switch
        {
            0 => ReceiptForm.Bitmap,
            Gaps => ReceiptForm.Gaps,
            _ => ReceiptForm.Parts,
        };
        if ((flags & Gaps) != 0 && form == ReceiptForm.Parts) reader.Malformed("gaps and parts");
        var (epoch, serial) = (reader.Epoch(), reader.Serial());
        if (reader.Left > BitmapBytesMax) reader.Malformed("bitmap too long");
        var bitmap = reader.Bytes(Math.Min(reader.Left, BitmapBytesMax));
        var receipt = new DeviceReceipt(
            epoch, serial, ValueList.Create(bitmap), (flags & First) != 0, (flags & ScreenOpen) != 0,
            (flags & Third) != 0, (flags & OfSignal) != 0, form);
        if (FormFault(receipt) is { } fault) reader.Malformed(fault);
        return reader.Finish(receipt);
    }

    /// <summary>Constant texts: remote bytes come this way too.</summary>
    private static string? FormFault(DeviceReceipt receipt)
    {
        var count = receipt.Following.Count;
        return receipt.Form switch
        {
            _ when count > BitmapBytesMax => "more than 32 bytes behind the serial",
            ReceiptForm.Gaps when count == 0 || receipt.Following[count - 1] == 0 => "gaps that lead nowhere",
            ReceiptForm.Parts when receipt.Complete || receipt.OfSignal => "parts of what is complete or has none",
            ReceiptForm.Parts when count is < DeviceReceipt.PartBytesMin or > DeviceReceipt.RadioBytesMax =>
                "a bitmap of parts that is too short or too long",
            _ => null,
        };
    }

    private static void EncodeProgress(BodyWriter writer, ProgressReceipt receipt)
    {
        if (!Enum.IsDefined(receipt.State) || receipt.Channel is { } known && !Enum.IsDefined(known))
            throw new ArgumentException($"State {receipt.State}, channel {receipt.Channel}.", nameof(receipt));
        writer.Byte((byte)receipt.Level | (receipt.Undone ? First : 0) | (receipt.ScreenOpen ? ScreenOpen : 0)
            | (receipt.Withdrawn ? Third : 0));
        Subject(writer, receipt.Epoch, receipt.Serial);
        writer.UInt16(receipt.EventNumber);
        writer.Byte((byte)receipt.State);
        writer.Byte(EnumCode.Of(receipt.Channel));
        writer.Text(Tags.Text, receipt.Note, Limits.Text);
        if (receipt.Minutes is { } minutes)
            writer.Field(Tags.Minutes, [(byte)(minutes >> 8), (byte)(minutes & 0xFF)]);
        writer.Text(Tags.MeldkamerNumber, receipt.MeldkamerNumber, Limits.MeldkamerNumber);
    }

    private static DecodeResult DecodeProgress(ref BodyReader reader, byte flags, ReceiptLevel level)
    {
        if ((flags & ~(LevelBits | First | ScreenOpen | Third)) != 0) reader.Newer("a flag of a receipt");
        var (epoch, serial, number) = (reader.Epoch(), reader.Serial(), reader.UInt16());
        var (state, channel) = (reader.Byte(), reader.Optional(reader.Byte(), MeldkamerChannel.Other));
        if (state > (byte)MessageState.NotForwarded) reader.Newer($"state {state}");
        ushort? minutes = null;
        string? meldkamerNumber = null, note = null;
        while (reader.NextField(out var tag, out var value))
        {
            switch (tag)
            {
                case Tags.Text: note = reader.Text(value, Limits.Text); break;
                case Tags.Minutes when value.Length == 2: minutes = BinaryPrimitives.ReadUInt16BigEndian(value); break;
                case Tags.Minutes: reader.Malformed("minutes"); break;
                case Tags.MeldkamerNumber: meldkamerNumber = reader.Text(value, Limits.MeldkamerNumber); break;
                default: reader.Newer($"field {tag:X2}"); break;
            }
        }

        var receipt = new ProgressReceipt(
            epoch, serial, number, (MessageState)state, (flags & First) != 0, (flags & Third) != 0,
            (flags & ScreenOpen) != 0, channel, minutes, meldkamerNumber, note);
        if (receipt.Level != level) reader.Malformed("a level that is not that of the state");
        return reader.Finish(receipt);
    }

    private static DecodeResult DecodeRefused(ref BodyReader reader, byte flags)
    {
        if ((flags & ~LevelBits) != 0) reader.Newer("a flag of a receipt");
        var (epoch, serial, number) = (reader.Epoch(), reader.Serial(), reader.UInt16());
        var reason = reader.Required(reader.Byte(), RefusalReason.StorageFull);
        TextField.None(ref reader);
        return reader.Finish(new RefusedReceipt(epoch, serial, number, reason));
    }

    /// <summary>Epoch and serial of a message that something is about.</summary>
    internal static void Subject(BodyWriter writer, ushort epoch, uint serial)
    {
        ArgumentOutOfRangeException.ThrowIfZero(epoch);
        ArgumentOutOfRangeException.ThrowIfZero(serial);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(serial, MessageNumber.SerialMax);
        writer.UInt16(epoch);
        writer.UInt24(serial);
    }
}
