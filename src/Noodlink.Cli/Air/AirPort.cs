using Noodlink.Station.Modems;

namespace Noodlink.Cli.Air;

/// <summary>One serial device of the simulated air: a pseudo-terminal with an emulated modem behind it.</summary>
/// <remarks>One thread per port carries bytes. Plugging, unplugging and faults may come from any thread.</remarks>
internal sealed class AirPort : IDisposable
{
    /// <summary>Half the driver's reopen rhythm: a program that was killed gets its port back at its first or second try.</summary>
    private static readonly TimeSpan ReopenCheck = TimeSpan.FromMilliseconds(350);

    private readonly Lock gate = new();
    private readonly WakeSignal wake = new();
    private readonly List<byte> output = [];
    private readonly TimeProvider time;
    private readonly IEmulatedModem modem;
    private PseudoTerminal? terminal;
    private Thread? thread;
    private ITimer? tick;
    private volatile bool isClosing;

    /// <param name="time">For housekeeping only; the modem has the channel's clock.</param>
    /// <param name="link">Where the device appears.</param>
    /// <param name="makeModem">Makes the modem, given the way to its host.</param>
    public AirPort(TimeProvider time, string link, Func<Action<ReadOnlyMemory<byte>>, IEmulatedModem> makeModem)
    {
        this.time = time;
        Link = link;
        modem = makeModem(Say);
        Plug();
    }

    public string Link { get; }

    /// <summary>Bytes that the host did not read in time, as a UART without flow control loses them.</summary>
    public long BytesOverrun { get; private set; }

    /// <summary>Puts the device (back) in place; a modem that comes back has lost its power in between.</summary>
    public void Plug()
    {
        if (terminal is not null) return;
        isClosing = false;
        terminal = PseudoTerminal.Create(Link);
        thread = new Thread(Carry) { IsBackground = true, Name = $"air {Link}" };
        thread.Start(terminal);
        tick = time.CreateTimer(_ => AllowReopening(), null, ReopenCheck, ReopenCheck);
    }

    /// <summary>Pulls the cable: the link goes, the program reads a hang-up.</summary>
    public void Unplug()
    {
        if (terminal is null) return;
        isClosing = true;
        tick?.Dispose();
        wake.Set();
        thread!.Join();
        modem.Hang(isHung: true);
        lock (gate)
        {
            terminal.Dispose();
            terminal = null;
            output.Clear();
        }
    }

    /// <summary>Plugs in again and starts the modem afresh.</summary>
    public void PlugAgain()
    {
        if (terminal is not null) return;
        Plug();
        modem.Hang(isHung: false);
        modem.Reboot();
    }

    public void Reboot() => modem.Reboot();

    public void Hang(bool isHung) => modem.Hang(isHung);

    /// <summary>Puts bytes on the line as they come from a bad connector.</summary>
    public void Say(ReadOnlyMemory<byte> bytes)
    {
        lock (gate)
        {
            if (terminal is null) return;
            output.AddRange(bytes.Span);
        }

        wake.Set();
    }

    public void Dispose()
    {
        Unplug();
        wake.Dispose();
    }

    private void AllowReopening()
    {
        lock (gate) terminal?.AllowReopening();
    }

    private void Carry(object? state)
    {
        var line = ((PseudoTerminal)state!).Line;
        var buffer = new byte[4096];
        while (!isClosing && line.Lost is null)
        {
            byte[] saying;
            lock (gate)
            {
                saying = [.. output];
                output.Clear();
            }

            // The kernel holds about 4 kB; a host that does not read loses the rest, as behind a real UART.
            var written = saying.Length == 0 ? 0 : line.Write(saying);
            BytesOverrun += saying.Length - written;

            var (hasBytes, _) = line.Wait(wake, forBytes: true, forRoom: false);
            if (hasBytes && line.Read(buffer) is > 0 and var count) modem.FromHost(buffer.AsSpan(0, count));
        }
    }
}
