using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Radio;

/// <summary>The times that a <see cref="RadioChannel"/> keeps to. Two hang on the modem, the rest is fixed.</summary>
/// <param name="ReceiptAirtime">Time on air of a Device receipt: <see cref="ReceiptFrameBytes"/> bytes.</param>
/// <param name="LongFrameAirtime">Time on air of the longest frame: <see cref="LongFrameBytes"/> bytes.</param>
public sealed record RadioTiming(TimeSpan ReceiptAirtime, TimeSpan LongFrameAirtime)
{
    /// <summary>A sealed receipt for several messages takes about 28 bytes; the link header comes in front.</summary>
    public const int ReceiptFrameBytes = 28 + LinkHeader.BytesMin;

    /// <summary>The longest sealed part with its link header.</summary>
    public const int LongFrameBytes = Parts.RadioSealedBytesMax + LinkHeader.BytesMax;

    /// <summary>Before an answer: whoever sent the frame must have switched its modem back to receiving.</summary>
    public TimeSpan TurnAround { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Chance on top of <see cref="TurnAround"/>, so that two who answer do not always collide.</summary>
    public TimeSpan TurnAroundSpread { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>What a receipt needs besides its airtime, both modems together: the frame over the other side's serial
    /// line (60 bytes at 9600 baud: 63 ms), its commit and its ledger (50 ms each on an SD card), the turn-around (50
    /// ms), the receipt over two serial lines (60 ms) and a modem's key-up (50 ms). Seen with the real drivers on
    /// emulated modems, 40 answers each: RYLR998 at most 0.17 s; KISS half in 0.2 s, nine in ten in 0.35 s. This is how
    /// long nothing else may go; the same frame waits for chance on top of it, 0-1 s together (RetrySchedule).</summary>
    public TimeSpan LatencyMargin { get; init; } = RetrySchedule.QuickMargin;

    /// <summary>Chance at the end of a courtesy, so that those who were quiet for the same frame do not start
    /// together.</summary>
    public TimeSpan CourtesySpread { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest silence after power-on, for all but noodmeldingen and answers. When the power returns, forty
    /// points of one hub start in the same second; their first heartbeats (0.2 s at SF9) must not fall on each other.
    /// Thirty seconds brings forty of them to a load of 27 %, and nobody waits for a heartbeat.</summary>
    public TimeSpan FirstDelayMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A modem that did not take a frame gets this long before the next one.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Behind somebody else's noodmelding other traffic is quiet for so long beyond its answer: two of its quick
    /// tries (1.2 s each at SF9), should that answer be lost, find the air free. Among forty stations that all have something
    /// to say when the power returns, 99 of 100 noodmeldingen are confirmed in 30 s; without it 56 were.</summary>
    public TimeSpan AlarmRoom { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Longest row that others are quiet for: a burst has at most this on the air
    /// (<see cref="RadioSession.BurstMax"/>), and whoever says more lies or is read wrong.</summary>
    public TimeSpan CourtesyMax { get; init; } = RadioSession.BurstMax;

    /// <summary>After the modem sensed somebody else sending, before the next look; on top comes chance, up to a receipt's
    /// airtime, so that those who waited for the same frame do not start together. 50 ms: about what carrier sense and the
    /// serial line take.</summary>
    public TimeSpan BusyWait { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>So long a frame waits for a clear channel before it is given back. Its charge weighs until an hour after it
    /// has surely left (<see cref="AirtimeEntry.For"/> counts on 10 s in the modem); half of that is used here.</summary>
    public TimeSpan BusyPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Chance at the end of a wait for an answer that comes through a relay.</summary>
    public TimeSpan RelayedSpread { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>After room was told of, an own noodmelding or answer that was refused has so long to be offered again before
    /// a frame of somebody else is relayed: the station's loop commits (50 ms on an SD card) and chooses.</summary>
    public TimeSpan OwnTurn { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest courtesy of a noodmelding toward somebody else's row, counted once from the first frame heard of
    /// it: sooner it would only be lost in the collision, and later a liar could hold it back.</summary>
    public TimeSpan UrgentCourtesyMax { get; init; } = RadioSession.BurstMax;

    /// <summary>Longest courtesy of other traffic toward rows that join each other without a pause: six of the longest. By
    /// then somebody lies, or the channel is so full that waiting does not help.</summary>
    public TimeSpan RoutineCourtesyMax { get; init; } = 6 * RadioSession.BurstMax;

    /// <summary>Longest wait for an answer that is said to come through relays, beyond what is known to be needed: three
    /// hops up and down, where each may take three frames (<see cref="HubDistance"/>), are some thirty receipts.</summary>
    public TimeSpan FarAnswerMax => RadioSession.BurstMax > 30 * ReceiptAirtime ? RadioSession.BurstMax : 30 * ReceiptAirtime;

    /// <summary>How long a modem may take to say what became of a frame, beyond four times its time on air. Drivers
    /// give up after twice the time and a second; this is for a driver that forgot.</summary>
    public TimeSpan StuckMargin { get; init; } = TimeSpan.FromSeconds(10);
}
