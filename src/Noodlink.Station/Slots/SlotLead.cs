using Microsoft.Extensions.Logging;
using Noodlink.Protocol;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Slots;

// The hub divides the time of the channel. From ten stations heard by radio within the hour it sends a beacon each
// round; what came in a turn is on disk before the beacon that says so is made. The network key goes to each station in
// a numbered message of its own, over whatever road it is on, as soon as the list has ten stations and this one was
// heard: before the night in which the LAN is gone. A station that is taken from the list makes the key old: all others
// get a new one, and beacons are sealed with that from then on. Who has not got it yet contends until then.

/// <summary>Hub: the beacons, and the network key.</summary>
/// <remarks>Owned by the station's loop.</remarks>
internal sealed class SlotLead : IDisposable
{
    /// <summary>A clock of the loop that is late by a turn of its own must not cost a slot.</summary>
    private static readonly TimeSpan PatienceMin = TimeSpan.FromMilliseconds(10);

    private readonly MessageQueue _queue;
    private readonly StationIdentity _who;
    private readonly Roads _roads;
    private readonly Courier _courier;
    private readonly IBearer _radio;
    private readonly SlotDoor _door;
    private readonly NetworkKeyFile _file;
    private readonly ILogger _log;
    private readonly SlotSchedule _schedule = new();
    private KeptNetworkKey? _key;
    private Envelope? _envelope;
    private (byte[] Frame, SlotPlan Plan)? _beacon;
    private Instant _now;
    private bool _saidOn;
    private long _ticket;

    /// <param name="radio">Its <see cref="IBearer.Slots"/> is there.</param>
    public SlotLead(
        MessageQueue queue, StationIdentity who, Roads roads, Courier courier, IBearer radio, NetworkKeyFile file,
        ILogger log)
    {
        (_queue, _who, _roads, _courier, _radio, _file, _log) = (queue, who, roads, courier, radio, file, log);
        _door = radio.Slots ?? throw new ArgumentException("no slots", nameof(radio));
        Use(file.Read().FirstOrDefault(key => key.Hub == who.Number));
    }

    /// <summary>A genuine frame of this station came in by radio.</summary>
    public void Hears(ushort station, Instant now) => _schedule.Hears(station, now);

    /// <summary>When to take the next turn of the loop if nothing comes in.</summary>
    public TimeSpan Patience
    {
        get
        {
            if (_beacon is not null || !_radio.Status.Up || !IsWanted(_now)) return TimeSpan.MaxValue;
            return _door.UntilBeacon() is { } wait ? (wait > PatienceMin ? wait : PatienceMin) : TimeSpan.MaxValue;
        }
    }

    /// <summary>A part came in a turn: the next beacon answers, once it is on disk.</summary>
    /// <returns>False: it wants a receipt of its own.</returns>
    public bool Answers(PeerRoad road, BearerInput.Received received, PartOutcome outcome, Batch batch)
    {
        // Two bytes cannot say that a number is held twice.
        if (received.SlotAnswer is not { } slot || outcome.Clash) return false;
        var result = outcome.Complete ? SlotResult.Complete : SlotResult.Part;
        batch.AfterCommit.Add(() => _schedule.Keep(slot, result, road.Peer.Envelope.Slots, received.Frame));
        return true;
    }

    /// <summary>Once a second, in the transaction: who should have the network key and has not got it is sent
    /// it.</summary>
    public void Tick(Batch batch)
    {
        _now = batch.Now;
        var listed = _roads.All.ToList();
        if (listed.Count < SlotSchedule.StationsMin) return;
        var revoked = _key is { } old && old.Given.Any(station => listed.TrueForAll(road => road.Peer.Number != station));
        var key = _key is null || revoked
            ? new KeptNetworkKey(_who.Number, checked((ushort)((_key?.Number ?? 0) + 1)), StationKey.Create(), []) : _key;
        var missing = listed.Where(road => road.LastHeard.Count > 0 && !key.Given.Contains(road.Peer.Number)).ToList();
        if (missing.Count == 0 && !revoked) return;
        if (batch.WhyNotStored(Claims.Of(Kind.NetworkKey, Precedence.Priority, MessageStatus.Actual)) is not null) return;
        foreach (var road in missing) Send(road, key, batch);
        var given = key with { Given = [.. key.Given, .. missing.Select(road => road.Peer.Number)] };
        batch.AfterCommit.Add(() => Keep(given, revoked));
    }

