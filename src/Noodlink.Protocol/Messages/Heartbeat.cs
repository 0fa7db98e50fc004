namespace Noodlink.Protocol.Messages;

/// <summary>Hartslag: a signal that says that the other side lives and how far it is (architecture §4.8).</summary>
/// <param name="HighestSerial">The sender's highest numbered message; the receiver finds what it misses.</param>
/// <param name="Waiting">Messages without a complete Device receipt, 0..65535 (65535: or more).</param>
/// <param name="OldestWaitingMinutes">0..65535.</param>
/// <param name="UnixSeconds">The sender's clock, so that the receiver can show the difference.</param>
/// <param name="Lan">Is the sender's LAN bearer up?</param>
/// <param name="Radio">Is the sender's radio up?</param>
/// <param name="ScreenOpen">Is a screen open at the sender?</param>
/// <param name="Held">Offers that the sender holds back from the radio, which are not counted in
/// <paramref name="Waiting"/>; null: none, and then the heartbeat is as short as ever.</param>
public sealed record Heartbeat(
    uint HighestSerial, ushort Waiting, ushort OldestWaitingMinutes, uint UnixSeconds, bool Lan, bool Radio, bool ScreenOpen,
    HeldOffers? Held = null)
    : MessageBody
{
    public override Kind Kind => Kind.Heartbeat;
}

/// <summary>Testbericht: answered with a Device receipt; never shown as a message, never makes a sound.</summary>
/// <param name="Counter">Counts per test, from 1.</param>
/// <param name="Filler">Bytes that only take up air, at most 160.</param>
public sealed record LinkTest(ushort Counter, ValueList<byte> Filler) : MessageBody
{
    public override Kind Kind => Kind.LinkTest;
}

/// <summary>A question about numbers: the hub names those that it misses, or a sender asks on the radio what the other
/// side has, because its receipt seems lost.</summary>
/// <param name="Ranges">Of the asked station: send these again. At most <see cref="RangesMax"/>; none with
/// <paramref name="From"/>.</param>
/// <param name="From">Of the asking station: what do you have of mine, from here on?</param>
public sealed record Poll(ValueList<SerialRange> Ranges, PollFrom? From = null) : MessageBody
{
    /// <summary>What fits in one radio frame; who misses more asks again when these are in.</summary>
    public const int RangesMax = 24;

    public override Kind Kind => Kind.Poll;
}

/// <summary>An inclusive range of serials.</summary>
public readonly record struct SerialRange(uint First, uint Last);

/// <summary>The asking station's own numbers of this epoch, from this serial on.</summary>
public readonly record struct PollFrom(ushort Epoch, uint First);
