using System.Globalization;
using Noodlink.Scenarios.Ground;

namespace Noodlink.Scenarios.Soak;

// Two hands do harm at once, each with its own dice: one takes programs, the other links, modems and the disk. So a hub
// is killed while the LAN hangs, and a noodsteunpunt starts on a full disk.

/// <summary>What goes wrong in a hunt, drawn from seeds.</summary>
internal sealed class Mishaps(Region region, Relay relay, Air air, LastingDisk? disk, Diary diary)
{
    private const int Radios = 3;

    /// <summary>Kills and stops programs until told to stop; leaves all of them running.</summary>
    public async Task HarmProgramsAsync(Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Wait.PassAsync(0.3 + (random.NextDouble() * 4));
            var who = random.Next(3);
            var program = who == 0 ? region.Hub.Program : region.Nodes[who - 1].Program;
            var name = who == 0 ? "hub" : string.Create(CultureInfo.InvariantCulture, $"node {who}");
            switch (random.Next(4))
            {
                case 0:
                    await KillBrokerAsync();
                    break;
                case 1:
                    var seconds = random.NextDouble() * 6;
                    diary.Write($"{name} stands still for {seconds:0.0} s");
                    program.Send(Signals.Stop);
                    await Wait.PassAsync(seconds);
                    program.Send(Signals.Continue);
                    break;
                default:
                    diary.Write($"{name} is killed");
                    await program.KillAsync();
                    await Wait.PassAsync(random.NextDouble());
                    await program.LaunchAsync();
                    if (random.Next(4) > 0) await program.ReadyAsync();
                    break;
            }
        }

        foreach (var program in region.Nodes.Select(node => node.Program).Append(region.Hub.Program))
            await program.ReadyAsync();
    }

    /// <summary>Cuts, unplugs and fills until told to stop; leaves everything whole.</summary>
    public async Task HarmThingsAsync(Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Wait.PassAsync(0.3 + (random.NextDouble() * 3));
            var (what, begin, end) = Draw(random);
            var seconds = random.NextDouble() * random.NextDouble() * 25;
            diary.Write(string.Create(CultureInfo.InvariantCulture, $"{what} for {seconds:0.0} s"));
            await begin();
            await Wait.PassAsync(seconds);
            await end();
        }
    }

    private (string What, Func<Task> Begin, Func<Task> End) Draw(Random random)
    {
        var radio = random.Next(Radios);
        switch (random.Next(disk is null ? 9 : 10))
        {
            case 0 or 1: return ("LAN of node 1 half open", relay.HangAsync, relay.ResumeAsync);
            case 2: return ("LAN of node 1 cut", relay.CutAsync, relay.ResumeAsync);
            case 3: return Modem("unplugged", "unplug", "plug");
            case 4: return Modem("unplugged, then back under another name", "unplug", "move");
            case 5: return Modem("hung", "hang", "resume");
            case 6: return Modem("restarts", "reboot", "garbage");
            case 7: return Modem("talks nonsense", "garbage", "garbage");
            case 8: return ("half of all frames lost", () => air.SayAsync("loss 0.5"), () => air.SayAsync("loss 0"));
            default: return ("disk of node 1 full", Do(disk!.Fill), Do(disk.Clear));
        }

        (string, Func<Task>, Func<Task>) Modem(string what, string begins, string ends) => (
            $"modem {radio} {what}", () => air.SayAsync($"{begins} {radio}"), () => air.SayAsync($"{ends} {radio}"));

        static Func<Task> Do(Action action) => () =>
        {
            action();
            return Task.CompletedTask;
        };
    }

    private async Task KillBrokerAsync()
    {
        // The hub may be starting, or may wait before it starts another.
        IReadOnlyList<int> brokers = [];
        await Wait.UntilAsync("a broker to kill", 20, () => (brokers = region.Hub.Brokers()).Count > 0);
        diary.Write("broker is killed");
        foreach (var pid in brokers) Signals.Send(pid, Signals.Kill);
    }
}
