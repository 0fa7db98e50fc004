using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Noodlink.Scenarios.Demo;

/// <summary>The first command of the README, as people use it and as they end it.</summary>
public sealed class DemoTests
{
    private static readonly TimeSpan ToEnd = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_keys_do_what_they_say_and_q_ends_it()
    {
        using var demo = new Demonstration(Demonstration.FreePortBase());
        await demo.UntilItSaysAsync("q quit");

        (string Key, string Answer)[] keys =
            [("l", "LAN off"), ("l", "LAN on"), ("r", "chance 0.3"), ("h", "Hub is back")];
        foreach (var (key, answer) in keys)
        {
            await demo.PressAsync(key);
            await demo.UntilItSaysAsync(answer);
        }

        await demo.PressAsync("q");
        Assert.Equal(0, await demo.EndAsync(ToEnd));
        Assert.Empty(demo.Running);
        Assert.Empty(demo.FilesLeft);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    [InlineData("INT", 0)]
    [InlineData("KILL", 137)]
    public async Task However_it_is_ended_nothing_runs_on(string signal, int exitCode)
    {
        using var demo = new Demonstration(Demonstration.FreePortBase());
        await demo.UntilItSaysAsync("q quit");

        using (var kill = Process.Start("kill", [$"-{signal}", $"{demo.Pid}"])) await kill.WaitForExitAsync();

        Assert.Equal(exitCode, await demo.EndAsync(ToEnd));
        await demo.UntilAsync(() => demo.Running.Count == 0, ToEnd);
        if (signal != "KILL") Assert.Empty(demo.FilesLeft);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public async Task A_busy_port_is_named_before_anything_starts(int offset)
    {
        var portBase = Demonstration.FreePortBase();
        using var listener = new TcpListener(IPAddress.Loopback, portBase + offset);
        listener.Start();
        using var demo = new Demonstration(portBase);

        Assert.Equal(69, await demo.EndAsync(ToEnd));
        Assert.Contains($"Port {portBase + offset} is in use.", demo.Said, StringComparison.Ordinal);
        Assert.Contains("--port-base", demo.Said, StringComparison.Ordinal);
        Assert.Empty(demo.FilesLeft);
    }
}
