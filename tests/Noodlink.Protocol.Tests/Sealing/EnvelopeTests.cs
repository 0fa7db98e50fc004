using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Sealing;

public sealed class EnvelopeTests
{
    private const ushort Station = 17;
    private const ushort Hub = 900;

    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private static readonly FrameHeader Up = new(
        1, MessageStatus.Actual, Direction.Up, Series.Numbered, Kind.Alarm, Precedence.Flash, Station, 0x3F9A, 42,
        1_767_225_600);

    private static readonly FrameHeader Down = new(
        1, MessageStatus.Actual, Direction.Down, Series.Signal, Kind.Receipt, Precedence.Flash, Station, 7, 9);

    [Fact]
    public void What_was_sealed_opens_at_the_other_side()
    {
        using var station = Envelope();
        using var hub = Envelope();

        var frame = station.Seal(Up, Station, "hallo"u8);

        Assert.True(hub.TryOpen(frame, Station, out var header, out var plaintext));
        Assert.Equal(Up, header);
        Assert.Equal("hallo"u8.ToArray(), plaintext);
    }

    [Fact]
    public void A_receipt_opens_only_with_the_number_of_the_hub_that_sent_it()
    {
        using var envelope = Envelope();

        var frame = envelope.Seal(Down, Hub, "ja"u8);

        Assert.True(envelope.TryOpen(frame, Hub, out _, out _));
        Assert.False(envelope.TryOpen(frame, Hub + 1, out _, out _));
        Assert.Equal(9 + 2 + 8, frame.Length);
    }

    [Fact]
    public void One_changed_bit_anywhere_and_it_does_not_open()
    {
        using var envelope = Envelope();
        var frame = envelope.Seal(Up, Station, "hallo"u8);

        for (var bit = 0; bit < frame.Length * 8; bit++)
        {
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(envelope.TryOpen(frame, Station, out _, out var plaintext), $"bit {bit}");
            Assert.Empty(plaintext);
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(envelope.TryOpen(frame, Station, out _, out _));
    }

    [Fact]
    public void A_shorter_or_longer_frame_does_not_open()
    {
        using var envelope = Envelope();
        var frame = envelope.Seal(Up, Station, "hallo"u8);

        for (var length = 0; length < frame.Length; length++)
            Assert.False(envelope.TryOpen(frame.AsSpan(0, length), Station, out _, out _));
        Assert.False(envelope.TryOpen([.. frame, 0], Station, out _, out _));
    }

    [Fact]
    public void Every_station_and_every_key_is_another()
    {
        using var envelope = Envelope();
        using var other = new Envelope(StationKey.Create(), Station);
        using var neighbour = new Envelope(Key(), Station + 1);
        var frame = envelope.Seal(Up, Station, "hallo"u8);

        Assert.False(other.TryOpen(frame, Station, out _, out _));
        Assert.False(neighbour.TryOpen(frame, Station, out _, out _));
    }

    [Fact]
    public void A_header_for_another_station_is_not_sealed()
    {
        using var envelope = Envelope();

        Assert.Throws<ArgumentException>(() => envelope.Seal(Up with { Station = 18 }, 18, []));
        Assert.Throws<ArgumentException>(() => envelope.Seal(Up, Hub, []));
    }

    private static Envelope Envelope() => new(Key(), Station);

    private static StationKey Key()
    {
        Assert.True(StationKey.TryCreate(Secret, out var key));
        return key;
    }
}
