using System.Runtime.InteropServices;

namespace Noodlink.Station.Queue;

/// <summary>A rename is only on disk when its directory is; .NET has no call for that.</summary>
public static partial class DirectorySync
{
    // O_RDONLY | O_CLOEXEC. O_DIRECTORY is left out: its value differs between processors (on ARM the same bit is O_DIRECT).
    private const int ReadOnly = 0x80000;

    /// <exception cref="IOException">The directory cannot be opened or flushed.</exception>
    public static void Flush(string directory)
    {
        var handle = Open(directory, ReadOnly);
        if (handle < 0) throw new IOException($"{directory}: cannot be opened (errno {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (Sync(handle) != 0)
                throw new IOException($"{directory}: cannot be flushed (errno {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
