using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Benchmarks.Programs;

/// <summary>Fills a hub's data directory as months of work would: by the queue itself, without the LAN.</summary>
internal static class HubJournal
{
    private const int PerCommit = 256, AlarmEvery = 10;

    /// <summary>One row in ten is a noodmelding that stands in the spool, the others are situation reports.</summary>
    public static void Fill(string directory, int rows, string forwarder)
    {
        using var queue = MessageQueue.Open(
            directory,
            new StationIdentity(Region.HubNumber, StationId.Parse(Region.HubId), "Gemeentehuis", IsHub: true),
            TimeProvider.System, out _);
        var wall = TimeProvider.System.GetUtcNow();
        for (var row = 1; row <= rows; row++)
        {
            if (row % PerCommit == 1) queue.Begin();
            Receive(queue, (uint)row, wall, forwarder);
            if (row % PerCommit == 0 || row == rows) queue.Commit();
        }

        queue.EmptyLog();
    }

    private static void Receive(MessageQueue queue, uint serial, DateTimeOffset wall, string forwarder)
    {
        MessageBody body = serial % AlarmEvery == 0 ? Samples.Alarm : Samples.Report;
        var header = new FrameHeader(
            FrameHeader.CurrentVersion, MessageStatus.Actual, Direction.Up, Series.Numbered, body.Kind,
            Precedence.Routine, Region.NodeNumber, Epoch: 7, serial, (uint)wall.ToUnixTimeSeconds());
        var outcome = queue.Receive(
            new IncomingPart(
                header, Region.NodeNumber, Region.NodeId, BodyCodec.Encode(body, out _), Sealed: default,
                BearerName.Mqtt, RssiDbm: null, SnrDb: null), wall);
        if (body is not Alarm || queue.FindHandled(outcome.N) is not { } handled) return;
        queue.AddVersion(handled.Number, handled.N, VersionCause.New, complete: true, wall);
        queue.Forwarded(serial / AlarmEvery, forwarder, new ForwardingResult(ForwardingStand.Done, "Written"), wall);
    }
}
