using Noodlink.Cli.Air;

namespace Noodlink.Station.Tests.Modems;

/// <summary>Who hears whom on the simulated air.</summary>
public sealed class ReachTests
{
    private static readonly Tuning Home = new(869_525_000, 9, 125_000);

    [Fact]
    public void Pairs_a_line_and_all_are_understood_and_anything_else_is_not()
    {
        var pairs = Reach.Parse("0-1, 1>2", radios: 3)!;
        Assert.True(pairs.Hears(0, 1) && pairs.Hears(1, 0) && pairs.Hears(1, 2));
        Assert.False(pairs.Hears(2, 1) || pairs.Hears(0, 2));
        var line = Reach.Parse("line", radios: 3)!;
        Assert.True(line.Hears(0, 1) && line.Hears(2, 1) && !line.Hears(0, 2));
        Assert.True(Reach.Parse("all", radios: 3)!.Hears(0, 2));
        foreach (var wrong in new[] { "", "0", "0-3", "1-1", "0-1-2", "-1>0", "a-b", "0-99999999999", "Line" })
            Assert.Null(Reach.Parse(wrong, radios: 3));
    }

    [Fact]
    public void A_radio_out_of_reach_is_not_heard_not_sensed_and_disturbs_nobody()
    {
        var time = new FakeTime();
        var channel = new AirChannel(time, seed: 1) { Reach = Reach.Parse("0-1,2-3", radios: 4)! };
        var heard = new List<int>[4];
        var radios = Enumerable.Range(0, 4).Select(radio =>
        {
            heard[radio] = [];
            return channel.Attach(Home, reception => heard[radio].Add(reception.Frame.Span[0]));
        }).ToList();

        channel.Transmit(radios[0], new byte[] { 10 }, TimeSpan.FromSeconds(1), () => { });
        Assert.True(channel.IsBusyFor(radios[1]));
        Assert.False(channel.IsBusyFor(radios[2]));
        channel.Transmit(radios[2], new byte[] { 12 }, TimeSpan.FromSeconds(1), () => { });
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal([10], heard[1]);
        Assert.Equal([12], heard[3]);
        Assert.Empty(heard[0]);
        Assert.Empty(heard[2]);
    }
}
