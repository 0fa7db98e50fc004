using Noodlink.Protocol;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>One own message on its way: what the courier remembers between steps. Everything that must survive a restart
/// is in the queue; this is rebuilt from it.</summary>
internal sealed class Line(WaitingMessage message, Instant since)
{
    private readonly Dictionary<byte, int> _bytes = [];

    public WaitingMessage Message { get; } = message;

    /// <summary>An offer of help that stays off the radio; null: it is none, or the hub asked for it.</summary>
    public HelpCategory? Offer { get; set; } = message.Offer;

    /// <summary>When it was accepted, or when this process started: the timers count from here.</summary>
    public Instant Since { get; } = since;

    /// <summary>Somebody waits for help through it.</summary>
    public bool IsAlarm => Message.Kind is Kind.Alarm or Kind.AlarmUpdate or Kind.AlarmCancel;

    public bool CoreThere { get; set; } = message.CoreThere;

    public int LanTries { get; set; }

    /// <summary>May be handed to the LAN again from then on.</summary>
    public Instant LanNext { get; set; }

    /// <summary>Handed to the LAN and neither receipted nor given up.</summary>
    public bool OnLan { get; set; }

    /// <summary>Inside the LAN bearer: no answer of the broker yet.</summary>
    public bool InLan { get; set; }

    /// <summary>What the radio session knows of it.</summary>
    public RadioMessage Radio { get; } = new(message.Epoch, message.Serial, message.RadioTries);

    public int RadioTries => Radio.Tries;

    /// <summary>Bit i: the other side said that it has part i.</summary>
    public long PartsThere { get; set; } = message.PartsThere;

    /// <summary>Something else than the core has left. A hub without receipts of parts says the same of any part, so from
    /// then on its word is no proof that the core is there.</summary>
    public bool RestLeft { get; set; } = message.CoreThere || message.RadioTries >= RetrySchedule.QuickTries;

    public bool SaidUnconfirmed { get; set; }

    /// <summary>Sealed bytes of a part; looked up once.</summary>
    public int BytesOf(byte part, Func<int> lookUp)
    {
        if (_bytes.TryGetValue(part, out var bytes)) return bytes;
        return _bytes[part] = lookUp();
    }

    /// <summary>The parts that may go on the radio now, best first (<see cref="FragmentOrder"/>).</summary>
    /// <param name="answered">The other side was heard there lately.</param>
    public IReadOnlyList<byte> RadioParts(bool answered) =>
        FragmentOrder.Due(Message.Kind, Message.Parts, PartsThere, CoreThere, RadioTries, answered);
}

/// <summary>The strict order of leaving (architecture §4.9): for real before exercise before test, then precedence, then
/// age. That an exercise begins or is over is for real: as <c>Priority</c> it leaves before bulletins and after
/// noodmeldingen.</summary>
internal sealed class LineOrder : IComparer<Line>
{
    public static LineOrder Strict { get; } = new();

    public int Compare(Line? x, Line? y)
    {
        if (x is null || y is null) return Comparer<Line>.Default.Compare(x, y);
        var order = StatusOf(x).CompareTo(StatusOf(y));
        if (order == 0) order = x.Message.Precedence.CompareTo(y.Message.Precedence);
        return order == 0 ? x.Message.N.CompareTo(y.Message.N) : order;
    }

    private static MessageStatus StatusOf(Line line) =>
        line.Message is { Kind: Kind.ExerciseControl, Status: MessageStatus.Exercise } ? MessageStatus.Actual : line.Message.Status;
}
