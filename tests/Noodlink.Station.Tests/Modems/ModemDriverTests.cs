using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Cli.Air;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>The driver on real pseudo-terminals and sockets: devices that go, come back, hang and fill up.</summary>
public sealed class ModemDriverTests
{
    /// <summary>The bound of the driver contract for a device that returns (modems.md §0; issue: "within 5
    /// s").</summary>
    private static readonly TimeSpan ReturnBound = TimeSpan.FromSeconds(5);

    // The whole life of a device on a real line, for every modem of the catalogue at once: what takes time is waiting.
    [Fact]
    public Task A_device_that_comes_talks_nonsense_and_goes_is_used_within_5_seconds_of_each_return() =>
        EachDevice.AtOnceAsync(async device =>
        {
            using var directory = new TemporaryDirectory();
            using var air = RunningModem.Air(directory, device);
            var port = air.Ports[0];
            port.Unplug();
            await using var other = RunningModem.Of(air, 1);
            await using var modem = RunningModem.Of(air, 0);
            var absent = await modem.NextAsync(happened => happened is ModemEvent.Changed, "state");
            Assert.Contains("plugged in", ((ModemEvent.Changed)absent).Status.Detail, StringComparison.Ordinal);
            await other.ReadyAsync();
            port.PlugAgain();
            await modem.ReadyAsync(ReturnBound);

            // modems.md §0.5: banners, log lines and nonsense, in both directions of time.
            foreach (var _ in Enumerable.Range(0, 5)) air.Control("garbage 0");
            port.Chatter();
            Assert.True(await other.GetsOnAirAsync([4, 2]));
            await modem.NextAsync(
                happened => happened is ModemEvent.Received { Frame.Span: [4, 2] }, "frame after the garbage");

            port.Unplug();
            await modem.NotReadyAsync(TimeSpan.FromSeconds(2));
            Assert.False(modem.Modem.TrySend(new byte[1]));
            port.PlugAgain();
            await modem.ReadyAsync(ReturnBound);
            Assert.True(await modem.GetsOnAirAsync([1, 2, 3]));
            await other.NextAsync(
                happened => happened is ModemEvent.Received { Frame.Span: [1, 2, 3] }, "frame after the return");
        });

    // modems.md §7 vector 9, on a real line.
    [Fact]
    public Task A_hung_modem_is_reopened_and_used_again_within_5_seconds_of_its_recovery() =>
        EachDevice.AtOnceAsync(
            async device =>
            {
                using var directory = new TemporaryDirectory();
                using var air = RunningModem.Air(directory, device);
                await using var modem = RunningModem.Of(air, 0);
                await modem.ReadyAsync();

                air.Ports[0].Hang(isHung: true);
                Assert.False((await modem.SendAsync(new byte[20])).OnAir);
                await modem.NextAsync(
                    happened => happened is ModemEvent.Changed { Status: var status }
                        && status.Detail.Contains("reopening", StringComparison.Ordinal), "reopening");
                air.Ports[0].Hang(isHung: false);
                await modem.ReadyAsync(ReturnBound);
                Assert.True(await modem.GetsOnAirAsync(new byte[20]));
            },
            emulation => emulation.ReportsFrames);

    [Fact]
    public async Task A_slow_reader_of_events_loses_nothing()
    {
        using var directory = new TemporaryDirectory();
        using var air = RunningModem.Air(directory, "kiss-plain");
        var events = Channel.CreateBounded<ModemEvent>(1);
        using var stop = new CancellationTokenSource();
        var modem = ModemCatalogue.Create(
            $"kiss:{air.Ports[0].Link}", RunningModem.Fast, PacedTime.Shared, NullLogger.Instance)!;
        var running = modem.RunAsync(events.Writer, stop.Token);
        await Bearers.Until.True(() => modem.Status.Ready, () => modem.Status.Detail);
        for (var frame = 1; frame <= 100; frame++)
            air.Ports[0].Say(KissFraming.Encode(KissFraming.DataType, [(byte)frame, 0xC0, 0xDB]));

        using var limit = new CancellationTokenSource(RunningModem.Patience);
        for (var frame = 1; frame <= 100;)
            if (await events.Reader.ReadAsync(limit.Token) is ModemEvent.Received received)
                Assert.Equal(new[] { (byte)frame++, (byte)0xC0, (byte)0xDB }, received.Frame.ToArray());
        await stop.CancelAsync();
        await running.WaitAsync(RunningModem.Patience);
        await modem.DisposeAsync();
    }

    [Fact]
    public async Task Two_programs_do_not_share_a_port()
    {
        using var directory = new TemporaryDirectory();
        using var air = RunningModem.Air(directory, "kiss");
        await using var first = RunningModem.Of(air, 0);
        await first.ReadyAsync();
        await using var second = RunningModem.Of(air, 0);
        var refused = (ModemEvent.Changed)await second.NextAsync(happened => happened is ModemEvent.Changed, "state");
        Assert.Contains("another program", refused.Status.Detail, StringComparison.Ordinal);
        await first.DisposeAsync();
        await second.ReadyAsync(ReturnBound);
    }

    [Fact]
    public async Task Stopping_ends_a_frame_and_a_wait_for_a_missing_device_alike()
    {
        using var directory = new TemporaryDirectory();
        using var air = RunningModem.Air(directory, "rylr998");
        var sending = RunningModem.Of(air, 0);
        await sending.ReadyAsync();
        Assert.True(sending.Modem.TrySend(new byte[200]));
        await sending.DisposeAsync();
        Assert.Single(sending.Drain().OfType<ModemEvent.Sent>());

        air.Ports[1].Unplug();
        var waiting = RunningModem.Of(air, 1);
        await waiting.NextAsync(happened => happened is ModemEvent.Changed, "state");
        await waiting.DisposeAsync();
    }

    [Fact]
    public async Task Kiss_over_tcp_connects_again_when_the_server_comes_back()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var modem = RunningModem.At($"kiss+tcp://127.0.0.1:{port}");
        foreach (var round in Enumerable.Range(1, 2))
        {
            using var server = await listener.AcceptTcpClientAsync().WaitAsync(RunningModem.Patience);
            await modem.ReadyAsync();
            await server.GetStream().WriteAsync(KissFraming.Encode(KissFraming.DataType, [(byte)round, 0xC0]));
            Assert.Equal([(byte)round, 0xC0], (await modem.ReceiveAsync()).Frame.ToArray());
            server.Close();
            await modem.NotReadyAsync();
        }
    }
}
