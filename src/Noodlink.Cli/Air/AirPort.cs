using Noodlink.Station.Modems;

namespace Noodlink.Cli.Air;

/// <summary>Sees what a port carries.</summary>
/// <param name="link">Of the port.</param>
/// <param name="fromHost">False: to it.</param>
internal delegate void LineWatcher(string link, bool fromHost, ReadOnlySpan<byte> bytes);

/// <summary>One serial device of the simulated air: a pseudo-terminal with an emulated modem behind it.</summary>
/// <remarks>One thread per port carries bytes. Plugging, unplugging and faults may come from any thread.</remarks>
internal sealed class AirPort : IDisposable
{
    /// <summary>Half the driver's reopen rhythm: a program that was killed gets its port back at its first or second
    /// try.</summary>
    private static readonly TimeSpan ReopenCheck = TimeSpan.FromMilliseconds(350);

    private readonly Lock _gate = new();
    private readonly WakeSignal _wake = new();
    private readonly List<byte> _output = [];
    private readonly TimeProvider _time;
    private readonly IEmulatedModem _modem;
    private readonly LineWatcher? _carried;
    private PseudoTerminal? _terminal;
    private string? _lastTarget;
    private Thread? _thread;
    private ITimer? _tick;
    private volatile bool _isClosing;

    /// <param name="time">For housekeeping only; the modem has the channel's clock.</param>
    /// <param name="link">Where the device appears.</param>
    /// <param name="makeModem">Makes the modem, given the way to its host.</param>
    /// <param name="carried">Told what comes and goes, on the thread that carries it.</param>
    public AirPort(
        TimeProvider time, string link, Func<Action<ReadOnlyMemory<byte>>, IEmulatedModem> makeModem,
        LineWatcher? carried = null)
    {
        _time = time;
        _carried = carried;
        Link = link;
        _modem = makeModem(Say);
        Plug();
    }

    public string Link { get; }

    /// <summary>Bytes that the host did not read in time, as a UART without flow control loses them.</summary>
    public long BytesOverrun { get; private set; }

    /// <summary>What its modem does wrong.</summary>
    public ModemFault Fault
    {
        get => _modem.Fault;
        set => _modem.Fault = value;
    }

    /// <summary>Puts the device (back) in place; a modem that comes back has lost its power in between.</summary>
    public void Plug()
    {
        if (_terminal is not null) return;
        Put(PseudoTerminal.Create(Link), isStarting: false);
    }

    /// <summary>Pulls the cable: the link goes, the program reads a hang-up.</summary>
    public void Unplug()
    {
        if (_terminal is null) return;
        _isClosing = true;
        _tick?.Dispose();
        _wake.Set();
        _thread!.Join();
        _modem.Hang(isHung: true);
        lock (_gate)
        {
            _lastTarget = _terminal.Target;
            _terminal.Dispose();
            _terminal = null;
            _output.Clear();
        }
    }

    /// <summary>Plugs in again and starts the modem afresh.</summary>
    public void PlugAgain()
    {
        if (_terminal is not null) return;
        Put(PseudoTerminal.Create(Link), isStarting: true);
    }

    /// <summary>Plugs it into another socket: behind the link stands another device, as when <c>ttyUSB0</c> comes back
    /// as <c>ttyUSB1</c>.</summary>
    public void PlugElsewhere()
    {
        Unplug();
        var terminal = PseudoTerminal.Create(Link);
        if (terminal.Target == _lastTarget)
        {
            // The kernel gives the lowest number that is free; while this one is held it must give another.
            using var placeholder = terminal;
            terminal = PseudoTerminal.Create(Link);
        }

        Put(terminal, isStarting: true);
    }

    public void Reboot() => _modem.Reboot();

    public void Hang(bool isHung) => _modem.Hang(isHung);

    /// <summary>Lets the modem say what it may say at any moment.</summary>
    public void Chatter() => Say(_modem.Chatter);

    /// <summary>Puts bytes on the line as they come from a bad connector.</summary>
    public void Say(ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            if (_terminal is null) return;
            _output.AddRange(bytes.Span);
        }

        _wake.Set();
    }

    public void Dispose()
    {
        Unplug();
        _wake.Dispose();
    }

    /// <summary>A host may open the device from here on. What it writes waits in the kernel until the modem has
    /// started: otherwise a question is swallowed by one that has no power yet, or is answered by one that forgets it
    /// the next moment, and the host believes for that moment that it is set.</summary>
    private void Put(PseudoTerminal terminal, bool isStarting)
    {
        _isClosing = false;
        lock (_gate) _terminal = terminal;
        if (isStarting)
        {
            _modem.Hang(isHung: false);
            _modem.Reboot();
        }

        _thread = new Thread(Carry) { IsBackground = true, Name = $"air {Link}" };
        _thread.Start(terminal);
        _tick = _time.CreateTimer(_ => AllowReopening(), null, ReopenCheck, ReopenCheck);
    }

    private void AllowReopening()
    {
        lock (_gate) _terminal?.AllowReopening();
    }

    private void Carry(object? state)
    {
        var line = ((PseudoTerminal)state!).Line;
        var buffer = new byte[4096];
        while (!_isClosing && line.Lost is null)
        {
            byte[] saying;
            lock (_gate)
            {
                saying = [.. _output];
                _output.Clear();
            }

            // The kernel holds about 4 kB; a host that does not read loses the rest, as behind a real UART.
            var written = saying.Length == 0 ? 0 : line.Write(saying);
            BytesOverrun += saying.Length - written;
            if (written > 0) _carried?.Invoke(Link, fromHost: false, saying.AsSpan(0, written));

            var (hasBytes, _) = line.Wait(_wake, forBytes: true, forRoom: false);
            if (!hasBytes || line.Read(buffer) is not (> 0 and var count)) continue;
            _carried?.Invoke(Link, fromHost: true, buffer.AsSpan(0, count));
            _modem.FromHost(buffer.AsSpan(0, count));
        }
    }
}
