using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Noodlink.Station.Queue;

// The write-ahead log (sqlite.org/fileformat2.html §4): a header of 32 bytes, then frames of 24 bytes and a page. The
// checksum of a frame goes on from the one before it, so SQLite stops at the first that does not fit, and takes all
// behind it for the torn end of a crash: one flipped bit in the log silently takes back every commit after it. But each
// frame also carries the sum so far. With the sum that its neighbour carries every frame can be judged by itself, and
// only the bad one is lost.

/// <summary>One page in the log.</summary>
/// <param name="IsWhole">Its checksum fits.</param>
/// <param name="CommitPages">Size of the database after this commit, in pages; 0 when it ends none.</param>
internal readonly record struct SalvageFrame(uint Page, long Offset, bool IsWhole, uint CommitPages);

/// <summary>Up to where a log was good, as the program that wrote it knew.</summary>
internal readonly record struct LogMark(uint Frames, uint Salt1, uint Salt2);

/// <summary>The frames of a log that belong to its present life, read without SQLite.</summary>
internal sealed class SalvageLog
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;

    private readonly bool _isHeaderWhole;

    private SalvageLog(IReadOnlyList<SalvageFrame> frames, bool isHeaderWhole)
    {
        Frames = frames;
        _isHeaderWhole = isHeaderWhole;
    }

    /// <summary>Up to the last commit, in order of writing.</summary>
    public IReadOnlyList<SalvageFrame> Frames { get; }

    /// <summary>Pages of the database as the last commit left it; 0: the log tells nothing.</summary>
    public uint DatabasePages => Frames.Count == 0 ? 0 : Frames[^1].CommitPages;

    /// <summary>Did the log lose something that had been flushed? The torn end of a crash is at most one commit.</summary>
    public bool IsDamaged
    {
        get
        {
            // The header is flushed before the first frame.
            if (!_isHeaderWhole) return Frames.Count > 0;
            var bad = Frames.TakeWhile(frame => frame.IsWhole).Count();
            return bad < Frames.Count && Frames.Skip(bad).Count(frame => frame is { IsWhole: true, CommitPages: > 0 }) > 1;
        }
    }

    /// <param name="log">Null: there is none.</param>
    /// <param name="mark">Nothing behind it counts; null: everything up to the last commit.</param>
    public static SalvageLog Read(SafeFileHandle? log, LogMark? mark)
    {
        var frames = new List<SalvageFrame>();
        if (log is null) return new SalvageLog(frames, isHeaderWhole: true);
        var header = new byte[HeaderBytes];
        var bytes = SalvagePages.Length(log);
        if (!SalvagePages.TryFill(log, header, 0)) return new SalvageLog(frames, isHeaderWhole: true);
        var sum = (Read(header, 24), Read(header, 28));
        var isHeaderWhole = Sum((0, 0), header.AsSpan(0, 24)) == sum && Read(header, 8) == SalvagePages.PageBytes;
        var salt = mark is { } known ? (known.Salt1, known.Salt2)
            : isHeaderWhole ? (Read(header, 16), Read(header, 20)) : SaltIn(log, bytes);
        var frame = new byte[FrameHeaderBytes + SalvagePages.PageBytes];
        for (long at = HeaderBytes; at + frame.Length <= bytes; at += frame.Length)
        {
            if (mark is { } end && frames.Count >= end.Frames) break;
            if (!SalvagePages.TryFill(log, frame, at)) Array.Clear(frame);
            var stored = (Read(frame, 16), Read(frame, 20));
            var isOurs = (Read(frame, 8), Read(frame, 12)) == salt;
            var isWhole = isOurs && Sum(Sum(sum, frame.AsSpan(0, 8)), frame.AsSpan(FrameHeaderBytes)) == stored;
            frames.Add(
                new SalvageFrame(
                    isOurs ? Read(frame, 0) : 0, at + FrameHeaderBytes, isWhole, isOurs ? Read(frame, 4) : 0));
            sum = stored;
        }

        var commits = frames.FindLastIndex(each => each is { IsWhole: true, CommitPages: > 0 }) + 1;
        return new SalvageLog(frames[..commits], isHeaderWhole);
    }

    /// <summary>The life of a log whose header is damaged: what the first frame that fits its neighbour says.</summary>
    private static (uint, uint) SaltIn(SafeFileHandle log, long bytes)
    {
        var frame = new byte[FrameHeaderBytes + SalvagePages.PageBytes];
        (uint, uint)? sum = null;
        for (long at = HeaderBytes; at + frame.Length <= bytes; at += frame.Length)
        {
            if (!SalvagePages.TryFill(log, frame, at)) Array.Clear(frame);
            var stored = (Read(frame, 16), Read(frame, 20));
            if (sum is { } before && Sum(Sum(before, frame.AsSpan(0, 8)), frame.AsSpan(FrameHeaderBytes)) == stored)
                return (Read(frame, 8), Read(frame, 12));
            sum = stored;
        }

        // A log of one frame: its own word is all there is.
        return SalvagePages.TryFill(log, frame, HeaderBytes) ? (Read(frame, 8), Read(frame, 12)) : default;
    }

    /// <summary>As the machines that we run on write it: words in little-endian order.</summary>
    private static (uint, uint) Sum((uint, uint) sum, ReadOnlySpan<byte> bytes)
    {
        var (s0, s1) = sum;
        unchecked
        {
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                s0 += BinaryPrimitives.ReadUInt32LittleEndian(bytes) + s1;
                s1 += BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + s0;
            }
        }

        return (s0, s1);
    }

    private static uint Read(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
