using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Queue;

internal sealed partial class MessageQueue
{
    /// <summary>The hub tells how far a message of ours is. The newest event number wins; a late one only joins the
    /// history (architecture §4.7).</summary>
    /// <returns>The message that changed, or null when it is not ours.</returns>
    /// <param name="n">The row of the receipt itself.</param>
    public OwnMessage? Progressed(ProgressReceipt receipt, long n, DateTimeOffset at)
    {
        if (FindOwn(receipt.Epoch, receipt.Serial) is not { } message || HubWord(n) is not { } word) return null;
        if (receipt.EventNumber <= message.HubEvent && WasSetBack(message, word))
            message = ForgetEvents(message);
        Prepared(
            """
            INSERT OR IGNORE INTO event (n, ordinal, type, state, at, actor, note, channel, minutes, meldkamer_number)
            VALUES ($1, $2, 0, $3, $4, 'coördinatiepunt', $5, $6, $7, $8)
            """).Run(
            message.N, (long)receipt.EventNumber, (long)receipt.State, at.ToUnixTimeMilliseconds(), receipt.Note,
            receipt.Channel is { } channel ? (long)channel : null, receipt.Minutes is { } minutes ? (long)minutes : null,
            receipt.MeldkamerNumber);
        // A receipt that came late changes no state; but that something was taken back must be seen all the same.
        if (receipt.Undone) Prepared("UPDATE message SET undone = 1 WHERE n = $1").Run(message.N);
        if (receipt.EventNumber <= message.HubEvent) return message;
        Prepared(
            """
            UPDATE message SET hub_event = $2, hub_serial = max(hub_serial, $3), undone = max(undone, $4), withdrawn = $5,
              screen_open = $6, note = $7, meldkamer_number = $8, hub_n = $9 WHERE n = $1
            """).Run(
            message.N, (long)receipt.EventNumber, (long)word.Serial, WentBack(receipt, message) ? 1L : 0L,
            receipt.Withdrawn ? 1L : 0L, receipt.ScreenOpen ? 1L : 0L, receipt.Note, receipt.MeldkamerNumber, n);
        // Back at an open question: how far it was before that is not told, but a person has read it.
        if (receipt.State == MessageState.QueryOpen) Show(message.N, MessageState.SeenByHuman, asking: true);
        else Show(message.N, receipt.State, message.Asking && message.HubSerial > word.Serial);
        return message;
    }

    /// <summary>What the hub said about a message of ours: who, in which life, when by its own clock.</summary>
    private sealed record HubMoment(ushort Sender, ushort Epoch, uint Serial, uint Created);

    private HubMoment? HubWord(long n) =>
        Prepared("SELECT sender, epoch, serial, created FROM message WHERE own = 0 AND n = $1").First(
            row => new HubMoment(
                (ushort)row.GetInt32(0), (ushort)row.GetInt32(1), (uint)row.GetInt64(2), (uint)row.GetInt64(3)), n);

    /// <summary>A number that was used before, or a smaller one, is late as a rule. From another life of the same hub and
    /// made later by its own clock, it tells that the hub was set back and has forgotten what people did since: its word is
    /// the newest. Without the clock a receipt of the earlier life, found on an old stick, would look the same.</summary>
    private bool WasSetBack(OwnMessage message, HubMoment word) =>
        message.HubN is { } newest && HubWord(newest) is { } before && word.Sender == before.Sender &&
        word.Epoch != before.Epoch && word.Created > before.Created;

    /// <summary>What people did stays in the history; the hub's events count anew.</summary>
    private OwnMessage ForgetEvents(OwnMessage message)
    {
        Prepared("UPDATE event SET ordinal = ordinal - 1 - $2 WHERE n = $1").Run(message.N, (long)message.HubEvent);
        Prepared("UPDATE message SET hub_event = 0, hub_serial = 0, read_event = -1 WHERE n = $1").Run(message.N);
        return message with { HubEvent = 0, HubSerial = 0 };
    }

    /// <summary>Shown less far than before: a hub that was set back has forgotten what people did there.</summary>
    private static bool WentBack(ProgressReceipt receipt, OwnMessage message) =>
        receipt.Undone || (MessageStates.IsMeldkamer(message.Progress) && !MessageStates.IsMeldkamer(receipt.State) &&
            receipt.State is MessageState.DeliveredDevice or MessageState.SeenByHuman);

