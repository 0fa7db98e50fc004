using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests.Messages;

public sealed class MessageNumberTests
{
    [Theory]
    [InlineData("GR-WK1-0001")]
    [InlineData("GR-WK1-9999")]
    [InlineData("GR-WK1-10000")]
    [InlineData("GR-WK1-16777215")]
    [InlineData("GR-ED1AB-0042-3F9A")]
    [InlineData("ZZ-99-0042-0001")]
    public void A_number_is_read_as_it_is_shown(string text)
    {
        Assert.True(MessageNumber.TryParse(text, out var number));
        Assert.Equal(text, number.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("GR-WK1")]
    [InlineData("GR-WK1-42")]
    [InlineData("GR-WK1-0000")]
    [InlineData("GR-WK1-16777216")]
    [InlineData("GR-WK1-004A")]
    [InlineData("GR-WK1-0042-3f9a")]
    [InlineData("GR-WK1-0042-3F9")]
    [InlineData("GR-WK1-0042-0000")]
    [InlineData("GR-WK1-0042-3F9A-1")]
    [InlineData("gr-WK1-0042")]
    [InlineData("GR-W-0042")]
    [InlineData("GR-WK1234-0042")]
    [InlineData("GR-WK1-００42")]
    [InlineData("GR-WK1-+042")]
    [InlineData(" GR-WK1-0042")]
    public void What_is_no_number_is_not_read(string? text) => Assert.False(MessageNumber.TryParse(text, out _));

    [Fact]
    public void A_very_long_text_costs_nothing()
    {
        var text = new string('-', 1_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.False(MessageNumber.TryParse(text, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256);
    }
}
