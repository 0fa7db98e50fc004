using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Noodlink.Cli.Commands;

namespace Noodlink.Cli.Relay;

/// <summary><c>noodlink relay</c>: the LAN of a rehearsal, with a cable that can be pulled.</summary>
internal static class RelayCommand
{
    private static readonly Option<int> Listen = new("--listen")
    {
        Description = "Port on the loopback address; 0: any, it is printed", Required = true,
    };

    private static readonly Option<string> To = new("--to")
    {
        Description = "Where connections go, such as 127.0.0.1:1884", Required = true,
    };

    private static readonly Option<int> Seed = new("--seed") { Description = "For the weather", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command("relay",
            "Passes TCP connections on, to rehearse a LAN that fails. Lines on standard input: hang (nothing comes "
            + "through, nothing is closed), cut (all is closed and refused), resume, loss 0.3 (chance that a packet "
            + "must be sent again), delay 1000 (milliseconds, one way), quit.")
        {
            Listen, To, Seed,
        };
        command.Validators.Add(Validate);
        command.SetAction(RunAsync);
        return command;
    }

    private static void Validate(CommandResult result)
    {
        result.Require(Listen, port => port is >= 0 and <= 65535, "--listen must be 0..65535");
        result.Require(To, to => Address(to) is not null, "--to must be host:port, such as 127.0.0.1:1884");
    }

    private static DnsEndPoint? Address(string text) =>
        text.LastIndexOf(':') is > 0 and var colon && ushort.TryParse(text.AsSpan(colon + 1), out var port) && port > 0
            ? new DnsEndPoint(text[..colon], port)
            : null;

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var port = parsed.GetValue(Listen);
        try
        {
            var weather = new Weather(parsed.GetValue(Seed));
            await using var relay = new TcpRelay(port, Address(parsed.GetValue(To)!)!, weather);
            Console.WriteLine($"ready 127.0.0.1:{relay.Port}");
            using var quit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            StartReadingControl(relay, weather, quit);
            await Task.Delay(Timeout.Infinite, quit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Done;
        }
        catch (SocketException fault)
        {
            await Console.Error.WriteLineAsync($"Cannot listen on port {port}: {fault.Message}");
            return ExitCode.Unavailable;
        }
    }

    /// <summary>On a thread of its own: a read from a terminal or a pipe cannot be cancelled. The end of the input is
    /// not a wish to quit.</summary>
    private static void StartReadingControl(TcpRelay relay, Weather weather, CancellationTokenSource quit)
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

                Console.WriteLine(Obey(relay, weather, line.Trim()));
            }
        })
        { IsBackground = true, Name = "control" };
        thread.Start();
    }

    private static string Obey(TcpRelay relay, Weather weather, string line)
    {
        try
        {
            switch (line)
            {
                case "hang": relay.Hang(); break;
                case "cut": relay.Cut(); break;
                case "resume": relay.Resume(); break;
                default:
                    if (!TryChange(weather, line)) return $"unknown: {line} (hang, cut, resume, loss 0.3, delay 1000, quit)";
                    break;
            }

            return line;
        }
        catch (SocketException fault)
        {
            return $"cannot {line}: {fault.Message}";
        }
    }

    private static bool TryChange(Weather weather, string line)
    {
        var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2
            || !double.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            return false;
        switch (parts[0])
        {
            case "loss" when value is >= 0 and <= 0.9:
                weather.Loss = value;
                return true;
            case "delay" when value is >= 0 and <= 60_000:
                weather.Delay = TimeSpan.FromMilliseconds(value);
                return true;
            default:
                return false;
        }
    }
}
