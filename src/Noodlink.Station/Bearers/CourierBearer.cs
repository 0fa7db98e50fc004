using Noodlink.Protocol.Wire;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Bearers;

// A stick is a bearer that a person moves. Nothing can be offered to it frame by frame, and it has no moment at which it
// is up: it is there when somebody has put it in, and gone when somebody has taken it out, also in the middle. So this is
// no IBearer, and the loop never waits for it: a person presses a button, and a thread of the web server does the work.
//
// Writing: a temporary name, flushed to the stick, renamed, the folder flushed. A stick that was pulled out half way
// holds the earlier file or the new one, never half of one under a real name; FAT keeps that as far as it keeps anything,
// and the reader takes what is whole. Only then earlier files of our own go, and only when nothing in them would be lost.

/// <summary>What a stick did. Not one of these means that anything arrived.</summary>
public enum StickTrouble
{
    None = 0,

    /// <summary>The folder is not there: no stick.</summary>
    Absent = 1,

    /// <summary>It is there and may not be written or read: locked, or of another user.</summary>
    Forbidden = 2,

    /// <summary>No room on it.</summary>
    Full = 3,

    /// <summary>It failed, or was pulled out, half way.</summary>
    Broken = 4,

    /// <summary>Another person's button is still at it.</summary>
    Busy = 5,
}

/// <summary>One file that was found on the stick.</summary>
/// <param name="Bytes">As far as it could be read.</param>
/// <param name="Trouble">Not <see cref="StickTrouble.None"/>: the rest could not be read.</param>
/// <param name="TooLong">Over <see cref="CourierFile.FileBytesMax"/>; not read.</param>
public sealed record StickFile(string Name, byte[] Bytes, StickTrouble Trouble, bool TooLong = false);

/// <summary>The folder where a USB stick appears (<c>Courier:Directory</c>).</summary>
/// <remarks>Safe for any thread; one at a time. Every fault of the stick is an outcome, never an exception.</remarks>
internal sealed class CourierBearer(string directory)
{
    /// <summary>Files that are read at most: a region has 150 stations.</summary>
    private const int FilesMax = 1024;

    private const string Unfinished = ".deel";

    // errno, as .NET puts it into HResult on Linux.
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int OverQuota = 122;

    private readonly Lock _lock = new();

    /// <summary>Puts a file on the stick.</summary>
    /// <param name="nameStart">Files that start so are ours from before.</param>
    /// <param name="mayGo">May this earlier file of ours be removed?</param>
    public StickTrouble Write(string name, byte[] file, string nameStart, Func<byte[], bool> mayGo)
    {
        if (!_lock.TryEnter()) return StickTrouble.Busy;
        try
        {
            var path = Path.Combine(directory, name);
            if (!Directory.Exists(directory)) return StickTrouble.Absent;
            Remove(Ours(nameStart + "*" + Unfinished));
            using (var to = new FileStream(path + Unfinished, FileMode.Create, FileAccess.Write))
            {
                to.Write(file);
                to.Flush(flushToDisk: true);
            }

            File.Move(path + Unfinished, path, overwrite: true);
            DirectorySync.Flush(directory);
            Remove(Ours(nameStart + "*" + CourierDesk.Extension).Where(old => old != path && MayGo(old, mayGo)));
            return StickTrouble.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryRemove(Path.Combine(directory, name) + Unfinished);
            return TroubleOf(e);
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <summary>Reads every file of Noodlink that this station did not write itself.</summary>
    public (StickTrouble Trouble, IReadOnlyList<StickFile> Files) Read(string ownNameStart)
    {
        if (!_lock.TryEnter()) return (StickTrouble.Busy, []);
        try
        {
            if (!Directory.Exists(directory)) return (StickTrouble.Absent, []);
            var paths = Directory.EnumerateFiles(directory, "*" + CourierDesk.Extension).Order(StringComparer.Ordinal)
                .Where(path => !Path.GetFileName(path).StartsWith(ownNameStart, StringComparison.Ordinal)).Take(FilesMax);
            return (StickTrouble.None, [.. paths.Select(ReadFile)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (TroubleOf(e), []);
        }
        finally
        {
            _lock.Exit();
        }
    }

    private static StickFile ReadFile(string path)
    {
        var name = Path.GetFileName(path);
        using var read = new MemoryStream();
        try
        {
            using var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            if (from.Length > CourierFile.FileBytesMax) return new StickFile(name, [], StickTrouble.None, TooLong: true);
            var buffer = new byte[64 * 1024];
            while (from.Read(buffer) is var count and > 0 && read.Length <= CourierFile.FileBytesMax)
                read.Write(buffer, 0, count);
            return new StickFile(name, read.ToArray(), StickTrouble.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was read before the stick was gone still counts.
            return new StickFile(name, read.ToArray(), TroubleOf(e));
        }
    }

    private string[] Ours(string pattern) => Directory.GetFiles(directory, pattern);

    private static bool MayGo(string path, Func<byte[], bool> mayGo) =>
        ReadFile(path) is { Trouble: StickTrouble.None, TooLong: false, Bytes: var bytes } && mayGo(bytes);

    private static void Remove(IEnumerable<string> paths)
    {
        foreach (var path in paths) TryRemove(path);
    }

    private static void TryRemove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An old file that stays is only in the way; the next writing tries again.
        }
    }

    private static StickTrouble TroubleOf(Exception fault) => fault switch
    {
        DirectoryNotFoundException => StickTrouble.Absent,
        UnauthorizedAccessException => StickTrouble.Forbidden,
        { HResult: NoSpace or OverQuota } => StickTrouble.Full,
        { HResult: ReadOnly } => StickTrouble.Forbidden,
        _ => StickTrouble.Broken,
    };
}
