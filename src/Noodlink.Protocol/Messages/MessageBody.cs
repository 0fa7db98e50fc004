namespace Noodlink.Protocol.Messages;

/// <summary>What a message says. A closed set: one sealed record per <see cref="Messages.Kind"/>, in its own file.</summary>
/// <remarks>Immutable and equal by value; safe to share between threads.</remarks>
public abstract record MessageBody
{
    private protected MessageBody() { }

    /// <summary>What it is on the wire.</summary>
    public abstract Kind Kind { get; }

    /// <summary>The station that made it, where the body says so: what a hub may send, because the frame names only the
    /// noodsteunpunt. Null in all other kinds.</summary>
    public virtual StationId? Maker => null;
}

/// <summary>A message with its identity, as it is stored and shown.</summary>
/// <param name="Id">Identity on the wire.</param>
/// <param name="Status">ECHT, OEFENING or TEST.</param>
/// <param name="Precedence">Derived, never entered (interfaces.md §3).</param>
/// <param name="CreatedSeconds">Unix seconds by the maker's clock, which may be wrong; 0 in signals.</param>
/// <param name="Body">What it says. Of an incomplete noodmelding: what the core says.</param>
public sealed record Message(MessageId Id, MessageStatus Status, Precedence Precedence, uint CreatedSeconds, MessageBody Body)
{
    /// <summary>Of the body.</summary>
    public Kind Kind => Body.Kind;
}
