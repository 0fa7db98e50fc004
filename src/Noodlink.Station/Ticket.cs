namespace Noodlink.Station;

/// <summary>What was handed to a bearer and has not been answered yet. A closed set.</summary>
internal abstract record Ticket(PeerRoad Road)
{
    public sealed record OfLine(PeerRoad Road, Line Line, byte Part) : Ticket(Road);

    public sealed record OfSignal(PeerRoad Road) : Ticket(Road);
}
