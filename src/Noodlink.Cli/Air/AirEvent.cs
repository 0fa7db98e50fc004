namespace Noodlink.Cli.Air;

/// <summary>What became of one frame at one receiver.</summary>
internal enum AirOutcome
{
    /// <summary>Heard whole.</summary>
    Delivered,

    /// <summary>Another frame was on the air at the same time: both are gone here.</summary>
    Collided,

    /// <summary>The receiver was sending itself.</summary>
    DeafWhileSending,

    /// <summary>Weather, distance, a bus in between: the share given with --loss.</summary>
    Lost,

    /// <summary>Too far away, as <c>--reach</c> says.</summary>
    OutOfReach,

    /// <summary>Other frequency, spreading factor, bandwidth or network, or switched on half way.</summary>
    NotTuned,
}

/// <summary>One frame at one receiver, for whoever watches the channel.</summary>
internal sealed record AirEvent(long Number, int From, int To, int FrameBytes, TimeSpan TimeOnAir, AirOutcome Outcome)
{
    public override string ToString() =>
        $"frame {Number}: radio{From} -> radio{To}, {FrameBytes} bytes, {TimeOnAir.TotalMilliseconds:0} ms on air: "
        + Outcome switch
        {
            AirOutcome.Delivered => "heard",
            AirOutcome.Collided => "collision",
            AirOutcome.DeafWhileSending => "not heard, it was sending itself",
            AirOutcome.Lost => "lost",
            AirOutcome.OutOfReach => "out of reach",
            _ => "not tuned in",
        };
}
