using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Station;
using Noodlink.Station.Stations;

namespace Noodlink.Hub.Stations;

/// <summary>The stations file as the station's loop wants it: with an envelope for each noodsteunpunt. From any thread;
/// the envelopes themselves are the loop's.</summary>
/// <remarks>A station whose number and key have not changed keeps its envelope over a new version of the file. One that
/// is gone is left to the garbage collector: the loop may be opening a frame with it at this moment.</remarks>
public sealed class StationPeers(StationsFile file) : IPeerBook
{
    private readonly Lock _gate = new();
    private volatile Book _book = new(new StationsVersion(0, StationList.Empty), [], [], []);

    /// <inheritdoc/>
    public int Generation => Current().Version.Generation;

    /// <inheritdoc/>
    public IReadOnlyList<Peer> All => Current().Peers;

    /// <inheritdoc/>
    public Peer? Find(ushort number) => Current().ByNumber.GetValueOrDefault(number);

    /// <inheritdoc/>
    public Peer? Find(StationId id) => Current().ById.GetValueOrDefault(id);

    private Book Current()
    {
        if (ReferenceEquals(_book.Version, file.Current)) return _book;
        lock (_gate)
        {
            var version = file.Current;
            if (!ReferenceEquals(_book.Version, version)) _book = Next(_book, version);
            return _book;
        }
    }

    private static Book Next(Book old, StationsVersion version)
    {
        var known = old.Version.List.Entries.ToDictionary(static entry => entry.Number);
        var peers = version.List.Entries.Select(Peer).ToArray();
        return new Book(
            version,
            peers,
            peers.ToDictionary(static peer => peer.Number),
            peers.ToDictionary(static peer => peer.Id));

        Peer Peer(StationEntry entry) => new(entry.Number, entry.Id, entry.Name, entry.Gemeente, Envelope(entry));

        Envelope Envelope(StationEntry entry) =>
            known.TryGetValue(entry.Number, out var same) && same.Key.Equals(entry.Key)
                ? old.ByNumber[entry.Number].Envelope
                : new Envelope(entry.Key, entry.Number);
    }

    private sealed record Book(
        StationsVersion Version,
        IReadOnlyList<Peer> Peers,
        Dictionary<ushort, Peer> ByNumber,
        Dictionary<StationId, Peer> ById);
}
