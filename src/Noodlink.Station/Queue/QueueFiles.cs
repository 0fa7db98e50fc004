using System.Buffers.Binary;
using System.Globalization;

namespace Noodlink.Station.Queue;

// Which files belong to a queue, and in which order they are changed, so that a power cut at any moment leaves either
// the old file or the new one:
//   noodlink.db(-wal, -shm)        the queue
//   noodlink.db.building           a fresh file that rows are salvaged into; worth nothing until it is done
//   noodlink.db.ready              the same, done and flushed
//   noodlink.db.kapot-<n>-<time>   a damaged queue, set aside with its -wal and -shm; nobody but people removes the
//                                  first and the last of them
//   noodlink.db.doubt              this queue met a disk fault and must not be trusted again, also after a restart
// The damaged file goes first and its log last: a database without its log would look whole and be older.

/// <summary>The files of a queue in its data directory, and what becomes of damaged ones.</summary>
internal sealed class QueueFiles(string directory, TimeProvider time)
{
    /// <summary>Damaged files that are kept: the first, for it has what no salvage could read, and the newest. Those
    /// between them were each salvaged into the next.</summary>
    public const int AsideMax = 6;

    private const int NoRoom = 28; // ENOSPC (errno.h), which .NET passes on as it is
    private const int NoQuota = 122; // EDQUOT

    private const string AsideMark = ".kapot-";

    private static readonly string[] Suffixes = ["", "-wal", "-shm"];

    /// <summary>Files of the data directory that must not be something else.</summary>
    private static readonly string[] Others =
        ["serial", "serial.new", CommitWitness.FileName, DirectoryClaim.FileName, "airtime.ledger", "airtime.ledger.new"];

    public string Directory { get; } = directory;

    public string Path { get; } = System.IO.Path.Combine(directory, MessageQueue.FileName);

    public string Building => Path + ".building";

    private string Ready => Path + ".ready";

    private string Doubted => Path + ".doubt";

    private string Probe => Path + ".probe";

