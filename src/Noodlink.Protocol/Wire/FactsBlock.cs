using System.Buffers.Binary;
using Noodlink.Protocol.Messages;
using Barrier = Noodlink.Protocol.Messages.Barrier;

namespace Noodlink.Protocol.Wire;

// The coded answers of a noodmelding, 26 bytes. "Not entered" is 0 (15 in the counts), which is never the same as
// Unknown.
//
//   byte 0      services, a bit each (4) | danger to life (2) | certainty of the location - 1 (2), 0 without location
//   byte 1      type
//   byte 2      access (3) | guide (3) | 1 = actions asked, none taken | 0
//   byte 3      victims (4) | unresponsive (4)          15 = not entered
//   byte 4      trapped (4) | children (4)
//   byte 5-6    1 = hazards entered as an empty list | 0 0 0 | hazards, a bit each (12)
//   byte 7      actions, a bit each
//   byte 8      age, step + 1 (4) | source (3) | 0
//   byte 9      reporter (3) | barriers, a bit each (3) | 1 = barriers asked, none | 0
//   byte 10-11  language, two letters of 5 bits | vulnerable sites, a bit each (5) | 1 = sites asked, none
//   byte 12-25  location (LocationBlock)
//
// A bit of a list is 1 << value of the enumeration. Spare bits are 0; a set one is newer software.

/// <summary>The fixed core of a noodmelding.</summary>
internal static class FactsBlock
{
    public const int Bytes = CodedBytes + LocationBlock.Bytes;
    public const int CodedBytes = 12;

    private const int NotEntered = 15;
    private const ushort NoHazards = 0x8000;
    private const byte NoActions = 2;
    private const byte NoBarriers = 2;
    private const byte NoSites = 1;

