using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

public sealed class LinkHeaderTests
{
    [Theory]
    [InlineData(0, false, 1, 0b00_0_00001)]
    [InlineData(0, true, 1, 0b00_1_00001)]
    [InlineData(1, false, 12, 0b01_0_01100)]
    [InlineData(3, true, 31, 0b11_1_11111)]
    [InlineData(0, false, 32, 0b00_0_11111)] // saturates, does not wrap
    [InlineData(0, false, int.MaxValue, 0b00_0_11111)]
    [InlineData(9, false, -1, 0b11_0_00000)]
    public void The_byte_is_hop_more_attempt_from_the_top(int hop, bool more, int attempt, byte expected)
    {
        var frame = new LinkHeader(hop, more, attempt).InFrontOf([0xAA, 0xBB]);

        Assert.Equal([expected, 0xAA, 0xBB], frame);
    }

    [Fact]
    public void Every_byte_is_a_header_and_comes_back_the_same()
    {
        for (var value = 0; value <= 255; value++)
        {
            Assert.True(LinkHeader.TryRead([(byte)value, 1], out var header));
            Assert.Equal((byte)value, header.InFrontOf([1])[0]);
        }
    }

    [Fact]
    public void A_frame_without_anything_behind_the_header_is_no_frame()
    {
        Assert.False(LinkHeader.TryRead([], out _));
        Assert.False(LinkHeader.TryRead([0x21], out _));
    }
}
