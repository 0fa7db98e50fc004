namespace Noodlink.Protocol.Messages;

/// <summary>Offers of help that a station holds back from the radio: they wait for the LAN or a courier, or until the hub
/// asks for them with <see cref="Question.Offers"/>. The heartbeat tells how many, and which numbers they have, so that the hub
/// does not take them for lost and asks for none of them.</summary>
/// <param name="Counts">Ascending by category, each once; never empty. 1..255 (255: or more).</param>
/// <param name="Ranges">Their serials, ascending and apart, 1..<see cref="RangesMax"/>. Each has at most
/// <see cref="LengthMax"/> serials, but the last may go on to the highest serial that the station has made: from there on
/// any of them may be one.</param>
public sealed record HeldOffers(ValueList<OfferCount> Counts, ValueList<SerialRange> Ranges)
{
    /// <summary>More rows of offers in between other messages are told as one that goes on to the end: with these the
    /// longest heartbeat is 140 bytes of a radio frame of 200.</summary>
    public const int RangesMax = 16;

    /// <summary>Serials of one range, so that its length fits in a byte.</summary>
    public const uint LengthMax = 255;

    /// <summary>What waits.</summary>
    /// <param name="offers">Serial and category, in any order.</param>
    /// <param name="highest">The highest serial that the station has made.</param>
    /// <returns>Null: nothing waits.</returns>
    public static HeldOffers? Of(IEnumerable<(uint Serial, HelpCategory Category)> offers, uint highest)
    {
        var counts = new SortedDictionary<HelpCategory, int>();
        var ranges = new List<SerialRange>();
        foreach (var (serial, category) in offers.OrderBy(offer => offer.Serial))
        {
            counts[category] = counts.GetValueOrDefault(category) + 1;
            if (ranges is [.., var last] && last.Last + 1 == serial && serial - last.First < LengthMax)
                ranges[^1] = last with { Last = serial };
            else
                ranges.Add(new SerialRange(serial, serial));
        }

        if (ranges.Count == 0) return null;
        if (ranges.Count > RangesMax)
        {
            ranges[RangesMax - 1] = ranges[RangesMax - 1] with { Last = highest };
            ranges.RemoveRange(RangesMax, ranges.Count - RangesMax);
        }

        return new HeldOffers(
            counts.Select(pair => new OfferCount(pair.Key, (ushort)Math.Min(pair.Value, byte.MaxValue))).ToValueList(),
            ranges.ToValueList());
    }

    /// <summary>May this be the number of one of them?</summary>
    public bool Contains(uint serial)
    {
        foreach (var range in Ranges)
            if (serial >= range.First && serial <= range.Last) return true;
        return false;
    }

    /// <summary>What of some ranges is not one of them.</summary>
    /// <param name="ranges">Ascending and apart.</param>
    public List<SerialRange> Without(IEnumerable<SerialRange> ranges)
    {
        var left = new List<SerialRange>();
        foreach (var range in ranges)
        {
            var next = range.First;
            foreach (var held in Ranges)
            {
                if (held.Last < next || held.First > range.Last) continue;
                if (held.First > next) left.Add(new SerialRange(next, held.First - 1));
                next = held.Last + 1;
                if (next > range.Last) break;
            }

            if (next <= range.Last) left.Add(new SerialRange(next, range.Last));
        }

        return left;
    }
}
