using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

/// <summary>The sealed message as text in a QR code.</summary>
public sealed class SheetCodeTests
{
    [Fact]
    public void Every_length_comes_back_as_it_was()
    {
        var random = new Random(11);
        for (var length = 1; length <= SheetCode.FrameBytesMax; length++)
        {
            var frame = new byte[length];
            random.NextBytes(frame);
            var read = SheetCode.ReadAll(SheetCode.Of(frame), out var fault);
            Assert.Equal(SheetFault.None, fault);
            Assert.Equal(frame, Assert.Single(read));
        }
    }

    [Fact]
    public void The_text_is_the_one_that_stands_on_paper()
    {
        // Made with another program: 0003 | 01 02 FF | CRC-32C of those five bytes, in groups of five bits.
        Assert.Equal("NB1001G20QZ10MGXK8", SheetCode.Of([1, 2, 0xFF]));
        Assert.All(SheetCode.Of(new byte[220]), c => Assert.True(char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c)));
        // 220 bytes are 365 characters: version 11 at level M holds 366 (ISO/IEC 18004, table 7).
        Assert.InRange(SheetCode.Of(new byte[220]).Length, 1, 366);
    }

    [Fact]
    public void What_scanners_and_people_do_to_a_text_changes_nothing()
    {
        var frame = Enumerable.Range(0, 200).Select(i => (byte)i).ToArray();
        var code = SheetCode.Of(frame);
        var worn = string.Join("\r\n", code.ToLowerInvariant().Replace('0', 'o').Replace("1", "l", StringComparison.Ordinal).Chunk(40)
            .Select(line => " " + string.Join('-', line.Chunk(5).Select(group => new string(group)))));

        Assert.Equal(frame, Assert.Single(SheetCode.ReadAll(worn, out var fault)));
        Assert.Equal(SheetFault.None, fault);
        Assert.Equal(2, SheetCode.ReadAll(code + "\n" + code, out _).Count);
    }

    [Fact]
    public void Half_a_scan_is_told_from_a_wrong_one()
    {
        var code = SheetCode.Of(new byte[200]);
        for (var end = 1; end < code.Length; end++)
        {
            Assert.Empty(SheetCode.ReadAll(code[..end], out var cut));
            Assert.Equal(SheetFault.Cut, cut);
        }

        Assert.Empty(SheetCode.ReadAll("https://example.org/", out var other));
        Assert.Equal(SheetFault.NotACode, other);
        Assert.Empty(SheetCode.ReadAll(" \n", out var empty));
        Assert.Equal(SheetFault.Empty, empty);
        Assert.Single(SheetCode.ReadAll(code + code[..50], out var second));
        Assert.Equal(SheetFault.Cut, second);
    }

    [Fact]
    public void One_wrong_character_is_always_found()
    {
        var frame = Enumerable.Range(0, 60).Select(i => unchecked((byte)(i * 7))).ToArray();
        var code = SheetCode.Of(frame);
        foreach (var wrong in "03GZ*")
            for (var at = 0; at < code.Length; at++)
            {
                if (code[at] == wrong) continue;
                var read = SheetCode.ReadAll(code[..at] + wrong + code[(at + 1)..], out var fault);
                // The last character may carry padding bits, which mean nothing.
                if (fault == SheetFault.None) Assert.Equal(frame, Assert.Single(read));
                else Assert.Empty(read);
                Assert.True(at == code.Length - 1 || fault != SheetFault.None, $"at {at}: {wrong}");
            }
    }

    [Fact]
    public void Any_text_at_all_is_read_or_refused()
    {
        var random = new Random(4);
        for (var i = 0; i < 3000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(80)).Select(_ => (char)random.Next(0x20, 0x180))]);
            SheetCode.ReadAll(random.Next(2) == 0 ? text : SheetCode.Prefix + text, out _);
        }

        SheetCode.ReadAll(new string('Z', 100_000), out var fault);
        Assert.Equal(SheetFault.NotACode, fault);
        SheetCode.ReadAll(null, out fault);
        Assert.Equal(SheetFault.Empty, fault);
        Assert.Throws<ArgumentException>(() => SheetCode.Of([]));
        Assert.Throws<ArgumentException>(() => SheetCode.Of(new byte[SheetCode.FrameBytesMax + 1]));
    }
}
