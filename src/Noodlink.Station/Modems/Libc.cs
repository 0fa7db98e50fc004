using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Noodlink.Station.Modems;

/// <summary>The calls into the C library that a serial line needs, and their numbers on Linux (glibc, 64
/// bit).</summary>
/// <remarks>The numbers were printed by a C program on Debian 12; they are the same on x86-64 and arm64.</remarks>
internal static unsafe partial class Libc
{
    public const int OpenReadWrite = 0x2;
    public const int OpenNoControllingTerminal = 0x100;
    public const int OpenNonBlocking = 0x800;
    public const int OpenCloseOnExec = 0x80000;

    public const short PollIn = 0x1;
    public const short PollOut = 0x4;
    public const short PollError = 0x8;
    public const short PollHangUp = 0x10;
    public const short PollInvalid = 0x20;

    public const nuint SetExclusive = 0x540C;
    public const nuint ClearExclusive = 0x540D;
    public const nuint GetExclusive = 0x8004_5440;
    public const nuint SetModemLines = 0x5416;
    public const nuint ClearModemLines = 0x5417;

    private const int CurrentDirectory = -100, StatxEmptyPath = 0x1000, StatxBytes = 256;
    private const uint StatxType = 1;

    public const int LockExclusiveNow = 2 | 4;
    public const int FlushBoth = 2;
    public const int ApplyNow = 0;
    public const int EventCloseOnExecNonBlocking = 0x80000 | 0x800;

    public const int NoSuchEntry = 2, Interrupted = 4, NoSuchDevice = 6, Again = 11, Denied = 13, Busy = 16;
    public const int NotADevice = 19;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeHandle handle, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeHandle handle, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Flock(SafeFileHandle handle, int operation);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(SafeHandle handle, nuint request, int* argument);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetAttributes(SafeFileHandle handle, out Termios termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    public static partial int SetAttributes(SafeFileHandle handle, int when, in Termios termios);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    public static partial void MakeRaw(ref Termios termios);

    [LibraryImport("libc", EntryPoint = "cfsetspeed", SetLastError = true)]
    public static partial int SetSpeed(ref Termios termios, uint speed);

    [LibraryImport("libc", EntryPoint = "cfgetospeed")]
    public static partial uint GetSpeed(in Termios termios);

    [LibraryImport("libc", EntryPoint = "tcflush", SetLastError = true)]
    public static partial int Flush(SafeFileHandle handle, int queue);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, byte* answer);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(SafeHandle file, string path, int flags, uint mask, byte* answer);

    /// <summary>The number of the device that a path leads to; null: it leads to none.</summary>
    public static ulong? DeviceNumber(string path)
    {
        var answer = stackalloc byte[StatxBytes];
        return Statx(CurrentDirectory, path, 0, StatxType, answer) == 0 ? DeviceNumber(answer) : null;
    }

    /// <summary>The number of an open device; null: it is none.</summary>
    public static ulong? DeviceNumber(SafeHandle handle)
    {
        var answer = stackalloc byte[StatxBytes];
        return Statx(handle, "", StatxEmptyPath, StatxType, answer) == 0 ? DeviceNumber(answer) : null;
    }

    /// <summary>From <c>struct statx</c> (linux/stat.h), the same on every machine, unlike <c>struct stat</c>: type at
    /// byte 28, device number in two halves at 128.</summary>
    private static ulong? DeviceNumber(byte* answer) =>
        (*(ushort*)(answer + 28) & 0xF000) == 0x2000 ? *(ulong*)(answer + 128) : null;

    /// <summary>What the last call said, for people: <c>Permission denied (13)</c>.</summary>
    public static string LastFault()
    {
        var number = Marshal.GetLastPInvokeError();
        return $"{Marshal.GetPInvokeErrorMessage(number)} ({number})";
    }

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Seen;
    }

    /// <summary><c>struct termios</c> of glibc: 60 bytes, 32 control characters from byte 17.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Termios
    {
        public uint Input;
        public uint Output;
        public uint Control;
        public uint Local;
        public byte Discipline;
        public fixed byte Characters[32];
        public uint InputSpeed;
        public uint OutputSpeed;
    }
}
