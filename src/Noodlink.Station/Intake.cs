using Microsoft.Extensions.Logging;
using Noodlink.Protocol;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

// What comes in from a broker, a modem or a stick is not trusted: until the seal opens it is noise. A frame that names
// someone else is left alone; one that names us and does not open is counted and shown as an unknown sender, never as a
// message. What opens is kept first and answered after the commit, and answered again when it comes again, because the
// lost receipt is the normal case on a bad link.

/// <summary>Opens frames, keeps what is in them, and decides what is answered.</summary>
/// <remarks>Owned by the station's loop.</remarks>
internal sealed partial class Intake(
    MessageQueue queue, StationIdentity who, IReadOnlyList<ushort> hubNumbers, Roads roads, Courier courier,
    Duties duties, ILogger log)
{
    /// <summary>A known message is acknowledged again at most this often (architecture §4.6).</summary>
    private static readonly TimeSpan AcknowledgeAgain = TimeSpan.FromSeconds(2);

    /// <summary>So many frames that do not open are an attack or a wrong key, not noise (durability.md §8.3).</summary>
    private const int FailedOpensAlarm = 1024;

    private readonly Dictionary<(long N, BearerName Bearer, bool Complete), Instant> _acknowledged = [];
    private readonly Queue<((long N, BearerName Bearer, bool Complete) Key, Instant At)> _acknowledgedOrder = [];
    private readonly AcknowledgePace<(long N, bool Complete)> _radioPace = new();
    private readonly Dictionary<string, long> _refused = new(StringComparer.Ordinal);

    /// <summary>What was not kept, by reason.</summary>
    public IReadOnlyDictionary<string, long> Refused => _refused;

    /// <summary>Counts what is left alone because it is not for us.</summary>
    public DropCount Dropped { get; init; } = new();

    /// <summary>The latest of them, for the screen.</summary>
    public string? LastRefused { get; private set; }

    /// <returns>What became of it; only who brought it in by hand is told, after the commit.</returns>
    public ImportedPart Take(BearerInput.Received received, Batch batch)
    {
        var frame = received.Frame.Span;
        if (!FrameHeader.TryRead(frame, out var header)) return Refuse("malformed", Words.Intake_Unreadable, batch);

        if (header is { Kind: Kind.Beacon, Station: ushort.MaxValue }) return TakeBeacon(received, batch);

        // Our own direction: another station's frame on the same air, or an echo.
        if (header.Direction == Direction.Down == who.IsHub) return Leave("ownDirection", ImportFate.OwnSide);
        if (roads.Find(header.Station) is not { } road)
        {
            return who.IsHub ? Refuse("unknownStation", Say.It(Words.Intake_UnknownSender, header.Station), batch)
                : Leave("forOthers", ImportFate.ForOthers);
        }

        if (received.From is { } from && from != road.Peer.Id)
            return Refuse("wrongSender", Say.It(Words.Intake_WrongSender, from, road.Peer.Id), batch);

        if (!TryOpen(road, frame, header, out var sender, out var plaintext)) return NotOpened(road, batch);

        road.LastHeard[received.Bearer] = batch.Wall;
        // What a person carries says nothing about whether the station can be heard now.
        if (IsCarriedByItself(received.Bearer)) Heard(road, received.Bearer, batch);
        if (received.Bearer == BearerName.Radio) Lead?.Hears(road.Peer.Number, batch.Now);
        batch.StatusAged = true;
        return header.Series == Series.Signal
            ? TakeSignal(road, header, sender, plaintext, received, batch)
            : TakeNumbered(road, header, sender, plaintext, received, batch);
    }

    /// <summary>Node: whatever left before this has a hub that is there.</summary>
    private void Heard(PeerRoad road, BearerName bearer, Batch batch)
    {
        road.Hear(bearer, batch.Now);
        if (who.IsHub || road.Unheard.Count == 0) return;
        var left = road.Unheard.ToList();
        foreach (var n in left) queue.HeardAfter(n);
        batch.Changed.UnionWith(left);
        batch.AfterCommit.Add(() => road.Unheard.ExceptWith(left));
    }

    private ImportedPart Leave(string reason, ImportFate fate)
    {
        Dropped.Add(reason);
        return new ImportedPart(fate);
    }

    private static bool IsCarriedByItself(BearerName bearer) => bearer is BearerName.Mqtt or BearerName.Radio;

    /// <summary>Counts something that was not kept; the loop says so too when the disk is full.</summary>
    public ImportedPart Refuse(string reason, string words, Batch batch)
    {
        batch.StatusAged = true;
        batch.AfterCommit.Add(
            () =>
            {
                _refused[reason] = _refused.GetValueOrDefault(reason) + 1;
                LastRefused = $"{words}, {DutchTime.Time(batch.Wall)}";
            });
        return new ImportedPart(ImportFate.Refused, Reason: words);
    }

    private bool TryOpen(PeerRoad road, ReadOnlySpan<byte> frame, FrameHeader header, out ushort sender, out byte[] plaintext)
    {
        sender = header.Station;
        if (who.IsHub) return road.Peer.Envelope.TryOpen(frame, sender, out _, out plaintext);
        foreach (var hub in hubNumbers)
        {
            sender = hub;
            if (road.Peer.Envelope.TryOpen(frame, hub, out _, out plaintext)) return true;
        }

        plaintext = [];
        return false;
    }

    private ImportedPart NotOpened(PeerRoad road, Batch batch)
    {
        batch.AfterCommit.Add(
            () =>
            {
                if (++road.FailedOpens == FailedOpensAlarm) Log.ManyFailedOpens(log, road.Peer.Id.ToString(), road.FailedOpens);
            });
        return Refuse("notGenuine", Say.It(Words.Intake_NotGenuine, road.Peer.Id), batch);
    }

    private ImportedPart TakeSignal(
        PeerRoad road, FrameHeader header, ushort sender, byte[] plaintext, BearerInput.Received received, Batch batch)
    {
        var bearer = received.Bearer;
        if (!IsCarriedByItself(bearer)) return TakeCarriedSignal(road, header, plaintext, bearer, batch);
        if (road.Signals.Knows(header.Epoch, header.Serial) ||
            !batch.Signals.Add((header.Station, header.Epoch, header.Serial)))
            return Refuse("repeatedSignal", Say.It(Words.Intake_Repeated, road.Peer.Id), batch);

        batch.AfterCommit.Add(() => road.Signals.Add(header.Epoch, header.Serial));
        if (BodyCodec.TryDecode(header, plaintext, coreOnly: false) is not DecodeResult.Ok { Body: var body })
            return Refuse("unreadableSignal", Say.It(Words.Intake_UnknownSignal, road.Peer.Id), batch);

        courier.Heard(road, bearer, body is DeviceReceipt && received.Following == TimeSpan.Zero, batch.Now);
        if (body is Heartbeat && bearer == BearerName.Mqtt)
            batch.AfterCommit.Add(() => courier.Greeted(road, header.Epoch, batch.Now));
        switch (body)
        {
            case DeviceReceipt { OfSignal: true }:
                break; // somebody heard a link test; no message of ours is meant
            case DeviceReceipt receipt:
                duties.HeardScreen(receipt.ScreenOpen);
                if (bearer == BearerName.Radio)
                    batch.AfterCommit.Add(() => road.Session?.Receipted(receipt, received.Following, batch.Now));
                TakeReceipt(road, receipt, bearer, batch);
                break;
            case LinkTest:
                batch.AfterCommit.Add(
                    () => road.Receipts.Add(
                        new PendingReceipt(bearer, header.Epoch, header.Serial, Complete: true, Clash: false, Urgent: false,
                            OfSignal: true)));
                break;
            case Poll { From: { } from }:
                if (bearer == BearerName.Radio)
                    batch.AfterCommit.Add(
                        () => AnswerOnAir(road, session => session.Polled(sender, from, batch.Now)));
                break;
            default:
                duties.Signalled(road, body, bearer, batch);
                break;
        }

        return new ImportedPart(ImportFate.Signal);
    }

    /// <summary>An answer that is being sent says less than the one that is due now.</summary>
    private void AnswerOnAir(PeerRoad road, Action<RadioSession> what)
    {
        if (courier.Air is not { } air) return;
        what(air.SessionWith(road));
        road.Answer.Clear();
    }

    /// <summary>A receipt that a person carried home. It may be hours old, and a stick is read more than once: the window
    /// of signals seen, which is for bearers that lose and repeat, says nothing here. A receipt that counts twice changes
    /// nothing, so each time is the same as once. Nothing else is carried: a heartbeat of this morning would be
    /// wrong.</summary>
    private ImportedPart TakeCarriedSignal(
        PeerRoad road, FrameHeader header, byte[] plaintext, BearerName bearer, Batch batch)
    {
        if (BodyCodec.TryDecode(header, plaintext, coreOnly: false) is not DecodeResult.Ok
            { Body: DeviceReceipt { OfSignal: false } receipt })
            return Refuse("unreadableSignal", Say.It(Words.Intake_UnknownSignal, road.Peer.Id), batch);
        var confirmed = new List<long>();
        foreach (var serial in receipt.Serials())
            if (Receipted(road, receipt, serial, bearer, batch) is { } message && receipt.Complete &&
                road.ByN.ContainsKey(message.N)) confirmed.Add(message.N);
        return new ImportedPart(ImportFate.Signal, Confirmed: confirmed);
    }

    private void TakeReceipt(PeerRoad road, DeviceReceipt receipt, BearerName bearer, Batch batch)
    {
        if (receipt.Form == ReceiptForm.Parts) PartsThere(road, receipt, batch);
        foreach (var serial in receipt.Serials()) Receipted(road, receipt, serial, bearer, batch);
    }

    private OwnMessage? Receipted(PeerRoad road, DeviceReceipt receipt, uint serial, BearerName bearer, Batch batch)
    {
        if (queue.FindOwn(receipt.Epoch, serial) is not { } message || message.Peer != road.Peer.Number) return null;
        queue.Delivered(message, bearer, receipt.Complete, receipt.NumberClash, batch.Wall);
        batch.Changed.Add(message.N);
        batch.AfterCommit.Add(() => Courier.Delivered(road, message.N, receipt.Complete, batch.Now));
        if (!receipt.Complete && receipt.Form != ReceiptForm.Parts && road.ByN.GetValueOrDefault(message.N) is { RestLeft: false })
            PartsThere(road, message.N, 1L << Parts.Core, batch);
        return message;
    }

    private void PartsThere(PeerRoad road, DeviceReceipt receipt, Batch batch)
    {
        if (queue.FindOwn(receipt.Epoch, receipt.Base) is { } message && message.Peer == road.Peer.Number)
            PartsThere(road, message.N, receipt.PartsHere(), batch);
    }

    private void PartsThere(PeerRoad road, long n, long there, Batch batch)
    {
        queue.PartsThere(n, there);
        batch.AfterCommit.Add(() => road.PartsThere(n, there, batch.Now));
    }

    private ImportedPart TakeNumbered(
        PeerRoad road, FrameHeader header, ushort sender, byte[] plaintext, BearerInput.Received received, Batch batch)
    {
        courier.Heard(
            road, received.Bearer, header.Kind == Kind.Receipt && received.Following == TimeSpan.Zero, batch.Now);
        // A hub's to send; a beacon is for everybody and never numbered.
        if (header.Kind == Kind.Beacon || (who.IsHub && header.Kind == Kind.NetworkKey))
            return Refuse("malformed", Say.It(Words.Intake_OnlyHubSends, road.Peer.Id), batch);

        var part = new IncomingPart(
            header, sender, who.IsHub ? road.Peer.Id.ToString() : null, plaintext, received.Frame, received.Bearer,
            received.RssiDbm, received.SnrDb);
        // Not kept and not receipted: it is sent until there is room. What is here already is receipted as always.
        if (batch.WhyNotStored(Claims.Of(header.Kind, header.Precedence, header.Status)) is { } full && !queue.Knows(part))
            return Refuse("diskFull", Words.Intake_NoRoom, batch)
                with { Fate = ImportFate.NotStored, Reason = full };

        var outcome = queue.Receive(part, batch.Wall);
        batch.Changed.Add(outcome.N);
        batch.AfterCommit.Add(() => road.Seen?.Add(header.Serial));
        var imported = new ImportedPart(
            outcome.First ? ImportFate.New : ImportFate.Known, outcome.N, Completed: outcome.Completed);
        if (outcome.Refusal is { } reason)
        {
            if (reason != RefusalReason.Unknown)
            {
                var maker = who.IsHub ? $"{road.Peer.Id}" : Words.Intake_FromHub;
                Refuse("unreadable", Say.It(Words.Intake_UnknownMessageOf, maker), batch);
                if (!outcome.Entered) duties.Refused(road, header, reason, batch);
            }

            imported = imported with { Fate = ImportFate.Refused, Reason = Words.Intake_UnknownMessage };
            // At the hub not acknowledged: "binnen" would show it further along than it is. The refusal itself is sent
            // until it is receipted, so the sender hears of it. What people typed in is here all the same.
            if (who.IsHub && !outcome.Entered) return imported;
        }

        // What a person brought is receipted on the LAN as well as on the next stick: whoever is there stops repeating.
        if (TakeShared(road, sender, outcome, received, batch)) batch.StatusAged = true;
        else if (IsCarriedByItself(received.Bearer))
            Acknowledge(road, header, sender, outcome, received.Bearer, received.Following, batch);
        else if (courier.Bearer(BearerName.Mqtt) is { Status.Up: true })
            Acknowledge(road, header, sender, outcome, BearerName.Mqtt, TimeSpan.Zero, batch);
        if (outcome.Readable || outcome.Completed) duties.Received(road, header, outcome, batch);
        if (outcome.Entered) duties.Copied(outcome, batch);
        return imported;
    }

    /// <summary>A known part is acknowledged again, at most every two seconds; one that comes sooner has its receipt when
    /// they are over. Never left out: it came again because the first receipt was lost, and the sender's next try may be
    /// a minute away.</summary>
    private void Acknowledge(
        PeerRoad road, FrameHeader header, ushort sender, PartOutcome outcome, BearerName bearer, TimeSpan following,
        Batch batch)
    {
        var urgent = header.Kind is Kind.Alarm or Kind.AlarmUpdate or Kind.AlarmCancel or Kind.Receipt;
        batch.AfterCommit.Add(
            () =>
            {
                if (bearer == BearerName.Radio)
                {
                    var due = outcome.Known ? _radioPace.Known((outcome.N, outcome.Complete), batch.Now) : batch.Now;
                    AnswerOnAir(
                        road, session => session.Received(
                            sender, header.Epoch, header.Serial, urgent, following, due, batch.Now));
                }
                else
                {
                    AcknowledgeOnLan((outcome.N, bearer, outcome.Complete), header, outcome, road, urgent, batch.Now);
                }
            });
    }

    private void AcknowledgeOnLan(
        (long N, BearerName Bearer, bool Complete) key, FrameHeader header, PartOutcome outcome, PeerRoad road, bool urgent,
        Instant now)
    {
        Forget(now);
        var due = now;
        if (outcome.Known && _acknowledged.TryGetValue(key, out var last))
        {
            if (last > now) return; // waits already
            due = Instant.Max(due, last + AcknowledgeAgain);
        }

        _acknowledged[key] = due;
        _acknowledgedOrder.Enqueue((key, due));
        road.Receipts.Add(
            new PendingReceipt(key.Bearer, header.Epoch, header.Serial, outcome.Complete, outcome.Clash, urgent, Due: due)
            {
                Parts = outcome.Complete || outcome.Parts == 1L << Parts.Core ? 0 : outcome.Parts,
            });
    }

    /// <summary>What was acknowledged long enough ago, oldest first, so that memory is bounded by what two seconds bring.</summary>
    private void Forget(Instant now)
    {
        while (_acknowledgedOrder.TryPeek(out var oldest) && now - oldest.At >= AcknowledgeAgain)
        {
            _acknowledgedOrder.Dequeue();
            if (_acknowledged.TryGetValue(oldest.Key, out var at) && at == oldest.At) _acknowledged.Remove(oldest.Key);
        }
    }
}
