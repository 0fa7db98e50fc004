namespace Noodlink.Protocol.Radio;

/// <summary>What a <see cref="RadioSession"/> must know of the modem.</summary>
/// <param name="Receipt">Time on air of a Device receipt for one message (23 sealed bytes).</param>
/// <param name="LongReceipt">The same for one of 28 sealed bytes.</param>
public readonly record struct RadioPace(TimeSpan Receipt, TimeSpan LongReceipt)
{
    /// <summary>Between two frames of a burst: what became of the first (a modem's report), the next over the serial line
    /// (110 bytes at 9600 baud: 115 ms), key-up.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Until the first answer to a burst or a poll can be there, latencies aside: it may be a long one, and who
    /// missed the last frame of the burst answers up to a step of <see cref="LinkHeader.Following"/> later.</summary>
    public TimeSpan AnswerWait => LongReceipt + LinkHeader.Step;
}
