using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Wire;

// Baken = clock 4 | round 2 | length of the round in hundredths of a second 2 | of a slot 2
//       | number of turns 1 | number of turns of the round before 1
//       | station 2 for each turn (0: the hub)
//       | result, 2 bits for each slot of the turns before (slot i: bits 2 (i % 4) of byte i / 4)
//       | MAC 2 for each slot whose result is not 0

/// <summary>Writes and reads beacons.</summary>
internal static class BeaconCodec
{
    private const int SlotsPerByte = 4;

    public static void Encode(BodyWriter writer, Beacon beacon)
    {
        if (!IsTurnCount(beacon.Turns.Count))
            throw new ArgumentException($"{beacon.Turns.Count} turns.", nameof(beacon));
        var (before, left) = Math.DivRem(beacon.Answers.Count, Beacon.SlotsPerTurn);
        if (left != 0 || (before != 0 && !IsTurnCount(before)))
            throw new ArgumentException($"{beacon.Answers.Count} answers.", nameof(beacon));
        if (!Fits(beacon.RoundHundredths, beacon.SlotHundredths, beacon.Turns.Count))
            throw new ArgumentException($"A round of {beacon.RoundHundredths}.", nameof(beacon));

        writer.UInt32(beacon.UnixSeconds);
        writer.UInt16(beacon.Round);
        writer.UInt16(beacon.RoundHundredths);
        writer.UInt16(beacon.SlotHundredths);
        writer.Byte(beacon.Turns.Count);
        writer.Byte(before);
        foreach (var station in beacon.Turns) writer.UInt16(station);
        writer.Bytes(Results(beacon.Answers));
        foreach (var answer in beacon.Answers)
            if (answer.Result != SlotResult.None) writer.UInt16(answer.Mac);
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var (clock, round) = (reader.UInt32(), reader.UInt16());
        var (length, slot) = (reader.UInt16(), reader.UInt16());
        int turns = reader.Byte(), before = reader.Byte();
        if (!IsTurnCount(turns) || (before != 0 && !IsTurnCount(before))) reader.Malformed("number of turns");
        else if (!Fits(length, slot, turns)) reader.Malformed("slots that do not fit in the round");
        if (reader.Failed) return reader.Fault();

        var stations = new ushort[turns];
        for (var i = 0; i < turns; i++) stations[i] = reader.UInt16();
        var answers = new SlotAnswer[before * Beacon.SlotsPerTurn];
        var results = reader.Bytes((answers.Length + SlotsPerByte - 1) / SlotsPerByte);
        for (var i = 0; i < results.Length * SlotsPerByte; i++)
        {
            var result = (SlotResult)(results[i / SlotsPerByte] >> (2 * (i % SlotsPerByte)) & 3);
            if (result > SlotResult.Complete || (i >= answers.Length && result != SlotResult.None))
                reader.Malformed("result of a slot");
            else if (result != SlotResult.None) answers[i] = new SlotAnswer(result, reader.UInt16());
        }

        TextField.None(ref reader);
        return reader.Finish(new Beacon(
            clock, round, length, slot, ValueList.Create<ushort>(stations), ValueList.Create<SlotAnswer>(answers)));
    }

    private static byte[] Results(ValueList<SlotAnswer> answers)
    {
        var results = new byte[(answers.Count + SlotsPerByte - 1) / SlotsPerByte];
        for (var i = 0; i < answers.Count; i++)
            results[i / SlotsPerByte] |= (byte)((byte)answers[i].Result << (2 * (i % SlotsPerByte)));
        return results;
    }

    private static bool Fits(int round, int slot, int turns) =>
        slot > 0 && turns / SlotPlan.TurnsPerBlock * SlotPlan.SlotsPerBlock * slot < round;

    private static bool IsTurnCount(int turns) => turns is > 0 and <= Beacon.TurnsMax && turns % 2 == 0;
}
