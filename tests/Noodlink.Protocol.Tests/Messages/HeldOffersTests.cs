using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests.Messages;

public sealed class HeldOffersTests
{
    [Fact]
    public void Nothing_waits() => Assert.Null(HeldOffers.Of([], 10));

    [Fact]
    public void They_are_counted_by_category_and_named_by_number()
    {
        var held = HeldOffers.Of(
            [(7, HelpCategory.Vehicle), (5, HelpCategory.Water), (6, HelpCategory.Water), (9, HelpCategory.Water)], 10)!;
        Assert.Equal([new(HelpCategory.Water, 3), new OfferCount(HelpCategory.Vehicle, 1)], held.Counts);
        Assert.Equal([new(5, 7), new SerialRange(9, 9)], held.Ranges);
        Assert.Equal([false, true, true, true, false, true, false], Enumerable.Range(4, 7).Select(i => held.Contains((uint)i)));
    }

    [Fact]
    public void More_rows_than_fit_end_in_one_that_goes_on_to_the_end()
    {
        var held = HeldOffers.Of(Enumerable.Range(1, 40).Select(i => ((uint)(10 * i), HelpCategory.Water)), 1000)!;
        Assert.Equal(HeldOffers.RangesMax, held.Ranges.Count);
        Assert.Equal(new SerialRange(160, 1000), held.Ranges[^1]);
        Assert.Equal(new OfferCount(HelpCategory.Water, 40), Assert.Single(held.Counts));
        Assert.All(Enumerable.Range(1, 40), i => Assert.True(held.Contains((uint)(10 * i))));
    }

    [Fact]
    public void A_long_row_is_more_than_one_range_and_so_many_of_a_category_are_255()
    {
        var held = HeldOffers.Of(Enumerable.Range(1, 600).Select(i => ((uint)i, HelpCategory.Water)), 1000)!;
        Assert.Equal([new(1, 255), new(256, 510), new SerialRange(511, 600)], held.Ranges);
        Assert.Equal(255, held.Counts[0].Amount);
    }

    [Fact]
    public void What_is_missing_and_not_held_is_left()
    {
        var held = HeldOffers.Of([(5, HelpCategory.Water), (6, HelpCategory.Water), (9, HelpCategory.Water)], 10)!;
        Assert.Equal(
            [new(1, 4), new(7, 8), new SerialRange(10, 10)], held.Without([new SerialRange(1, 10)]));
        Assert.Empty(held.Without([new SerialRange(5, 6), new SerialRange(9, 9)]));
        Assert.Equal([new SerialRange(7, 8)], held.Without([new SerialRange(6, 9)]));
        Assert.Equal([new SerialRange(20, 30)], held.Without([new SerialRange(20, 30)]));
    }

    [Fact]
    public void Without_and_contains_agree_on_any_numbers()
    {
        var random = new Random(5);
        for (var run = 0; run < 2000; run++)
        {
            var offers = Enumerable.Range(1, 60).Where(_ => random.Next(3) == 0).Select(i => ((uint)i, HelpCategory.Food)).ToList();
            if (HeldOffers.Of(offers, 70) is not { } held) continue;
            var first = (uint)random.Next(1, 70);
            var asked = new SerialRange(first, first + (uint)random.Next(20));
            var left = held.Without([asked]).SelectMany(
                range => Enumerable.Range((int)range.First, (int)(range.Last - range.First + 1)));
            Assert.Equal(
                Enumerable.Range((int)asked.First, (int)(asked.Last - asked.First + 1)).Where(i => !held.Contains((uint)i)), left);
        }
    }
}
