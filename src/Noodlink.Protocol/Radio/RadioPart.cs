namespace Noodlink.Protocol.Radio;

/// <summary>One own message that waits for its receipt, as a <see cref="RadioSession"/> sees it. Whoever owns the message
/// keeps this beside it for as long as it waits.</summary>
/// <param name="epoch">Of the message.</param>
/// <param name="serial">Of the message.</param>
/// <param name="tries">Transmissions by earlier processes.</param>
public sealed class RadioMessage(ushort epoch, uint serial, int tries)
{
    /// <summary>Of the message, 1..65535.</summary>
    public ushort Epoch { get; } = epoch;

    /// <summary>Of the message, 1..16,777,215.</summary>
    public uint Serial { get; } = serial;

    /// <summary>Transmissions of any part of it so far, by this process and those before it.</summary>
    public int Tries { get; private set; } = tries;

    /// <summary>A message of which nothing is confirmed although it was sent twelve times stands aside until then.</summary>
    internal Instant RestsUntil { get; private set; }

    private int _triesInVain = tries;

    internal void Rest(Instant until) => RestsUntil = until;

    internal void Tried(TimeSpan rest, Instant now)
    {
        Tries++;
        if (++_triesInVain >= RetrySchedule.QuickTries) RestsUntil = now + rest;
    }

    /// <summary>A part of it was confirmed: a long message takes more than twelve tries, and none of them was in
    /// vain.</summary>
    internal void Progressed() => (_triesInVain, RestsUntil) = (0, Instant.Zero);
}

/// <summary>A part of a message that is not known to have arrived.</summary>
/// <param name="Part">Its number (Protocol/README.md §3).</param>
/// <param name="Rank">With which parts it may share a burst.</param>
/// <param name="OnAir">Time on air with a link header of two bytes.</param>
public readonly record struct RadioPart(RadioMessage Message, byte Part, RadioRank Rank, TimeSpan OnAir)
{
    /// <summary>The same part of the same message.</summary>
    public bool Is(RadioPart other) => Message == other.Message && Part == other.Part;

    /// <summary>The readable core of a noodmelding, or an aanvulling or intrekking: goes as soon as it is there, whatever
    /// else is under way.</summary>
    public bool IsCore => Rank is RadioRank.AlarmCore or RadioRank.DrillCore;
}

/// <summary>Parts of one rank may share a burst; those of different ranks never do.</summary>
public enum RadioRank : byte
{
    /// <summary>Core of a noodmelding, for real.</summary>
    AlarmCore,

    /// <summary>Core of a noodmelding of an exercise or a test.</summary>
    DrillCore,

    /// <summary>What follows the core of a noodmelding.</summary>
    AlarmRest,

    /// <summary>All else.</summary>
    Routine,
}

/// <summary>What a session wants to send next. A closed set.</summary>
public abstract record RadioSend
{
    private RadioSend() { }

    /// <summary>Zero: it ends the turn, and its answer is awaited.</summary>
    public abstract TimeSpan Following { get; }

    /// <summary>A part of a message.</summary>
    /// <param name="Attempt">1 for its message's first transmission.</param>
    /// <param name="IsLone">No other noodmelding is being tried: it goes at the pace of its receipt.</param>
    public sealed record Data(RadioPart Part, int Attempt, TimeSpan FollowingParts, bool IsLone) : RadioSend
    {
        public override TimeSpan Following => FollowingParts;
    }

    /// <summary>"What do you have of mine from here on?"</summary>
    public sealed record Question(Messages.PollFrom From, bool Urgent) : RadioSend
    {
        public override TimeSpan Following => TimeSpan.Zero;
    }
}
