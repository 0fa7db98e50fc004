using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

public sealed class LinkHeaderTests
{
    [Theory]
    [InlineData(0, 1, 0b00_0_00001)]
    [InlineData(1, 12, 0b01_0_01100)]
    [InlineData(3, 31, 0b11_0_11111)]
    [InlineData(9, -1, 0b11_0_00000)]
    [InlineData(0, 32, 0b00_0_11111)]
    public void A_lone_frame_has_one_byte_of_hop_and_attempt(int hop, int attempt, byte expected)
    {
        var header = new LinkHeader(hop, attempt);

        Assert.Equal([expected, 0xAA, 0xBB], header.InFrontOf([0xAA, 0xBB]));
        Assert.Equal(1, header.Length);
    }

    [Theory]
    [InlineData(1, 1)] // rounded up: whoever waits too short sends into the next frame
    [InlineData(250, 1)]
    [InlineData(251, 2)]
    [InlineData(9_990, 40)]
    [InlineData(63_750, 255)]
    [InlineData(99_999, 255)]
    public void A_frame_that_others_follow_says_for_how_long_in_quarters_of_a_second(int milliseconds, byte expected)
    {
        var header = new LinkHeader(1, 2, TimeSpan.FromMilliseconds(milliseconds));
        var frame = header.InFrontOf([0xAA]);

        Assert.Equal([0b01_1_00010, expected, 0xAA], frame);
        Assert.Equal(2, header.Length);
        Assert.True(LinkHeader.TryRead(frame, out var read));
        Assert.Equal((1, 2, TimeSpan.FromMilliseconds(250) * expected), (read.Hop, read.Attempt, read.Following));
        Assert.True(read.More);
    }

    [Fact]
    public void The_attempt_goes_on_at_one_so_that_a_relay_can_tell_the_32nd_from_the_31st()
    {
        Assert.Equal(
            [0, 0, 1, 2, 31, 1, 31, 1], new[] { -1, 0, 1, 2, 31, 32, 62, 63 }.Select(LinkHeader.AttemptOf));
        for (var tries = 1; tries < 1000; tries++)
            Assert.NotEqual(LinkHeader.AttemptOf(tries), LinkHeader.AttemptOf(tries + 1));
    }

    [Fact]
    public void Every_header_comes_back_the_same()
    {
        for (var value = 0; value <= 0xFFFF; value++)
        {
            byte[] frame = [(byte)(value >> 8), (byte)(value & 0xFF), 1];
            if (LinkHeader.TryRead(frame, out var header))
                Assert.Equal(frame, header.InFrontOf(frame.AsSpan(header.Length)));
            else
                Assert.Equal(0x2000, value & 0x20FF); // more that lasts no time
        }
    }

    [Fact]
    public void A_frame_without_anything_behind_the_header_is_no_frame()
    {
        Assert.False(LinkHeader.TryRead([], out _));
        Assert.False(LinkHeader.TryRead([0x01], out _));
        Assert.False(LinkHeader.TryRead([0x21, 0x01], out _));
    }
}
