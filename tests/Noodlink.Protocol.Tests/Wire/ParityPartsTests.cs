using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

public sealed class ParityPartsTests
{
    // README §3 by a program that knows neither logarithms nor Lagrange. A core of 26 bytes and 353 behind it, byte i being
    // 7 i + 3: three rest parts of 118, 118 and 117; shape 19 = rest (1) 3 - 1 (10) one short (01).
    [Fact]
    public void The_rest_of_a_noodmelding_has_this_parity()
    {
        var parts = Parts.Cut([.. new byte[26], .. Pattern(353, i => (7 * i) + 3)], 26);

        Assert.Equal([1, 2, 3, 4, 16, 17, 18, 19], parts.Select(part => part.Part));
        Assert.Equal([3, .. new byte[26]], parts[0].Plaintext);
        Assert.Equal([118, 118, 117], parts.Skip(1).Take(3).Select(part => part.Plaintext.Length));
        Assert.Equal(
            Hex.Bytes("""
                19CB65A42D1A8348B12EAD5591462F497D921B69C78AF3F8FC7E278C0F8BBF24CDDF4B30B98E1968910E6ADC85523BBA5DB2
                3B7DE91E676C5CE407ACC802AB30D92CF61099AE37FC059ACA46A5721B7D49A62F8E543E474C48CA933868988B10F9EB7F04
                8DBA8ADC25BADE6831E68FDD69860F49DD2A88
                """),
            parts[4].Plaintext);
        Assert.Equal(
            Hex.Bytes("""
                19815F6AF3D0798E77F4676BDF1C650F3BD84127F940293E3A84ED52C1B1F5628B95317EE7C423AE57D4A0224B88F17C1BF8
                613397543D2A1ADECD7206F861F61FE6CC5EC7E44DBA43C080786BA8D1BB8F6CF5406A741D0A0EB0D96626A241D63F2185CA
                5370B09A63E094167FBCC59BAF4CD58723E0F8
                """),
            parts[7].Plaintext);
    }

    // 177 bytes i * i without a core, and the count in front: two parts of 89, shape 04 = all (0) 2 - 1 (01) none short.
    [Fact]
    public void A_message_without_a_core_has_this_parity()
    {
        var parts = Parts.Cut(Pattern(177, i => i * i), 0);

        Assert.Equal([1, 2, 16, 17, 18, 19], parts.Select(part => part.Part));
        Assert.Equal([1, .. Pattern(88, i => i * i)], parts[0].Plaintext);
        Assert.Equal(
            Hex.Bytes("""
                0418E3AF6D6D5357ADF57E22D0C0A99D2A5F441297AA536AD755FE9F90E0A9FDF7FFC4C8CA8A74300A1259FF779D8EFA8D02
                59750AF7740D4AB2D9420DBD8E2050A2D91557D769ED974F4498EA7A932710E57EA8AD1069D0EDEF
                """),
            parts[2].Plaintext);
        Assert.Equal(
            Hex.Bytes("""
                04DBED5D8A4625ED02A6E040A77B728AE8A177408DBC45708566005D873B128A9561976770FC5FD7F81C9A5D5DE608B0123C
                AA7AD0213F4AD8DC7A40DAA668976FFC4A7A2D6182CAA5814767005CD5AD4F86D0672A9BE2572241
                """),
            parts[5].Plaintext);
    }

    // Each boundary -1, 0, +1: one part repeated, then 2, 3 and 4 with parity, then more without.
    [Theory]
    [InlineData(26, 1, 2)]
    [InlineData(26, 176, 2)]
    [InlineData(26, 177, 2 + 1 + 4)]
    [InlineData(26, 350, 2 + 1 + 4)]
    [InlineData(26, 351, 3 + 1 + 4)]
    [InlineData(26, 525, 3 + 1 + 4)]
    [InlineData(26, 526, 4 + 1 + 4)]
    [InlineData(26, 700, 4 + 1 + 4)]
    [InlineData(26, 701, 4 + 1)]
    [InlineData(26, 705, 5 + 1)]
    [InlineData(0, 176, 1)]
    [InlineData(0, 177, 2 + 4)]
    [InlineData(0, 349, 2 + 4)]
    [InlineData(0, 350, 3 + 4)]
    [InlineData(0, 640, 4 + 4)]
    [InlineData(0, 699, 4 + 4)]
    [InlineData(0, 700, 4)]
    [InlineData(0, 704, 5)]
    public void Parity_where_two_to_four_parts_must_come(int core, int behind, int count)
    {
        var body = Pattern(core + behind, i => i * 31);
        var parts = Parts.Cut(body, core);

        Assert.Equal(count, parts.Count);
        Assert.All(parts, part => Assert.InRange(part.Plaintext.Length, 1, 176));
        Assert.True(Parts.TryJoin(Kind.Alarm, Some(parts, _ => true), out var joined, out var complete) && complete);
        Assert.Equal(body, joined);
    }

    // A hub of before there was parity joins the data parts and leaves the others alone.
    [Theory]
    [InlineData(26)]
    [InlineData(0)]
    public void The_data_parts_alone_are_the_message(int core)
    {
        for (var behind = 1; behind < 1500; behind += 7)
        {
            var body = Pattern(core + behind, i => i * 13);
            var data = Parts.Cut(body, core).Where(part => part.Part < ParityParts.First).OrderBy(part => part.Part);
            var plain = data.First().Part == Parts.Whole ? data.First().Plaintext
                : [.. data.First().Plaintext.Skip(1), .. data.Skip(1).SelectMany(part => part.Plaintext)];
            Assert.Equal(body, plain);
        }
    }

