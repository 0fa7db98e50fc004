using System.Globalization;
using System.Security.Cryptography;
using System.Threading.Channels;

namespace Noodlink.Screens.Api;

// Problem: a screen whose connection broke for a moment must not miss a change, and a screen that comes back after the
// program was restarted must not believe that it missed nothing.
//
// Idea: events are numbered within a generation, and the latest ones are kept. A screen that returns with an id of this
// generation gets what it missed; with any other id it gets "reset" and reads everything again. A generation ends
// whenever events may be missed: at a stop, when nobody listens any more, and when we ourselves could not keep up.

/// <summary>The latest events, and who listens to them.</summary>
/// <remarks>May be called from any thread.</remarks>
internal sealed class EventLog
{
    /// <summary>Kept for screens that come back.</summary>
    public const int KeptMax = 512;

    /// <summary>A screen that falls this far behind is closed; it comes back by itself.</summary>
    public const int BehindMax = 256;

    /// <summary>More than a point has screens; enough to notice a program that never closes its connections.</summary>
    public const int ListenersMax = 100;

    private readonly Lock _lock = new();
    private readonly Queue<ServerEvent> _kept = new();
    private readonly List<Channel<ServerEvent>> _listeners = [];
    private TaskCompletionSource _somebody = NewSignal();
    private TaskCompletionSource _alive = NewSignal();
    private string _generation = "";
    private long _number;
    private int _present;

    /// <summary>Completes when somebody wants to listen.</summary>
    public Task WhenSomebody
    {
        get { lock (_lock) return _somebody.Task; }
    }

    /// <summary>Somebody comes; false when too many are here. Wait for <see cref="WhenAlive"/> before
    /// listening.</summary>
    public bool TryArrive()
    {
        lock (_lock)
        {
            if (_present >= ListenersMax) return false;
            _present++;
            _somebody.TrySetResult();
            return true;
        }
    }

    /// <summary>Completes when changes are being watched.</summary>
    public Task WhenAlive
    {
        get { lock (_lock) return _alive.Task; }
    }

    /// <summary>Begins to listen; what was missed since <paramref name="lastEventId"/> comes first.</summary>
    public Channel<ServerEvent> Listen(string? lastEventId)
    {
        var mine = Channel.CreateBounded<ServerEvent>(
            new BoundedChannelOptions(KeptMax + BehindMax) { SingleReader = true });
        lock (_lock)
        {
            foreach (var e in Missed(lastEventId)) mine.Writer.TryWrite(e);
            _listeners.Add(mine);
        }

        return mine;
    }

    /// <param name="listener">Null when it came and never listened.</param>
    public void Leave(Channel<ServerEvent>? listener)
    {
        lock (_lock)
        {
            if (listener is not null) _listeners.Remove(listener);
            _present--;
        }
    }

    /// <summary>Changes are watched from here on; whoever listens since before reads everything again.</summary>
    public void StartGeneration()
    {
        lock (_lock)
        {
            _generation = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
            _number = 0;
            _kept.Clear();
            Tell(Reset());
            _alive.TrySetResult();
        }
    }

    /// <summary>Ends the generation when nobody is here.</summary>
    public bool TryEnd()
    {
        lock (_lock)
        {
            if (_present > 0) return false;
            if (_alive.Task.IsCompleted) _alive = NewSignal();
            if (_somebody.Task.IsCompleted) _somebody = NewSignal();
            return true;
        }
    }

    public void Add(string name, ReadOnlyMemory<byte> data)
    {
        lock (_lock)
        {
            _number++;
            var e = new ServerEvent(_number, $"{_generation}-{_number}", name, data);
            _kept.Enqueue(e);
            if (_kept.Count > KeptMax) _kept.Dequeue();
            Tell(e);
        }
    }

    /// <summary>For everyone who listens now, and never again.</summary>
    public void Ping(ReadOnlyMemory<byte> data)
    {
        lock (_lock) Tell(new ServerEvent(0, null, "ping", data));
    }

    private IEnumerable<ServerEvent> Missed(string? lastEventId)
    {
        if (string.IsNullOrEmpty(lastEventId)) return [];
        var dash = lastEventId.LastIndexOf('-');
        if (dash < 0 || !lastEventId.AsSpan(0, dash).SequenceEqual(_generation)) return [Reset()];
        var known = long.TryParse(
            lastEventId.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last);
        var oldest = _kept.TryPeek(out var first) ? first.Number : 1;
        return known && last <= _number && last >= oldest - 1 ? _kept.Where(e => e.Number > last) : [Reset()];
    }

    private void Tell(ServerEvent e)
    {
        foreach (var listener in _listeners)
            if (!listener.Writer.TryWrite(e)) listener.Writer.TryComplete();
    }

    private ServerEvent Reset() => new(_number, $"{_generation}-{_number}", "reset", "{}"u8.ToArray());

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
