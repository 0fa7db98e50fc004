using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Noodlink.Hub.Broker;
using Noodlink.Hub.Stations;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Broker;

public sealed class ManagedBrokerTests
{
    [Fact]
    public async Task A_killed_broker_is_back_in_seconds_and_so_are_the_links()
    {
        await using var ground = new BrokerGround();
        var broker = await ground.StartAndListen();
        await using var hub = new BearerProbe(broker.HubSettings);
        await using var node = new BearerProbe(ground.Node("GR-WK1"));
        await Task.WhenAll(hub.IsUp(), node.IsUp());
        var first = broker.Status.Pid!.Value;

        var started = TimeProvider.System.GetTimestamp();
        Signals.End(first);
        await Task.WhenAll(hub.IsDown(), node.IsDown());
        await Task.WhenAll(hub.IsUp(), node.IsUp(), BrokerGround.IsUp(broker));

        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 8);
        await Until.True(() => broker.Status.Starts == 2, () => "a second start");
        Assert.NotEqual(first, broker.Status.Pid);
    }

    [Fact]
    public async Task A_change_of_the_stations_file_counts_without_a_new_broker()
    {
        await using var ground = new BrokerGround();
        var stations = ground.Stations();
        var broker = await ground.StartAndListen(stations);
        var pid = broker.Status.Pid;
        await using var leaving = new BearerProbe(ground.Node("GR-ED1"));
        await using var coming = new BearerProbe(ground.Node("GR-MA1"));
        await leaving.IsUp();
        Assert.False(coming.Bearer.Status.Up);

        ground.Write(BrokerGround.Some("GR-WK1", 101), BrokerGround.Some("GR-MA1", 103));
        stations.Look();

        await coming.IsUp();
        await leaving.IsDown();
        Assert.Equal(pid, broker.Status.Pid);
        Assert.Equal(1, broker.Status.Starts);
    }

    [Fact]
    public async Task A_broker_that_outlived_its_hub_is_ended_and_replaced()
    {
        await using var ground = new BrokerGround();
        using var leftover = await LeaveBrokerBehind(ground);

        var broker = await ground.StartAndListen();

        Assert.True(leftover.WaitForExit(TimeSpan.FromSeconds(5)));
        Assert.NotEqual(leftover.Id, broker.Status.Pid);
    }

    [Fact]
    public async Task A_process_that_only_carries_the_pid_of_our_broker_is_left_alone()
    {
        await using var ground = new BrokerGround();
        await (await ground.StartAndListen()).StopAsync(CancellationToken.None);
        using var innocent = Process.Start("sleep", ["60"]);
        try
        {
            BrokerPid.Of(innocent.Id)!.Write(ground.PidPath);
            await ground.StartAndListen();
            Assert.False(innocent.HasExited);
        }
        finally
        {
            innocent.Kill();
        }
    }

    [Fact]
    public async Task The_same_pid_started_at_another_moment_is_not_our_broker()
    {
        await using var ground = new BrokerGround();
        using var other = await LeaveBrokerBehind(ground);
        var pid = BrokerPid.Of(other.Id)!;
        (pid with { StartTicks = pid.StartTicks - 1 }).Write(ground.PidPath);

        var broker = await ground.Start();

        await Until.True(
            () => broker.Status.Detail.Contains($"process {other.Id} ", StringComparison.Ordinal),
            () => $"the port's owner named; it says: {broker.Status.Detail}");
        Assert.False(other.HasExited);
        other.Kill();
        await BrokerGround.IsUp(broker);
    }

    [Fact]
    public async Task A_foreign_process_on_the_port_is_named_and_the_broker_comes_when_it_goes()
    {
        await using var ground = new BrokerGround();
        using var foreign = new TcpListener(IPAddress.Loopback, ground.Port);
        foreign.Start();
        var broker = await ground.Start();

        await Until.True(
            () => broker.Status.Detail.Contains($"process {Environment.ProcessId} ", StringComparison.Ordinal),
            () => $"ourselves named; it says: {broker.Status.Detail}");
        Assert.False(broker.Status.Up);

        foreign.Stop();
        await BrokerGround.IsUp(broker);
    }

    [Fact]
    public async Task A_hub_that_is_killed_takes_its_broker_along()
    {
        await using var ground = new BrokerGround();
        var dll = typeof(ManagedBrokerTests).Assembly.Location;
        string[] command = ["exec", dll, BrokerHost.Command, ground.DataDirectory, $"{ground.Port}"];
        using var hub = Process.Start("dotnet", command);
        BrokerPid? pid = null;
        await Until.True(() => (pid = BrokerPid.Read(ground.PidPath)) is not null, () => "a broker's pid file");
        await Until.True(() => pid!.IsRunningOn(ground.ConfigurationPath), () => "a running broker");

        hub.Kill();
        hub.WaitForExit();

        await Until.True(() => !pid!.IsRunningOn(ground.ConfigurationPath), () => "the broker gone", seconds: 5);
    }

    [Fact]
    public async Task A_stopped_hub_leaves_no_broker_and_no_pid_file()
    {
        await using var ground = new BrokerGround();
        var broker = await ground.StartAndListen();
        var pid = BrokerPid.Read(ground.PidPath)!;

        await broker.StopAsync(CancellationToken.None);

        Assert.False(pid.IsRunningOn(ground.ConfigurationPath));
        Assert.False(File.Exists(ground.PidPath));
        Assert.Equal("stopped", broker.Status.Detail);
    }

    /// <summary>As if the kernel had not ended it: a broker on our files, without a hub.</summary>
    private static async Task<Process> LeaveBrokerBehind(BrokerGround ground)
    {
        await (await ground.StartAndListen()).StopAsync(CancellationToken.None);
        var leftover = Process.Start("/usr/sbin/mosquitto", ["-c", ground.ConfigurationPath]);
        await Until.True(() => PortOwner.Obstacle(IPAddress.Loopback, ground.Port) is not null, () => "it listens");
        BrokerPid.Of(leftover.Id)!.Write(ground.PidPath);
        return leftover;
    }
}
