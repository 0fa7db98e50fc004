using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

/// <summary>The courier's file, against a vector written by hand from Protocol/README.md §12; the checksums come from
/// another program (a table-driven CRC-32C in Python).</summary>
public sealed class CourierFileTests
{
    private const string Golden = """
        8B4E4C53544B0D0A | magic
        01               | version
        00               | up: from a noodsteunpunt
        0011             | station 17
        6955B900         | 2026-01-01T00:00:00Z
        00000002         | two records
        5AD731BA         | CRC-32C of the twenty bytes before it
        8B4E4C52         | mark
        0009             | nine bytes
        7FBEDC73         | CRC-32C of the length and the frame
        313233343536373839 | the frame
        8B4E4C52         | mark
        0001             | one byte
        68B9AB4E         | CRC-32C
        8B               | the frame
        """;

    private static readonly byte[][] Three = [[1, 2, 3], [.. Enumerable.Range(0, 200).Select(i => (byte)i)], [7]];

    [Fact]
    public void A_file_is_written_byte_for_byte()
    {
        var file = Write(Direction.Up, "123456789"u8.ToArray(), [0x8B]);

        Assert.Equal(Convert.ToHexString(Hex.Bytes(Golden)), Convert.ToHexString(file));
        Assert.Equal(0xE3069283, CourierFile.Sum("123456789"u8));
    }

    [Fact]
    public void What_was_written_is_read()
    {
        var reading = CourierReading.Of(Write(Direction.Down, Three));

        Assert.Equal(new CourierFront(1, Direction.Down, 17, 1_767_225_600, 3), reading.Front);
        Assert.Equal(Three, Frames(reading));
        Assert.Equal((CourierFault.None, 0, 0), (reading.Fault, reading.Damaged, reading.Missing));
    }

    [Fact]
    public void A_file_without_records_is_a_file()
    {
        var reading = CourierReading.Of(Write(Direction.Up));
        Assert.Equal((CourierFault.None, 0, 0), (reading.Fault, reading.Damaged, reading.Missing));
    }

    [Fact]
    public void A_file_that_was_cut_off_anywhere_is_read_as_far_as_it_is_whole()
    {
        var file = Write(Direction.Up, Three);
        int[] ends = [CourierFile.FrontBytes, CourierFile.FrontBytes + 13, CourierFile.FrontBytes + 13 + 210, file.Length];
        for (var length = CourierFile.FrontBytes; length <= file.Length; length++)
        {
            var reading = CourierReading.Of(file.AsMemory(0, length));
            var whole = ends.Count(end => end <= length) - 1;
            Assert.Equal(Three[..whole], Frames(reading));
            Assert.Equal(
                (length, CourierFault.None, 0, 3 - whole), (length, reading.Fault, reading.Damaged, reading.Missing));
        }
    }

    [Fact]
    public void A_flipped_bit_costs_one_record_at_most_and_no_other()
    {
        var file = Write(Direction.Up, Three);
        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            var damaged = file.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            var reading = CourierReading.Of(damaged);
            var inFront = bit / 8 < CourierFile.FrontBytes;
            Assert.Equal((bit, inFront ? 3 : 2), (bit, reading.Frames.Count));
            Assert.All(Frames(reading), frame => Assert.Contains(frame, Three));
            Assert.Equal((bit, 1), (bit, reading.Damaged + reading.Missing));
            Assert.Equal((bit, inFront), (bit, reading.Front is null));
            // Only a last record that says that it goes on behind the end is taken for one that was cut off.
            if (bit / 8 < CourierFile.FrontBytes + 13 + 210) Assert.Equal((bit, 1), (bit, reading.Damaged));
        }
    }

    [Fact]
    public void Two_damaged_neighbours_count_as_two()
    {
        var file = Write(Direction.Up, [.. Three, [8, 9]]);
        file[CourierFile.FrontBytes + CourierFile.RecordBytes] ^= 1;
        file[CourierFile.FrontBytes + 13 + 50] ^= 1;
        var reading = CourierReading.Of(file);
        Assert.Equal([[7], [8, 9]], Frames(reading));
        Assert.Equal((2, 0), (reading.Damaged, reading.Missing));
    }

    [Fact]
    public void The_length_of_a_damaged_record_is_never_believed()
    {
        // Its length leads exactly onto the mark of the last: whoever believes it loses the middle one.
        var file = Write(Direction.Up, Three);
        file[CourierFile.FrontBytes + 5] = (byte)(3 + CourierFile.RecordBytes + 200);
        Assert.Equal(Three[1..], Frames(CourierReading.Of(file)));
    }

    [Fact]
    public void What_stands_behind_the_last_record_is_no_record()
    {
        var reading = CourierReading.Of((byte[])[.. Write(Direction.Up, Three), .. new byte[512]]);
        Assert.Equal((3, 0, 0), (reading.Frames.Count, reading.Damaged, reading.Missing));
    }

    [Fact]
    public void What_cannot_be_read_at_all_says_why()
    {
        var newer = Write(Direction.Up, Three);
        newer[8] = 2;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(newer.AsSpan(20), CourierFile.Sum(newer.AsSpan(0, 20)));

        Assert.Equal(CourierFault.Empty, CourierReading.Of(default).Fault);
        Assert.Equal(CourierFault.NotOurs, CourierReading.Of("PK\u0003\u0004 een foto van de kat"u8.ToArray()).Fault);
        Assert.Equal(CourierFault.NotOurs, CourierReading.Of(new byte[100_000]).Fault);
        Assert.Equal(CourierFault.NewerVersion, CourierReading.Of(newer).Fault);
        Assert.Equal(CourierFault.Damaged, CourierReading.Of(Write(Direction.Up, Three).AsMemory(0, 20)).Fault);
    }

    [Fact]
    public void A_file_made_to_be_slow_is_given_up()
    {
        // Marks with the longest length, over and over: each one would ask for a checksum over 4 kB.
        var file = new byte[4 * 1024 * 1024];
        for (var at = CourierFile.FrontBytes; at + 6 <= file.Length; at += 6)
            Convert.FromHexString("8B4E4C521000").CopyTo(file, at);
        Write(Direction.Up).CopyTo(file, 0);
        Assert.Empty(CourierReading.Of(file).Frames);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(CourierFile.FrameBytesMax + 1)]
    public void A_frame_that_does_not_fit_is_a_fault_in_the_program(int bytes) =>
        Assert.Throws<ArgumentException>(() => Write(Direction.Up, new byte[bytes]));

    private static byte[] Write(Direction direction, params byte[][] frames) =>
        CourierFile.Write(direction, 17, 1_767_225_600, [.. frames.Select(frame => (ReadOnlyMemory<byte>)frame)]);

    private static IEnumerable<byte[]> Frames(CourierReading reading) => reading.Frames.Select(frame => frame.ToArray());
}
