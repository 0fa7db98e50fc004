using Noodlink.Protocol.Wire;

namespace Noodlink.Station;

/// <summary>Everything that a person should carry to the other side now: sealed frames, the best first.</summary>
/// <remarks>Filled by the station's loop a page at a time; complete when <see cref="Desk.PackAsync"/> returns it.</remarks>
public sealed class Parcel
{
    private readonly List<ReadOnlyMemory<byte>> _messages = [];
    private readonly List<ReadOnlyMemory<byte>> _receipts = [];
    private readonly List<long> _journals = [];
    private readonly HashSet<ushort> _receiptedPeers = [];
    private int _bytesLeft = CourierFile.FileBytesMax - CourierFile.FrontBytes;

    internal Parcel() { }

    /// <summary>Messages first: a stick that is pulled out too early loses the end.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Frames => [.. _messages, .. _receipts];

    /// <summary>The messages in it, as <see cref="Queue.MessageView.Journal"/>.</summary>
    public IReadOnlyList<long> Journals => _journals;

    /// <summary>Stations for which it carries Device receipts.</summary>
    public int ReceiptedStations => _receiptedPeers.Count;

    /// <summary>Messages that found no room in one file of <see cref="CourierFile.FileBytesMax"/>; they go in a later
    /// one.</summary>
    public int Left { get; private set; }

    /// <summary>Nothing to carry.</summary>
    public bool IsEmpty => _messages.Count == 0 && _receipts.Count == 0;

    /// <summary>What still has to be looked at; null before the first page.</summary>
    internal Packing? Rest { get; set; }

    internal bool TryAddReceipt(ushort peer, byte[] frame)
    {
        if (!HasRoom([frame])) return false;
        _receipts.Add(frame);
        _receiptedPeers.Add(peer);
        return true;
    }

    /// <summary>The whole message or nothing of it.</summary>
    internal void AddMessage(long journal, IReadOnlyList<byte[]> frames)
    {
        if (frames.Count == 0) return;
        if (!HasRoom(frames))
        {
            Left++;
            return;
        }

        foreach (var frame in frames) _messages.Add(frame);
        _journals.Add(journal);
    }

    private bool HasRoom(IReadOnlyList<byte[]> frames)
    {
        var bytes = frames.Sum(frame => CourierFile.SizeOf(frame));
        if (bytes > _bytesLeft) return false;
        _bytesLeft -= bytes;
        return true;
    }
}

/// <summary>How far the packing is.</summary>
/// <param name="Lines">Messages that still have to go in, in strict order.</param>
/// <param name="Peers">Stations whose receipts still have to go in.</param>
/// <param name="ByHand">What came in by hand, newest first.</param>
internal sealed record Packing(
    Queue<(PeerRoad Road, Line Line)> Lines, Queue<ushort> Peers, ILookup<ushort, Station.Queue.ReceivedSerial> ByHand);
