using System.Collections.Concurrent;
using Noodlink.Benchmarks.Measures;
using Noodlink.Benchmarks.Programs;
using Noodlink.Cli;
using Noodlink.Cli.Air;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Wire;

namespace Noodlink.Benchmarks.Loads;

// A hub and ten noodsteunpunten, all real programs, on one simulated channel in real time (SF9, collisions, no LAN). Their
// heartbeats are heard, the network key goes round by radio, the hub begins to divide the time. Then each posts the same
// number of situation reports, and what flies is counted.

/// <summary>Ten real stations whose hub divides the time.</summary>
internal static class SlotLoad
{
    private const int Nodes = 10, ReportsEach = 3;
    private static readonly TimeSpan DividedWithin = TimeSpan.FromMinutes(6), ConfirmedWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    private sealed record Heard(Kind Kind, bool Up, ushort Station, long At);

    public static async Task<IReadOnlyList<Figure>> RunAsync(Ground ground)
    {
        using var air = new SimulatedAir(new AirSettings(Nodes + 1, "kiss", ground.NewDirectory("air")), TimeProvider.System);
        var heard = new ConcurrentQueue<Heard>();
        air.Channel.Attach(
            new Tuning(869_525_000, 9, 125_000), reception => Note(heard, reception.Frame.Span));
        string[] radio = ["--Mqtt:Enabled=false", "--Timers:HeartbeatSeconds=30"];
        var nodes = new List<StationProgram>();
        for (var i = 1; i <= Nodes; i++) Enrol(ground, i);
        var hub = await StartHubAsync(ground, [.. radio, $"--Radio:Modem=kiss:{air.Ports[0].Link}"]);
        for (var i = 1; i <= Nodes; i++)
            nodes.Add(await StartNodeAsync(ground, i, [.. radio, $"--Radio:Modem=kiss:{air.Ports[i].Link}"]));
        await hub.ReadyAsync();
        foreach (var node in nodes) await node.ReadyAsync();

        var began = TimeProvider.System.GetTimestamp();
        await Until.TrueAsync(
            () => heard.Count(one => one is { Kind: Kind.Beacon }) > 1 && Enumerable.Range(1, Nodes).All(
                i => File.Exists(ground.Path($"node{i}/network.keys"))),
            "every station has the network key and the hub divides the time", DividedWithin, Every);
        var divided = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        ground.Say($"divided after {divided:0} s");
        await Until.PassedAsync(TimeSpan.FromSeconds(40));

        var before = heard.Count;
        var posted = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(nodes.Select(node => Posts.SendAsync(node, Posts.Report, ReportsEach, clients: 1)));
        await Until.TrueAsync(() => NothingWaitsAsync(nodes), "all reports are confirmed", ConfirmedWithin, Every);
        var confirmed = TimeProvider.System.GetElapsedTime(posted).TotalSeconds;

        var flown = heard.Skip(before).ToList();
        var reports = flown.Count(one => one is { Kind: Kind.SituationReport, Up: true });
        return
        [
            Figure.Seen("from the start to a divided time, keys sent by radio", divided, "s"),
            Figure.Seen($"{Nodes * ReportsEach} reports confirmed after", confirmed, "s"),
            Figure.AtMost("frames heard for each report", reports / (double)(Nodes * ReportsEach), "frames", 1.25),
            Figure.Seen("receipts of the hub meanwhile", flown.Count(one => one is { Kind: Kind.Receipt, Up: false }), "frames"),
            Figure.Seen("beacons meanwhile", flown.Count(one => one.Kind == Kind.Beacon), "frames"),
        ];
    }

    private static void Enrol(Ground ground, int i)
    {
        var code = Enrolment.Run(
            new EnrolmentRequest
            {
                Number = (ushort)(100 + i), Id = StationId.Parse($"GR-WK{i:00}"), Name = "Dorpshuis", Gemeente = "Westerkwartier",
                StationsPath = ground.Path("stations.json"), KeyPath = ground.Path($"node{i}.key"),
                PasswordPath = ground.Path($"node{i}.password"), HubNumbers = [Region.HubNumber],
            },
            TextWriter.Null, Console.Error);
        if (code != 0) throw new InvalidOperationException($"station new: {code}");
    }

    private static Task<StationProgram> StartHubAsync(Ground ground, string[] more)
    {
        var port = Ground.FreePort();
        return ground.StartAsync(
            "Noodlink.Hub", port,
            [
                $"--Urls=http://127.0.0.1:{port}", $"--Station:Number={Region.HubNumber}", $"--Station:Id={Region.HubId}",
                "--Station:Name=Gemeentehuis", $"--Station:DataDirectory={ground.Path("hub")}",
                $"--Hub:StationsFile={ground.Path("stations.json")}", $"--Broker:Port={Ground.FreePort()}", .. more,
            ]);
    }

    private static Task<StationProgram> StartNodeAsync(Ground ground, int i, string[] more)
    {
        var port = Ground.FreePort();
        return ground.StartAsync(
            "Noodlink.Node", port,
            [
                $"--Urls=http://127.0.0.1:{port}", $"--Station:Number={100 + i}", $"--Station:Id=GR-WK{i:00}",
                "--Station:Name=Dorpshuis", $"--Station:DataDirectory={ground.Path($"node{i}")}",
                $"--Station:KeyFile={ground.Path($"node{i}.key")}", $"--Station:HubNumber={Region.HubNumber}", .. more,
            ]);
    }

    private static async Task<bool> NothingWaitsAsync(List<StationProgram> nodes)
    {
        foreach (var node in nodes)
            if ((await node.GetAsync("/api/status")).GetProperty("queue").GetProperty("waiting").GetInt32() > 0) return false;

        return true;
    }

    private static void Note(ConcurrentQueue<Heard> heard, ReadOnlySpan<byte> frame)
    {
        if (!LinkHeader.TryRead(frame, out var link) || !FrameHeader.TryRead(frame[link.Length..], out var header)) return;
        heard.Enqueue(
            new Heard(header.Kind, header.Direction == Direction.Up, header.Station, TimeProvider.System.GetTimestamp()));
    }
}
