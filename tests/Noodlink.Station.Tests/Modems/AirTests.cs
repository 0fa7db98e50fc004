using Noodlink.Cli.Air;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>Real drivers on real pseudo-terminals, with the simulated air between them, in this process.</summary>
public sealed class AirTests
{
    public static TheoryData<string> Dialects => [.. SimulatedAir.Modems];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Two_modems_exchange_every_byte_value_over_the_air(string dialect)
    {
        using var directory = new TemporaryDirectory();
        using var air = Air(directory, dialect, ports: 2);
        await using var left = Modem(air, 0);
        await using var right = Modem(air, 1);
        await left.ReadyAsync();
        await right.ReadyAsync();

        var low = Enumerable.Range(0, 128).Select(value => (byte)value).ToArray();
        var high = Enumerable.Range(128, 128).Select(value => (byte)value).ToArray();
        Assert.True((await left.SendAsync(low)).OnAir);
        var heard = await right.ReceiveAsync();
        Assert.Equal(low, heard.Frame.ToArray());
        Assert.True((await right.SendAsync(high)).OnAir);
        Assert.Equal(high, (await left.ReceiveAsync()).Frame.ToArray());
        if (dialect != "kiss-plain") Assert.InRange(heard.RssiDbm!.Value, -125, -50);
    }

    private static SimulatedAir Air(TemporaryDirectory directory, string dialect, int ports, double loss = 0) => new(
        new AirSettings(ports, dialect, directory.Path, loss, SpreadingFactor: 7, BandwidthHz: 250_000), TimeProvider.System);

    private static RunningModem Modem(SimulatedAir air, int port) =>
        RunningModem.At($"{air.Scheme}:{air.Ports[port].Link}");
}
