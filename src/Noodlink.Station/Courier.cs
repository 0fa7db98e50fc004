using Microsoft.Extensions.Logging;
using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Routing;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

// The only one that knows both the queue and the bearers. Each step it looks, in strict order, for what may leave now:
// receipts first (they are short and end other people's repeating), then messages by route. A bearer gets a message only
// at the moment that it can send it, so a noodmelding that comes in later still goes first. Nothing here ends a sending
// but the other side's receipt; the tries are written down with the next commit, so that a restart neither floods nor
// forgets.

/// <summary>Hands own messages to the bearers until they are receipted.</summary>
/// <remarks>Owned by the station's loop.</remarks>
internal sealed class Courier(
    MessageQueue queue, StationIdentity who, Roads roads, IReadOnlyList<IBearer> bearers, TimerOptions timers,
    Random random, ILogger log)
{
    /// <summary>A silent station is asked again after this long whether it listens on the LAN: "within 2 s".</summary>
    private static readonly TimeSpan AbsentRetry = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan FailedRetry = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan HeartbeatAgain = TimeSpan.FromSeconds(1);

    /// <summary>A heartbeat that nobody heard on the LAN goes again after this long: the hub starts later than we do after
    /// a power cut, and without it an idle station would be silent there until the next.</summary>
    private static readonly TimeSpan UnheardHeartbeat = TimeSpan.FromSeconds(10);

    /// <summary>A hub that has just come hears of us again after this long while something waits here.</summary>
    private static readonly TimeSpan WhileItWaits = TimeSpan.FromSeconds(20);

    /// <summary>Offers that come in one after the other are told in one heartbeat. One in five minutes, with all that
    /// comes along, takes a thousandth of the hour (SF9).</summary>
    private static readonly TimeSpan OffersAgain = TimeSpan.FromMinutes(5);

    /// <summary>When the LAN falls away under a whole region, all its stations hold offers back at once; their heartbeats
    /// are spread over this.</summary>
    private static readonly TimeSpan OffersSpread = TimeSpan.FromMinutes(1);

    private readonly Outbox _outbox = new(queue);
    private readonly IBearer? _lan = bearers.FirstOrDefault(bearer => bearer.Name == BearerName.Mqtt);
    private readonly IBearer? _radio = bearers.FirstOrDefault(bearer => bearer.Name == BearerName.Radio);
    private readonly Dictionary<BearerName, Instant> _heartbeatNext = [];
    private readonly Queue<PeerRoad> _toGreet = [];
    private bool _lanWasUp = bearers.Any(bearer => bearer is { Name: BearerName.Mqtt, Status.Up: true });
    private bool _hubHasCome;
    private Instant? _lanHeartbeatAt;
    private RadioCourier? _air;
    private int _offersTold;
    private Instant _offersNext;
    private Instant? _offersDue;

    /// <summary>Is a screen open here? Travels in receipts as one bit.</summary>
    public Func<bool> ScreenOpen { get; set; } = () => false;

    /// <summary>Counts receipts whose road went down; their message comes again, and so does its receipt.</summary>
    public DropCount Dropped { get; init; } = new();

    /// <summary>Offers were made that are not in the queue yet.</summary>
    public bool HasUnwritten => _outbox.HasUnwritten;

    /// <summary>The radio half; null: this station has no radio.</summary>
    public RadioCourier? Air => _air ??= _radio is null ? null
        : new RadioCourier(queue, who, roads, _radio, _outbox, LanUp, SealSignal, random, log);

    public bool AnythingWaits => roads.All.Any(road => road.Waiting.Count > 0 || road.Receipts.Count > 0);

    /// <summary>Takes up what an earlier process left, and what waited for a station that is back in the list. The wait
    /// after the tries so far is kept, so that a power cut in a whole region does not start with everybody sending at
    /// once.</summary>
    public void Load(Instant now)
    {
        foreach (var road in roads.All)
        {
            if (road.Loaded) continue;
            road.Loaded = true;
            foreach (var message in queue.Waiting(road.Peer.Number)) road.Add(new Line(message, now));
        }
    }

    /// <summary>The queue stands on another file: what waits there is what waits. What is out stays out.</summary>
    public void Reload(Instant now)
    {
        _outbox.Forget();
        foreach (var road in roads.All)
        {
            var waiting = queue.Waiting(road.Peer.Number);
            var kept = waiting.Select(message => message.N).ToHashSet();
            foreach (var n in road.ByN.Keys.Where(n => !kept.Contains(n)).ToList()) road.Remove(n);
            foreach (var message in waiting) road.Add(new Line(message, now));
            road.Seen = null;
        }
    }

    public void Add(WaitingMessage message, Instant now) => roads.Find(message.Peer)?.Add(new Line(message, now));

    /// <summary>The other side has it.</summary>
    public static void Delivered(PeerRoad road, long n, bool complete, Instant now)
    {
        if (!road.ByN.TryGetValue(n, out var line)) return;
        if (complete)
        {
            road.Remove(n);
            return;
        }

        if (line.CoreThere) return;
        line.CoreThere = true;
        road.RadioLook = now;
    }

    /// <summary>Inside the transaction: writes down the tries since the last commit.</summary>
    public void WriteOffered(Batch batch) => _outbox.Write(batch);

    /// <summary>Inside the transaction: noodmeldingen that waited too long for a receipt turn red.</summary>
    public void WatchUnconfirmed(Batch batch)
    {
        if (who.IsHub) return;
        foreach (var road in roads.All)
        foreach (var line in road.Waiting)
        {
            var said = line.CoreThere && BodyCodec.HasCore(line.Message.Kind);
            if (!line.IsAlarm || said || line.SaidUnconfirmed) continue;
            if (!IsLate(road, line, batch.Now)) continue;
            batch.AfterCommit.Add(() => line.SaidUnconfirmed = true);
            if (!queue.Unconfirmed(line.Message.N, batch.Wall)) continue;
            batch.Changed.Add(line.Message.N);
            Log.Unconfirmed(log, line.Message.Number);
        }
    }

    /// <summary>A LAN that has only just come back gets its own time: no red screen in the second before the receipt.</summary>
    private bool IsLate(PeerRoad road, Line line, Instant now)
    {
        var waits = now - line.Since;
        if (line.Message.Precedence != Precedence.Flash) return waits >= TimeSpan.FromSeconds(timers.UnconfirmedOtherSeconds);
        return waits >= TimeSpan.FromSeconds(timers.UnconfirmedRadioSeconds) ||
            (LanUp(road) && now - Instant.Max(line.Since, road.LanSince) >= TimeSpan.FromSeconds(timers.UnconfirmedLanSeconds));
    }

    public void Done(BearerInput.Done done, Instant now)
    {
        if (_outbox.Answered(done.Ticket) is not { } ticket) return;
        if (done.Bearer == BearerName.Radio)
        {
            RadioCourier.Done(ticket, done, now);
            return;
        }

        if (done.Bearer == BearerName.Mqtt) LanAnswered(ticket.Road, done.Outcome, now);
        if (ticket is not Ticket.OfLine { Line: var line })
        {
            if (who.IsHub || done is not { Bearer: BearerName.Mqtt, Outcome: OfferOutcome.NobodyListens }) return;
            _heartbeatNext[done.Bearer] = now + UnheardHeartbeat;
            ticket.Road.HeartbeatAsked = false; // so that the hub's next heartbeat is known for a greeting
            return;
        }

        line.InLan = false;
        line.LanNext = now + (done.Outcome == OfferOutcome.Left ? _lan!.RetryAfter(line.LanTries, line.IsAlarm) : FailedRetry);
        if (done.Outcome == OfferOutcome.Left) return;
        line.OnLan = false;
        ticket.Road.LanOut.Remove(line);
        if (done.Outcome == OfferOutcome.NobodyListens) line.LanNext = now;
    }

    public void Changed(BearerInput.Changed changed, Instant now)
    {
        Log.BearerChanged(log, changed.Bearer, changed.Status.Up, changed.Status.Detail);
        if (changed.Bearer != BearerName.Mqtt || changed.Status.Up == _lanWasUp) return;
        _lanWasUp = changed.Status.Up;
        _toGreet.Clear();
        foreach (var road in roads.All) road.ForgetLan(now);
        if (!_lanWasUp) return;
        if (!who.IsHub) TellSoon(now);
        else
            foreach (var road in roads.All) _toGreet.Enqueue(road);
    }

    /// <summary>A frame of the other side came in over this bearer: somebody is there.</summary>
    public void Heard(PeerRoad road, BearerName bearer, bool isLastReceipt, Instant now)
    {
        if (isLastReceipt) Bearer(bearer)?.ReceiptHeard();
        if (bearer == BearerName.Mqtt && road.LanAbsentUntil is not null) road.ForgetLan(now);
    }

    /// <summary>A heartbeat came in over the LAN. One that nobody asked for says that the other side has just come onto the
    /// LAN: what the broker took for it before is gone with its old connection.</summary>
    public void Greeted(PeerRoad road, ushort epoch, Instant now)
    {
        var isAnswer = road.HeartbeatAsked && (road.HeartbeatEpoch ?? epoch) == epoch;
        (road.HeartbeatAsked, road.HeartbeatEpoch) = (false, epoch);
        if (isAnswer) return;
        road.OfferAgain(now);
        // Two lives of one station hear each other's answers as greetings: they must not keep each other talking.
        if (!who.IsHub) TellSoon(Instant.Max(now, _lanHeartbeatAt is { } last ? last + WhileItWaits : now));
    }

    /// <summary>Node: a hub that has just come asks for what it misses only when it hears our highest number and that
    /// nothing waits (architecture §4.8); our own connection may have stood all the while.</summary>
    private void TellSoon(Instant at)
    {
        _heartbeatNext[BearerName.Mqtt] = at;
        _hubHasCome = true;
    }

    /// <summary>Hands over what may leave now.</summary>
    public void Step(Instant now, DateTimeOffset wall)
    {
        Load(now);
        foreach (var road in roads.All)
            if (road.Receipts.Count > 0) OfferReceipts(road, now);
        // Up, and this loop has been told: what was out on the link before is settled by then.
        var lan = _lanWasUp ? _lan : null;
        while (lan is { Status.Up: true } && BestForLan(now) is var (road, line) && Offer(lan, road, line)) { }
        Air?.Step(ScreenOpen(), now);
        if (who.IsHub) Greet(now, wall);
        else OfferHeartbeats(now, wall);
    }

    /// <summary>Sends a signal if the bearer has room now; signals are never kept for later.</summary>
    /// <returns>False: no room, or no serial could be reserved on a disk that is full or failing.</returns>
    public bool Signal(IBearer bearer, PeerRoad road, MessageBody body, bool urgent)
    {
        if (SealSignal(road, body) is not { } frame) return false;
        var offer = new Offer(_outbox.NextTicket(), road.Peer.Id, Up: !who.IsHub, frame, 1, urgent, ReceiptExpected: false,
            Answer: body is DeviceReceipt);
        if (!bearer.TryOffer(offer)) return false;
        _outbox.Taken(offer.Ticket, new Ticket.OfSignal(road));
        return true;
    }

    /// <summary>A signal with a serial of its own. Outside a transaction.</summary>
    /// <returns>Null: no serial could be reserved on a disk that is full or failing.</returns>
    public byte[]? SealSignal(PeerRoad road, MessageBody body)
    {
        if (queue.NextSignalSerial() is not { } serial) return null;
        var header = new FrameHeader(
            FrameHeader.CurrentVersion, MessageStatus.Actual, who.IsHub ? Direction.Down : Direction.Up, Series.Signal,
            body.Kind, Precedence.Routine, road.Peer.Number, queue.Epoch, serial);
        return road.Peer.Envelope.Seal(header, who.Number, BodyCodec.Encode(body, out _));
    }

    public IBearer? Bearer(BearerName name) => bearers.FirstOrDefault(bearer => bearer.Name == name);

    private bool LanUp(PeerRoad road) => _lan is { Status.Up: true } && road.LanAbsentUntil is null;

    private static void LanAnswered(PeerRoad road, OfferOutcome outcome, Instant now)
    {
        if (outcome == OfferOutcome.NobodyListens)
        {
            road.LanAbsentUntil = now + AbsentRetry;
            road.SomebodyListens = false;
            road.RadioLook = now;
        }
        else if (outcome == OfferOutcome.Left)
        {
            if (road.LanAbsentUntil is not null) road.ForgetLan(now);
            road.SomebodyListens = true;
        }
    }

    private (PeerRoad Road, Line Line)? BestForLan(Instant now) => Best(
        road =>
        {
            if (now < road.LanAbsentUntil) return null;
            var again = road.LanOut.Where(line => !line.InLan && line.LanNext <= now).Min(LineOrder.Strict);
            // Whoever comes behind the first that finds no room finds none either.
            var fresh = road.Waiting.FirstOrDefault(line => !line.OnLan && !line.InLan && line.LanNext <= now);
            if (fresh is not null && !road.HasLanRoom(fresh)) fresh = null;
            var best = again is null || (fresh is not null && LineOrder.Strict.Compare(fresh, again) < 0) ? fresh : again;
            var mayLeave = best is not null && (road.SomebodyListens || road.IsBeforeAllUnderWay(best));
            return mayLeave ? best : null;
        });

    private (PeerRoad Road, Line Line)? Best(Func<PeerRoad, Line?> of)
    {
        (PeerRoad Road, Line Line)? best = null;
        foreach (var road in roads.All)
        {
            if (road.Waiting.Count == 0 || of(road) is not { } line) continue;
            if (best is null || LineOrder.Strict.Compare(line, best.Value.Line) < 0) best = (road, line);
        }

        return best;
    }

    private bool Offer(IBearer lan, PeerRoad road, Line line)
    {
        if (queue.Sealed(line.Message.N, Parts.Whole, road.Peer) is not { } frame)
        {
            Log.PartDamaged(log, line.Message.Number, Parts.Whole);
            _outbox.Damaged(line.Message.N);
            road.Remove(line.Message.N);
            return true;
        }

        var urgent = line.IsAlarm || line.Message.Kind == Kind.Receipt;
        var offer = new Offer(
            _outbox.NextTicket(), road.Peer.Id, Up: !who.IsHub, frame, line.LanTries + 1, urgent, ReceiptExpected: true);
        if (!lan.TryOffer(offer)) return false;
        _outbox.Taken(offer.Ticket, new Ticket.OfLine(road, line, lan.Name));
        road.Left(line, Parts.Whole);
        line.InLan = line.OnLan = true;
        line.LanTries++;
        road.LanOut.Add(line);
        return true;
    }

    private void OfferReceipts(PeerRoad road, Instant now)
    {
        foreach (var bearer in bearers)
        {
            if (!bearer.Status.Up && road.Receipts.RemoveAll(
                receipt => receipt.Bearer == bearer.Name && receipt.Due <= now) is var gone and > 0)
                Dropped.Add("receiptLinkDown", gone);
            while (ReceiptBundle.Next(road.Receipts, bearer.Name, now, ScreenOpen()) is { } bundle)
            {
                if (!Signal(bearer, road, bundle.Receipt, bundle.Urgent)) break;
                road.Receipts.RemoveAll(bundle.Covers);
            }
        }
    }

    /// <summary>Hub: every station hears at once that somebody listens on the LAN again.</summary>
    private void Greet(Instant now, DateTimeOffset wall)
    {
        while (_lan is { Status.Up: true } && _toGreet.TryPeek(out var road) &&
               Signal(_lan, road, OwnHeartbeat(road, now, wall), urgent: false))
            _toGreet.Dequeue();
    }

    private void OfferHeartbeats(Instant now, DateTimeOffset wall)
    {
        foreach (var bearer in bearers.Where(bearer => bearer.Status.Up))
        {
            if (!_heartbeatNext.TryGetValue(bearer.Name, out var next))
                _heartbeatNext[bearer.Name] = next = now + TimeSpan.FromSeconds(random.NextDouble() * 20);
            if (now < next && !(bearer.Name == BearerName.Radio && AreOffersDue(now))) continue;
            // Refused by a busy radio: soon again, but not at each step, for it looks through all that waits.
            var left = roads.All.All(
                road => (bearer.Name == BearerName.Radio && LanUp(road)) ||
                        Signal(bearer, road, OwnHeartbeat(road, now, wall), urgent: false));
            _heartbeatNext[bearer.Name] = now + (left ? TimeSpan.FromSeconds(timers.HeartbeatSeconds) : HeartbeatAgain);
            if (bearer.Name == BearerName.Radio) OffersTold(left, now);
            if (!left || bearer.Name != BearerName.Mqtt) continue;
            _offersTold = 0; // over the LAN the hub hears of none
            _lanHeartbeatAt = now;
            if (_hubHasCome &= roads.All.Any(road => road.Waiting.Count > 0)) _heartbeatNext[bearer.Name] = now + WhileItWaits;
            foreach (var road in roads.All) road.HeartbeatAsked = true;
        }
    }

    /// <summary>Offers that are held back from the radio; null: there is the LAN, and none is held back.</summary>
    private int? HeldBack => roads.All.FirstOrDefault() is { } road && !LanUp(road) ? road.Offers : null;

    /// <summary>Other offers wait than the hub was told, and it is time to tell so over the radio.</summary>
    private bool AreOffersDue(Instant now)
    {
        if (HeldBack is not { } held || held == _offersTold) _offersDue = null;
        else _offersDue ??= Instant.Max(_offersNext, now + (OffersSpread * random.NextDouble()));
        return _offersDue <= now;
    }

    private void OffersTold(bool left, Instant now)
    {
        if (!left) _offersDue = now + HeartbeatAgain;
        else if (HeldBack is { } held) (_offersTold, _offersNext, _offersDue) = (held, now + OffersAgain, null);
    }

    /// <summary>What the other side should know of us.</summary>
    public Heartbeat OwnHeartbeat(PeerRoad road, Instant now, DateTimeOffset wall)
    {
        // While the LAN is up offers go as they are, like all else.
        var offers = road.Offers == 0 || LanUp(road) ? [] : road.Waiting.Where(line => line.Offer is not null).ToList();
        var waits = road.Waiting.Where(line => offers.Count == 0 || line.Offer is null);
        var oldest = waits.Min(line => (Instant?)line.Since) is { } since ? now - since : TimeSpan.Zero;
        return new Heartbeat(
            queue.HighestSerial, (ushort)Math.Min(road.Waiting.Count - offers.Count, ushort.MaxValue),
            (ushort)Math.Min(oldest.TotalMinutes, ushort.MaxValue),
            (uint)Math.Clamp(wall.ToUnixTimeSeconds(), 0, uint.MaxValue), _lan is { Status.Up: true },
            _radio is { Status.Up: true }, ScreenOpen(),
            HeldOffers.Of(offers.Select(line => (line.Message.Serial, line.Offer!.Value)), queue.HighestSerial));
    }
}
