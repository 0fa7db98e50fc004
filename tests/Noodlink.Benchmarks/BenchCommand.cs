using System.Text.Json;
using Noodlink.Benchmarks.Air;
using Noodlink.Benchmarks.Loads;
using Noodlink.Benchmarks.Measures;
using Noodlink.Benchmarks.Micro;
using Noodlink.Benchmarks.Programs;

namespace Noodlink.Benchmarks;

/// <summary>One benchmark: what it is called, what it answers, and how it finds out.</summary>
internal sealed record Load(string Name, string What, Func<Ground, Task<IReadOnlyList<Figure>>> RunAsync);

/// <summary>The command: <c>name|all|micro|radio|shared-air [--json]</c>.</summary>
internal static class BenchCommand
{
    private static readonly Load[] Loads =
    [
        new("post", "node: POST to 202, one at a time, beside bare SQLite commits", PostLoad.RunAsync),
        new("accept", "the queue alone, and 16 HTTP clients, beside bare SQLite commits", AcceptLoad.RunAsync),
        new("lan", "backlog of 20,000 situation reports: node, Mosquitto, hub, receipt", LanLoad.ReportsAsync),
        new("alarms", "backlog of 5,000 noodmeldingen over the LAN, and their files", LanLoad.AlarmsAsync),
        new("restart", "hub with 100,000 journal rows: start to the first answer of the feed", RestartLoad.RunAsync),
        new("idle", "an idle node with an open modem: processor and memory", IdleLoad.RunAsync),
        new("memory", "the hub's resident memory up to 100,000 messages", MemoryLoad.RunAsync),
        new("mosquitto", "Mosquitto alone: 72,000 messages while the listener is away, and a kill -9", BrokerLoad.RunAsync),
        new("slots", "radio only, ten noodsteunpunten: the hub divides the time", SlotLoad.RunAsync),
        new("places", "lookups in a gazetteer of a million addresses, beside one row by its key", PlacesLoad.RunAsync),
        new("air", "radio only, 500 routine messages queued: frames in front of a new noodmelding", AirLoad.RunAsync),
    ];

    /// <summary>0: done, whatever the figures; 1: a figure missed its target or a load failed; 64: wrong use.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var json = args.Contains("--json", StringComparer.Ordinal);
        var names = args.Where(arg => arg != "--json").ToList();
        if (names is ["shared-air", ..]) return await SharedAirCommand.RunAsync([.. names.Skip(1)]);
        if (names is ["radio", ..]) return await RadioCommand.RunAsync([.. names.Skip(1)]);
        if (names is ["micro", ..]) return MicroBenchmarks.Run([.. names.Skip(1)]);
        if (names is ["all"]) names = [.. Loads.Select(load => load.Name)];
        var chosen = names.SelectMany(name => Loads.Where(load => load.Name == name)).ToList();
        if (chosen.Count == 0 || chosen.Count != names.Count) return Usage();

        var machine = Machine.Look();
        if (!json) await Console.Out.WriteLineAsync(machine.ToString());
        var results = new List<(Load Load, IReadOnlyList<Figure> Figures)>();
        var failed = false;
        foreach (var load in chosen)
        {
            if (!json) await Console.Out.WriteLineAsync($"\n{load.Name}: {load.What}");
            await using var ground = new Ground(json ? TextWriter.Null : Console.Out);
            try
            {
                var figures = await load.RunAsync(ground);
                results.Add((load, figures));
                failed |= figures.Any(figure => figure.Met == false);
                if (json) continue;
                foreach (var figure in figures) await Console.Out.WriteLineAsync($"  {figure}");
            }
            catch (Exception fault) when (fault is TimeoutException or IOException or HttpRequestException
                or InvalidOperationException)
            {
                failed = true;
                await Console.Error.WriteLineAsync($"{load.Name} failed: {fault.Message}\n{ground.LogTails()}");
            }
        }

        if (json) await Console.Out.WriteLineAsync(ToJson(machine, results));
        return failed ? 1 : 0;
    }

    private static int Usage()
    {
        Console.Error.WriteLine("Usage: <name> [<name> ...] | all | micro [BenchmarkDotNet options]   [--json]");
        foreach (var load in Loads) Console.Error.WriteLine($"  {load.Name,-9} {load.What}");
        Console.Error.WriteLine("  shared-air [--seed N] [--out directory]: contention and slots, 5 to 150 stations, simulated");
        Console.Error.WriteLine("  radio [--seed N]: the session's figures, in virtual time");
        Console.Error.WriteLine("  micro     codecs and sealing, by BenchmarkDotNet");
        return 64;
    }

    private static string ToJson(Machine machine, List<(Load Load, IReadOnlyList<Figure> Figures)> results) =>
        JsonSerializer.Serialize(
            new
            {
                machine = machine.Facts,
                loads = results.Select(result => new { result.Load.Name, result.Load.What, result.Figures }),
            },
            JsonOptions);

    private static readonly JsonSerializerOptions JsonOptions =
        new(JsonSerializerDefaults.Web) { WriteIndented = true };
}
