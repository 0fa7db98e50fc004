using Noodlink.Cli.Air;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>Real drivers on real pseudo-terminals, with the simulated air between them, in this process.</summary>
public sealed class AirTests
{
    [Fact]
    public Task Two_modems_exchange_every_byte_value_over_the_air() => EachDevice.AtOnceAsync(async device =>
    {
        using var directory = new TemporaryDirectory();
        using var air = RunningModem.Air(directory, device);
        await using var left = RunningModem.Of(air, 0);
        await using var right = RunningModem.Of(air, 1);
        await left.ReadyAsync();
        await right.ReadyAsync();

        var pieces = Enumerable.Range(0, 256).Select(value => (byte)value)
            .Chunk(Math.Min(128, left.Modem.FrameBytesMax)).ToArray();
        for (var turn = 0; turn < pieces.Length; turn++)
        {
            var (from, to) = turn % 2 == 0 ? (left, right) : (right, left);
            Assert.True(await from.GetsOnAirAsync(pieces[turn]));
            Assert.Equal(pieces[turn], (await to.ReceiveAsync()).Frame.ToArray());
        }
    });

    // The RYLR998 has no carrier sense (modems.md §1), so two that start together do destroy each other.
    [Fact]
    public async Task Two_that_send_at_once_are_not_heard_by_a_third_and_hear_nothing_themselves()
    {
        using var directory = new TemporaryDirectory();
        using var air = RunningModem.Air(directory, "rylr998", ports: 3);
        await using var left = RunningModem.Of(air, 0);
        await using var right = RunningModem.Of(air, 1);
        await using var third = RunningModem.Of(air, 2);
        foreach (var modem in new[] { left, right, third }) await modem.ReadyAsync();

        Assert.True(left.Modem.TrySend(new byte[150]));
        Assert.True(right.Modem.TrySend(new byte[150]));
        Assert.True((await left.SentAsync()).OnAir);
        Assert.True((await right.SentAsync()).OnAir);
        var outcomes = air.Channel.Statistics.Outcomes;
        Assert.Equal(2, outcomes[AirOutcome.Collided]);
        Assert.Equal(2, outcomes[AirOutcome.DeafWhileSending]);
        Assert.DoesNotContain(
            left.Drain().Concat(right.Drain()).Concat(third.Drain()), happened => happened is ModemEvent.Received);
    }

    // The control lines with which a technician shows a hung modem.
    [Theory]
    [InlineData("meshcore")]
    [InlineData("rylr998")]
    public async Task A_transmitter_that_sticks_is_noticed_and_works_again_when_it_is_mended(string device)
    {
        using var directory = new TemporaryDirectory();
        using var air = RunningModem.Air(directory, device);
        await using var left = RunningModem.Of(air, 0);
        await using var right = RunningModem.Of(air, 1);
        await left.ReadyAsync();
        await right.ReadyAsync();

        Assert.Equal("stick radio0", air.Control("stick 0"));
        Assert.False((await left.SendAsync([5])).OnAir);
        Assert.Equal("mend radio0", air.Control("mend 0"));
        Assert.Equal("chatter radio0", air.Control("chatter 0"));
        await left.NextAsync(
            happened => happened is ModemEvent.Received received && received.Frame.Span.SequenceEqual("+OK\r\n"u8),
            "what it says unasked");

        // The frame that stuck may leave now, and the next one finds the modem busy with it.
        for (var isSent = false; !isSent;) isSent = await left.GetsOnAirAsync([6]);
        await right.NextAsync(happened => happened is ModemEvent.Received { Frame.Span: [6] }, "the next frame");
    }

    // KISS modems listen before they send (modems.md §5.1, p-persistence): the second waits for the first.
    [Fact]
    public async Task A_kiss_modem_waits_until_the_channel_is_clear()
    {
        using var directory = new TemporaryDirectory();
        using var air = RunningModem.Air(directory, "kiss-plain", ports: 2);
        await using var left = RunningModem.Of(air, 0);
        await using var right = RunningModem.Of(air, 1);
        await left.ReadyAsync();
        await right.ReadyAsync();

        var tuning = new Tuning(RunningModem.Fast.FrequencyHz, 7, 250_000);
        var jammer = air.Channel.Attach(tuning, _ => { });
        air.Channel.Transmit(jammer, new byte[1], TimeSpan.FromMilliseconds(300), () => { });
        Assert.True((await left.SendAsync([5])).OnAir);
        await right.NextAsync(happened => happened is ModemEvent.Received { Frame.Span: [5] }, "frame after the jam");
        Assert.Equal(0, air.Channel.Statistics.Outcomes.GetValueOrDefault(AirOutcome.Collided));
    }

    [Fact]
    public async Task Everything_is_lost_at_loss_1_and_the_sender_does_not_notice()
    {
        using var directory = new TemporaryDirectory();
        using var air = RunningModem.Air(directory, "kiss", ports: 2, loss: 1);
        await using var left = RunningModem.Of(air, 0);
        await using var right = RunningModem.Of(air, 1);
        await left.ReadyAsync();
        await right.ReadyAsync();
        Assert.True((await left.SendAsync([5])).OnAir);
        Assert.Equal(1, air.Channel.Statistics.Outcomes[AirOutcome.Lost]);
        air.Control("loss 0");
        Assert.True((await left.SendAsync([6])).OnAir);
        Assert.Equal([6], (await right.ReceiveAsync()).Frame.ToArray());
    }
}
