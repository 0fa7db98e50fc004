using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Cli.Air;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

// An adapter that loses its power for a moment often comes back as another ttyUSB, because the old one is still open.
// Who configured /dev/serial/by-id/... finds it behind the same link; who configured /dev/ttyUSB0 does not.

/// <summary>A link, as <c>/dev/serial/by-id</c> has them, that comes to lead to another device.</summary>
public sealed class AdapterTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string ById => Path.Combine(_directory.Path, "by-id", "usb-Silicon_Labs_CP2102-if00-port0");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("kiss")]
    [InlineData("rylr998")]
    public async Task An_adapter_that_comes_back_under_another_name_is_used_within_5_seconds(string device)
    {
        using var air = RunningModem.Air(_directory, device);
        var port = air.Ports[0];
        await using var modem = RunningModem.Of(air, 0);
        await using var other = RunningModem.Of(air, 1);
        await other.ReadyAsync();
        var before = new FileInfo(port.Link).LinkTarget;
        await modem.ReadyAsync();
        port.PlugElsewhere();
        Assert.NotEqual(before, new FileInfo(port.Link).LinkTarget);
        await modem.NotReadyAsync(TimeSpan.FromSeconds(2));
        await modem.ReadyAsync(TimeSpan.FromSeconds(5));
        Assert.True(await modem.GetsOnAirAsync([1, 2, 3]));
        Assert.Equal([1, 2, 3], (await other.ReceiveAsync()).Frame.ToArray());
    }

    // A driver that tells no hang-up (durability.md §5): a modem that never answers could stay silent for ever.
    [Fact]
    public async Task A_silent_line_whose_name_leads_to_another_device_is_left_for_that_device()
    {
        using var old = PseudoTerminal.Create(Path.Combine(_directory.Path, "ttyUSB0"));
        using var next = PseudoTerminal.Create(Path.Combine(_directory.Path, "ttyUSB1"));
        Point(old);
        var time = new FakeTime();
        await using var modem = await PlainAsync(time);

        Point(next);
        await StepAsync(time, () => Wrote(next), "something is written to the other device");
        await StepAsync(time, () => modem.Modem.Status.Ready, "ready again");
        await SayAsync(next, modem, [4, 2]);
    }

    // Two adapters of one make without a serial number share one name, and the newest gets the link.
    [Fact]
    public async Task A_modem_that_still_talks_is_not_left_for_a_newer_one_of_the_same_name()
    {
        using var old = PseudoTerminal.Create(Path.Combine(_directory.Path, "ttyUSB0"));
        using var next = PseudoTerminal.Create(Path.Combine(_directory.Path, "ttyUSB1"));
        Point(old);
        var time = new FakeTime();
        await using var modem = await PlainAsync(time);

        Point(next);
        for (byte round = 0; round < 10; round++)
        {
            await SayAsync(old, modem, [round]);
            time.Advance(TimeSpan.FromSeconds(12));
        }

        Assert.True(modem.Modem.Status.Ready);
        Assert.False(Wrote(next));
    }

    [Fact]
    public async Task A_link_that_is_gone_for_a_while_ends_no_conversation()
    {
        using var old = PseudoTerminal.Create(Path.Combine(_directory.Path, "ttyUSB0"));
        Point(old);
        var time = new FakeTime();
        await using var modem = await PlainAsync(time);
        File.Delete(ById);
        for (var step = 0; step < 10; step++)
        {
            time.Advance(TimeSpan.FromSeconds(12));
            await TurnAsync(modem);
        }

        Assert.True(modem.Modem.Status.Ready, modem.Modem.Status.Detail);
    }

    private static async Task SayAsync(PseudoTerminal device, RunningModem modem, byte[] frame)
    {
        var bytes = KissFraming.Encode(KissFraming.DataType, frame);
        Assert.Equal(bytes.Length, device.Line.Write(bytes));
        Assert.Equal(frame, (await modem.ReceiveAsync()).Frame.ToArray());
    }

    private static bool Wrote(PseudoTerminal device) => device.Line.Read(new byte[4096]) > 0;

    private static async Task TurnAsync(RunningModem modem)
    {
        modem.Modem.Sign!.Ask();
        await Bearers.Until.True(() => !modem.Modem.Sign.IsAsked, () => "the driver turns");
    }

    /// <summary>Turns the clock second by second until it is so.</summary>
    private static async Task StepAsync(FakeTime time, Func<bool> condition, string what)
    {
        var seconds = 0;
        await Bearers.Until.True(
            () =>
            {
                if (condition()) return true;
                time.Advance(TimeSpan.FromSeconds(1));
                seconds++;
                return false;
            },
            () => $"{what}, in {seconds} s of the driver's time");
    }

    private async Task<RunningModem> PlainAsync(FakeTime time)
    {
        var modem = new RunningModem(
            ModemCatalogue.Create($"kiss:{ById}", RunningModem.Fast, time, NullLogger.Instance)!);
        await StepAsync(time, () => modem.Modem.Status.Ready, "ready");
        await modem.ReadyAsync();
        return modem;
    }

    private void Point(PseudoTerminal device)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ById)!);
        File.Delete(ById);
        File.CreateSymbolicLink(ById, device.Target);
    }
}
