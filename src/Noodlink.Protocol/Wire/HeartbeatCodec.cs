using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Hartslag = flags (1 LAN, 2 radio, 4 screen open) | highest serial 3 | waiting 2 | oldest waiting in minutes 2 | clock 4
// | fields: offers held back = number of categories (1) | category 1, count 1 each, ascending | first serial 3, how many
// follow it 1 each (0..254; 255, at the last only: up to the highest), ascending and apart.

/// <summary>Writes and reads hartslagen.</summary>
internal static class HeartbeatCodec
{
    private const byte Lan = 1;
    private const byte Radio = 2;
    private const byte ScreenOpen = 4;
    private const byte ToTheEnd = 255;

    public static void Encode(BodyWriter writer, Heartbeat beat)
    {
        if (beat.HighestSerial > MessageNumber.SerialMax)
            throw new ArgumentException($"Highest serial {beat.HighestSerial} is more than 24 bits.", nameof(beat));
        writer.Byte((beat.Lan ? Lan : 0) | (beat.Radio ? Radio : 0) | (beat.ScreenOpen ? ScreenOpen : 0));
        writer.UInt24(beat.HighestSerial);
        writer.UInt16(beat.Waiting);
        writer.UInt16(beat.OldestWaitingMinutes);
        writer.UInt32(beat.UnixSeconds);
        if (beat.Held is { } held) writer.Field(Tags.HeldOffers, Bytes(held, beat.HighestSerial));
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var flags = reader.Flags(Lan | Radio | ScreenOpen);
        var (highest, waiting) = (reader.UInt24(), reader.UInt16());
        var (oldest, clock) = (reader.UInt16(), reader.UInt32());
        HeldOffers? held = null;
        while (reader.NextField(out var tag, out var value))
        {
            if (tag == Tags.HeldOffers) held = Held(ref reader, value, highest);
            else reader.Newer($"field {tag:X2}");
        }

        return reader.Finish(new Heartbeat(
            highest, waiting, oldest, clock, (flags & Lan) != 0, (flags & Radio) != 0, (flags & ScreenOpen) != 0, held));
    }

    private static byte[] Bytes(HeldOffers held, uint highest)
    {
        if (!IsRight(held, highest)) throw new ArgumentException($"{held} of {highest}.", nameof(held));
        var bytes = new List<byte> { (byte)held.Counts.Count };
        foreach (var (category, count) in held.Counts) bytes.AddRange([(byte)category, (byte)count]);
        foreach (var (first, last) in held.Ranges)
            bytes.AddRange(
                [
                    (byte)(first >> 16), (byte)(first >> 8 & 0xFF), (byte)(first & 0xFF),
                    last - first >= HeldOffers.LengthMax ? ToTheEnd : (byte)(last - first),
                ]);
        return [.. bytes];
    }

    private static bool IsRight(HeldOffers held, uint highest)
    {
        if (held.Counts.Count == 0 || held.Ranges.Count is 0 or > HeldOffers.RangesMax) return false;
        var category = 0;
        foreach (var one in held.Counts)
        {
            if ((byte)one.Category <= category || !Enum.IsDefined(one.Category) || one.Amount is 0 or > byte.MaxValue) return false;
            category = (byte)one.Category;
        }

        var before = 0u;
        for (var i = 0; i < held.Ranges.Count; i++)
        {
            var (first, last) = held.Ranges[i];
            if (first <= before || last < first || last > highest) return false;
            if (last - first >= HeldOffers.LengthMax && (i < held.Ranges.Count - 1 || last != highest)) return false;
            before = last;
        }

        return true;
    }

    private static HeldOffers? Held(ref BodyReader reader, ReadOnlySpan<byte> value, uint highest)
    {
        var categories = value.IsEmpty ? 0 : value[0];
        if (categories == 0 || value.Length < 1 + (2 * categories) || (value.Length - 1 - (2 * categories)) % 4 != 0)
        {
            reader.Malformed("offers of a wrong length");
            return null;
        }

        var counts = new OfferCount[categories];
        for (var i = 0; i < categories; i++)
        {
            var category = reader.Required(value[1 + (2 * i)], HelpCategory.Goods);
            counts[i] = new OfferCount(category, value[2 + (2 * i)]);
        }

        var ranges = new List<SerialRange>();
        for (var rest = value[(1 + (2 * categories))..]; !rest.IsEmpty; rest = rest[4..])
        {
            var first = (uint)(rest[0] << 16 | rest[1] << 8 | rest[2]);
            if (rest[3] == ToTheEnd && (first > highest || highest - first < HeldOffers.LengthMax))
                reader.Malformed("a range to the end that has a length");
            ranges.Add(new SerialRange(first, rest[3] == ToTheEnd ? highest : first + rest[3]));
        }

        var held = new HeldOffers(ValueList.Create<OfferCount>(counts), ranges.ToValueList());
        if (!reader.Failed && !IsRight(held, highest)) reader.Malformed("offers out of order");
        return held;
    }
}
