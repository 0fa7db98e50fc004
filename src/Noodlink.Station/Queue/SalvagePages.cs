using Microsoft.Win32.SafeHandles;

namespace Noodlink.Station.Queue;

/// <summary>The pages of a damaged database with the commits of its log laid over them; what cannot be read is left
/// out.</summary>
internal sealed class SalvagePages : IDisposable
{
    /// <summary>SQLite's default, which our files have had from the first.</summary>
    public const int PageBytes = 4096;

    private readonly SafeFileHandle? _file;
    private readonly SafeFileHandle? _log;
    private readonly Dictionary<uint, List<SalvageFrame>> _newer = [];

    private SalvagePages(SafeFileHandle? file, SafeFileHandle? log, LogMark? mark)
    {
        _file = file;
        _log = log;
        var read = SalvageLog.Read(log, mark);
        var inFile = file is null ? 0 : (uint)Math.Min(Length(file) / PageBytes, uint.MaxValue);
        Count = read.DatabasePages is > 0 and var pages ? Math.Max(pages, 1) : inFile;
        foreach (var frame in read.Frames)
        {
            if (frame.Page == 0 || frame.Page > Count) continue;
            if (!_newer.TryGetValue(frame.Page, out var versions)) _newer.Add(frame.Page, versions = []);
            versions.Add(frame);
        }
    }

    /// <summary>Of the database as its last commit left it.</summary>
    public uint Count { get; }

    /// <summary>Opens what can be opened.</summary>
    /// <param name="mark">What the log held when it was last known to be good.</param>
    public static SalvagePages Open(string path, LogMark? mark = null) =>
        new(TryOpen(path), TryOpen(path + "-wal"), mark);

    /// <summary>Did the log lose commits that had been flushed? SQLite itself does not notice.</summary>
    public static bool HasDamagedLog(string path)
    {
        using var log = TryOpen(path + "-wal");
        return SalvageLog.Read(log, null).IsDamaged;
    }

    public static long Length(SafeFileHandle file)
    {
        try
        {
            return RandomAccess.GetLength(file);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <returns>False: not all of it is there, or the disk cannot read it.</returns>
    public static bool TryFill(SafeFileHandle file, Span<byte> into, long offset)
    {
        try
        {
            while (into.Length > 0)
            {
                var read = RandomAccess.Read(file, into, offset);
                if (read == 0) return false;
                into = into[read..];
                offset += read;
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Every version of a page, best first: the newest that is whole, older ones, then newer ones that are
    /// damaged. A row from an older page says less than the newest would have, never more.</summary>
    public IEnumerable<byte[]> Versions(uint page)
    {
        var frames = _newer.GetValueOrDefault(page, []);
        foreach (var frame in Enumerable.Reverse(frames))
            if (frame.IsWhole && InLog(frame) is { } whole) yield return whole;
        if (InFile(page) is { } old) yield return old;
        foreach (var frame in Enumerable.Reverse(frames))
            if (!frame.IsWhole && InLog(frame) is { } damaged) yield return damaged;
    }

    /// <summary>The page as it should be, for the rest of a long row.</summary>
    public byte[]? Newest(uint page) => page == 0 || page > Count ? null : Versions(page).FirstOrDefault();

    /// <summary>Is there a damaged version that is newer than the newest whole one?</summary>
    public bool IsDoubted(uint page) =>
        _newer.TryGetValue(page, out var frames) && frames.Exists(frame => !frame.IsWhole);

    public void Dispose()
    {
        _file?.Dispose();
        _log?.Dispose();
    }

    private static SafeFileHandle? TryOpen(string path)
    {
        try
        {
            // Not File.Exists alone: a directory in its place, or a disk that says no, is the same as nothing.
            return File.Exists(path) ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private byte[]? InLog(SalvageFrame frame)
    {
        var page = new byte[PageBytes];
        return TryFill(_log!, page, frame.Offset) ? page : null;
    }

    private byte[]? InFile(uint page)
    {
        if (_file is null) return null;
        var content = new byte[PageBytes];
        return TryFill(_file, content, (page - 1L) * PageBytes) ? content : null;
    }
}
