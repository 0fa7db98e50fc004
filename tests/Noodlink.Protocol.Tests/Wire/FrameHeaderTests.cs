using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

public sealed class FrameHeaderTests
{
    private static readonly FrameHeader Numbered = new(
        1, MessageStatus.Actual, Direction.Up, Series.Numbered, Kind.Alarm, Precedence.Flash, 17, 0x3F9A, 42, 1, 1);

    private static readonly FrameHeader Signal = Numbered with { Series = Series.Signal, CreatedSeconds = 0, Part = 0 };

    public static TheoryData<FrameHeader> Edges =>
    [
        Numbered with { Version = 7 },
        Numbered with { Status = MessageStatus.Exercise },
        Numbered with { Status = MessageStatus.Test },
        Numbered with { Direction = Direction.Down },
        Numbered with { Kind = (Kind)31, Precedence = (Precedence)7 },
        Numbered with { Station = 1, Epoch = 1, Serial = 1, CreatedSeconds = 0, Part = 0 },
        Numbered with
        {
            Station = 0xFFFF, Epoch = 0xFFFF, Serial = 0xFF_FFFF, CreatedSeconds = 0xFFFF_FFFF, Part = 0xFF,
        },
        Signal,
        Signal with { Station = 0xFFFF, Epoch = 0xFFFF, Serial = 0xFF_FFFF, Direction = Direction.Down },
    ];

    public static TheoryData<FrameHeader> BeyondTheEdge =>
    [
        Numbered with { Version = 0 },
        Numbered with { Version = 8 },
        Numbered with { Status = default },
        Numbered with { Status = (MessageStatus)4 },
        Numbered with { Direction = (Direction)2 },
        Numbered with { Series = (Series)2 },
        Numbered with { Kind = default },
        Numbered with { Kind = (Kind)32 },
        Numbered with { Precedence = (Precedence)8 },
        Numbered with { Station = 0 },
        Numbered with { Epoch = 0 },
        Numbered with { Serial = 0 },
        Numbered with { Serial = 0x100_0000 },
        Signal with { CreatedSeconds = 1 },
        Signal with { Part = 1 },
    ];

    [Theory]
    [MemberData(nameof(Edges))]
    public void A_header_is_read_as_it_was_written(FrameHeader header)
    {
        var bytes = new byte[header.Length];
        header.Write(bytes);

        Assert.True(FrameHeader.TryRead(bytes, out var read));
        Assert.Equal(header, read);
        Assert.Equal(header.Series == Series.Signal ? 9 : 14, bytes.Length);
    }

    [Theory]
    [MemberData(nameof(BeyondTheEdge))]
    public void A_header_that_cannot_be_is_not_written(FrameHeader header) =>
        Assert.Throws<ArgumentException>(() => header.Write(new byte[14]));

    [Theory]
    [InlineData("08080011 3F9A 00002A 00000001 01", "version 0")]
    [InlineData("20080011 3F9A 00002A 00000001 01", "status 0")]
    [InlineData("29080011 3F9A 00002A 00000001 01", "spare bit")]
    [InlineData("28000011 3F9A 00002A 00000001 01", "kind 0")]
    [InlineData("28080000 3F9A 00002A 00000001 01", "station 0")]
    [InlineData("28080011 0000 00002A 00000001 01", "epoch 0")]
    [InlineData("28080011 3F9A 000000 00000001 01", "serial 0")]
    [InlineData("28080011 3F9A 00002A 00000001", "too short for a numbered message")]
    [InlineData("2A080011 3F9A 0000", "too short for a signal")]
    [InlineData("", "empty")]
    public void What_is_no_header_is_not_read(string hex, string why) =>
        Assert.False(FrameHeader.TryRead(Hex.Bytes(hex), out _), why);
}
