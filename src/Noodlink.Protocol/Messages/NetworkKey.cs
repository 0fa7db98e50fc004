using Noodlink.Protocol.Sealing;

namespace Noodlink.Protocol.Messages;

/// <summary>The key that all noodsteunpunten of one hub share: it opens what the hub says to everybody (beacons,
/// bulletins) and nothing else. It never ends a message, starts an exercise or acknowledges (architecture
/// §4.5).</summary>
/// <remarks>A numbered message of the hub to each station, under that station's own key. A new one goes out when a
/// station is taken from the list.</remarks>
/// <param name="Number">Counts per hub, from 1; the highest counts.</param>
/// <param name="Key">Never in a log or on a screen.</param>
public sealed record NetworkKey(ushort Number, StationKey Key) : MessageBody
{
    public override Kind Kind => Kind.NetworkKey;
}