    private void Send(PeerRoad road, KeptNetworkKey key, Batch batch)
    {
        var waiting = _queue.Accept(
            new NewMessage(road.Peer, new NetworkKey(key.Number, key.Key), MessageStatus.Actual, Precedence.Priority),
            batch.Wall);
        batch.Changed.Add(waiting.N);
        batch.AfterCommit.Add(() => _courier.Add(waiting, batch.Now));
    }

    /// <summary>Makes and offers the beacon that is due.</summary>
    public void Step(Instant now, DateTimeOffset wall)
    {
        _now = now;
        if (!_radio.Status.Up || !IsWanted(now))
        {
            _beacon = null;
            _saidOn &= _door.Holds;
            return;
        }

        if (_beacon is null)
        {
            if (_door.UntilBeacon() != TimeSpan.Zero || _queue.NextSignalSerial() is not { } serial) return;
            _beacon = Make(serial, now, wall);
        }

        var (frame, plan) = _beacon.Value;
        var offer = new Offer(
            --_ticket, _who.Id, Up: false, frame, 1, Urgent: true, ReceiptExpected: false);
        if (!_radio.TryOffer(offer)) return;
        _door.Lead(offer.Ticket, plan);
        _beacon = null;
        if (!_saidOn) Log.SlotsBegin(_log, _schedule.Count(now), plan.Period.TotalSeconds);
        _saidOn = true;
    }

    public void Dispose() => _envelope?.Dispose();

    private bool IsWanted(Instant now) => _envelope is not null && _schedule.Count(now) >= SlotSchedule.StationsMin;

    private (byte[] Frame, SlotPlan Plan) Make(uint serial, Instant now, DateTimeOffset wall)
    {
        var header = new FrameHeader(
            FrameHeader.CurrentVersion, MessageStatus.Actual, Direction.Down, Series.Signal, Kind.Beacon,
            Precedence.Routine, ushort.MaxValue, _queue.Epoch, serial);
        var clock = (uint)Math.Clamp(wall.ToUnixTimeSeconds(), 0, uint.MaxValue);
        var (slot, round) = _door.Lengths();
        var body = _schedule.Next(header, _who.Number, clock, slot, round, HasWaiting(), now);
        return (_envelope!.Seal(header, _who.Number, BodyCodec.Encode(body, out _)), new SlotPlan(body));
    }

    /// <summary>Something of ours waits that the LAN does not carry now.</summary>
    private bool HasWaiting()
    {
        var isLanUp = _courier.Bearer(BearerName.Mqtt) is { Status.Up: true };
        return _roads.All.Any(road => road.Waiting.Count > 0 && !(isLanUp && road.LanAbsentUntil is null));
    }

    private void Keep(KeptNetworkKey key, bool revoked)
    {
        if (_file.Write([key]) is { } why) Log.NetworkKeyNotKept(_log, why);
        if (revoked) Log.NetworkKeyRenewed(_log, key.Number);
        Use(key);
    }

    private void Use(KeptNetworkKey? key)
    {
        if (_key?.Number != key?.Number)
        {
            _envelope?.Dispose();
            _envelope = key is null ? null : new Envelope(key.Key, ushort.MaxValue);
            foreach (var station in _key?.Given.Except(_roads.All.Select(road => road.Peer.Number)) ?? [])
                _schedule.Forget(station);
        }

        _key = key;
    }
}
