using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Noodlink.Station.Modems;

namespace Noodlink.Cli.Air;

// A pseudo-terminal: two ends, one for us, and one that any program can open as if it were a serial port.
//
// Our end reads EIO as long as nobody has the other open, and the settings of the terminal fall back to "echo what
// you get" when the last one closes it. So the other end is kept open here too, raw: then a program may come, go,
// crash and come back without our end noticing. TIOCEXCL, which a program sets to keep others out, would outlive a
// crash for the same reason; whoever owns the pseudo-terminal clears it now and then (AllowReopening).
//
// Closing both ends is how a cable is pulled: the program reads a hang-up.

/// <summary>A pseudo-terminal under a name of our choice. Not for two threads at a time.</summary>
internal sealed unsafe partial class PseudoTerminal : IDisposable
{
    private readonly SafeFileHandle _otherEnd;
    private readonly string _link, _target;

    private PseudoTerminal(SafeFileHandle ours, SafeFileHandle otherEnd, string link, string path)
    {
        _otherEnd = otherEnd;
        _link = link;
        _target = path;
        Line = new ModemLine(ours, link, baud: 0);
    }

    /// <summary>The device itself: <c>/dev/pts/7</c>.</summary>
    public string Target => _target;

    /// <summary>Our end.</summary>
    public ModemLine Line { get; }

    /// <summary>A program wants it for itself, as a driver does for as long as it has it open.</summary>
    public bool IsTaken
    {
        get
        {
            int value;
            return Libc.Ioctl(_otherEnd, Libc.GetExclusive, &value) == 0 && value != 0;
        }
    }

    /// <summary>Makes one and puts a symbolic link to it.</summary>
    /// <exception cref="IOException">The system has none left, or the link cannot be made.</exception>
    public static PseudoTerminal Create(string link)
    {
        var descriptor = OpenOurEnd(Libc.OpenReadWrite | Libc.OpenNoControllingTerminal);
        if (descriptor < 0) throw new IOException($"no pseudo-terminal: {Libc.LastFault()}");
        var ours = new SafeFileHandle(descriptor, ownsHandle: true);
        SafeFileHandle? theirs = null;
        try
        {
            if (Grant(ours) != 0 || Unlock(ours) != 0) throw new IOException($"pseudo-terminal: {Libc.LastFault()}");
            var path = NameOf(ours);
            theirs = OpenRaw(path);
            SetFlags(ours, 4 /* F_SETFL */, Libc.OpenReadWrite | Libc.OpenNonBlocking);
            SetFlags(ours, 2 /* F_SETFD */, 1 /* FD_CLOEXEC */);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(link))!);
            File.Delete(link);
            File.CreateSymbolicLink(link, path);
            return new PseudoTerminal(ours, theirs, link, path);
        }
        catch
        {
            theirs?.Dispose();
            ours.Dispose();
            throw;
        }
    }

    /// <summary>Forgets that a program wanted it for itself: that program may have crashed.</summary>
    public void AllowReopening() => _ = Libc.Ioctl(_otherEnd, Libc.ClearExclusive, null);

    public void Dispose()
    {
        // Only our own link: another run may have put its own there.
        if (new FileInfo(_link).LinkTarget is { } found && found == _target) File.Delete(_link);
        _otherEnd.Dispose();
        Line.Dispose();
    }

    private static SafeFileHandle OpenRaw(string path)
    {
        var descriptor = Libc.Open(path,
            Libc.OpenReadWrite | Libc.OpenNoControllingTerminal | Libc.OpenNonBlocking | Libc.OpenCloseOnExec);
        if (descriptor < 0) throw new IOException($"{path}: {Libc.LastFault()}");
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Libc.GetAttributes(handle, out var termios) != 0) throw new IOException($"{path}: {Libc.LastFault()}");
        Libc.MakeRaw(ref termios);
        if (Libc.SetAttributes(handle, Libc.ApplyNow, termios) != 0)
            throw new IOException($"{path}: {Libc.LastFault()}");
        return handle;
    }

    private static string NameOf(SafeFileHandle ours)
    {
        var name = new byte[128];
        fixed (byte* start = name)
            if (NameOfOtherEnd(ours, start, (nuint)name.Length) != 0)
                throw new IOException($"ptsname: {Libc.LastFault()}");
        return Encoding.UTF8.GetString(name, 0, Array.IndexOf(name, (byte)0));
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenOurEnd(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int NameOfOtherEnd(SafeFileHandle handle, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int SetFlags(SafeFileHandle handle, int command, int value);
}
