using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

public sealed class PartsTests
{
    [Fact]
    public void A_core_that_says_everything_goes_whole() =>
        Assert.Equal([0], Numbers(Parts.Split(new byte[26], 26, 198)));

    [Fact]
    public void A_core_goes_alone_even_when_everything_would_fit()
    {
        var parts = Parts.Split([.. Enumerable.Range(0, 27).Select(i => (byte)i)], 26, 198);

        Assert.Equal([1, 2], Numbers(parts));
        Assert.Equal([1, .. Enumerable.Range(0, 26).Select(i => (byte)i)], parts[0].Plaintext);
        Assert.Equal([26], parts[1].Plaintext);
    }

    // 198 - 14 - 8 = 176 bytes fit in a frame; a first chunk has its count in front.
    [Theory]
    [InlineData(175, new byte[] { 0 })]
    [InlineData(176, new byte[] { 0 })]
    [InlineData(177, new byte[] { 1, 2 })]
    [InlineData(175 + 176, new byte[] { 1, 2 })]
    [InlineData(175 + 177, new byte[] { 1, 2, 3 })]
    [InlineData(175 + (14 * 176), new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 })]
    public void A_body_without_a_core_is_cut_where_it_does_not_fit(int length, byte[] expected) =>
        Assert.Equal(expected, Numbers(Parts.Split(new byte[length], 0, 198)));

    [Fact]
    public void A_body_that_does_not_fit_in_fifteen_parts_is_a_fault_in_the_program()
    {
        Assert.Throws<ArgumentException>(() => Parts.Split(new byte[175 + (14 * 176) + 1], 0, 198));
        Assert.Throws<ArgumentOutOfRangeException>(() => Parts.Split(new byte[100], 26, 48));
        Assert.Throws<ArgumentOutOfRangeException>(() => Parts.Split(new byte[10], 11, 198));
    }

    [Fact]
    public void The_parts_may_come_in_any_order_and_the_core_counts_at_once()
    {
        byte[] body = [.. Enumerable.Range(0, 250).Select(i => (byte)i)];
        var sent = Parts.Split(body, 26, 150);
        var had = new Dictionary<byte, byte[]>();

        had[sent[2].Part] = sent[2].Plaintext;
        Assert.False(Parts.TryJoin(Kind.Alarm, had, out _, out _));
        Assert.Empty(Parts.Missing(had));

        had[sent[0].Part] = sent[0].Plaintext;
        Assert.True(Parts.TryJoin(Kind.Alarm, had, out var core, out var complete));
        Assert.False(complete);
        Assert.Equal(body[..26], core);
        Assert.Equal([2], Parts.Missing(had));
        Assert.False(Parts.TryJoin(Kind.AlarmUpdate, had, out _, out _));

        had[sent[1].Part] = sent[1].Plaintext;
        Assert.True(Parts.TryJoin(Kind.Alarm, had, out var whole, out complete));
        Assert.True(complete);
        Assert.Equal(body, whole);
        Assert.Empty(Parts.Missing(had));
    }

    [Fact]
    public void A_whole_counts_whatever_else_is_there()
    {
        var had = new Dictionary<byte, byte[]> { [0] = [7], [1] = [14, 1], [200] = [9] };

        Assert.True(Parts.TryJoin(Kind.Alarm, had, out var body, out var complete));
        Assert.True(complete);
        Assert.Equal([7], body);
        Assert.Empty(Parts.Missing(had));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0F01")]
    [InlineData("FF01")]
    public void A_first_part_that_cannot_be_is_not_joined(string hex) =>
        Assert.False(Parts.TryJoin(
            Kind.Alarm, new Dictionary<byte, byte[]> { [1] = Hex.Bytes(hex) }, out _, out _));

    private static byte[] Numbers(IReadOnlyList<(byte Part, byte[] Plaintext)> parts) =>
        [.. parts.Select(part => part.Part)];
}
