using System.Globalization;

namespace Noodlink.Cli.Air;

/// <summary>What the simulated air is asked to be.</summary>
internal sealed record AirSettings(
    int Ports, string Modem, string Directory, double Loss = 0, int SpreadingFactor = 9, int BandwidthHz = 125_000,
    int FrequencyHz = 869_525_000, double Speed = 1, int Seed = 1,
    Reach? Reach = null);

/// <summary>A channel with its ports, and the control lines of <c>noodlink air</c>.</summary>
internal sealed class SimulatedAir : IDisposable
{
    private readonly List<AirPort> _ports = [];
    private long _garbage;

    /// <param name="watcher">Told what became of each frame at each receiver.</param>
    /// <param name="carried">Told what each port carries.</param>
    /// <exception cref="IOException">A pseudo-terminal or a link cannot be made.</exception>
    public SimulatedAir(
        AirSettings settings, TimeProvider time, Action<AirEvent>? watcher = null, LineWatcher? carried = null)
    {
        var tuning = new Tuning(settings.FrequencyHz, settings.SpreadingFactor, settings.BandwidthHz);
        Emulation = EmulationCatalogue.Find(settings.Modem);
        Channel = new AirChannel(time, settings.Seed, settings.Loss, settings.Speed)
        {
            Watcher = watcher,
            Reach = settings.Reach ?? Reach.All,
        };
        try
        {
            for (var port = 0; port < settings.Ports; port++)
                _ports.Add(new AirPort(time, Path.Combine(settings.Directory, $"radio{port}"),
                    toHost => Emulation.Create(Channel, tuning, toHost), carried));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public AirChannel Channel { get; }

    /// <summary>What all its modems are.</summary>
    public Emulation Emulation { get; }

    /// <summary>As <c>Radio:Modem</c> names the modem of a port.</summary>
    public string Address(int port) => Emulation.Address(_ports[port].Link);

    public IReadOnlyList<AirPort> Ports => _ports;

    /// <summary>Does what a control line asks; returns what there is to say about it.</summary>
    public string Control(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        switch (words)
        {
            case []:
                return "";
            case ["loss", var share]
                when double.TryParse(share, CultureInfo.InvariantCulture, out var loss) && loss is >= 0 and <= 1:
                Channel.Loss = loss;
                return $"loss is {loss:0.###}";
            case ["reach", var pairs] when Reach.Parse(pairs, _ports.Count) is { } reach:
                Channel.Reach = reach;
                return $"reach is {pairs}";
            case ["stats"]:
                return Statistics();
            case [var verb, var number] when int.TryParse(number, out var port) && port >= 0 && port < _ports.Count:
                return Control(verb, port);
            default:
                return $"'{line}' is not known; loss 0..1, reach all|line|0-1,1-2,2>3, unplug|plug|move|hang|resume|reboot|garbage|"
                    + $"chatter|stick|mend 0..{_ports.Count - 1}, stats, quit";
        }
    }

    public void Dispose()
    {
        foreach (var port in _ports) port.Dispose();
        _ports.Clear();
    }

    private string Control(string verb, int index)
    {
        var port = _ports[index];
        switch (verb)
        {
            case "unplug": port.Unplug(); break;
            case "plug": port.PlugAgain(); break;
            case "move": port.PlugElsewhere(); break;
            case "hang": port.Hang(isHung: true); break;
            case "resume": port.Hang(isHung: false); break;
            case "reboot": port.Reboot(); break;
            case "garbage": port.Say(Garbage()); break;
            case "chatter": port.Chatter(); break;
            case "stick": port.Fault = ModemFault.Stuck; break;
            case "mend": port.Fault = ModemFault.None; break;
            default: return $"'{verb}' is not known";
        }

        return $"{verb} radio{index}";
    }

    private byte[] Garbage()
    {
        var round = ++_garbage;
        return [.. Enumerable.Range(0, 64).Select(at => (byte)(Channel.Chance(-2000 - round, at) * 256))];
    }

    private string Statistics()
    {
        var (frames, outcomes) = Channel.Statistics;
        return $"{frames} frames sent; at their receivers: "
            + string.Join(", ", Enum.GetValues<AirOutcome>().Select(outcome =>
                $"{outcomes.GetValueOrDefault(outcome)} {outcome}"))
            + $"; {_ports.Sum(port => port.BytesOverrun)} bytes not read by a program";
    }
}
