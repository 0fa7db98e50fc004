using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station;

// Problem: a noodsteunpunt whose program has gone mad, or whose password somebody has, sends as fast as it can. All of
// it arrives over one connection of the broker, so in one line everybody else stands behind it.
//
// Idea: a line per sender, and the loop takes from them in turn, noodmeldingen before anything else. Who sends ten times
// its share waits ten times as long, and nobody else waits at all. A line is bounded; what does not fit is let go and
// counted. That loses nothing: it has no receipt, so its sender has it and says it again, and a station that keeps to the
// rules has at most 64 messages without a receipt (architecture §4.14), half of what its line holds.
//
// The bearer is not made to wait for a full line: it would hold up everyone. Only when the loop has taken nothing for
// five seconds, because of a disk that does not answer, the door closes. Then the broker sees nobody listening, and the
// stations see that the LAN is down and take the radio.
//
// Who the sender is: on the LAN the topic, which the broker lets nobody else write to; on the radio the number in the
// readable header, which anybody may claim, but at the speed of a radio.

/// <summary>Frames that came in and wait for the loop, each sender in its own line.</summary>
/// <remarks>All members may be called from any thread.</remarks>
internal sealed class FrameQueue(DropCount dropped, TimeProvider time)
{
    /// <summary>Frames of one sender, noodmeldingen and other frames each. Twice the 64 it may have under way.</summary>
    internal const int LineMax = 128;

    /// <summary>And bytes: 128 of our longest usual frames, so that a line of 16 kB packets is short.</summary>
    internal const int LineBytesMax = 256 * 1024;

    /// <summary>Of all together; beyond it a sender keeps the start of its line.</summary>
    internal const int BytesMax = 32 * 1024 * 1024;

    private const int LineAlways = 8;

    private static readonly TimeSpan StalledAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Lines _alarms = new(), _others = new();
    private long _bytes;
    private long _takenAt = time.GetTimestamp();
    private bool _isClosed, _isTold;

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _alarms.Count + _others.Count;
        }
    }

    /// <summary>The loop takes nothing: whoever brings more should wait.</summary>
    public bool IsStalled
    {
        get
        {
            lock (_gate) return _alarms.Count + _others.Count > 0 && time.GetElapsedTime(_takenAt) > StalledAfter;
        }
    }

    /// <summary>Puts it at the end of its sender's line, or lets it go when that is full.</summary>
    public void Add(BearerInput.Received received)
    {
        var isRead = FrameHeader.TryRead(received.Frame.Span, out var header);
        var sender = (received.Bearer, received.From?.ToString() ?? $"{(isRead ? header.Station : 0)}");
        var isAlarm = isRead && header is
        {
            Series: Series.Numbered, Status: MessageStatus.Actual, Kind: Kind.Alarm or Kind.AlarmUpdate or Kind.AlarmCancel,
        };
        lock (_gate)
        {
            if (_isClosed) dropped.Add("stopping");
            else if (!(isAlarm ? _alarms : _others).TryAdd(sender, received, _bytes < BytesMax)) dropped.Add("overShare");
            else
            {
                if (_alarms.Count + _others.Count == 1) _takenAt = time.GetTimestamp();
                _bytes += received.Frame.Length;
            }
        }
    }

    /// <summary>Takes the next, of each sender in turn. Noodmeldingen first, but a quarter is kept for the rest: a flood of
    /// noodmeldingen must not hold back everybody's receipts for ever. It stands behind the noodmeldingen of the same
    /// taking, and it is for those who have no noodmelding waiting: nobody's own is overtaken by their chatter.</summary>
    public void Take(List<StationInput> into, int most)
    {
        lock (_gate)
        {
            _takenAt = time.GetTimestamp();
            _isTold = false;
            var quarter = new List<StationInput>();
            var left = most - Take(_others, quarter, most / 4, sender => !_alarms.Has(sender));
            left -= Take(_alarms, into, left);
            into.AddRange(quarter);
            Take(_others, into, left); // only when no noodmelding waits any more
        }
    }

    /// <summary>True once between two takings: the loop has to be told, but not of every frame.</summary>
    public bool ShouldTell()
    {
        lock (_gate) return !_isTold && (_isTold = true);
    }

    /// <summary>Nothing comes in any more; what waits can still be taken.</summary>
    public void Close()
    {
        lock (_gate) _isClosed = true;
    }

    private int Take(
        Lines from, List<StationInput> into, int most, Predicate<(BearerName Bearer, string Name)>? isAllowed = null)
    {
        var taken = 0;
        for (; taken < most && from.Next(isAllowed) is { } received; taken++)
        {
            _bytes -= received.Frame.Length;
            into.Add(new StationInput.FromBearer(received));
        }

        return taken;
    }

    /// <summary>One line per sender that waits, and whose turn it is.</summary>
    private sealed class Lines
    {
        private readonly Dictionary<(BearerName Bearer, string Name), Line> _bySender = [];
        private readonly Queue<Line> _turns = new();

        public int Count { get; private set; }

        public bool TryAdd((BearerName, string) sender, BearerInput.Received received, bool hasRoom)
        {
            if (!_bySender.TryGetValue(sender, out var line))
            {
                _bySender.Add(sender, line = new Line(sender));
                _turns.Enqueue(line);
            }

            if (line.Frames.Count >= (hasRoom ? LineMax : LineAlways)) return false;
            if (line.Bytes + received.Frame.Length > LineBytesMax) return false;
            line.Frames.Enqueue(received);
            line.Bytes += received.Frame.Length;
            Count++;
            return true;
        }

        public bool Has((BearerName Bearer, string Name) sender) => _bySender.ContainsKey(sender);

        /// <summary>The first frame of the first line in turn that is allowed; who is not keeps the turn.</summary>
        public BearerInput.Received? Next(Predicate<(BearerName Bearer, string Name)>? isAllowed)
        {
            var passed = 0;
            while (passed < _turns.Count && isAllowed?.Invoke(_turns.Peek().Sender) == false)
            {
                _turns.Enqueue(_turns.Dequeue());
                passed++;
            }

            if (passed == _turns.Count) return null;
            var line = _turns.Dequeue();
            var received = line.Frames.Dequeue();
            line.Bytes -= received.Frame.Length;
            Count--;
            if (line.Frames.Count > 0) _turns.Enqueue(line);
            else _bySender.Remove(line.Sender);
            return received;
        }
    }

    private sealed class Line((BearerName Bearer, string Name) sender)
    {
        public (BearerName Bearer, string Name) Sender { get; } = sender;

        public Queue<BearerInput.Received> Frames { get; } = new();

        public int Bytes { get; set; }
    }
}
