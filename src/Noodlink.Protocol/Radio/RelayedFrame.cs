using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Radio;

/// <summary>A frame that may be relayed.</summary>
internal sealed record RelayedFrame(LinkHeader Link, FrameHeader Header, ReadOnlyMemory<byte> Frame, ulong Hash)
{
    public long Ticket { get; set; }

    public Instant Due { get; set; }

    /// <summary>The hop that the copy would have.</summary>
    public int Hop => Link.Hop + 1;

    /// <summary>Which of our own copies of this transmission this is.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Copies of this transmission that others made.</summary>
    public int CopiesHeard { get; set; }

    /// <summary>Its station repeats it every second (<see cref="RetrySchedule"/>).</summary>
    public bool IsQuick => IsAlarm && Link.Attempt is >= 1 and <= RetrySchedule.QuickTries;

    public bool IsSignal => Header.Series == Series.Signal;

    public bool IsAnswer => IsSignal && Header.Direction == Direction.Down;

    public bool IsAlarm => Header is
    {
        Series: Series.Numbered, Status: MessageStatus.Actual, Kind: Kind.Alarm or Kind.AlarmUpdate or Kind.AlarmCancel,
    };

    public bool Is(ushort station, Direction direction) =>
        Header.Station == station && Header.Direction == direction;
}
