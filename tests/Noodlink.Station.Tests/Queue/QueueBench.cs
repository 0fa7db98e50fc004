using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Stations;

namespace Noodlink.Station.Tests.Queue;

/// <summary>A queue of noodsteunpunt 7 in a folder of its own.</summary>
internal sealed class QueueBench : IDisposable
{
    public static readonly DateTimeOffset Wall = World.Wall(default);

    private readonly Peer _peer = World.PeerOf(7, "GR-WK1");

    public QueueBench()
    {
        Directory = World.NewDirectory();
        Queue = Open();
    }

    public string Directory { get; }

    public string Path => System.IO.Path.Combine(Directory, MessageQueue.FileName);

    public MessageQueue Queue { get; private set; }

    public string? Recovered { get; private set; }

    public Peer Peer => _peer;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_connection")]
    private static extern ref SqliteConnection ConnectionOf(MessageQueue queue);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_statements")]
    private static extern ref Dictionary<string, Statement> StatementsOf(MessageQueue queue);

    public static IReadOnlyDictionary<string, Statement> Statements(MessageQueue queue) => StatementsOf(queue);

    /// <summary>The queue's own connection, for settings that belong to one connection.</summary>
    public static SqliteConnection Connection(MessageQueue queue) => ConnectionOf(queue);

    /// <summary>A disk with room for this many more pages; null: as much as there is.</summary>
    public static void Room(MessageQueue queue, int? pages)
    {
        var used = Convert.ToInt64(Sqlite.Scalar(Connection(queue), "PRAGMA page_count"));
        Sqlite.Execute(Connection(queue), $"PRAGMA max_page_count = {(pages is { } more ? used + more : 1_000_000)}");
    }

    public WaitingMessage Accept(MessageBody body, string? key = null) =>
        Queue.Accept(new NewMessage(_peer, body, MessageStatus.Actual, Precedence.Flash, key, [1, 2, 3]), Wall);

    /// <summary>Accepted and committed.</summary>
    public WaitingMessage Store(MessageBody body, string? key = null)
    {
        Queue.Begin();
        var waiting = Accept(body, key);
        Queue.Commit();
        return waiting;
    }

    public void Close() => Queue.Dispose();

    public void Restart()
    {
        Close();
        Queue = Open();
    }

    /// <summary>Opens after the test did something to the files.</summary>
    public void Reopen() => Queue = Open();

    public void Dispose()
    {
        Queue.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private MessageQueue Open()
    {
        var queue = MessageQueue.Open(
            Directory, new StationIdentity(7, StationId.Parse("GR-WK1"), "Dorpshuis", IsHub: false), TimeProvider.System,
            out var recovered);
        Recovered = recovered;
        return queue;
    }
}
