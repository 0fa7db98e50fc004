using System.Buffers.Binary;
using System.Numerics;

namespace Noodlink.Protocol.Wire;

// When nothing works, a person carries the sealed parts on a USB stick. The stick is no more trusted than a broker: the
// file holds the very frames that would have gone over the LAN, and says nothing else that anyone relies on.
//
// A stick is pulled out too early, falls in the snow, or is an old one. So each frame stands in a record of its own with
// a mark and a checksum: a reader takes every record that is whole, wherever it starts, and a damaged one costs itself
// and nothing else. The length in a damaged record is never believed. The front tells how many records there were, so
// that a person hears that the end is missing; when the front itself is damaged, the records still count.
//
//   front   0  magic 8B 4E 4C 53 54 4B 0D 0A   not a text, and changed by anything that treats it as one
//           8  version, 1
//           9  direction: 0 from a noodsteunpunt, 1 from a coordination point
//          10  number of the station that wrote it (2)
//          12  when, unix seconds by its clock (4)
//          16  how many records follow (4)
//          20  CRC-32C of bytes 0..19 (4)
//   record  0  mark 8B 4E 4C 52
//           4  bytes of the frame (2), 1..4096
//           6  CRC-32C of the two bytes of the length and the frame (4)
//          10  the frame
//
// All big-endian. Protocol/README.md §12.

/// <summary>The file that a person carries between stations: sealed frames, each in a record of its own.</summary>
/// <remarks>Stateless; safe on any thread. The seals are not looked at here.</remarks>
public static class CourierFile
{
    /// <summary>The version that this software writes and reads.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>The longest file that is written or read: 16 MiB, some 60,000 noodmeldingen with a long text.</summary>
    public const int FileBytesMax = 16 * 1024 * 1024;

    /// <summary>The longest frame in a record; the longest message of today has a quarter of it.</summary>
    public const int FrameBytesMax = 4096;

    /// <summary>Bytes of the front.</summary>
    public const int FrontBytes = 24;

    /// <summary>Bytes of a record in front of its frame.</summary>
    public const int RecordBytes = 10;

    internal static ReadOnlySpan<byte> Magic => [0x8B, (byte)'N', (byte)'L', (byte)'S', (byte)'T', (byte)'K', 0x0D, 0x0A];

    internal static ReadOnlySpan<byte> Mark => [0x8B, (byte)'N', (byte)'L', (byte)'R'];

    /// <summary>Bytes that a frame takes in the file.</summary>
    public static int SizeOf(ReadOnlyMemory<byte> frame) => RecordBytes + frame.Length;

    /// <summary>Writes a file.</summary>
    /// <param name="direction">Up: a noodsteunpunt writes it.</param>
    /// <param name="station">Number of the station that writes it.</param>
    /// <param name="createdSeconds">Unix seconds by its clock; for people.</param>
    /// <param name="frames">Each 1..4096 bytes.</param>
    /// <exception cref="ArgumentException">A frame is too long or empty, or the whole is over
    /// <see cref="FileBytesMax"/>: a fault in the program.</exception>
    public static byte[] Write(
        Direction direction, ushort station, uint createdSeconds, IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var size = frames.Aggregate((long)FrontBytes, (sum, frame) => sum + SizeOf(frame));
        if (size > FileBytesMax) throw new ArgumentException($"{size} bytes, at most {FileBytesMax}.", nameof(frames));
        var file = new byte[size];
        var front = file.AsSpan(0, FrontBytes);
        Magic.CopyTo(front);
        front[8] = CurrentVersion;
        front[9] = (byte)direction;
        BinaryPrimitives.WriteUInt16BigEndian(front[10..], station);
        BinaryPrimitives.WriteUInt32BigEndian(front[12..], createdSeconds);
        BinaryPrimitives.WriteUInt32BigEndian(front[16..], (uint)frames.Count);
        BinaryPrimitives.WriteUInt32BigEndian(front[20..], Sum(front[..20]));
        var at = FrontBytes;
        foreach (var frame in frames) at += WriteRecord(file.AsSpan(at), frame.Span);
        return file;
    }

    /// <summary>Reads what the front says.</summary>
    /// <returns>False when it is damaged or not one of ours; never throws.</returns>
    public static bool TryReadFront(ReadOnlySpan<byte> file, out CourierFront front)
    {
        front = default;
        if (file.Length < FrontBytes || !file.StartsWith(Magic)) return false;
        if (Sum(file[..20]) != BinaryPrimitives.ReadUInt32BigEndian(file[20..])) return false;
        front = new CourierFront(
            file[8], (Direction)(file[9] & 1), BinaryPrimitives.ReadUInt16BigEndian(file[10..]),
            BinaryPrimitives.ReadUInt32BigEndian(file[12..]), BinaryPrimitives.ReadUInt32BigEndian(file[16..]));
        return true;
    }

    /// <summary>CRC-32C (Castagnoli, reflected, as in RFC 3720 §12.1): "123456789" gives E3069283.</summary>
    public static uint Sum(ReadOnlySpan<byte> bytes) => ~Append(uint.MaxValue, bytes);

    /// <summary>The checksum of a record, whose bytes begin at the length.</summary>
    internal static uint SumOfRecord(ReadOnlySpan<byte> record) =>
        ~Append(Append(uint.MaxValue, record[4..6]), record[RecordBytes..]);

    private static int WriteRecord(Span<byte> to, ReadOnlySpan<byte> frame)
    {
        if (frame.Length is 0 or > FrameBytesMax)
            throw new ArgumentException($"A frame of {frame.Length} bytes, must be 1..{FrameBytesMax}.", nameof(frame));
        var record = to[..(RecordBytes + frame.Length)];
        Mark.CopyTo(record);
        BinaryPrimitives.WriteUInt16BigEndian(record[4..], (ushort)frame.Length);
        frame.CopyTo(record[RecordBytes..]);
        BinaryPrimitives.WriteUInt32BigEndian(record[6..], SumOfRecord(record));
        return record.Length;
    }

    private static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes) sum = BitOperations.Crc32C(sum, b);
        return sum;
    }
}

/// <summary>What stands in front of a file; for people, nothing is decided by it that a seal should decide.</summary>
/// <param name="Version">How the file is written.</param>
/// <param name="Direction">Up: a noodsteunpunt wrote it.</param>
/// <param name="Station">Number of the station that wrote it.</param>
/// <param name="CreatedSeconds">Unix seconds by its clock.</param>
/// <param name="Records">How many records it held when it was written.</param>
public readonly record struct CourierFront(
    byte Version, Direction Direction, ushort Station, uint CreatedSeconds, uint Records);
