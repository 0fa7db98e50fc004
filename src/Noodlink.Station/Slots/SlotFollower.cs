using Microsoft.Extensions.Logging;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Slots;

// A noodsteunpunt follows the hub whose beacons it hears: it sends in its turns, and what a beacon proves under its own
// key has arrived. With two hubs on one channel it follows the one that it heard first until that has been silent for
// two rounds.

/// <summary>Node: opens beacons, and keeps the network keys that open them.</summary>
/// <remarks>Owned by the station's loop.</remarks>
internal sealed class SlotFollower : IDisposable
{
    private readonly SlotDoor _door;
    private readonly SlotReceipt _proof;
    private readonly NetworkKeyFile _file;
    private readonly ILogger _log;
    private readonly Dictionary<ushort, (KeptNetworkKey Key, Envelope Envelope, SignalWindow Seen)> _hubs = [];
    private ushort _leader;
    private (ReadOnlyMemory<byte> Frame, IReadOnlyList<(FrameHeader, SlotResult)> Proven)? _last;

    /// <param name="proof">Of this noodsteunpunt.</param>
    public SlotFollower(SlotDoor door, SlotReceipt proof, NetworkKeyFile file, ILogger log)
    {
        (_door, _proof, _file, _log) = (door, proof, file, log);
        foreach (var key in file.Read()) Use(key);
    }

    /// <summary>The hub sent a network key.</summary>
    public void Keep(ushort hub, NetworkKey sent, Batch batch) => batch.AfterCommit.Add(
        () =>
        {
            if (_hubs.TryGetValue(hub, out var known) && known.Key.Number >= sent.Number) return;
            Use(new KeptNetworkKey(hub, sent.Number, sent.Key, []));
            if (_file.Write(_hubs.Values.Select(one => one.Key)) is { } why) Log.NetworkKeyNotKept(_log, why);
        });

    /// <summary>Follows a beacon.</summary>
    /// <param name="received">By radio; any bytes behind a header of kind Beacon.</param>
    /// <returns>The frames of ours that it proves, with what the hub has of their message; null: no beacon that this
    /// station can open, or one that it had.</returns>
    public IReadOnlyList<(FrameHeader Header, SlotResult Result)>? Take(BearerInput.Received received)
    {
        // The loop takes a batch again, one by one, when the disk refused it as a whole.
        if (_last is { } last && last.Frame.Equals(received.Frame)) return last.Proven;
        foreach (var (hub, (_, envelope, seen)) in _hubs)
        {
            if (!envelope.TryOpen(received.Frame.Span, hub, out var header, out var plaintext)) continue;
            if (seen.Knows(header.Epoch, header.Serial) ||
                BodyCodec.TryDecode(header, plaintext, coreOnly: false) is not DecodeResult.Ok { Body: Beacon beacon })
                return null;
            seen.Add(header.Epoch, header.Serial);
            if (_leader != hub && _door.Holds) return [];
            if (_leader != hub || !_door.Holds) Log.SlotsFollow(_log, hub);
            _leader = hub;
            var proven = Proven(hub, header, beacon, _door.Follow(new SlotPlan(beacon), received.HeardAt));
            _last = (received.Frame, proven);
            return proven;
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var (_, envelope, _) in _hubs.Values) envelope.Dispose();
    }

    private List<(FrameHeader Header, SlotResult Result)> Proven(
        ushort hub, FrameHeader header, Beacon beacon, IReadOnlyList<SlotFrame> sent)
    {
        var proven = new List<(FrameHeader, SlotResult)>();
        foreach (var (slot, frame) in sent)
        {
            if (slot >= beacon.Answers.Count) continue;
            var answer = beacon.Answers[slot];
            if (_proof.Proves(header, hub, slot, answer, frame.Span) && FrameHeader.TryRead(frame.Span, out var ours))
                proven.Add((ours, answer.Result));
        }

        return proven;
    }

    private void Use(KeptNetworkKey key)
    {
        if (_hubs.Remove(key.Hub, out var old)) old.Envelope.Dispose();
        _hubs.Add(key.Hub, (key, new Envelope(key.Key, ushort.MaxValue), old.Seen ?? new SignalWindow()));
    }
}
