using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Noodlink.Station.Modems;

/// <summary>Ends the wait of a thread that sleeps in <c>poll</c>: a frame to send, a timer that is due, a
/// stop.</summary>
/// <remarks>An eventfd: setting it twice wakes once, setting it before the wait makes the wait return at once.
/// <see cref="Set"/> may be called from any thread, also after disposal, when it does nothing.</remarks>
internal sealed unsafe class WakeSignal : IDisposable
{
    private readonly SafeFileHandle _handle;

    public WakeSignal()
    {
        var descriptor = Libc.EventFd(0, Libc.EventCloseOnExecNonBlocking);
        if (descriptor < 0) throw new IOException($"eventfd: {Libc.LastFault()}");
        _handle = new SafeFileHandle(descriptor, ownsHandle: true);
    }

    public int Descriptor => (int)_handle.DangerousGetHandle();

    public void Set()
    {
        var one = 1UL;
        try
        {
            var written = Libc.Write(_handle, (byte*)&one, sizeof(ulong));
            Debug.Assert(written is sizeof(ulong) or -1, "an eventfd takes eight bytes or says EAGAIN");
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }

    public void Clear()
    {
        ulong count;
        _ = Libc.Read(_handle, (byte*)&count, sizeof(ulong));
    }

    public void Dispose() => _handle.Dispose();
}
