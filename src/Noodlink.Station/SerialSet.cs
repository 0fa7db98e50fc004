using Noodlink.Protocol.Messages;

namespace Noodlink.Station;

/// <summary>A set of serials as ascending ranges: small as long as little is missing.</summary>
internal sealed class SerialSet(List<SerialRange> ranges)
{
    private readonly List<SerialRange> _ranges = ranges;

    /// <summary>0: the set is empty.</summary>
    public uint Highest => _ranges.Count == 0 ? 0 : _ranges[^1].Last;

    public void Add(uint serial)
    {
        var at = _ranges.Count;
        while (at > 0 && _ranges[at - 1].First > serial) at--;
        if (at > 0 && serial <= _ranges[at - 1].Last) return;
        var joinsLeft = at > 0 && _ranges[at - 1].Last + 1 == serial;
        var joinsRight = at < _ranges.Count && serial + 1 == _ranges[at].First;
        switch (joinsLeft, joinsRight)
        {
            case (true, true):
                _ranges[at - 1] = _ranges[at - 1] with { Last = _ranges[at].Last };
                _ranges.RemoveAt(at);
                break;
            case (true, false):
                _ranges[at - 1] = _ranges[at - 1] with { Last = serial };
                break;
            case (false, true):
                _ranges[at] = _ranges[at] with { First = serial };
                break;
            default:
                _ranges.Insert(at, new SerialRange(serial, serial));
                break;
        }
    }

    /// <summary>What is not in the set from 1 up to and including <paramref name="highest"/>.</summary>
    public List<SerialRange> Missing(uint highest, int rangesMax)
    {
        var missing = new List<SerialRange>();
        uint next = 1;
        foreach (var range in _ranges)
        {
            if (missing.Count == rangesMax || next > highest) return missing;
            if (range.First > next) missing.Add(new SerialRange(next, Math.Min(range.First - 1, highest)));
            next = Math.Max(next, range.Last + 1);
        }

        if (next <= highest && missing.Count < rangesMax) missing.Add(new SerialRange(next, highest));
        return missing;
    }
}
