using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Poll = number of ranges (1) | first serial 3, last serial 3 each. The ranges ascend and do not touch one another's
// numbers. With no ranges there may follow: epoch 2 | serial 3, "what do you have of mine from here on?".

/// <summary>Writes and reads a question about numbers.</summary>
internal static class PollCodec
{
    public static void Encode(BodyWriter writer, Poll poll)
    {
        if (poll.Ranges.Count > Poll.RangesMax)
            throw new ArgumentException($"{poll.Ranges.Count} ranges, at most {Poll.RangesMax}.", nameof(poll));
        if (poll.From is not null && poll.Ranges.Count > 0)
            throw new ArgumentException("Ranges of theirs and a serial of ours.", nameof(poll));
        writer.Byte(poll.Ranges.Count);
        if (poll.From is { } from) ReceiptCodec.Subject(writer, from.Epoch, from.First);
        var last = 0u;
        foreach (var range in poll.Ranges)
        {
            if (range.First <= last || range.Last < range.First || range.Last > MessageNumber.SerialMax)
                throw new ArgumentException($"Range {range} after {last}.", nameof(poll));
            writer.UInt24(range.First);
            writer.UInt24(range.Last);
            last = range.Last;
        }
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        int count = reader.Byte();
        if (count > Poll.RangesMax)
        {
            reader.Malformed("too many ranges");
            count = 0;
        }

        var ranges = new SerialRange[count];
        var last = 0u;
        for (var i = 0; i < count; i++)
        {
            ranges[i] = new SerialRange(reader.UInt24(), reader.UInt24());
            if (ranges[i].First <= last || ranges[i].Last < ranges[i].First) reader.Malformed("ranges out of order");
            last = ranges[i].Last;
        }

        if (count == 0 && reader.Left > 0)
            return reader.Finish(new Poll([], new PollFrom(reader.Epoch(), reader.Serial())));
        TextField.None(ref reader);
        return reader.Finish(new Poll(ValueList.Create<SerialRange>(ranges)));
    }
}
