using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>What is with the bearers: numbers for what was handed over, and the tries that are not in the queue
/// yet.</summary>
/// <remarks>Owned by the station's loop.</remarks>
internal sealed class Outbox(MessageQueue queue)
{
    private readonly Dictionary<long, Ticket> _tickets = [];
    private readonly List<(long N, BearerName Bearer)> _offered = [];
    private readonly List<long> _damaged = [];
    private long _ticket;

    /// <summary>Offers were made that are not in the queue yet.</summary>
    public bool HasUnwritten => _offered.Count > 0 || _damaged.Count > 0;

    public long NextTicket() => ++_ticket;

    /// <summary>A bearer took the offer with this ticket.</summary>
    public void Taken(long number, Ticket ticket)
    {
        _tickets.Add(number, ticket);
        if (ticket is Ticket.OfLine line) _offered.Add((line.Line.Message.N, line.Bearer));
    }

    public Ticket? Answered(long number) => _tickets.Remove(number, out var ticket) ? ticket : null;

    /// <summary>A part of it cannot be sent: the disk damaged it beyond repair.</summary>
    public void Damaged(long n) => _damaged.Add(n);

    /// <summary>The queue stands on another file.</summary>
    public void Forget()
    {
        _offered.Clear();
        _damaged.Clear();
    }

    /// <summary>Inside the transaction: writes down the tries since the last commit.</summary>
    public void Write(Batch batch)
    {
        // Cleared first: when this fails only the count of tries is behind, and the frame did leave. A full disk must not
        // keep the loop turning.
        var offered = _offered.ToList();
        var damaged = _damaged.ToList();
        Forget();
        foreach (var (n, bearer) in offered) queue.Offered(n, bearer, batch.Wall);
        foreach (var n in damaged) queue.Unconfirmed(n, batch.Wall);
        batch.Changed.UnionWith(offered.Select(offer => offer.N));
        batch.Changed.UnionWith(damaged);
    }
}
