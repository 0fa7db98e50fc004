using System.Net;
using Noodlink.Scenarios.Ground;
using Noodlink.Station.Queue;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Service;

/// <summary>systemd ends a program that hangs, and leaves one alone whose disk is the trouble.</summary>
public sealed class WatchdogTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(3);

    [Fact]
    public Task A_program_under_systemd_says_that_it_is_ready_lives_and_stops() =>
        Scene.PlayAsync(output, async scene =>
        {
            var hub = Region.Create(scene).Hub;
            using var systemd = new Systemd(scene, hub.Program, Watchdog);
            await hub.Program.LaunchAsync();
            await systemd.HearsAsync("READY=1", 30);
            Assert.True(await hub.Program.Browser.IsReadyAsync());
            await systemd.HearsAsync("STATUS=GR-CWK, Mqtt up", 20);
            await systemd.LivesAsync(10);
            Assert.Equal(0, await hub.Program.TerminateAsync(10));
            Assert.Contains("STOPPING=1", systemd.Lines);
        });

    [Fact]
    public Task A_database_that_is_locked_from_outside_ends_the_signs_of_life_until_it_is_free() =>
        Scene.PlayAsync(output, async scene =>
        {
            var node = Region.Create(scene).Node;
            node.Program.Settings["Mqtt:Enabled"] = "false";
            using var systemd = new Systemd(scene, node.Program, Watchdog);
            await node.Program.StartAsync();
            await systemd.HearsAsync("READY=1", 10);

            using (var other = Sqlite.OpenWriter(Path.Combine(node.Program.DataDirectory, MessageQueue.FileName)))
            {
                Sqlite.Execute(other, "BEGIN IMMEDIATE");
                await systemd.FallsSilentAsync(Watchdog, 20);
            }

            await systemd.LivesAsync(20);
            Assert.Equal(HttpStatusCode.Accepted, (await node.PostAsync(Letters.Alarm("na het slot"))).Code);
        });

    [HeldTheory]
    [InlineData("mqtt", "select,pselect6", true)]
    [InlineData("modem", "poll,ppoll", false)]
    public Task A_loop_that_hangs_is_named_and_ends_the_signs_of_life(string thread, string calls, bool named) =>
        Scene.PlayAsync(output, async scene =>
        {
            var air = await Air.StartAsync(scene);
            var region = Region.Create(scene, air: air);
            using var systemd = new Systemd(scene, region.Node.Program, Watchdog);
            await region.StartAsync();
            await region.Node.BearerAsync("Radio", up: true, seconds: 20);
            await systemd.HearsAsync("READY=1", 10);

            var held = await HeldThread.HoldAsync(scene, region.Node.Program, thread, calls);
            await systemd.FallsSilentAsync(Watchdog, 20);
            if (named) await UnwellAsync(region.Node.Program, thread);
            // Everything else goes on: that is why it takes a watchdog to notice.
            Assert.Equal(HttpStatusCode.Accepted, (await region.Node.PostAsync(Letters.Alarm("een lus hangt"))).Code);

            await held.LetGoAsync();
            await systemd.LivesAsync(20);
            await WellAsync(region.Node.Program);
        });

    [RootFact]
    public Task A_full_disk_does_not_make_the_watchdog_start_the_program_again_and_again() =>
        Scene.PlayAsync(output, async scene =>
        {
            var node = Region.Create(scene).Node;
            node.Program.Settings["Mqtt:Enabled"] = "false";
            var disk = new SmallDisk(node.Program);
            using var systemd = new Systemd(scene, node.Program, Watchdog);
            await node.Program.StartAsync();
            await systemd.HearsAsync("READY=1", 10);
            disk.DeleteBallast();
            disk.Fill();
            await Wait.UntilAsync("nothing can be stored any more", 20, async () =>
                (await node.PostAsync(Letters.Alarm("vol"))).Code == HttpStatusCode.InsufficientStorage);
            await systemd.LivesAsync(10);
            await systemd.HearsAsync("STATUS=GR-WK1, 0 waiting, DISK REFUSES", 10);
            await WellAsync(node.Program);
        });

    private static Task UnwellAsync(StationProgram program, string loop)
    {
        var seen = "";
        return Wait.UntilAsync(() => $"/healthz names {loop}; it says: {seen}", 30, async () =>
        {
            var (well, text) = await program.Browser.HealthAsync();
            seen = text;
            return !well && text.Contains($"{loop}: not seen for", StringComparison.Ordinal);
        });
    }

    private static Task WellAsync(StationProgram program) => Wait.UntilAsync(
        "/healthz says that all is well", 20, async () => (await program.Browser.HealthAsync()).Well);
}
