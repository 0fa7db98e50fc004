using Noodlink.Cli.Air;
using Noodlink.Station.Bearers;

namespace Noodlink.Apps.Tests.Node;

// A plain KISS modem answers nothing. Whether it sends shows only when somebody answers.

/// <summary>What people at a noodsteunpunt see of a modem that may be hung.</summary>
public sealed class SilentModemTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_mute_modem_that_nobody_answers_shows_modem_zwijgt_and_why_to_the_technician()
    {
        var directory = Directory.CreateTempSubdirectory("noodlink-silent-");
        using var air = new SimulatedAir(
            new AirSettings(1, "kiss-plain", directory.FullName, SpreadingFactor: 7, BandwidthHz: 250_000),
            TimeProvider.System);
        await using var node = await RunningNode.StartAsync(
            $"--Radio:Modem={air.Address(0)}", "--Radio:SpreadingFactor=7", "--Radio:BandwidthHz=250000");
        await node.StoreAsync(SomeJson.Example);

        using var limit = new CancellationTokenSource(Patience);
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (Radio() is not { Up: true, Silent: true })
            Assert.True(!limit.IsCancellationRequested && await looks.WaitForNextTickAsync(), Radio()?.Detail);

        Assert.Contains("modem zwijgt", await node.Client.GetStringAsync("/"), StringComparison.Ordinal);
        var status = await node.Client.GetStringAsync("/api/status");
        Assert.Contains("frames sent and nothing heard since", status, StringComparison.Ordinal);
        directory.Delete(recursive: true);

        BearerStatus? Radio() => node.Desk.Status.Bearers.GetValueOrDefault(BearerName.Radio);
    }
}
