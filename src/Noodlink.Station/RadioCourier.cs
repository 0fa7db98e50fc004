using Microsoft.Extensions.Logging;
using Noodlink.Protocol;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Routing;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

// The radio half of the courier. Each station has a session that knows what is on its way to it (RadioSession); here they
// are asked, and the one modem goes to the best of what they want: answers first, for somebody listens for them now; then
// the core of a noodmelding; then the burst that is open, because its receiver waits for the rest of it; then the strict
// order. What a receipt names is read from the database at the moment that it leaves.

/// <summary>Hands own messages, polls and receipts to the radio.</summary>
/// <remarks>Owned by the station's loop.</remarks>
internal sealed class RadioCourier(
    MessageQueue queue, StationIdentity who, Roads roads, IBearer radio, Outbox outbox, Func<PeerRoad, bool> lanUp,
    Func<PeerRoad, MessageBody, byte[]?> seal, Random random, ILogger log)
{
    /// <summary>Sealed bytes of a receipt for one message, and of the longest one.</summary>
    private const int ReceiptBytes = 23, LongReceiptBytes = 28;

    /// <summary>Messages that may not go by radio yet, before the look stops: those behind were accepted later.</summary>
    private const int GatedMax = 256;

    private RadioPace _pace;

    /// <summary>Sends what may go now: one frame, for the modem holds no more.</summary>
    public void Step(bool screenOpen, Instant now)
    {
        if (!radio.Status.Up)
        {
            foreach (var road in roads.All) road.Answer.Clear();
            return;
        }

        KeepPace();
        foreach (var road in roads.All)
            if (Answers(road, screenOpen, now)) return;
        if (Best(now) is not var (way, send)) return;
        switch (send)
        {
            case RadioSend.Data data: Offer(way, data, now); break;
            case RadioSend.Question question: Ask(way, question, now); break;
        }
    }

    /// <summary>When to look again if nothing comes in; never: no need.</summary>
    public Instant WakeUp(Instant now)
    {
        var wake = Instant.Never;
        foreach (var road in roads.All)
            if (road.Session is { } session && session.PollWakeUp(now) is var at && at > now) wake = Instant.Min(wake, at);
        return wake;
    }

    /// <summary>The modem told what became of a frame.</summary>
    public static void Done(Ticket ticket, BearerInput.Done done, Instant now)
    {
        if (ticket is Ticket.OfSignal) return;
        ticket.Road.Session?.Transmitted(done.Outcome == OfferOutcome.Left, now, done.AnswerIn);
        ticket.Road.RadioLook = now;
    }

    /// <summary>The session with a station; begins with the first frame to or from it.</summary>
    public RadioSession SessionWith(PeerRoad road)
    {
        KeepPace();
        return road.Session ??= new RadioSession(_pace, random);
    }

    private void KeepPace()
    {
        var pace = new RadioPace(
            radio.TimeOnAir(ReceiptBytes, more: false), radio.TimeOnAir(LongReceiptBytes, more: false));
        if (pace == _pace) return;
        _pace = pace;
        foreach (var road in roads.All) road.Session?.PaceChanged(pace);
    }

    // ---- answers ----

    private bool Answers(PeerRoad road, bool screenOpen, Instant now)
    {
        if (road.Session is not { } session) return false;
        if (road.Answer.Count == 0)
            foreach (var question in session.AnswerIsDue(now))
            {
                var held = queue.Held(question, refusedToo: !who.IsHub);
                foreach (var receipt in RadioReceipts.Of(
                             question.Epoch, held, screenOpen, question.IsPoll ? question.First : null))
                    road.Answer.Enqueue((receipt, question.Urgent));
            }

        if (!road.Answer.TryPeek(out var next))
        {
            if (session.AnswerIsDue(now).Count > 0) session.Answered(); // nothing of it may be receipted
            return false;
        }

        if (seal(road, next.Receipt) is not { } frame) return false;
        var following = (road.Answer.Count - 1) * (_pace.LongReceipt + _pace.Gap);
        var offer = new Offer(
            outbox.NextTicket(), road.Peer.Id, Up: !who.IsHub, frame, 1, next.Urgent, ReceiptExpected: false, Answer: true,
            following);
        if (!radio.TryOffer(offer)) return false;
        outbox.Taken(offer.Ticket, new Ticket.OfSignal(road));
        road.Answer.Dequeue();
        session.Answered();
        return true;
    }

    // ---- messages ----

    private (PeerRoad Road, RadioSend Send)? Best(Instant now)
    {
        (PeerRoad Road, RadioSend Send)? best = null;
        foreach (var road in roads.All)
        {
            if (road.Waiting.Count == 0 || now < road.RadioLook) continue;
            if (SessionWith(road).Next(Parts(road, now), now) is not { } send) continue;
            if (best is not var (other, its) || Compare(road, send, other, its) < 0) best = (road, send);
        }

        return best;
    }

    private static int Compare(PeerRoad one, RadioSend send, PeerRoad other, RadioSend its)
    {
        var order = IsCore(its).CompareTo(IsCore(send));
        if (order == 0) order = other.Session!.IsOpen.CompareTo(one.Session!.IsOpen);
        return order != 0 ? order : LineOrder.Strict.Compare(Lead(one, send), Lead(other, its));
    }

    private static bool IsCore(RadioSend send) => send is RadioSend.Data { Part.IsCore: true };

    private static Line? Lead(PeerRoad road, RadioSend send) =>
        send is RadioSend.Data data && road.LineOf(data.Part.Message) is { } line ? line : road.Waiting.Min;

    /// <summary>What may go by radio, best first: of each status the cores of its noodmeldingen, then all else.</summary>
    private IEnumerable<RadioPart> Parts(PeerRoad road, Instant now)
    {
        var isUp = lanUp(road);
        var answered = road.IsAnswered(now);
        MessageStatus? status = null;
        var (gated, look) = (0, Instant.Never);
        var isAny = false;
        foreach (var line in road.Waiting)
        {
            if (gated > GatedMax) break;
            if (line.Message.Status != status)
            {
                status = line.Message.Status;
                foreach (var alarm in road.Alarms)
                    if (HasCoreToSend(alarm, answered) && alarm.Message.Status == status && IsOpen(alarm))
                        foreach (var part in alarm.RadioParts(answered)) yield return Part(road, alarm, part);
            }

            if (HasCoreToSend(line, answered) || !IsOpen(line)) continue;
            foreach (var part in line.RadioParts(answered)) yield return Part(road, line, part);
        }

        if (!isAny) road.RadioLook = look;

        bool IsOpen(Line line)
        {
            if (line.Offer is not null) return false;
            var from = Route.RadioFrom(isUp, line.Message.Precedence, Instant.Max(line.Since, road.LanSince));
            if (from <= now) return isAny = true;
            gated++;
            look = Instant.Min(look, from);
            return false;
        }
    }

    /// <summary>Its core has the turn. Where nobody answers its rest has turns too, and those stand behind every core.</summary>
    private static bool HasCoreToSend(Line line, bool answered) =>
        line.IsAlarm && !line.CoreThere && line.RadioParts(answered)[0] <= Protocol.Wire.Parts.Core;

    private RadioPart Part(PeerRoad road, Line line, byte part)
    {
        var isDrill = line.Message.Status != MessageStatus.Actual;
        var rank = !line.IsAlarm ? RadioRank.Routine
            : line.CoreThere || part > Protocol.Wire.Parts.Core ? RadioRank.AlarmRest
            : isDrill ? RadioRank.DrillCore : RadioRank.AlarmCore;
        var bytes = line.BytesOf(part, () => queue.Sealed(line.Message.N, part, road.Peer)?.Length ?? 1);
        return new RadioPart(line.Radio, part, rank, radio.TimeOnAir(bytes, more: true));
    }

    private void Offer(PeerRoad road, RadioSend.Data data, Instant now)
    {
        if (road.LineOf(data.Part.Message) is not { } line) return;
        if (queue.Sealed(line.Message.N, data.Part.Part, road.Peer) is not { } frame)
        {
            Log.PartDamaged(log, line.Message.Number, data.Part.Part);
            outbox.Damaged(line.Message.N);
            road.Remove(line.Message.N);
            return;
        }

        var urgent = line.IsAlarm || line.Message.Kind == Kind.Receipt;
        var offer = new Offer(
            outbox.NextTicket(), road.Peer.Id, Up: !who.IsHub, frame, data.Attempt, urgent,
            ReceiptExpected: data.Following == TimeSpan.Zero, Following: data.Following);
        if (!radio.TryOffer(offer)) return;
        outbox.Taken(offer.Ticket, new Ticket.OfLine(road, line, BearerName.Radio));
        road.Left(line, data.Part.Part);
        road.Session!.Taken(data, now);
    }

    private void Ask(PeerRoad road, RadioSend.Question question, Instant now)
    {
        if (seal(road, new Poll([], question.From)) is not { } frame) return;
        var offer = new Offer(
            outbox.NextTicket(), road.Peer.Id, Up: !who.IsHub, frame, 1, question.Urgent, ReceiptExpected: true);
        if (!radio.TryOffer(offer)) return;
        outbox.Taken(offer.Ticket, new Ticket.OfQuestion(road));
        road.Session!.Taken(question, now);
    }
}