    /// <summary>What a block looks like when nothing was entered.</summary>
    public static ReadOnlySpan<byte> Blank =>
        [0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Writes the block and tells which fields of the location it carries completely.</summary>
    public static Carried Write(AlarmFacts facts, Span<byte> block)
    {
        FactRules.Demand(facts);
        block[0] = (byte)((Mask(facts.Services) << 4) | (EnumCode.Of(facts.DangerToLife) << 2)
            | (facts.Location is { } place ? (byte)place.Certainty - 1 : 0));
        block[1] = EnumCode.Of(facts.Type);
        block[2] = (byte)((EnumCode.Of(facts.Access) << 5) | (EnumCode.Of(facts.Guide) << 2)
            | (IsEmpty(facts.Actions) ? NoActions : 0));
        block[3] = (byte)(((facts.Victims ?? NotEntered) << 4) | (facts.Unresponsive ?? NotEntered));
        block[4] = (byte)(((facts.Trapped ?? NotEntered) << 4) | (facts.Children ?? NotEntered));
        BinaryPrimitives.WriteUInt16BigEndian(
            block[5..], (ushort)(IsEmpty(facts.Hazards) ? NoHazards : Mask(facts.Hazards)));
        block[7] = (byte)Mask(facts.Actions);
        var age = facts.OccurredAgoMinutes is { } minutes ? AlarmFacts.AgeSteps.IndexOf(minutes) + 1 : 0;
        block[8] = (byte)((age << 4) | (EnumCode.Of(facts.Source) << 1));
        block[9] = (byte)((EnumCode.Of(facts.Reporter) << 5) | (Mask(facts.Barriers) << 2)
            | (IsEmpty(facts.Barriers) ? NoBarriers : 0));
        var language = facts.Language is { } code ? (Symbols.Letter(code[0]) << 5) | Symbols.Letter(code[1]) : 0;
        var sites = (Mask(facts.VulnerableSites) << 1) | (IsEmpty(facts.VulnerableSites) ? NoSites : 0);
        BinaryPrimitives.WriteUInt16BigEndian(block[10..], (ushort)((language << 6) | sites));
        block[CodedBytes..Bytes].Clear();
        return facts.Location is { } location ? LocationBlock.Write(location, block[CodedBytes..Bytes]) : Carried.None;
    }

    /// <summary>Reads the block; lists come in the order of their enumeration.</summary>
    /// <param name="hint">True when no fields follow: the cut place text then stands for the location text.</param>
    public static AlarmFacts Read(ref BodyReader reader, scoped ReadOnlySpan<byte> block, bool hint)
    {
        if ((block[2] & 1) != 0 || (block[8] & 1) != 0 || (block[9] & 1) != 0 || (block[5] & 0x70) != 0)
            reader.Newer("a spare bit of the core");
        var hazards = BinaryPrimitives.ReadUInt16BigEndian(block[5..]);
        var contact = BinaryPrimitives.ReadUInt16BigEndian(block[10..]);
        return new AlarmFacts
        {
            Services = List(ref reader, block[0] >> 4, empty: false, EmergencyService.Unsure),
            DangerToLife = reader.Optional((block[0] >> 2) & 3, Danger.No),
            Type = reader.Optional(block[1], AlarmType.Other),
            Access = reader.Optional(block[2] >> 5, Access.HighVehicle),
            Guide = reader.Optional((block[2] >> 2) & 7, Guide.AtPoint),
            Victims = Count(block[3] >> 4),
            Unresponsive = Count(block[3] & 15),
            Trapped = Count(block[4] >> 4),
            Children = Count(block[4] & 15),
            Hazards = Hazards(ref reader, hazards & 0xFFF, (hazards & NoHazards) != 0),
            Actions = List(ref reader, block[7], (block[2] & NoActions) != 0, ActionTaken.Cordoned),
            OccurredAgoMinutes = Age(ref reader, block[8] >> 4),
            Source = reader.Optional((block[8] >> 1) & 7, Source.Hearsay),
            Reporter = reader.Optional(block[9] >> 5, ReporterPresence.Anonymous),
            Barriers = List(ref reader, (block[9] >> 2) & 7, (block[9] & NoBarriers) != 0, Barrier.Confused),
            Language = Language(ref reader, contact >> 6),
            VulnerableSites =
                List(ref reader, (contact >> 1) & 31, (contact & NoSites) != 0, VulnerableSite.Industry),
            Location = LocationBlock.Read(ref reader, block[CodedBytes..], block[0] & 3, hint),
        };
    }

    private static bool IsEmpty<T>(ValueList<T>? list) => list is { Count: 0 };

    private static int Mask<T>(ValueList<T>? list) where T : unmanaged, Enum
    {
        var mask = 0;
        foreach (var item in list ?? []) mask |= 1 << System.Runtime.CompilerServices.Unsafe.BitCast<T, byte>(item);
        return mask;
    }

    private static ValueList<T>? List<T>(ref BodyReader reader, int mask, bool empty, T last) where T : unmanaged, Enum
    {
        if (mask == 0) return empty ? [] : null;
        if (empty) reader.Malformed($"{typeof(T).Name}: empty and not empty");
        var items = new List<T>();
        for (var i = 0; i <= System.Runtime.CompilerServices.Unsafe.BitCast<T, byte>(last); i++)
            if ((mask & (1 << i)) != 0) items.Add(System.Runtime.CompilerServices.Unsafe.BitCast<byte, T>((byte)i));
        return items.ToValueList();
    }

    private static ValueList<Hazard>? Hazards(ref BodyReader reader, int mask, bool empty)
    {
        if ((mask & 1) != 0 && mask != 1) reader.Malformed("no hazard and a hazard");
        return List(ref reader, mask, empty, Hazard.Animal);
    }

    private static byte? Count(int value) => value == NotEntered ? null : (byte)value;

    private static int? Age(ref BodyReader reader, int value)
    {
        if (value == 0) return null;
        if (value <= AlarmFacts.AgeSteps.Length) return AlarmFacts.AgeSteps[value - 1];
        reader.Newer($"age {value}");
        return null;
    }

    private static string? Language(ref BodyReader reader, int packed)
    {
        if (packed == 0) return null;
        var (first, second) = (packed >> 5, packed & 31);
        if (first is >= 1 and <= 26 && second is >= 1 and <= 26)
            return $"{(char)('a' + first - 1)}{(char)('a' + second - 1)}";
        reader.Malformed("language");
        return null;
    }
}
