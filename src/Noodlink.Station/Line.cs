using Noodlink.Protocol;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>One own message on its way: what the courier remembers between steps. Everything that must survive a restart
/// is in the queue; this is rebuilt from it.</summary>
internal sealed class Line(WaitingMessage message, Instant since)
{
    public WaitingMessage Message { get; } = message;

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

    public int RadioTries { get; set; } = message.RadioTries;

    public Instant RadioNext { get; set; }

    public bool InRadio { get; set; }

    /// <summary>The rest part that goes next on the radio.</summary>
    public byte NextRest { get; set; } = 2;

    public bool SaidUnconfirmed { get; set; }

    /// <summary>The part for the radio: the core until it is there, then the rest in turn; the whole when it is short.</summary>
    public byte RadioPart()
    {
        if ((Message.Parts & 0b10) == 0) return 0;
        if (!CoreThere) return 1;
        if ((Message.Parts >> NextRest & 1) == 0) NextRest = 2;
        return (Message.Parts >> NextRest & 1) == 1 ? NextRest : (byte)1;
    }
}

/// <summary>The strict order of leaving (architecture §4.9): for real before exercise before test, then precedence, then
/// age.</summary>
internal sealed class LineOrder : IComparer<Line>
{
    public static LineOrder Strict { get; } = new();

    public int Compare(Line? x, Line? y)
    {
        if (x is null || y is null) return Comparer<Line>.Default.Compare(x, y);
        var order = x.Message.Status.CompareTo(y.Message.Status);
        if (order == 0) order = x.Message.Precedence.CompareTo(y.Message.Precedence);
        return order == 0 ? x.Message.N.CompareTo(y.Message.N) : order;
    }
}
