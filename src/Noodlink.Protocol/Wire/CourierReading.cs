using System.Buffers.Binary;

namespace Noodlink.Protocol.Wire;

/// <summary>Why nothing could be read from a file.</summary>
public enum CourierFault : byte
{
    /// <summary>It could be read, as far as it is whole.</summary>
    None = 0,

    /// <summary>No bytes at all.</summary>
    Empty = 1,

    /// <summary>Not a file of Noodlink.</summary>
    NotOurs = 2,

    /// <summary>Written by newer software.</summary>
    NewerVersion = 3,

    /// <summary>It begins as one of ours, and nothing in it is whole.</summary>
    Damaged = 4,
}

/// <summary>A courier's file, read as far as it is whole.</summary>
/// <param name="Front">Null: damaged.</param>
/// <param name="Frames">The frames of the records that are whole, in order; slices of the file.</param>
/// <param name="Damaged">Records that were there and are not whole.</param>
/// <param name="Missing">Records that were there when it was written and are gone: the file was cut off.</param>
public sealed record CourierReading(
    CourierFault Fault, CourierFront? Front, IReadOnlyList<ReadOnlyMemory<byte>> Frames, int Damaged, int Missing)
{
    /// <summary>Reads a file. Never throws; the work is bounded by the length of the file, whatever stands in it.</summary>
    public static CourierReading Of(ReadOnlyMemory<byte> file)
    {
        if (file.Length == 0) return Nothing(CourierFault.Empty);
        CourierFront? front = CourierFile.TryReadFront(file.Span, out var read) ? read : null;
        if (front is { Version: not CourierFile.CurrentVersion })
            return Nothing(CourierFault.NewerVersion) with { Front = front };
        var scan = new Scan(file);
        scan.Run(front is null ? 0 : CourierFile.FrontBytes);
        if (front is null && scan.Frames.Count == 0)
            return Nothing(StartsAsOurs(file.Span) ? CourierFault.Damaged : CourierFault.NotOurs);
        return front is { Records: var records } ? Counted(front, scan, records)
            : new CourierReading(
                CourierFault.None, front, scan.Frames, Math.Max(1, scan.Damaged), scan.IsCut ? 1 : 0);
    }

    /// <summary>The front tells how many there were: what is behind them is no record, and what is neither whole nor
    /// damaged is gone.</summary>
    private static CourierReading Counted(CourierFront? front, Scan scan, uint records)
    {
        var lost = (int)Math.Clamp(records - (long)scan.Frames.Count, 0, int.MaxValue);
        var damaged = Math.Min(scan.Damaged, lost);
        return new CourierReading(CourierFault.None, front, scan.Frames, damaged, lost - damaged);
    }

    private static CourierReading Nothing(CourierFault fault) => new(fault, null, [], 0, 0);

    private static bool StartsAsOurs(ReadOnlySpan<byte> file) =>
        CourierFile.Magic.StartsWith(file) || file.StartsWith(CourierFile.Magic);

    /// <summary>Walks through the file from record to record, and from mark to mark where there is no whole one.</summary>
    private sealed class Scan(ReadOnlyMemory<byte> file)
    {
        /// <summary>Bytes of checksums in vain: a file made to be slow costs no more than four passes.</summary>
        private long _workLeft = 4L * file.Length;

        public List<ReadOnlyMemory<byte>> Frames { get; } = [];

        public int Damaged { get; private set; }

        public bool IsCut { get; private set; }

        public void Run(int at)
        {
            while (at < file.Length)
            {
                if (EndOfWhole(at) is { } end)
                {
                    Frames.Add(file[(at + CourierFile.RecordBytes)..end]);
                    at = end;
                }
                else if (Skip(at) is { } next) at = next;
                else return;
            }
        }

        /// <summary>Where the whole record at this place ends; null when there is none.</summary>
        private int? EndOfWhole(int at)
        {
            if (_workLeft < 0 || EndOf(at) is not { } end || end > file.Length) return null;
            var record = file.Span[at..end];
            if (CourierFile.SumOfRecord(record) == BinaryPrimitives.ReadUInt32BigEndian(record[6..])) return end;
            _workLeft -= record.Length;
            return null;
        }

        /// <summary>Where a record at this place would end, by its own word; null when none begins here.</summary>
        private int? EndOf(int at)
        {
            var rest = file.Span[at..];
            if (rest.Length < CourierFile.RecordBytes || !rest.StartsWith(CourierFile.Mark)) return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[4..]);
            return length is 0 or > CourierFile.FrameBytesMax ? null : at + CourierFile.RecordBytes + length;
        }

        /// <summary>Goes on to the next whole record, counting the marks on the way.</summary>
        /// <returns>Where it starts; null when there is none.</returns>
        private int? Skip(int from)
        {
            var marks = 0;
            int? last = null;
            for (var at = from; _workLeft >= 0 && FindMark(at) is { } mark; at = mark + 1)
            {
                if (mark > from && EndOfWhole(mark) is not null)
                {
                    Damaged += Math.Max(1, marks);
                    return mark;
                }

                marks++;
                last = mark;
            }

            // The end of the file. A record that would go on behind it was cut off; so were a few bytes of one.
            IsCut = last is { } cut
                ? file.Length - cut < CourierFile.RecordBytes || EndOf(cut) > file.Length
                : file.Length - from < CourierFile.RecordBytes;
            Damaged += IsCut ? Math.Max(0, marks - 1) : Math.Max(1, marks);
            return null;
        }

        private int? FindMark(int from)
        {
            if (from >= file.Length) return null;
            var at = file.Span[from..].IndexOf(CourierFile.Mark);
            return at < 0 ? null : from + at;
        }
    }
}
