using Noodlink.Cli.Air;

namespace Noodlink.Station.Tests.Days;

/// <summary>A serial device with an emulated modem behind it, like <see cref="AirPort"/> but without a thread or a
/// clock: the test carries the bytes, so that it knows when there are none under way.</summary>
internal sealed class CarriedPort : IDisposable
{
    private readonly IEmulatedModem _modem;
    private readonly string _link;
    private readonly byte[] _buffer = new byte[4096];
    private PseudoTerminal? _terminal;

    public CarriedPort(string link, Func<Action<ReadOnlyMemory<byte>>, IEmulatedModem> make)
    {
        _link = link;
        _modem = make(Say);
        _terminal = PseudoTerminal.Create(link);
    }

    public bool IsPlugged => _terminal is not null;

    /// <summary>The driver has it open, and waits for nothing but the line.</summary>
    public bool IsTaken => _terminal?.IsTaken == true;

    /// <summary>How often it was pulled.</summary>
    public int TimesPulled { get; private set; }

    /// <summary>From the program to the modem; false: there was nothing.</summary>
    public bool Carry()
    {
        if (_terminal?.Line.Read(_buffer) is not (> 0 and var count)) return false;
        _modem.FromHost(_buffer.AsSpan(0, count));
        return true;
    }

    /// <summary>From the modem to the program. What does not fit is lost, as behind a real UART.</summary>
    public void Say(ReadOnlyMemory<byte> bytes) => _terminal?.Line.Write(bytes.Span);

    public void Hang(bool isHung) => _modem.Hang(isHung);

    public void Reboot() => _modem.Reboot();

    public void Unplug()
    {
        if (_terminal is null) return;
        TimesPulled++;
        _modem.Hang(isHung: true);
        _terminal.Dispose();
        _terminal = null;
    }

    public void Plug()
    {
        if (_terminal is not null) return;
        _terminal = PseudoTerminal.Create(_link);
        _modem.Hang(isHung: false);
        _modem.Reboot();
    }

    public void Dispose() => Unplug();
}
