using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Noodlink.Station.Modems;

// Opening a serial port the way a modem needs it, on Linux, also when it is one side of a pseudo-terminal.
//
//  - O_NOCTTY: a modem must not become our controlling terminal; O_CLOEXEC: no child process keeps it open;
//    O_NONBLOCK: opening does not wait for a carrier (see ModemLine for why it stays non-blocking).
//  - TIOCEXCL and flock: no second program reads half of our bytes. The first does not stop root, the second stops
// only
//    programs that ask; together they stop the usual mistakes. Both are released before closing, because a
//    pseudo-terminal whose other side stays open would remember them.
//  - Raw, 8 bits, no flow control, CLOCAL (ignore the carrier), no HUPCL (closing does not drop DTR: many boards
// reset
//    on that), speed read back, for a driver that cannot make it takes another one without a word.
//  - What was waiting in the kernel is thrown away: it belongs to a conversation that nobody remembers.
//
// Source: man termios(3), tty_ioctl(4); durability.md §5 for what goes wrong with other ways.

/// <summary>Opens serial ports. Safe from any thread.</summary>
internal static unsafe class SerialPort
{
    private const uint LocalLine = 0x800, ReceiverOn = 0x80, HangUpOnClose = 0x400, TwoStopBits = 0x40;
    private const uint HardwareFlow = 0x8000_0000;
    private const int MinimumIndex = 6, TimeIndex = 5;

    private static readonly Dictionary<int, uint> Speeds = new()
    {
        [300] = 7, [1200] = 9, [2400] = 11, [4800] = 12, [9600] = 13, [19200] = 14, [38400] = 15,
        [57600] = 0x1001, [115200] = 0x1002, [230400] = 0x1003, [460800] = 0x1004, [921600] = 0x1007,
    };

    /// <summary>The speeds that a port can be given, in baud.</summary>
    public static IReadOnlyCollection<int> SpeedsAllowed => Speeds.Keys;

    /// <summary>Opens and sets the port, or says in English what is wrong and what to do.</summary>
    public static (ModemLine? Line, string? Fault) Open(string path, int baud)
    {
        var descriptor = Libc.Open(path,
            Libc.OpenReadWrite | Libc.OpenNoControllingTerminal | Libc.OpenNonBlocking | Libc.OpenCloseOnExec);
        if (descriptor < 0) return (null, OpenFault(path));

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        var fault = Prepare(handle, path, baud);
        if (fault is null)
            return (new ModemLine(handle, path, baud, () => Release(handle), () => IsAnother(handle, path)), null);
        handle.Dispose();
        return (null, fault);
    }

    private static string? Prepare(SafeFileHandle handle, string path, int baud)
    {
        if (Libc.Flock(handle, Libc.LockExclusiveNow) != 0)
            return $"{path}: another program is using it; stop that program";
        if (Libc.GetAttributes(handle, out var termios) != 0) return $"{path}: not a serial port ({Libc.LastFault()})";
        _ = Libc.Ioctl(handle, Libc.SetExclusive, null);

        Libc.MakeRaw(ref termios);
        termios.Control |= LocalLine | ReceiverOn;
        termios.Control &= ~(HangUpOnClose | TwoStopBits | HardwareFlow);
        termios.Characters[MinimumIndex] = 1;
        termios.Characters[TimeIndex] = 0;
        if (Libc.SetSpeed(ref termios, Speeds[baud]) != 0 || Libc.SetAttributes(handle, Libc.ApplyNow, termios) != 0)
            return $"{path}: cannot be set to {baud} baud, raw ({Libc.LastFault()})";

        // tcsetattr succeeds when it could do any part of what was asked (man termios).
        if (Libc.GetAttributes(handle, out var kept) != 0 || Libc.GetSpeed(kept) != Speeds[baud])
            return $"{path}: the driver does not do {baud} baud; choose another ?baud=";
        _ = Libc.Flush(handle, Libc.FlushBoth);
        return null;
    }

    /// <summary>A name that leads nowhere is no other device: udev takes its links away for a moment now and
    /// then.</summary>
    private static bool IsAnother(SafeFileHandle handle, string path) =>
        Libc.DeviceNumber(handle) is { } ours && Libc.DeviceNumber(path) is { } named && ours != named;

    /// <summary>Flushing first: closing would otherwise wait, up to 30 s, for bytes that a hung device does not
    /// take.</summary>
    private static void Release(SafeFileHandle handle)
    {
        _ = Libc.Flush(handle, Libc.FlushBoth);
        _ = Libc.Ioctl(handle, Libc.ClearExclusive, null);
    }

    private static string OpenFault(string path) => Marshal.GetLastPInvokeError() switch
    {
        Libc.NoSuchEntry or Libc.NoSuchDevice or Libc.NotADevice => $"{path}: not there; is the modem plugged in?",
        Libc.Denied => $"{path}: permission denied; add this user to the group that owns it (usually dialout)",
        Libc.Busy => $"{path}: another program is using it; stop that program",
        _ => $"{path}: {Libc.LastFault()}",
    };
}
