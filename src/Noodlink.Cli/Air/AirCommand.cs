using System.CommandLine;
using System.CommandLine.Parsing;
using System.Threading.Channels;
using Noodlink.Cli.Commands;
using Noodlink.Protocol.Radio;

namespace Noodlink.Cli.Air;

/// <summary><c>noodlink air</c>: a simulated radio channel that appears as serial devices.</summary>
internal static class AirCommand
{
    private static readonly Option<int> Ports = new("--ports")
    {
        Description = "How many serial devices: DIR/radio0, DIR/radio1, ...",
        Required = true,
    };

    private static readonly Option<string> Modem = new("--modem")
    {
        Description = "Which modem they are: " + string.Join(", ", EmulationCatalogue.Names)
            + " (kiss is MeshCore's firmware too, as kiss: finds it out; kiss-plain answers nothing)",
        DefaultValueFactory = _ => "kiss",
    };

    private static readonly Option<string> Dir = new("--dir")
    {
        Description = "Where the devices appear; made if it is not there",
        Required = true,
    };

    private static readonly Option<double> Loss = new("--loss")
    {
        Description = "0..1: chance that a receiver misses a frame",
    };

    private static readonly Option<string> Reach = new("--reach")
    {
        Description = "Who hears whom: all, line (each radio only its neighbours) or pairs as 0-1,1-2 or, one way, 2>3; "
            + "whoever is out of reach is not sensed and disturbs nobody",
        DefaultValueFactory = _ => "all",
    };

    private static readonly Option<int> SpreadingFactor = new("--sf")
    {
        Description = "7..12: of radios whose modem does not set it", DefaultValueFactory = _ => 9,
    };

    private static readonly Option<int> Bandwidth = new("--bw")
    {
        Description = "Bandwidth in Hz (or kHz, when below 1000) of radios whose modem does not set it",
        DefaultValueFactory = _ => 125_000,
    };

    private static readonly Option<double> Speed = new("--speed")
    {
        Description = "How much faster than the real air; 1 is real. A driver that computes the end of its sending "
            + "still waits the real time", DefaultValueFactory = _ => 1,
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Decides losses and strengths; the same seed gives the same", DefaultValueFactory = _ => 1,
    };

    private static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "One line per frame and receiver",
    };

    public static Command Create()
    {
        var command = new Command("air",
            "A simulated radio channel that appears as serial devices: real time on air, half duplex, collisions, "
            + "loss. Lines on standard input: loss 0.5, reach line, unplug 2, plug 2, move 2 (as plug, but another "
            + "device behind the same link), hang 2, resume 2, reboot 2, garbage 2, chatter 2 "
            + "(what its firmware may say unasked), stick 2 (answers, takes frames, sends none), mend 2, stats, quit.")
        {
            Ports, Modem, Dir, Loss, Reach, SpreadingFactor, Bandwidth, Speed, Seed, Verbose,
        };
        command.Validators.Add(Validate);
        command.SetAction(RunAsync);
        return command;
    }

    private static void Validate(CommandResult result)
    {
        result.Require(Ports, value => value is >= 1 and <= 64, "--ports must be 1..64");
        result.Require(Modem, EmulationCatalogue.Names.Contains,
            $"--modem must be one of {string.Join(", ", EmulationCatalogue.Names)}");
        result.Require(
            Reach, value => !result.TryGet(Ports, out var ports) || Air.Reach.Parse(value, ports) is not null,
            "--reach must be all, line, or pairs of radios that are there: 0-1,1-2,2>3");
        result.Require(Loss, value => value is >= 0 and <= 1, "--loss must be 0..1");
        result.Require(SpreadingFactor,
            value => value is >= Airtime.SpreadingFactorMin and <= Airtime.SpreadingFactorMax,
            $"--sf must be {Airtime.SpreadingFactorMin}..{Airtime.SpreadingFactorMax}");
        result.Require(Bandwidth,
            value => OptionRules.Hertz(value) is >= Airtime.BandwidthHzMin and <= Airtime.BandwidthHzMax,
            $"--bw must be {Airtime.BandwidthHzMin}..{Airtime.BandwidthHzMax} Hz");
        result.Require(Speed, value => value is > 0 and <= 1000, "--speed must be above 0, at most 1000");
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var settings = new AirSettings(
            parsed.GetValue(Ports), parsed.GetValue(Modem)!, Path.GetFullPath(parsed.GetValue(Dir)!),
            parsed.GetValue(Loss), parsed.GetValue(SpreadingFactor), OptionRules.Hertz(parsed.GetValue(Bandwidth)),
            Speed: parsed.GetValue(Speed), Seed: parsed.GetValue(Seed),
            Reach: Air.Reach.Parse(parsed.GetValue(Reach)!, parsed.GetValue(Ports)));

        // Lines come from several threads; one writer keeps them whole.
        var lines = Channel.CreateBounded<string>(
            new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });
        Action<AirEvent>? watcher =
            parsed.GetValue(Verbose) ? happened => lines.Writer.TryWrite(happened.ToString()) : null;
        try
        {
            using var air = new SimulatedAir(settings, TimeProvider.System, watcher);
            Console.WriteLine("ready " + string.Join(' ', air.Ports.Select(port => port.Link)));
            using var quit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            StartReadingControl(air, lines.Writer, quit);
            await foreach (var line in WithoutEnd(lines.Reader, quit.Token)) Console.WriteLine(line);
            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"cannot make the devices in {settings.Directory}: {fault.Message}");
            return ExitCode.Unavailable;
        }
    }

    /// <summary>Standard input is read on its own thread, which nothing waits for: a read from a terminal cannot be
    /// cancelled. The end of the input is not a wish to quit: in a script it often is /dev/null.</summary>
    private static void StartReadingControl(SimulatedAir air, ChannelWriter<string> lines, CancellationTokenSource quit)
    {
        var thread = new Thread(() =>
        {
            while (Console.In.ReadLine() is { } line)
            {
                if (line.Trim() is "quit" or "q")
                {
                    quit.Cancel();
                    return;
                }

                try
                {
                    if (air.Control(line) is { Length: > 0 } answer) lines.TryWrite(answer);
                }
                catch (IOException fault)
                {
                    lines.TryWrite(fault.Message);
                }
            }
        })
        { IsBackground = true, Name = "control" };
        thread.Start();
    }

    private static async IAsyncEnumerable<string> WithoutEnd(
        ChannelReader<string> lines, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        while (true)
        {
            var waiting = lines.WaitToReadAsync(stop).AsTask();
            await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!waiting.IsCompletedSuccessfully) yield break;
            while (lines.TryRead(out var line)) yield return line;
        }
    }
}
