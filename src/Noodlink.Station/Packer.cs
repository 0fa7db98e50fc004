using Noodlink.Protocol;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

// What a person takes along is what the bearers would have carried: the stored parts of everything unconfirmed, and the
// receipts for what came in. Receipts are made anew each time, for all that the other side may not know; which of them it
// knows already cannot be told from here. A page at a time, so that a noodmelding that is typed meanwhile does not wait
// for ten thousand others. Nothing is ended or changed by it.

/// <summary>Packs a parcel for the courier.</summary>
/// <remarks>Owned by the station's loop.</remarks>
internal sealed class Packer(
    MessageQueue queue, StationIdentity who, IReadOnlyList<ushort> hubNumbers, Roads roads, Courier courier)
{
    private const int LinesPerPage = 256;

    /// <summary>Device receipts for one station in one file: some 16,000 messages in a row.</summary>
    private const int ReceiptsMax = 64;

    /// <summary>Packs one page. Outside a transaction.</summary>
    /// <returns>True: there is more.</returns>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">The disk does not work.</exception>
    public bool Pack(Parcel parcel, Instant now)
    {
        courier.Load(now);
        var rest = parcel.Rest ??= Begin();
        // Receipts first, though they stand last in the file: they are short, and must not fall off its end.
        if (rest.Peers.TryDequeue(out var peer))
        {
            if (roads.Find(peer) is { } road) PackReceipts(parcel, road, rest.ByHand);
            return true;
        }

        for (var i = 0; i < LinesPerPage && rest.Lines.TryDequeue(out var next); i++)
            if (next.Road.ByN.ContainsKey(next.Line.Message.N))
                parcel.AddMessage(next.Line.Message.N, PartsOf(next.Road, next.Line));
        return rest.Lines.Count > 0;
    }

    private Packing Begin()
    {
        var lines = roads.All.SelectMany(road => road.Waiting.Select(line => (Road: road, Line: line)))
            .OrderBy(pair => pair.Line, LineOrder.Strict);
        return new Packing(
            new Queue<(PeerRoad Road, Line Line)>(lines), new Queue<ushort>(roads.All.Select(road => road.Peer.Number)),
            queue.ReceivedByHand().ToLookup(received => received.Sender));
    }

    /// <summary>The whole message in one part; where that is damaged on disk, what is left of it.</summary>
    private List<byte[]> PartsOf(PeerRoad road, Line line)
    {
        if (queue.Sealed(line.Message.N, 0, road.Peer) is { } whole) return [whole];
        return
        [
            .. Enumerable.Range(Parts.Core, ParityParts.Last).Where(part => (line.Message.Parts >> part & 1) == 1)
                .Select(part => queue.Sealed(line.Message.N, (byte)part, road.Peer)).OfType<byte[]>(),
        ];
    }

    private void PackReceipts(Parcel parcel, PeerRoad road, ILookup<ushort, ReceivedSerial> byHand)
    {
        IEnumerable<ushort> senders = who.IsHub ? [road.Peer.Number] : hubNumbers;
        var due = senders.SelectMany(sender => byHand[sender].Concat(queue.ReceivedLately(sender, refusedToo: !who.IsHub)))
            .DistinctBy(received => (received.Sender, received.Epoch, received.Serial, received.Number))
            .Select(
                received => new PendingReceipt(
                    BearerName.Courier, received.Epoch, received.Serial, received.Complete, received.Clash, Urgent: false))
            .ToList();
        for (var i = 0; i < ReceiptsMax; i++)
        {
            if (ReceiptBundle.Next(due, BearerName.Courier, Instant.Zero, courier.ScreenOpen()) is not { } bundle) return;
            if (courier.SealSignal(road, bundle.Receipt) is not { } frame) return;
            if (!parcel.TryAddReceipt(road.Peer.Number, frame)) return;
            due.RemoveAll(bundle.Covers);
        }
    }
}
