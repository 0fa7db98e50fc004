using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;

namespace Noodlink.Station;

/// <summary>A noodsteunpunt that this station shares a key with.</summary>
/// <param name="Envelope">Seals and opens under the station's key; used by the station's loop only.</param>
public sealed record Peer(ushort Number, StationId Id, string Name, string Gemeente, Envelope Envelope);

/// <summary>Whom this station talks to: at a node only itself (its own number is the address in both directions), at the
/// hub everyone in the stations file.</summary>
/// <remarks>The hub's book changes when its file is replaced; each member answers from one immutable list.</remarks>
public interface IPeerBook
{
    /// <summary>Raised by number changes: a new list stands.</summary>
    int Generation { get; }

    IReadOnlyList<Peer> All { get; }

    Peer? Find(ushort number);

    Peer? Find(StationId id);
}