    /// <summary>Names of damaged queues that were set aside, oldest first; also the notes of losses that left no
    /// file.</summary>
    public IReadOnlyList<string> Aside
    {
        get
        {
            try
            {
                var names = new DirectoryInfo(Directory).EnumerateFileSystemInfos($"{MessageQueue.FileName}{AsideMark}*")
                    .Select(file => file.Name);
                return [.. names.Where(name => !name.EndsWith("-wal", StringComparison.Ordinal) &&
                    !name.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }
    }

    /// <summary>Can a file be written and flushed here? A full disk is not meant.</summary>
    public bool CanWrite()
    {
        try
        {
            using (var file = new FileStream(Probe, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0))
            {
                file.Write(new byte[512]);
                file.Flush(flushToDisk: true);
            }

            File.Delete(Probe);
            return true;
        }
        catch (IOException e) when (e.HResult is NoRoom or NoQuota)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Before the queue is opened: ends what a crash interrupted, and moves away what is no file.</summary>
    /// <returns>True: the queue itself was hit.</returns>
    public bool ClearWay()
    {
        var mark = NewMark();
        foreach (var name in Others)
            if (System.IO.Directory.Exists(In(name))) System.IO.Directory.Move(In(name), In(name) + mark);
        // SQLite makes -shm anew at each start.
        if (System.IO.Directory.Exists(Path + "-shm")) System.IO.Directory.Move(Path + "-shm", Path + mark + "-shm");
        var hit = Suffixes.Any(suffix => System.IO.Directory.Exists(Path + suffix));
        File.Delete(Building);
        if (File.Exists(Ready))
        {
            // The old file still there: the swap had not begun, and is decided anew.
            if (File.Exists(Path)) File.Delete(Ready);
            else Swap(ready: true);
        }

        return hit || (!HasBytes(Path) && HasBytes(Path + "-wal"));
    }

    /// <summary>The fresh file is full and closed: it takes the place of the damaged one, which is set aside.</summary>
    public void Swap() => Swap(ready: false);

    /// <summary>How far the log of the open queue is known to be good.</summary>
    /// <remarks>SQLite tells it to its readers in the first bytes of <c>-shm</c> (sqlite.org/walformat.html §2.1), after the
    /// flush of each commit and not before.</remarks>
    public LogMark? Mark()
    {
        Span<byte> head = stackalloc byte[48];
        try
        {
            using var file = File.OpenHandle(Path + "-shm", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (!SalvagePages.TryFill(file, head, 0)) return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // In the machine's own order but for the salt, which is copied from the log.
        return new LogMark(
            BinaryPrimitives.ReadUInt32LittleEndian(head[16..]), BinaryPrimitives.ReadUInt32BigEndian(head[32..]),
            BinaryPrimitives.ReadUInt32BigEndian(head[36..]));
    }

    /// <summary>Whoever opens this queue next must not trust it.</summary>
    /// <returns>False: the disk does not even take that.</returns>
    public bool Distrust(LogMark? mark)
    {
        try
        {
            File.WriteAllText(Doubted, mark is { } m ? $"{m.Frames} {m.Salt1} {m.Salt2}" : "");
            Flush(Doubted);
            DirectorySync.Flush(Directory);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Did an earlier process lose its trust in this queue?</summary>
    public bool IsDistrusted(out LogMark? mark)
    {
        mark = null;
        try
        {
            if (!File.Exists(Doubted)) return System.IO.Directory.Exists(Doubted);
            if (File.ReadAllText(Doubted).Split(' ') is [var frames, var salt1, var salt2] &&
                uint.TryParse(frames, CultureInfo.InvariantCulture, out var count) &&
                uint.TryParse(salt1, CultureInfo.InvariantCulture, out var first) &&
                uint.TryParse(salt2, CultureInfo.InvariantCulture, out var second)) mark = new LogMark(count, first, second);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Leaves a note of a loss that left no damaged file, so that people hear of it until they remove it.</summary>
    public void Note(string text)
    {
        try
        {
            File.WriteAllText(Path + NewMark() + ".txt", text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is in the log and on the screen of this run.
        }
    }

    private static bool HasBytes(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    private static void Flush(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    private void Swap(bool ready)
    {
        if (!ready)
        {
            Flush(Building);
            File.Move(Building, Ready, overwrite: true);
            DirectorySync.Flush(Directory);
        }

        var mark = NewMark();
        foreach (var suffix in Suffixes)
        {
            var to = Path + mark + suffix;
            if (System.IO.Directory.Exists(Path + suffix)) System.IO.Directory.Move(Path + suffix, to);
            else if (File.Exists(Path + suffix)) File.Move(Path + suffix, to);
        }

        // A database whose log went, but not it: never.
        DirectorySync.Flush(Directory);
        File.Move(Ready, Path);
        if (System.IO.Directory.Exists(Doubted)) System.IO.Directory.Move(Doubted, Doubted + mark);
        File.Delete(Doubted);
        DirectorySync.Flush(Directory);
        Trim();
    }

    private void Trim()
    {
        foreach (var name in Aside.Skip(1).SkipLast(AsideMax - 1))
        foreach (var suffix in Suffixes)
        {
            var path = In(name) + suffix;
            if (System.IO.Directory.Exists(path)) System.IO.Directory.Delete(path, recursive: true);
            else File.Delete(path);
        }
    }

    /// <summary>A number before the time: a machine without a clock starts in 1970 each time, and what was set aside is
    /// never overwritten.</summary>
    private string NewMark()
    {
        var last = 0;
        foreach (var file in new DirectoryInfo(Directory).EnumerateFileSystemInfos("*.kapot-*"))
        {
            var at = file.Name.IndexOf(AsideMark, StringComparison.Ordinal) + AsideMark.Length;
            if (file.Name.Length > at + 4 && file.Name[at + 4] == '-' &&
                int.TryParse(file.Name.AsSpan(at, 4), CultureInfo.InvariantCulture, out var number)) last = Math.Max(last, number);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{AsideMark}{Math.Min(last + 1, 9999):D4}-{time.GetUtcNow():yyyyMMddHHmmss}");
    }

    private string In(string name) => System.IO.Path.Combine(Directory, name);
}