    /// <summary>The hub could not keep a message of ours: sending ends, and the volunteer sees why.</summary>
    public OwnMessage? Refused(RefusedReceipt receipt, DateTimeOffset at)
    {
        if (FindOwn(receipt.Epoch, receipt.Serial) is not { } message) return null;
        var reason = Dutch.RefusalText.Of(receipt.Reason);
        Prepared(
            $"""
            INSERT OR IGNORE INTO event (n, ordinal, type, state, at, actor, note)
            VALUES ($1, $2, 0, {(int)MessageState.Refused}, $3, 'coördinatiepunt', $4)
            """).Run(message.N, (long)receipt.EventNumber, at.ToUnixTimeMilliseconds(), reason);
        Prepared("UPDATE message SET waiting = 0, note = $2, hub_event = max(hub_event, $3) WHERE n = $1")
            .Run(message.N, reason, (long)receipt.EventNumber);
        Show(message.N, MessageState.Refused, asking: false);
        return message;
    }

    /// <summary>A question of the hub: the messages it is about wait for an answer, unless the hub has gone on since.</summary>
    /// <param name="n">The row of the question itself.</param>
    public List<long> Asked(Request request, long n)
    {
        var asked = new List<long>();
        if (HubWord(n) is not { } word) return asked;
        foreach (var number in request.References)
        {
            if (FindOwn(number) is not { } message) continue;
            if (message.HubSerial > word.Serial && !WasSetBack(message, word)) continue;
            if (MessageStates.IsEnded(message.Progress)) continue;
            Prepared("UPDATE message SET hub_serial = $2, hub_n = $3 WHERE n = $1").Run(message.N, (long)word.Serial, n);
            // Who asks has read it.
            var read = MessageStates.IsUnderway(message.Progress) || message.Progress == MessageState.DeliveredDevice;
            Show(message.N, read ? MessageState.SeenByHuman : message.Progress, asking: true);
            asked.Add(message.N);
        }

        return asked;
    }

    /// <summary>A reply was made here: the messages that its references ask about wait no longer.</summary>
    public List<long> Answered(Reply reply)
    {
        var answered = new List<long>();
        foreach (var number in reply.References.Select(reference => reference.ToString()))
        {
            var own = Prepared(
                    """
                    SELECT number FROM message WHERE own = 1 AND asking = 1 AND (number = $1 OR n IN
                      (SELECT r.target FROM reference r JOIN message q ON q.n = r.n WHERE q.number = $1))
                    """)
                .All(row => row.GetString(0), number);
            foreach (var message in own.Select(text => FindOwn(text)).OfType<OwnMessage>())
            {
                Show(message.N, message.Progress, asking: false);
                answered.Add(message.N);
            }
        }

        return answered;
    }

    public long CountReadAloud(long n) => ToLong(Prepared("SELECT count(*) FROM read_aloud WHERE n = $1").Scalar(n));

    /// <summary>The operator read a message aloud. It changes no state.</summary>
    public void KeepReadAloud(long n, ReadAloud note, DateTimeOffset wall, string actor)
    {
        // Pressed twice: with a moment of its own it is the same moment, without one the same minute.
        var at = (note.At ?? wall).ToUnixTimeMilliseconds();
        var from = note.At is null ? at - 60_000 : at;
        var again = Prepared(
                """
                SELECT 1 FROM read_aloud WHERE n = $1 AND answered_by = $2 AND meldkamer_number IS $3 AND at BETWEEN $4 AND $5
                """)
            .Scalar(n, note.AnsweredBy, note.MeldkamerNumber, from, at);
        if (again is not null) return;
        Prepared("INSERT INTO read_aloud (n, at, answered_by, meldkamer_number, actor) VALUES ($1, $2, $3, $4, $5)")
            .Run(n, at, note.AnsweredBy, note.MeldkamerNumber, note.By ?? actor);
    }

    /// <summary>The operator has read it. False: no such message.</summary>
    public long? MarkRead(string number)
    {
        var n = Prepared("SELECT n FROM message WHERE number = $1").Scalar(number);
        if (n is null) return null;
        Prepared("UPDATE message SET undone = 0, read_event = hub_event WHERE n = $1").Run(n);
        return (long)n;
    }
}
