using System.Runtime.InteropServices;

namespace Noodlink.Station.Modems;

// A line of bytes that one thread can wait for: an open serial port, one side of a pseudo-terminal, or a TCP
// connection.
//
// Linux says in two ways that a device is gone: poll reports a hang-up, and a read gives 0 bytes or an error (EIO
// from a pseudo-terminal, 0 from an unplugged USB adapter). To make the 0 mean nothing else, the descriptor never
// blocks and the terminal waits for one byte (VMIN = 1): "no bytes now" is then EAGAIN and "no bytes ever again" is
// 0. The thread sleeps in poll without a time limit, so an idle modem costs no processor time at all; timers and
// senders wake it through the WakeSignal. (With VMIN = 0 and VTIME, a read of 0 bytes has two meanings that only a
// stopwatch can tell apart, and the thread wakes ten times a second to find nothing.)
//
// Why not System.IO.Ports: it misses an unplugged device (dotnet/runtime issues 121627, 2077) and is not in the
// package source of this project.

/// <summary>Bytes in, bytes out, and one thread that waits. Not for two threads at a time.</summary>
internal sealed unsafe class ModemLine : IDisposable
{
    private readonly SafeHandle _handle;
    private readonly Action? _beforeClose;
    private readonly Func<bool>? _leadsElsewhere;
    private bool _closed;

    /// <param name="handle">A descriptor that does not block; closed with the line.</param>
    /// <param name="name">For people: the path or <c>host:port</c>.</param>
    /// <param name="baud">Speed of the serial line; 0 where bytes take no time (TCP).</param>
    /// <param name="beforeClose">What must happen while the descriptor is still open.</param>
    /// <param name="leadsElsewhere">Whether who opens <paramref name="name"/> now gets another device.</param>
    public ModemLine(
        SafeHandle handle, string name, int baud, Action? beforeClose = null, Func<bool>? leadsElsewhere = null)
    {
        _handle = handle;
        _beforeClose = beforeClose;
        _leadsElsewhere = leadsElsewhere;
        Name = name;
        Baud = baud;
    }

    public string Name { get; }

    public int Baud { get; }

    /// <summary>Why the line is gone; null while it is there.</summary>
    public string? Lost { get; private set; }

    /// <summary>The name was given to another device since this line was opened: <c>/dev/serial/by-id</c> after an
    /// adapter came back as another <c>ttyUSB</c>. False where that cannot be, or cannot be found out now.</summary>
    public bool LeadsElsewhere => _leadsElsewhere?.Invoke() ?? false;

    /// <summary>Sleeps until there are bytes (when wanted), room (when wanted), a hang-up, or a wake.</summary>
    /// <param name="wake">Cleared when it was the reason.</param>
    /// <param name="forBytes">False: bytes stay in the kernel, which is how a slow reader slows the sender.</param>
    /// <param name="forRoom">True while something waits to be written.</param>
    /// <returns>Whether reading and writing are worth a try.</returns>
    public (bool Bytes, bool Room) Wait(WakeSignal wake, bool forBytes, bool forRoom)
    {
        var entries = stackalloc Libc.PollEntry[2];
        entries[0] = new Libc.PollEntry { Descriptor = wake.Descriptor, Wanted = Libc.PollIn };
        entries[1] = new Libc.PollEntry
        {
            Descriptor = (int)_handle.DangerousGetHandle(),
            Wanted = (short)((forBytes ? Libc.PollIn : 0) | (forRoom ? Libc.PollOut : 0)),
        };

        if (Libc.Poll(entries, 2, -1) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Libc.Interrupted) Lost ??= $"poll: {Libc.LastFault()}";
            return (false, false);
        }

        if (entries[0].Seen != 0) wake.Clear();
        var seen = entries[1].Seen;
        var isHangUp = (seen & (Libc.PollHangUp | Libc.PollError | Libc.PollInvalid)) != 0;

        // After a hang-up the last bytes can still be read; the read that finds nothing says why. When nobody wants
        // to read, poll would return at once for ever.
        if (isHangUp && !forBytes) Lost ??= "the device hung up";
        return (forBytes && (isHangUp || (seen & Libc.PollIn) != 0), forRoom && (seen & Libc.PollOut) != 0);
    }

    /// <summary>Reads what is there, without waiting; 0 when there is nothing or the line is gone (see
    /// <see cref="Lost"/>).</summary>
    public int Read(Span<byte> buffer)
    {
        if (Lost is not null) return 0;
        nint count;
        fixed (byte* start = buffer) count = Libc.Read(_handle, start, (nuint)buffer.Length);
        if (count > 0) return (int)count;
        if (count == 0) Lost = "the device is gone (hang-up)";
        else if (Marshal.GetLastPInvokeError() is not (Libc.Again or Libc.Interrupted))
            Lost = $"read: {Libc.LastFault()}";
        return 0;
    }

    /// <summary>Writes what fits, without waiting; returns how many bytes went.</summary>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        if (Lost is not null || bytes.IsEmpty) return 0;
        nint count;
        fixed (byte* start = bytes) count = Libc.Write(_handle, start, (nuint)bytes.Length);
        if (count >= 0) return (int)count;
        if (Marshal.GetLastPInvokeError() is not (Libc.Again or Libc.Interrupted)) Lost = $"write: {Libc.LastFault()}";
        return 0;
    }

    /// <summary>Pulls the reset of boards that have it on RTS and DTR, as an ESP32 with its usual two transistors
    /// does: RTS on with DTR off holds it in reset. Does nothing on a line without such wires.</summary>
    /// <param name="held">True pulls, false lets go.</param>
    public void HoldReset(bool held)
    {
        int dataTerminalReady = 0x2, requestToSend = 0x4;
        _ = Libc.Ioctl(_handle, held ? Libc.ClearModemLines : Libc.SetModemLines, &dataTerminalReady);
        _ = Libc.Ioctl(_handle, Libc.SetModemLines, &requestToSend);
    }

    /// <summary>Puts the control wires as asked; false on a line without such wires.</summary>
    public bool TrySet(ModemWires wires)
    {
        return Turn(0x2, wires.DataTerminalReady) && Turn(0x4, wires.RequestToSend);

        bool Turn(int wire, bool isOn) =>
            Libc.Ioctl(_handle, isOn ? Libc.SetModemLines : Libc.ClearModemLines, &wire) == 0;
    }

    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        _beforeClose?.Invoke();
        _handle.Dispose();
    }
}
