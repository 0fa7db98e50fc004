namespace Noodlink.Station.Queue;

// Problem: a service that runs and a technician who starts the same program by hand write one data directory together.
// Each has its own epoch, its own airtime ledger in memory and its own checkpointer (SQLite before 3.51.3 can lose
// commits with two), and at the broker they push each other out all the time. Idea: a lock on a file beside the database.
// The kernel holds it (flock), so it ends with the process, also after a kill -9, and there is nothing to clear away.

/// <summary>That this program, and no other, uses a data directory.</summary>
internal sealed class DirectoryClaim : IDisposable
{
    public const string FileName = "in-use";

    /// <summary>EWOULDBLOCK (errno.h), which .NET passes on as it is: somebody else holds the lock.</summary>
    private const int WouldBlock = 11;

    private readonly FileStream? _file;

    private DirectoryClaim(FileStream? file) => _file = file;

    /// <summary>Claims the directory until <see cref="Dispose"/> or the end of the process.</summary>
    /// <remarks>A disk that cannot give a lock (full, without locks) is no reason not to start: then there is none.</remarks>
    /// <exception cref="DirectoryInUseException">Another program has it.</exception>
    public static DirectoryClaim Take(string directory)
    {
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(directory, FileName);
        try
        {
            return new DirectoryClaim(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken) when (taken.HResult == WouldBlock)
        {
            throw new DirectoryInUseException(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new DirectoryClaim(file: null);
        }
    }

    public void Dispose() => _file?.Dispose();
}

/// <summary>Another program uses the data directory; this one stops and leaves it as it is.</summary>
public sealed class DirectoryInUseException(string directory) : Exception(
    $"Station:DataDirectory: {directory} is in use by another Noodlink program on this machine. Stop that one first " +
    "(systemctl status, or ps), or choose another data directory. Nothing was touched.");
