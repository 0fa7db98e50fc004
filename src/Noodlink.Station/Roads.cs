using Noodlink.Protocol.Messages;

namespace Noodlink.Station;

/// <summary>The roads to all noodsteunpunten that are known, kept in step with the peer book.</summary>
/// <remarks>Owned by the station's loop.</remarks>
internal sealed class Roads(IPeerBook book)
{
    private readonly Dictionary<ushort, PeerRoad> _roads = [];
    private int _generation = -1;

    public IEnumerable<PeerRoad> All
    {
        get
        {
            Refresh();
            return _roads.Values;
        }
    }

    public PeerRoad? Find(ushort number)
    {
        Refresh();
        return _roads.GetValueOrDefault(number);
    }

    public PeerRoad? Find(StationId id) => book.Find(id) is { } peer ? Find(peer.Number) : null;

    private void Refresh()
    {
        if (book.Generation == _generation) return;
        _generation = book.Generation;
        var listed = book.All.ToDictionary(peer => peer.Number);
        foreach (var (number, peer) in listed)
            if (_roads.TryGetValue(number, out var road)) road.Peer = peer;
            else _roads.Add(number, new PeerRoad(peer));
        foreach (var gone in _roads.Keys.Where(number => !listed.ContainsKey(number)).ToList()) _roads.Remove(gone);
    }
}
