using System.Buffers.Binary;
using System.Text;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Where it is, in fourteen bytes of the core, so that the hub can act before the rest has arrived.
//
//   byte 0   kind (3 bits, 0 = no location) | form (3) | 1 = the text is the whole location text | 1 = the text was cut
//   form 0   nothing more
//   form 1   postcode 3 | house number 2 | its addition, four symbols, 3 | RD 5
//   form 2   road 2 | hectometre 2 | side 1 | RD 5 | 0 0 0
//   form 3   RD 5 | first 8 bytes of the place text
//   form 4   first 13 bytes of the place text
//
//   postcode    four digits (14 bits), two letters (5 each); 0 = none
//   number      1..65535; 0 = none, or one that cannot be coded (then it is in no place of the core, only in its field)
//   road        letter (5 bits), number (11)
//   hectometre  tenths of a kilometre, FFFF = not entered
//   RD          1 (1 bit) | 0 (1) | x (19) | y - 300,000 (19), exact to the metre; all zero = none
//
// The place text is what a person would say: "Proefstraat 14, Zuidhorn". It is cut at the end of a UTF-8 character and
// never inside a word with a digit: half a house number is worse than none.

/// <summary>The location in the core: one byte of kind and form, thirteen of payload.</summary>
internal static class LocationBlock
{
    public const int Bytes = 14;

    private const int NoHectometre = 0xFFFF;
    private const byte WholeText = 2;
    private const byte CutText = 1;

    private enum Form
    {
        Nothing = 0,
        Postcode = 1,
        Road = 2,
        RdAndText = 3,
        Text = 4,
    }

    /// <summary>Writes the block and tells which fields of the location it carries completely.</summary>
    public static Carried Write(Location location, Span<byte> block)
    {
        var form = Choose(location, out var road, out var placeText);
        block[..Bytes].Clear();
        var carried = Carried.None;
        var flags = (byte)0;
        switch (form)
        {
            case Form.Postcode:
                carried = WritePostcode(location, block[1..]);
                WriteRd(location.Rd, block[9..]);
                break;
            case Form.Road:
                carried = Carried.Road | Carried.Hectometre | Carried.Side;
                BinaryPrimitives.WriteUInt16BigEndian(block[1..], road);
                BinaryPrimitives.WriteUInt16BigEndian(block[3..], Tenths(location.Hectometre));
                block[5] = EnumCode.Of(location.Side);
                WriteRd(location.Rd, block[6..]);
                break;
            case Form.RdAndText:
                WriteRd(location.Rd, block[1..]);
                flags = WriteText(location, placeText, block[6..Bytes], ref carried);
                break;
            case Form.Text:
                flags = WriteText(location, placeText, block[1..Bytes], ref carried);
                break;
        }

        block[0] = (byte)(((byte)location.Kind << 5) | ((byte)form << 2) | flags);
        return form is Form.Nothing or Form.Text ? carried : carried | Carried.Rd;
    }

    /// <summary>Reads the block.</summary>
    /// <param name="certainty">The two bits of the first byte of the core.</param>
    /// <param name="hint">True when the fields do not follow: then the place text, cut or not, is shown as location
    /// text.
    /// </param>
    public static Location? Read(ref BodyReader reader, scoped ReadOnlySpan<byte> block, int certainty, bool hint)
    {
        var kind = reader.Optional(block[0] >> 5, LocationKind.Text);
        var form = (Form)((block[0] >> 2) & 7);
        if (kind is null)
        {
            if (certainty != 0 || block[..Bytes].ContainsAnyExcept((byte)0)) reader.Malformed("half a location");
            return null;
        }

        // A location always has a certainty, so its four values fill two bits.
        var location = new Location { Kind = kind.Value, Certainty = (Certainty)(certainty + 1) };
        if ((block[0] & 3) != 0 && form is not (Form.RdAndText or Form.Text) || (block[0] & 3) == 3)
            reader.Malformed("place text flags");
        return form switch
        {
            Form.Nothing => Unused(ref reader, block[1..Bytes], location),
            Form.Postcode => ReadPostcode(ref reader, block[1..], location) with
            {
                Rd = ReadRd(ref reader, block[9..]),
            },
            Form.Road => ReadRoad(ref reader, block[1..], location),
            Form.RdAndText => location with
            {
                Rd = ReadRd(ref reader, block[1..]),
                Text = ReadText(ref reader, block[0], block[6..Bytes], hint),
            },
            Form.Text => location with { Text = ReadText(ref reader, block[0], block[1..Bytes], hint) },
            _ => Unknown(ref reader, location),
        };
    }

