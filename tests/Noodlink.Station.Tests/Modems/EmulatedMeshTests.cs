using Noodlink.Cli.Air;

namespace Noodlink.Station.Tests.Modems;

/// <summary>The radio side of an emulated Meshtastic node.</summary>
public sealed class EmulatedMeshTests
{
    // A turn that was lost was never given again: the next packet's turn was taken by the one before it, and the last
    // stayed.
    [Fact]
    public void A_node_that_hung_sends_everything_that_waited_when_it_goes_on()
    {
        var time = new FakeTime();
        var channel = new AirChannel(time, seed: 1);
        var tuning = new Tuning(869_525_000, 7, 250_000);
        var heard = new List<byte>();
        channel.Attach(tuning, reception => heard.Add(reception.Frame.Span[^1]));
        var node = new EmulatedMesh(channel, tuning, powerDbm: 14, (_, _) => { });

        Assert.Equal(0, node.Send(uint.MaxValue, id: 1, hops: 0, [1], priority: 64));
        Assert.Equal(0, node.Send(uint.MaxValue, id: 2, hops: 0, [2], priority: 64));
        node.Power(isOn: false);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(heard);

        node.Power(isOn: true);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([1, 2], heard);
    }
}
