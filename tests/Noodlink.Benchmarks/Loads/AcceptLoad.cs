using System.Diagnostics;
using Noodlink.Benchmarks.Measures;
using Noodlink.Benchmarks.Programs;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;
using Noodlink.Station;
using Noodlink.Station.Queue;

namespace Noodlink.Benchmarks.Loads;

// Two questions to one baseline. What does our own work (numbering, encoding, sealing, two tables with their indexes)
// add to a durable commit: the queue alone, one message per transaction. And does group commit win that back and more:
// the real program with 16 clients. Rounds of all of them alternate, so that a slow moment of the disk hits all alike.
//
// A noodmelding is stored as four rows where a report is two: whole for the LAN, core and rest for the radio.

/// <summary>Accepting beside bare commits.</summary>
internal static class AcceptLoad
{
    private const int Rounds = 9, PerRound = 500, PostsPerRound = 2000, Clients = 16, WarmUp = 3000;

    public static async Task<IReadOnlyList<Figure>> RunAsync(Ground ground)
    {
        using var bare = new BareCommits(ground.NewDirectory("bare"), StoredBytes(ground, Samples.Report));
        using var bareLong = new BareCommits(ground.NewDirectory("bare-long"), StoredBytes(ground, Samples.Alarm));
        using var queue = OpenQueue(ground.NewDirectory("queue"));
        var peer = NodePeer();
        var node = await new Region(ground).StartNodeAsync("--Mqtt:Enabled=false");
        await node.ReadyAsync();
        await Posts.SendAsync(node, Posts.Report, 2 * WarmUp, Clients);
        bare.Run(WarmUp);
        Accept(queue, peer, Samples.Report, WarmUp);

        var (commits, commitsLong) = (new double[Rounds], new double[Rounds]);
        var (reports, alarms, posts) = (new double[Rounds], new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            commits[round] = PerSecond(PerRound, () => bare.Run(PerRound));
            reports[round] = PerSecond(PerRound, () => Accept(queue, peer, Samples.Report, PerRound));
            commitsLong[round] = PerSecond(PerRound, () => bareLong.Run(PerRound));
            alarms[round] = PerSecond(PerRound, () => Accept(queue, peer, Samples.Alarm, PerRound));
            var start = Stopwatch.GetTimestamp();
            await Posts.SendAsync(node, Posts.Report, PostsPerRound, Clients);
            posts[round] = PostsPerRound / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return
        [
            Figure.Seen("bare commits, one row each", new Sample(commits).Median, "/s"),
            Figure.Seen("MessageQueue.Accept, situation report, one per commit", new Sample(reports).Median, "/s"),
            Figure.AtLeast("  of bare commits", Share(reports, commits), "%", 70),
            Figure.Seen("MessageQueue.Accept, noodmelding, one per commit", new Sample(alarms).Median, "/s"),
            Figure.Seen("  of bare commits of one row with as many bytes", Share(alarms, commitsLong), "%"),
            Figure.Seen("POST to 202, 16 clients in parallel", new Sample(posts).Median, "/s"),
            Figure.AtLeast("  of bare commits", Share(posts, commits), "%", 100),
        ];
    }

    /// <summary>What Accept stores of a message besides numbers: body, sealed parts and name.</summary>
    public static int StoredBytes(Ground ground, MessageBody body)
    {
        using var queue = OpenQueue(ground.NewDirectory($"size-{body.Kind}"));
        var peer = NodePeer();
        queue.Begin();
        var made = queue.Accept(
            new NewMessage(peer, body, MessageStatus.Actual, Precedence.Flash), TimeProvider.System.GetUtcNow());
        queue.Commit();
        var parts = Enumerable.Range(0, 16).Sum(part => queue.Sealed(made.N, (byte)part, peer)?.Length ?? 0);
        return parts + BodyCodec.Encode(body, out _).Length + made.Number.Length;
    }

    private static MessageQueue OpenQueue(string directory) => MessageQueue.Open(
        directory, new StationIdentity(Region.NodeNumber, StationId.Parse(Region.NodeId), "Dorpshuis", IsHub: false),
        TimeProvider.System, out _);

    private static Peer NodePeer() => new(
        Region.NodeNumber, StationId.Parse(Region.NodeId), "Dorpshuis", "Westerkwartier",
        new Envelope(StationKey.Create(), Region.NodeNumber));

    private static void Accept(MessageQueue queue, Peer peer, MessageBody body, int count)
    {
        for (var i = 0; i < count; i++)
        {
            queue.Begin();
            queue.Accept(
                new NewMessage(peer, body, MessageStatus.Actual, Precedence.Routine), TimeProvider.System.GetUtcNow());
            queue.Commit();
        }
    }

    private static double PerSecond(int count, Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Per round, so that each is compared with its own moment.</summary>
    private static double Share(double[] ours, double[] baseline) =>
        100 * new Sample(ours.Zip(baseline, (one, other) => one / other)).Median;
}
