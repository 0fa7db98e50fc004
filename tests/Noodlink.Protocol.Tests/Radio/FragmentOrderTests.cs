using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Wire;
using Xunit.Abstractions;

namespace Noodlink.Protocol.Tests.Radio;

public sealed class FragmentOrderTests(ITestOutputHelper output)
{
    /// <summary>A noodmelding with four rest parts and their parity.</summary>
    private const long Long = 0b1111_0000_0000_0011_1111;

    /// <summary>A noodmelding with one.</summary>
    private const long Short = 0b111;

    [Fact]
    public void A_message_of_one_part_goes_whole() =>
        Assert.Equal([0, 0, 0], Row(Kind.Alarm, 1, 0, coreThere: false, answered: false, 0, 3));

    [Fact]
    public void A_core_that_is_not_there_goes_alone_as_long_as_somebody_answers() =>
        Assert.All(Row(Kind.Alarm, Long, 0, coreThere: false, answered: true, 0, 40), part => Assert.Equal(1, part));

    [Fact]
    public void Where_nobody_answers_core_and_fragments_alternate_after_the_quick_tries()
    {
        Assert.Equal(
            [.. Enumerable.Repeat(1, 12), 1, 2, 1, 3, 1, 4, 1, 5, 1, 16, 1, 17, 1, 18, 1, 19, 1, 2],
            Row(Kind.Alarm, Long, 0, coreThere: false, answered: false, 0, 30));
        Assert.Equal([1, 2, 1, 2, 1], Row(Kind.Alarm, Short, 0, coreThere: false, answered: false, 12, 5));
    }

    [Fact]
    public void Only_what_is_missing_is_sent_to_a_hub_that_says_what_it_has()
    {
        Assert.Equal([2, 3, 4, 5, 2], Row(Kind.Alarm, Long, 0b10, coreThere: true, answered: true, 0, 5));
        Assert.Equal([5, 3, 5, 3], Row(Kind.Alarm, Long, 0b010110, coreThere: true, answered: true, 1, 4));
        Assert.Equal([5, 5], Row(Kind.Alarm, Long, 0b01_0000_0000_0001_1110, coreThere: true, answered: true, 1, 2));
        Assert.Equal([1, 2, 3, 1], Row(Kind.Request, 0b1111_0000_0000_0000_1110, 0, coreThere: true, answered: true, 0, 4));
    }

    // For one burst; unanswered each try has one part.
    [Fact]
    public void All_that_is_missing_is_told_together()
    {
        Assert.Equal([3, 5, 2], FragmentOrder.Due(Kind.Alarm, Long, 0b010010, coreThere: true, tries: 4, answered: true));
        Assert.Equal([3], FragmentOrder.Due(Kind.Alarm, Long, 0b010010, coreThere: true, tries: 15, answered: false));
        Assert.Equal([1], FragmentOrder.Due(Kind.Alarm, Long, 0, coreThere: false, tries: 40, answered: true));
    }

    [Fact]
    public void Where_an_answer_is_missed_parity_joins_what_is_missing()
    {
        Assert.Equal(
            [3, 5, 16, 18, 19, 3], Row(Kind.Alarm, Long, 0b10_0000_0000_0001_0110, coreThere: true, answered: false, 0, 6));
        Assert.Equal(
            [1, 2, 16, 17, 18, 19, 1], Row(Kind.Request, 0b1111_0000_0000_0000_0110, 0, coreThere: false, answered: false, 0, 7));
    }

    // It said "the core at least" of a rest part that came before the core.
    [Fact]
    public void A_hub_without_receipts_of_parts_gets_the_core_again_among_the_rest() =>
        Assert.Equal([2, 1, 2, 1], Row(Kind.Alarm, Short, 0, coreThere: true, answered: true, 0, 4));

    [Fact]
    public void A_hub_that_has_all_and_is_not_complete_gets_all_again() =>
        Assert.Equal([2, 3, 4, 5, 1, 2], Row(Kind.Alarm, Long, -1, coreThere: true, answered: true, 0, 6));

    [Fact]
    public void Whatever_is_said_the_part_exists()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var parts = random.Next(4) == 0 ? 1 : random.NextInt64() & 0xFFFFF | 0b11;
            var due = FragmentOrder.Due(
                (Kind)random.Next(1, 8), parts, random.NextInt64(), random.Next(2) == 0, random.Next(1000), random.Next(2) == 0);
            Assert.True(due.Count == due.Distinct().Count(), $"{i}: {string.Join(' ', due)}");
            Assert.True(due.Count > 0 && due.All(part => (parts >> part & 1) == 1), $"{i}: {string.Join(' ', due)} of {parts:X}");
        }
    }

    // The figure of the closing note: what parity saves where nobody answers. The same order of sending, with the parity
    // parts and without.
    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(0.5, 1)]
    [InlineData(0.5, 4)]
    public void Parity_brings_a_long_noodmelding_through_with_fewer_frames(double loss, int burst)
    {
        var (with, without) = (Frames(Long, loss, burst), Frames(Long & 0xFFFF, loss, burst));
        output.WriteLine($"loss {loss}, mean burst {burst}: frames until whole, mean and 95 %, from seed 1, of 2000:");
        output.WriteLine($"  parity     {with.Average():0.0} {with[1900]}");
        output.WriteLine($"  repetition {without.Average():0.0} {without[1900]}");

        Assert.True(with.Average() < without.Average(), $"{with.Average()} {without.Average()}");
        Assert.True(with[1900] < without[1900], $"{with[1900]} {without[1900]}");
    }

    private static List<int> Frames(long parts, double loss, int burst)
    {
        var frames = new List<int>();
        for (var seed = 1; seed <= 2000; seed++)
        {
            var random = new Random(seed);
            var (isBad, had, tries) = (random.NextDouble() < loss, 0L, 0);
            while ((had & 2) == 0 || long.PopCount(had & ~3L) < 4)
            {
                // Gilbert's channel: bad spells of so many frames on average, that much of the time.
                var leave = isBad ? 1.0 / burst : loss / (1 - loss) / burst;
                if (burst == 1) isBad = random.NextDouble() < loss;
                else if (random.NextDouble() < leave) isBad = !isBad;
                var part = FragmentOrder.Due(Kind.Alarm, parts, 0, coreThere: false, tries++, answered: false)[0];
                if (!isBad) had |= 1L << part;
            }

            frames.Add(tries);
        }

        frames.Sort();
        return frames;
    }

    private static int[] Row(Kind kind, long parts, long there, bool coreThere, bool answered, int from, int count) =>
        [.. Enumerable.Range(from, count).Select(
            tries => (int)FragmentOrder.Due(kind, parts, there, coreThere, tries, answered)[0])];
}
