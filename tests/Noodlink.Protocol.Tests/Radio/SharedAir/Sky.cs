using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio.SharedAir;

// One channel that all stations hear, in virtual time. No capture: two frames that overlap by a symbol are lost for
// everybody, however strong one of them is. Half duplex: who sends hears nothing meanwhile. Nothing else is lost, so
// all that goes wrong is what the stations do to each other.

/// <summary>Time and the air.</summary>
internal sealed class Sky
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _future = new();
    private readonly List<OnAir> _air = [];
    private long _order;

    /// <summary>True time since the start.</summary>
    public TimeSpan Now { get; private set; }

    public List<Site> Sites { get; } = [];

    public void At(TimeSpan when, Action happens) =>
        _future.Enqueue(happens, (when > Now ? when : Now, _order++));

    public void RunUntil(TimeSpan end)
    {
        while (_future.TryPeek(out var happens, out var due) && due.At <= end)
        {
            _ = _future.Dequeue();
            Now = due.At;
            happens!();
        }

        Now = end;
    }

    /// <summary>A frame begins now.</summary>
    public void Send(Site from, ReadOnlyMemory<byte> frame, TimeSpan length)
    {
        var sent = new OnAir(from, frame, Now, Now + length);
        foreach (var other in _air)
        {
            other.IsLost = true;
            sent.IsLost = true;
            _ = other.Deaf.Add(from);
            _ = sent.Deaf.Add(other.From);
        }

        _air.Add(sent);
        At(sent.End, () => End(sent));
    }

    private void End(OnAir sent)
    {
        _ = _air.Remove(sent);
        sent.From.Finished();
        if (sent.IsLost) return;
        foreach (var site in Sites)
            if (site != sent.From && !sent.Deaf.Contains(site)) site.Hears(sent.Frame, sent.Begin);
    }

    private sealed class OnAir(Site from, ReadOnlyMemory<byte> frame, TimeSpan begin, TimeSpan end)
    {
        public Site From { get; } = from;

        public ReadOnlyMemory<byte> Frame { get; } = frame;

        public TimeSpan Begin { get; } = begin;

        public TimeSpan End { get; } = end;

        public bool IsLost { get; set; }

        public HashSet<Site> Deaf { get; } = [];
    }
}