    public static void WriteRd(Rd? rd, Span<byte> bytes)
    {
        if (rd is not { } at) return;
        if (at.X is < 0 or > Rd.XMax || at.Y is < Rd.YMin or > Rd.YMax)
            throw new ArgumentException($"RD {at.X},{at.Y} is outside the national grid.", nameof(rd));
        var packed = (1UL << 39) | ((ulong)(uint)at.X << 19) | (uint)(at.Y - Rd.YMin);
        bytes[0] = (byte)(packed >> 32);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[1..], (uint)(packed & 0xFFFF_FFFF));
    }

    public static Rd? ReadRd(ref BodyReader reader, scoped ReadOnlySpan<byte> bytes)
    {
        var packed = ((ulong)bytes[0] << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]);
        if (packed == 0) return null;
        var rd = new Rd((int)((packed >> 19) & 0x7FFFF), (int)(packed & 0x7FFFF) + Rd.YMin);
        if (packed >> 38 == 2 && rd.X <= Rd.XMax && rd.Y <= Rd.YMax) return rd;
        reader.Malformed("RD outside the national grid");
        return null;
    }

    /// <summary>Tenths of a kilometre; <c>FFFF</c> when there is no hectometre sign.</summary>
    public static ushort Tenths(decimal? hectometre)
    {
        if (hectometre is not { } kilometres) return NoHectometre;
        var tenths = kilometres * 10;
        if (tenths < 0 || kilometres > Limits.HectometreMax || tenths != decimal.Truncate(tenths))
            throw new ArgumentException($"Hectometre {kilometres} is not one of 0.0..999.9.", nameof(hectometre));
        return (ushort)tenths;
    }

    public static decimal? Kilometres(ref BodyReader reader, ushort tenths)
    {
        if (tenths == NoHectometre) return null;
        if (tenths > 9999) reader.Malformed("hectometre above 999.9");
        return tenths / 10m;
    }

    private static Form Choose(Location location, out ushort road, out string placeText)
    {
        placeText = "";
        var hasRoad = RoadCode.TryPack(location.Road, out road);
        if (hasRoad && (location.Kind == LocationKind.Road || location.Postcode is null)) return Form.Road;
        if (location.Postcode is not null) return Form.Postcode;
        placeText = PlaceText.Of(location);
        if (location.Rd is not null) return Form.RdAndText;
        return placeText.Length > 0 ? Form.Text : Form.Nothing;
    }

    private static Carried WritePostcode(Location location, Span<byte> bytes)
    {
        if (!PostcodeCode.TryPack(location.Postcode, out var postcode))
            throw new ArgumentException($"'{location.Postcode}' is not a postcode such as 9843AB.", nameof(location));
        var carried = Carried.Postcode;
        if (HouseNumberCode.TryPack(location.Number, out var number, out var addition)) carried |= Carried.Number;
        UInt24(bytes, postcode);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[3..], number);
        UInt24(bytes[5..], addition);
        return carried;
    }

    private static Location ReadPostcode(ref BodyReader reader, scoped ReadOnlySpan<byte> bytes, Location location)
    {
        var number = BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]);
        if (!PostcodeCode.TryUnpack(UInt24(bytes), out var postcode)
            || !HouseNumberCode.TryUnpack(number, UInt24(bytes[5..]), out var text))
        {
            reader.Malformed("postcode or house number");
            return location;
        }

        return location with { Postcode = postcode, Number = text };
    }

    private static Location ReadRoad(ref BodyReader reader, scoped ReadOnlySpan<byte> bytes, Location location)
    {
        if (!RoadCode.TryUnpack(BinaryPrimitives.ReadUInt16BigEndian(bytes), out var road)) reader.Malformed("road");
        return Unused(ref reader, bytes[10..13], location) with
        {
            Road = road,
            Hectometre = Kilometres(ref reader, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])),
            Side = reader.Optional(bytes[4], RoadSide.Right),
            Rd = ReadRd(ref reader, bytes[5..]),
        };
    }

    private static byte WriteText(Location location, string placeText, Span<byte> bytes, ref Carried carried)
    {
        var length = PlaceText.Cut(placeText, bytes, out var cut);
        if (cut) return CutText;
        if (length == 0 || !PlaceText.IsOnlyText(location)) return 0;
        carried |= Carried.Text;
        return WholeText;
    }

    private static string? ReadText(ref BodyReader reader, byte head, scoped ReadOnlySpan<byte> bytes, bool hint)
    {
        var end = bytes.IndexOf((byte)0);
        var text = end < 0 ? bytes : bytes[..end];
        if (bytes[text.Length..].ContainsAnyExcept((byte)0) || ((head & WholeText) != 0 && text.IsEmpty))
            reader.Malformed("place text");
        if (text.IsEmpty) return null;
        var place = reader.Text(text, Limits.LocationText);
        if ((head & WholeText) != 0) return place;
        if (!hint) return null;
        return (head & CutText) != 0 ? place + "…" : place;
    }

    private static Location Unused(ref BodyReader reader, scoped ReadOnlySpan<byte> bytes, Location location)
    {
        if (bytes.ContainsAnyExcept((byte)0)) reader.Newer("something in the spare bytes of the location");
        return location;
    }

    private static Location Unknown(ref BodyReader reader, Location location)
    {
        reader.Newer("a form of location that is not known here");
        return location;
    }

    private static void UInt24(Span<byte> bytes, uint value)
    {
        bytes[0] = (byte)(value >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[1..], (ushort)(value & 0xFFFF));
    }

    private static uint UInt24(ReadOnlySpan<byte> bytes) => (uint)((bytes[0] << 16) | (bytes[1] << 8) | bytes[2]);
}

/// <summary>What the location block carries completely; the rest follows in fields.</summary>
[Flags]
internal enum Carried
{
    None = 0,
    Postcode = 1,
    Number = 2,
    Road = 4,
    Hectometre = 8,
    Side = 16,
    Rd = 32,
    Text = 64,
}
