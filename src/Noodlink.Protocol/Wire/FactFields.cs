using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

/// <summary>The fields after the facts: everything that the coded block did not carry completely.</summary>
internal static class FactFields
{
    public static void Write(
        BodyWriter writer, AlarmFacts facts, ValueList<MessageNumber> references, Carried carried)
    {
        writer.Text(Tags.Text, facts.Text, Limits.Text);
        ReferencesField.Write(writer, references);
        if (facts.Location is { } location) WriteLocation(writer, location, carried);
        Order(writer, Tags.ServicesOrder, facts.Services);
        Order(writer, Tags.HazardsOrder, facts.Hazards);
        Order(writer, Tags.ActionsOrder, facts.Actions);
        Order(writer, Tags.BarriersOrder, facts.Barriers);
        Order(writer, Tags.SitesOrder, facts.VulnerableSites);
    }

    /// <summary>Reads the fields into the facts of the block.</summary>
    public static AlarmFacts Read(ref BodyReader reader, AlarmFacts facts, ref ValueList<MessageNumber>? references)
    {
        while (reader.NextField(out var tag, out var value))
        {
            switch (tag)
            {
                case Tags.Text: facts = facts with { Text = reader.Text(value, Limits.Text) }; break;
                case Tags.References when references is not null:
                    references = ReferencesField.Read(ref reader, value);
                    break;
                case >= Tags.Street and <= Tags.LocationText:
                    facts = facts with { Location = ReadLocation(ref reader, tag, value, facts.Location) };
                    break;
                case Tags.ServicesOrder:
                    facts = facts with { Services = Ordered(ref reader, value, facts.Services) };
                    break;
                case Tags.HazardsOrder:
                    facts = facts with { Hazards = Ordered(ref reader, value, facts.Hazards) };
                    break;
                case Tags.ActionsOrder:
                    facts = facts with { Actions = Ordered(ref reader, value, facts.Actions) };
                    break;
                case Tags.BarriersOrder:
                    facts = facts with { Barriers = Ordered(ref reader, value, facts.Barriers) };
                    break;
                case Tags.SitesOrder:
                    facts = facts with { VulnerableSites = Ordered(ref reader, value, facts.VulnerableSites) };
                    break;
                default: reader.Newer($"field {tag:X2}"); break;
            }
        }

        return facts;
    }

    private static void WriteLocation(BodyWriter writer, Location location, Carried carried)
    {
        writer.Text(Tags.Street, location.Street, Limits.Name);
        if (!carried.HasFlag(Carried.Number)) writer.Text(Tags.Number, location.Number, Limits.HouseNumber);
        if (!carried.HasFlag(Carried.Postcode) && location.Postcode is not null)
        {
            if (!PostcodeCode.TryPack(location.Postcode, out var postcode))
                throw new ArgumentException($"'{location.Postcode}' is no postcode such as 9843AB.", nameof(location));
            writer.Field(
                Tags.Postcode, [(byte)(postcode >> 16), (byte)((postcode >> 8) & 0xFF), (byte)(postcode & 0xFF)]);
        }

        writer.Text(Tags.Place, location.Place, Limits.Name);
        writer.Text(Tags.Gemeente, location.Gemeente, Limits.Name);
        if (!carried.HasFlag(Carried.Road))
        {
            writer.Text(Tags.Road, location.Road, Limits.Name);
            if (location.Hectometre is not null || location.Side is not null)
            {
                Span<byte> spot = stackalloc byte[3];
                BinaryPrimitives.WriteUInt16BigEndian(spot, LocationBlock.Tenths(location.Hectometre));
                spot[2] = EnumCode.Of(location.Side);
                writer.Field(Tags.RoadSpot, spot);
            }
        }

        writer.Text(Tags.Towards, location.Towards, Limits.Name);
        writer.Text(Tags.Spot, location.Spot, Limits.Name);
        if (!carried.HasFlag(Carried.Rd) && location.Rd is not null)
        {
            Span<byte> rd = stackalloc byte[5];
            LocationBlock.WriteRd(location.Rd, rd);
            writer.Field(Tags.Rd, rd);
        }

        if (!carried.HasFlag(Carried.Text)) writer.Text(Tags.LocationText, location.Text, Limits.LocationText);
    }

    private static Location? ReadLocation(ref BodyReader reader, byte tag, ReadOnlySpan<byte> value, Location? location)
    {
        if (location is null)
        {
            reader.Malformed("a field of a location that is not there");
            return null;
        }

        switch (tag)
        {
            case Tags.Street: return location with { Street = reader.Text(value, Limits.Name) };
            case Tags.Number: return location with { Number = reader.Text(value, Limits.HouseNumber) };
            case Tags.Postcode:
                var packed = value.Length == 3 ? (uint)((value[0] << 16) | (value[1] << 8) | value[2]) : 0;
                if (!PostcodeCode.TryUnpack(packed, out var postcode)) reader.Malformed("postcode");
                return location with { Postcode = postcode };
            case Tags.Place: return location with { Place = reader.Text(value, Limits.Name) };
            case Tags.Gemeente: return location with { Gemeente = reader.Text(value, Limits.Name) };
            case Tags.Road: return location with { Road = reader.Text(value, Limits.Name) };
            case Tags.RoadSpot when value.Length == 3:
                var tenths = BinaryPrimitives.ReadUInt16BigEndian(value);
                return location with
                {
                    Hectometre = LocationBlock.Kilometres(ref reader, tenths),
                    Side = reader.Optional(value[2], RoadSide.Right),
                };
            case Tags.Towards: return location with { Towards = reader.Text(value, Limits.Name) };
            case Tags.Spot: return location with { Spot = reader.Text(value, Limits.Name) };
            case Tags.Rd when value.Length == 5: return location with { Rd = LocationBlock.ReadRd(ref reader, value) };
            case Tags.LocationText: return location with { Text = reader.Text(value, Limits.LocationText) };
            default:
                reader.Malformed("a field of the location has the wrong length");
                return location;
        }
    }

    // The block says which items there are; this field, in which order they were entered, when not in their usual one.
    private static void Order<T>(BodyWriter writer, byte tag, ValueList<T>? list) where T : unmanaged, Enum
    {
        if (list is null || list.SequenceEqual(list.Order())) return;
        var values = new byte[list.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Unsafe.BitCast<T, byte>(list[i]);
        writer.Field(tag, values);
    }

    private static ValueList<T>? Ordered<T>(ref BodyReader reader, ReadOnlySpan<byte> value, ValueList<T>? list)
        where T : unmanaged, Enum
    {
        var items = new T[value.Length];
        for (var i = 0; i < items.Length; i++) items[i] = Unsafe.BitCast<byte, T>(value[i]);
        if (list is not null && items.Length == list.Count && items.Order().SequenceEqual(list))
            return ValueList.Create<T>(items);
        reader.Malformed("an order of other items");
        return list;
    }
}