    [Theory]
    [InlineData(Kind.Alarm, 26, 200)]
    [InlineData(Kind.Alarm, 26, 401)]
    [InlineData(Kind.Alarm, 26, 614)]
    [InlineData(Kind.AlarmUpdate, 0, 178)]
    [InlineData(Kind.AlarmUpdate, 0, 352)]
    [InlineData(Kind.AlarmUpdate, 0, 640)]
    public void Every_subset_that_is_enough_joins_and_no_other(Kind kind, int core, int behind)
    {
        var body = Pattern(core + behind, i => (i * i) + i);
        var sent = Parts.Cut(body, core);
        var apart = core > 0 ? 1 : 0;
        var needed = sent.Count(part => part.Part < ParityParts.First) - apart;
        for (var mask = 0; mask < 1 << sent.Count; mask++)
        {
            var had = Some(sent, i => (mask >> i & 1) == 1);
            var fragments = had.Keys.Count(part => part > apart);
            var isEnough = fragments >= needed && (core == 0 || had.ContainsKey(1));
            var isReadable = isEnough || (core > 0 && had.ContainsKey(1));
            Assert.True(isReadable == Parts.TryJoin(kind, had, out var joined, out var complete), $"{mask:X}");
            if (isEnough) Assert.True(complete && body.AsSpan().SequenceEqual(joined), $"{mask:X}");
            else if (isReadable) Assert.True(!complete && body.AsSpan(0, core).SequenceEqual(joined), $"{mask:X}");
        }
    }

    // Only a sender that holds the key can make such parts; the receiver must not fall over them.
    [Theory]
    [InlineData("no shape", 16, "")]
    [InlineData("no shard", 16, "19")]
    [InlineData("a bit that has no meaning", 16, "39")]
    [InlineData("one data part", 16, "10")]
    [InlineData("shorter than nothing", 16, "1B")]
    [InlineData("of a message without a core", 16, "09")]
    [InlineData("other than part 1 says", 16, "14")]
    public void Parity_that_cannot_be_is_left_alone(string what, byte part, string shape)
    {
        var sent = Parts.Cut([.. new byte[26], .. Pattern(353, i => (7 * i) + 3)], 26);
        var had = Some(sent, i => i is 0 or 1 or 2);
        had[part] = [.. Hex.Bytes(shape), .. shape is "" or "19" ? [] : new byte[118]];

        Assert.True(Parts.TryJoin(Kind.Alarm, had, out _, out var complete), what);
        Assert.False(complete, what);
        Assert.Equal([4], Parts.Missing(had));
    }

    [Fact]
    public void Parity_of_another_length_or_shape_than_the_first_is_left_alone()
    {
        var sent = Parts.Cut([.. new byte[26], .. Pattern(353, i => (7 * i) + 3)], 26);
        var had = Some(sent, i => i is 0 or 1 or 4);
        had[17] = [0x19, 1, 2];
        had[18] = [0x18, .. new byte[118]];
        Assert.True(Parts.TryJoin(Kind.Alarm, had, out _, out var complete));
        Assert.False(complete);

        had[19] = sent[7].Plaintext;
        Assert.True(Parts.TryJoin(Kind.Alarm, had, out _, out complete));
        Assert.True(complete);
    }

    [Fact]
    public void A_part_is_made_again_only_where_something_proves_how_the_message_was_cut()
    {
        byte[] body = [.. new byte[26], .. Pattern(353, i => (7 * i) + 3)];
        foreach (var original in new[] { Parts.Cut(body, 26), Parts.Split(body, 26, Parts.RadioSealedBytesMax) })
        foreach (var (part, plaintext) in original)
        {
            Assert.Equal(plaintext, Parts.MadeAgain(body, 26, part, (other, made) => Is(original, other, made)));
            Assert.Equal(plaintext, Parts.MadeAgain(
                body, 26, part, (other, made) => other == part ? null : Is(original, other, made)));
            // Nothing is left, or only part 1, which both cuts have when they make as many parts.
            Assert.Equal(part == 1 ? plaintext : null, Parts.MadeAgain(body, 26, part, (_, _) => null));
            Assert.Equal(part == 1 ? plaintext : null, Parts.MadeAgain(
                body, 26, part, (other, made) => other == 1 ? Is(original, other, made) : null));
        }

        Assert.Null(Parts.MadeAgain(body, 26, 20, (_, _) => true));
        Assert.Equal(body, Parts.MadeAgain(body, 26, 0, (_, _) => null));
        Assert.Equal(body[26..100], Parts.MadeAgain(body.AsSpan(0, 100), 26, 2, (_, _) => null));
    }

    private static bool? Is(IReadOnlyList<(byte Part, byte[] Plaintext)> original, byte part, byte[] made) =>
        original.FirstOrDefault(piece => piece.Part == part).Plaintext?.AsSpan().SequenceEqual(made);

    private static byte[] Pattern(int length, Func<int, int> of) =>
        [.. Enumerable.Range(0, length).Select(i => (byte)(of(i) & 0xFF))];

    private static Dictionary<byte, byte[]> Some(
        IReadOnlyList<(byte Part, byte[] Plaintext)> parts, Func<int, bool> isThere) =>
        parts.Where((_, i) => isThere(i)).ToDictionary(part => part.Part, part => part.Plaintext);
}
