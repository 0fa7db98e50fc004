using Noodlink.Station.Bearers;

namespace Noodlink.Station;

/// <summary>What was handed to a bearer and has not been answered yet. A closed set.</summary>
internal abstract record Ticket(PeerRoad Road)
{
    public sealed record OfLine(PeerRoad Road, Line Line, BearerName Bearer) : Ticket(Road);

    /// <summary>A poll of the radio session.</summary>
    public sealed record OfQuestion(PeerRoad Road) : Ticket(Road);

    public sealed record OfSignal(PeerRoad Road) : Ticket(Road);
}
