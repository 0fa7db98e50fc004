using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>How a coördinatiepunt hands over (interfaces.md §2, section <c>Meldkamer</c>).</summary>
/// <param name="AfterReview">Forwarders wait for a person's release.</param>
/// <param name="TakesPartInExercises">The meldkamer may accept an exercise.</param>
internal sealed record HandOverRules(bool AfterReview, bool TakesPartInExercises);

/// <summary>A coördinatiepunt: journals noodmeldingen, hands versions to the forwarders, and tells stations what people
/// did.</summary>
internal sealed partial class HubDuties(
    MessageQueue queue, Roads roads, Courier courier, StationIdentity who, HandOverRules rules, TimerOptions timers)
    : Duties(queue, roads, courier)
{
    /// <summary>A station is asked for missing numbers at most this often.</summary>
    private static readonly TimeSpan PollAgain = TimeSpan.FromSeconds(15);

    public override void Received(PeerRoad road, FrameHeader header, PartOutcome outcome, Batch batch)
    {
        if (Queue.FindHandled(outcome.N) is not { } message) return;
        switch (outcome.Body)
        {
            case Alarm:
                AlarmCame(message, outcome.Readable, outcome.Complete, batch);
                break;
            case AlarmUpdate when outcome.Completed:
                foreach (var name in NamesOf(message)) Version(name, message.N, VersionCause.Update, outcome.Complete, batch);
                batch.Changed.UnionWith(Queue.AlarmsMeantBy(message.N, message.Status).Select(alarm => alarm.N));
                break;
            case AlarmCancel cancel when outcome.Completed:
                foreach (var alarm in Queue.AlarmsMeantBy(message.N, message.Status))
                    if (alarm.Sender == message.Sender) Withdraw(alarm, cancel, batch);
                foreach (var name in NamesOf(message)) Version(name, message.N, VersionCause.Cancel, outcome.Complete, batch);
                break;
            case Reply reply when outcome.Completed:
                var asked = Queue.QuestionMeantBy(message.N);
                foreach (var alarm in Queue.AlarmsMeantBy(message.N, message.Status)) Answered(alarm, reply, asked, batch);
                batch.Changed.UnionWith(Queue.BulletinsMeantBy(message.N));
                break;
        }
    }

    public override void Signalled(PeerRoad road, MessageBody body, BearerName bearer, Batch batch)
    {
        if (body is not Heartbeat heartbeat) return;
        road.Heartbeat = heartbeat;
        road.ClockOffsetSeconds = heartbeat.UnixSeconds - batch.Wall.ToUnixTimeSeconds();
        batch.AfterCommit.Add(
            () =>
            {
                if (Courier.Bearer(bearer) is not { } way) return;
                // A modem takes one frame: what asks for something goes first, and says as well that we are here.
                var asked = AskForMissing(road, way, heartbeat, batch.Now);
                if (!Courier.Signal(way, road, Courier.OwnHeartbeat(road, batch.Now, batch.Wall), urgent: false) && !asked)
                    Courier.Dropped.Add("heartbeatNoRoom");
            });
    }

    public override AcceptOutcome Accept(Draft draft, Batch batch)
    {
        if (Again(draft) is { } first) return first;
        if (draft is { Entry: { } entry, Body: Alarm typed }) return Enter(draft, entry, typed, batch);
        if (!StationId.TryParse(draft.To, out var to) || Roads.Find(to) is not { } road)
            return new AcceptOutcome.Unfit("to", Say.It(Words.Desk_NotListed, draft.To));
        if (Inherit(draft, out var status, out var precedence) is { } unfit) return unfit;
        if (batch.WhyNotStored(Claims.Of(draft.Body.Kind, precedence, status)) is { } why)
            return new AcceptOutcome.NotStored(why);
        var waiting = Send(
            new NewMessage(road.Peer, draft.Body, status, precedence, draft.IdempotencyKey, draft.RequestHash), batch);
        if (draft.Body is Request request)
            foreach (var alarm in Queue.AlarmsMeantBy(waiting.N, status))
                Asked(alarm, request, batch);
        return new AcceptOutcome.Stored(waiting.Number, MessageState.Queued, batch.Wall, Again: false);
    }

    public override StaffOutcome? Record(string number, StaffAction action, Batch batch)
    {
        if (Queue.FindHandled(number) is not { } message) return new StaffOutcome.Unknown();
        if (!message.Readable || (message.Kind != Kind.Alarm && action.Type != StaffEventType.Seen))
            return new StaffOutcome.Conflict(Words.Desk_OnlyReadable, null);
        var life = HubLifeCycle.After(Queue.Events(message.N));
        if (life.WhyNot(action, message.Status, rules.TakesPartInExercises, rules.AfterReview) is { } refusal)
            return new StaffOutcome.Conflict(RefusalText.Of(refusal, life.ClaimedBy), life.ClaimedBy);
        if (action.Type == StaffEventType.Seen && life.Progress != MessageState.DeliveredDevice) return null;
        if (action.Type == StaffEventType.Claimed && life.ClaimedBy == action.By) return null;
        if (action.Type == StaffEventType.Query && Roads.Find(message.Peer) is null)
            return new StaffOutcome.Conflict(Words.Desk_AskAtDesk, life.ClaimedBy);
        if (batch.WhyNotStored(Claims.Of(message.Kind, message.Precedence, message.Status)) is { } why)
            return new StaffOutcome.NotStored(why);
        if (action.Type == StaffEventType.Separated) return Separate(message, action, batch);
        if (action.Type == StaffEventType.Query) Ask(message, action, batch);
        if (action.Type == StaffEventType.Compared) Queue.Differ(message.N, gravely: false);
        Note(message, action, batch);
        if (action.Type == StaffEventType.Released) Release(message, batch);
        return null;
    }

    public override StaffOutcome? ForwardAgain(string number, string by, Batch batch)
    {
        if (Queue.FindHandled(number) is not { } message) return new StaffOutcome.Unknown();
        if (!message.Readable) return new StaffOutcome.Conflict(Words.Desk_Wiped, null);
        if (Queue.ForwardAgain(number, Say.It(Words.Desk_AskedAgain, by), batch.Wall) == 0)
            return new StaffOutcome.Conflict(Words.Desk_NothingRefused, null);
        batch.Changed.Add(message.N);
        return null;
    }

    public override void Refused(PeerRoad road, FrameHeader header, RefusalReason reason, Batch batch) => Send(
        new NewMessage(
            road.Peer, new RefusedReceipt(header.Epoch, header.Serial, EventNumber: 1, reason), header.Status,
            Precedence.Flash), batch);

    /// <summary>A noodmelding of which the disk lost the version never went to the forwarders, or is there as a file that
    /// stays as it is: its version gets its own place back.</summary>
    public override void Mend(Batch batch)
    {
        base.Mend(batch);
        foreach (var message in Queue.Unversioned())
        {
            var complete = Queue.IsComplete(message.N);
            if (message.Kind == Kind.Alarm) Version(message.Number, message.N, VersionCause.New, complete, batch);
            else if (complete)
                foreach (var name in NamesOf(message))
                    Version(
                        name, message.N, message.Kind == Kind.AlarmUpdate ? VersionCause.Update : VersionCause.Cancel,
                        complete, batch);
        }
    }

    /// <param name="readable">There is content that was not there before.</param>
    private void AlarmCame(HandledMessage message, bool readable, bool complete, Batch batch)
    {
        if (readable)
        {
            Version(message.Number, message.N, VersionCause.New, complete, batch);
            foreach (var cancel in Queue.CancelsOf(message))
                Withdraw(message, new AlarmCancel([], CancelReason.Unknown, $"zie {cancel.Number}"), batch);
        }
        else if (Queue.HasVersion(message.Number))
        {
            Version(message.Number, message.N, VersionCause.Completed, complete: true, batch);
            CompareAll(message);
        }
    }

    /// <summary>The noodmeldingen that an aanvulling or intrekking is for, whether they are here or not. Behind another
    /// status wall it stands on its own; and a station withdraws only what it made itself (domain.md §3b), the rest is for
    /// people.</summary>
    private IEnumerable<string> NamesOf(HandledMessage message)
    {
        foreach (var alarm in Queue.AlarmsMeantBy(message.N, message.Status))
            if (message.Kind != Kind.AlarmCancel || alarm.Sender == message.Sender) yield return alarm.Number;
        var station = Roads.Find(message.Sender)?.Peer.Id.ToString();
        foreach (var number in Queue.NumbersMissedBy(message.N))
            if (message.Kind != Kind.AlarmCancel || (MessageNumber.TryParse(number, out var missed) &&
                    missed.Station.ToString() == station)) yield return number;
    }

    private void Version(string name, long source, VersionCause cause, bool complete, Batch batch)
    {
        if (rules.AfterReview && !IsReleased(name)) return;
        Queue.AddVersion(name, source, cause, complete, batch.Wall);
        batch.StatusChanged = true;
    }

    private bool IsReleased(string name) =>
        Queue.FindHandled(name) is { } message && HubLifeCycle.After(Queue.Events(message.N)).Released;

    private void Release(HandledMessage message, Batch batch)
    {
        Queue.AddVersion(message.Number, message.N, VersionCause.New, Queue.IsComplete(message.N), batch.Wall);
        batch.StatusChanged = true;
    }

    private void Withdraw(HandledMessage alarm, AlarmCancel cancel, Batch batch) =>
        Note(alarm, new StaffAction(StaffEventType.Withdrawn, MakerOf(alarm), cancel.Text), batch);

    private void Answered(HandledMessage alarm, Reply reply, Question? asked, Batch batch) =>
        Note(alarm, new StaffAction(StaffEventType.Answered, MakerOf(alarm), reply.Text, asked), batch);

    /// <summary>A question that was posted, not asked from the message's page. What has ended is not opened again by it.</summary>
    private void Asked(HandledMessage alarm, Request request, Batch batch)
    {
        var action = new StaffAction(StaffEventType.Query, Words.Desk_Hub, request.Text, request.Question);
        var life = HubLifeCycle.After(Queue.Events(alarm.N));
        if (life.WhyNot(action, alarm.Status, rules.TakesPartInExercises, rules.AfterReview) is null) Note(alarm, action, batch);
    }

    private static string MakerOf(HandledMessage message) =>
        MessageNumber.TryParse(message.Number, out var number) ? number.Station.ToString() : message.Number;

    private void Ask(HandledMessage message, StaffAction action, Batch batch)
    {
        if (Roads.Find(message.Peer) is not { } road || !MessageNumber.TryParse(message.Number, out var number)) return;
        Send(
            new NewMessage(
                road.Peer, new Request(who.Id, [number], action.Question, action.Note), message.Status,
                message.Precedence), batch);
    }

    /// <summary>Keeps an event, and tells the station when it changed what people see: all that holds now, for an earlier
    /// receipt may never come.</summary>
    private void Note(HandledMessage message, StaffAction action, Batch batch)
    {
        var events = Queue.Events(message.N);
        var before = HubLifeCycle.After(events);
        var number = Queue.NextEvent(message.N);
        var e = Queue.Record(message, action, before, number, batch.Wall);
        batch.Changed.Add(message.N);
        var after = before.Then(e);
        var told = after.State != before.State || after.JustUndone || after.Withdrawn != before.Withdrawn ||
            e.MeldkamerNumber is not null;
        // The question itself tells that it is open.
        if (!told || e.Type == StaffEventType.Query || !message.HasMaker || Roads.Find(message.Sender) is not { } road) return;
        Send(
            new NewMessage(
                road.Peer,
                new ProgressReceipt(
                    message.Epoch, message.Serial, number, after.State, after.JustUndone, after.Withdrawn,
                    Courier.ScreenOpen(), e.Channel, e.Minutes, after.MeldkamerNumber, e.Note),
                message.Status, message.Precedence), batch);
    }

    /// <summary>Everything the station made was sent, and yet numbers are missing here: this hub was set back
    /// (architecture §4.8).</summary>
    /// <returns>It was asked.</returns>
    private bool AskForMissing(PeerRoad road, IBearer way, Heartbeat heartbeat, Instant now)
    {
        road.Seen ??= new SerialSet(Queue.Seen(road.Peer.Number));
        if (heartbeat.Waiting > 0 || now < road.PollNext) return false;
        var missing = road.Missing(heartbeat.HighestSerial, Poll.RangesMax);
        if (missing.Count == 0 || !Courier.Signal(way, road, new Poll(missing.ToValueList()), urgent: false)) return false;
        road.PollNext = now + PollAgain;
        return true;
    }

    /// <summary>The stations as people see them.</summary>
    public IReadOnlyList<StationView> Stations(Instant now) =>
    [
        .. Roads.All.OrderBy(road => road.Peer.Number).Select(
            road => new StationView(
                road.Peer.Number, road.Peer.Id.ToString(), road.Peer.Name, road.Peer.Gemeente,
                new Dictionary<BearerName, DateTimeOffset>(road.LastHeard), road.Heartbeat?.Waiting,
                road.Heartbeat?.OldestWaitingMinutes,
                road.Heartbeat is { } heartbeat ? road.Missing(heartbeat.HighestSerial, Poll.RangesMax) : [],
                road.ClockOffsetSeconds, road.FailedOpens,
                now - road.LastHeardAt >= TimeSpan.FromSeconds(timers.SilentStationSeconds))
            {
                Offers = (road.Heartbeat?.Held?.Counts ?? []).ToDictionary(
                    count => count.Category, count => (int)count.Amount),
            }),
    ];
}
