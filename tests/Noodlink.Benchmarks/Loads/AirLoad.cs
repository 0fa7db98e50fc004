using System.Collections.Concurrent;
using Noodlink.Benchmarks.Measures;
using Noodlink.Benchmarks.Programs;
using Noodlink.Cli.Air;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Wire;

namespace Noodlink.Benchmarks.Loads;

// There is no LAN, the modem is busy with 500 situation reports, and somebody's ventilator stops. A third radio on the
// same air hears everything; the header of a frame says what kind of message it is. Counted are the node's frames that
// begin after the 202 and before the noodmelding's first one; the one that was on the air or in the modem at the 202
// counts too. Real airtime at SF9; the hub answers over its own modem.

/// <summary>What stands in front of a new noodmelding on the radio.</summary>
internal static class AirLoad
{
    private const int Queued = 500, Alarms = 5;
    private static readonly TimeSpan OnAirWithin = TimeSpan.FromSeconds(60), Between = TimeSpan.FromSeconds(7);

    private sealed record Heard(Kind Kind, Series Series, bool Up, uint Serial, long EndedAt);

    public static async Task<IReadOnlyList<Figure>> RunAsync(Ground ground)
    {
        using var air = new SimulatedAir(new AirSettings(2, "kiss", ground.NewDirectory("air")), TimeProvider.System);
        var heard = new ConcurrentQueue<Heard>();
        air.Channel.Attach(
            new Tuning(869_525_000, 9, 125_000), reception => Note(heard, reception.Frame.Span));
        var region = new Region(ground);
        var hub = await region.StartHubAsync("--Mqtt:Enabled=false", $"--Radio:Modem=kiss:{air.Ports[1].Link}");
        var node = await region.StartNodeAsync("--Mqtt:Enabled=false", $"--Radio:Modem=kiss:{air.Ports[0].Link}");
        await hub.ReadyAsync();
        await node.ReadyAsync();
        await Posts.SendAsync(node, Posts.Report, Queued, clients: 16);
        await Until.TrueAsync(
            () => heard.Any(frame => frame is { Kind: Kind.SituationReport, Up: true }), "reports are on the air",
            OnAirWithin, TimeSpan.FromMilliseconds(20));

        var before = new List<double>();
        var waits = new List<double>();
        for (var alarm = 0; alarm < Alarms; alarm++)
        {
            await Until.PassedAsync(Between);
            await Posts.SendAsync(node, Posts.Alarm);
            var posted = TimeProvider.System.GetTimestamp();
            var already = heard.Count;
            var serial = (uint)(Queued + alarm + 1);
            bool IsIt(Heard frame) => frame is { Kind: Kind.Alarm, Up: true } && frame.Serial == serial;
            await Until.TrueAsync(
                () => heard.Any(IsIt), "the noodmelding is on the air", OnAirWithin, TimeSpan.FromMilliseconds(10));
            before.Add(heard.Skip(already).Where(frame => frame.Up).TakeWhile(frame => !IsIt(frame)).Count());
            waits.Add(TimeProvider.System.GetElapsedTime(posted, heard.First(IsIt).EndedAt).TotalSeconds);
            ground.Say($"{before[^1]} frames in front, {waits[^1]:0.0} s");
        }

        return
        [
            Figure.AtMost("frames in front of a noodmelding, most of 5", new Sample(before).Most, "frames", 1),
            Figure.Seen("202 to the end of its first frame, median", new Sample(waits).Median, "s"),
        ];
    }

    private static void Note(ConcurrentQueue<Heard> heard, ReadOnlySpan<byte> frame)
    {
        if (!LinkHeader.TryRead(frame, out var link)) return;
        if (!FrameHeader.TryRead(frame[link.Length..], out var header)) return;
        heard.Enqueue(
            new Heard(
                header.Kind, header.Series, header.Direction == Direction.Up, header.Serial,
                TimeProvider.System.GetTimestamp()));
    }
}
