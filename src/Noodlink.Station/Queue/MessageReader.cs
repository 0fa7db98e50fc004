using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Station.Queue;

/// <summary>Reads how messages stand, beside the one writer.</summary>
/// <remarks>Safe for any thread: each call borrows one of a few reading connections for one short transaction, so that a
/// slow screen never holds back a checkpoint.</remarks>
internal sealed class MessageReader : IDisposable
{
    /// <summary>What programs tell each other; nobody reads it.</summary>
    private static readonly string Inward = $"({(int)Kind.Receipt}, {(int)Kind.NetworkKey})";

    private readonly ConcurrentBag<ReadingConnection> _idle = [];
    private readonly QueuePlace _place;
    private readonly StationIdentity _who;
    private readonly Func<ushort, string?> _peerName;
    private readonly ConcurrentDictionary<string, bool> _damaged = new(StringComparer.Ordinal);
    private volatile bool _disposed;

    /// <param name="peerName">The id of a noodsteunpunt by its number, as far as it is known.</param>
    public MessageReader(QueuePlace place, StationIdentity who, Func<ushort, string?> peerName)
    {
        _place = place;
        _who = who;
        _peerName = peerName;
    }

    /// <summary>Numbers of messages that were read and found damaged on disk since this was asked last: their words are
    /// not shown.</summary>
    public IReadOnlyCollection<string> TakeDamaged()
    {
        var numbers = _damaged.Keys.ToList();
        foreach (var number in numbers) _damaged.TryRemove(number, out _);
        return numbers;
    }

    public MessageView? Find(string number) =>
        Read(c => c.Views("WHERE number = $1", [number]).FirstOrDefault());

    public MessageView? ByJournal(long journal) => Read(c => c.Views("WHERE n = $1", [journal]).FirstOrDefault());

    /// <summary>The number on screen of a message, without reading the rest of it; null when the disk does not
    /// work.</summary>
    public string? NumberOf(long journal)
    {
        try
        {
            return Read(c => c.NumberOf(journal));
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    /// <summary>Is this own message here? Not when the disk does not work.</summary>
    public bool IsOwn(ushort epoch, uint serial)
    {
        try
        {
            return Read(c => c.IsOwn(epoch, serial));
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    public IReadOnlyList<BulletinView> Bulletins() => Read(c => c.Bulletins());

    public DraftText? FindDraft(string id) => Read(c => c.FindDraft(id));

    public IReadOnlyList<DraftText> OpenDrafts() => Read(c => c.OpenDrafts());

    public byte[]? FindSealed(string number) => Read(c => c.FindSealed(number));

    public MessagePage Messages(MessageFilter filter)
    {
        var where = $"WHERE n < $1 AND kind {(filter.Kinds.Count == 0 ? $"NOT IN {Inward}" : In(filter.Kinds))}";
        if (filter.Status is { } status)
            where += status == MessageStatus.Actual ? " AND status = 1" : $" AND status <> 1 AND status = {(int)status}";
        if (filter.States.Count > 0) where += $" AND state {In(filter.States)}";
        var items = Read(c => c.Views($"{where} ORDER BY n DESC LIMIT $2", [filter.Before ?? long.MaxValue, filter.Limit + 1L]));
        var more = items.Count > filter.Limit;
        if (more) items.RemoveAt(items.Count - 1);
        return new MessagePage(items, more ? items[^1].Journal : null);
    }

    /// <summary>What somebody at this noodsteunpunt has to do something with, the most urgent and oldest first.</summary>
    public IReadOnlyList<MessageView> Attention(int limit) => Read(
        c => c.Views(
            $"""
            WHERE n IN (
              SELECT n FROM message
                WHERE undone = 1 OR asking = 1 OR state = 13 OR (state IN (14, 15) AND read_event < hub_event)
              UNION SELECT n FROM message WHERE own = 0 AND kind = 4
                AND NOT EXISTS (SELECT 1 FROM reference WHERE target = message.n))
              AND kind NOT IN {Inward}
            ORDER BY status, precedence, n LIMIT $1
            """,
            [(long)limit]));

    /// <summary>The numbers of what waits to leave, in the order in which it leaves.</summary>
    public IReadOnlyList<string> WaitingInOrder(int limit) => Read(c => c.WaitingInOrder(limit));

    public MessagePage Feed(long after, int limit, IReadOnlyList<Kind> kinds)
    {
        var which = kinds.Count == 0 ? $"NOT IN {Inward}" : In(kinds);
        var items = Read(
            c => c.Views($"WHERE own = 0 AND kind {which} AND n > $1 ORDER BY n LIMIT $2", [after, (long)limit]));
        return new MessagePage(items, items.Count == 0 ? after : items[^1].Journal);
    }

    public IReadOnlyList<MessageView> Unhandled(int limit) => Read(
        c => c.Views(
            $"""
            WHERE n IN (
              SELECT n FROM message WHERE own = 0 AND kind = {(int)Kind.Alarm} AND state NOT IN (11, 12)
                AND (withdrawn = 1 OR state NOT IN (7, 8, 9, 10, 15))
              UNION SELECT late.target FROM message AS said JOIN reference AS late ON late.n = said.n
                JOIN message AS over ON over.n = late.target
                WHERE said.own = 0 AND said.kind = {(int)Kind.AlarmUpdate} AND said.state = {(int)MessageState.DeliveredDevice}
                  AND over.own = 0 AND over.kind = {(int)Kind.Alarm} AND over.state IN (11, 12)
                  AND NOT EXISTS (SELECT 1 FROM message AS gone JOIN reference AS about ON about.n = gone.n
                    WHERE about.target = over.n AND gone.kind = {(int)Kind.AlarmCancel} AND gone.n > said.n)
              UNION SELECT n FROM message WHERE differs = 1)
            ORDER BY status, precedence, n LIMIT $1
            """,
            [(long)limit]));

    public IReadOnlyList<VersionView> DueVersions(string forwarder, long after, int limit) =>
        Read(c => c.DueVersions(forwarder, after, limit));

    /// <summary>Null when the disk does not work: the status tells that by itself.</summary>
    public WaitingCount? CountWaiting()
    {
        try
        {
            return Read(c => c.CountWaiting());
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var connection)) connection.Dispose();
    }

    private T Read<T>(Func<ReadingConnection, T> query)
    {
        var connection = Borrow();
        try
        {
            var result = query(connection);
            if (_disposed || _idle.Count >= 4) connection.Dispose();
            else _idle.Add(connection);
            return result;
        }
        catch (Exception e)
        {
            if (Sqlite.EndsTrust(e) && connection.Generation == _place.Generation) _place.Reported = e;
            connection.Dispose();
            throw;
        }
    }

    private ReadingConnection Borrow()
    {
        while (_idle.TryTake(out var idle))
        {
            if (idle.Generation == _place.Generation) return idle;
            idle.Dispose();
        }

        return new ReadingConnection(_place, _who, _peerName, Damages);
    }

    /// <summary>The file is damaged although SQLite takes it for sound: the loop salvages it, and a hub asks for the
    /// message again.</summary>
    private void Damages(string number)
    {
        _damaged[number] = true;
        _place.Reported = new SqliteException($"{number} does not fit its checksum", SQLitePCL.raw.SQLITE_CORRUPT);
    }

    private static string In<T>(IReadOnlyList<T> values)
        where T : struct, Enum => $"IN ({string.Join(", ", values.Select(value => $"{Convert.ToInt32(value)}"))})";
}
