using Noodlink.Cli.Air;

namespace Noodlink.Station.Tests.Modems;

/// <summary>The simulated air itself, with time turned by hand.</summary>
public sealed class AirChannelTests
{
    private static readonly Tuning Home = new(869_525_000, 9, 125_000);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTime _time = new();
    private readonly List<AirEvent> _events = [];

    [Fact]
    public void A_frame_is_heard_by_all_others_and_not_by_its_sender_when_its_time_on_air_ends()
    {
        var channel = Channel();
        var heard = Radios(channel, 3, out var radios);
        channel.Transmit(radios[0], new byte[] { 1, 2 }, Second, () => { });
        _time.Advance(Second - TimeSpan.FromMilliseconds(1));
        Assert.Empty(heard);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([1, 2], heard.Select(one => one.Radio));
    }

    [Fact]
    public void Two_that_overlap_destroy_each_other_and_a_third_after_them_is_heard()
    {
        var channel = Channel();
        var heard = Radios(channel, 4, out var radios);
        channel.Transmit(radios[0], new byte[1], Second, () => { });
        _time.Advance(Second - TimeSpan.FromMilliseconds(1));
        channel.Transmit(radios[1], new byte[1], Second, () => { });
        _time.Advance(Second);
        Assert.Empty(heard);
        Assert.Equal(4, _events.Count(happened => happened.Outcome == AirOutcome.Collided));
        Assert.Equal(2, _events.Count(happened => happened.Outcome == AirOutcome.DeafWhileSending));

        channel.Transmit(radios[2], new byte[1], Second, () => { });
        _time.Advance(Second);
        Assert.Equal(3, heard.Count);
    }

    [Fact]
    public void Frames_that_only_touch_do_not_collide()
    {
        var channel = Channel();
        var heard = Radios(channel, 3, out var radios);
        channel.Transmit(radios[0], new byte[1], Second, () => { });
        _time.Advance(Second);
        channel.Transmit(radios[1], new byte[1], Second, () => { });
        _time.Advance(Second);
        Assert.Equal(4, heard.Count);
    }

    [Theory]
    [InlineData(868_100_000, 9, 125_000, 0)]
    [InlineData(869_525_000, 8, 125_000, 0)]
    [InlineData(869_525_000, 9, 250_000, 0)]
    [InlineData(869_525_000, 9, 125_000, 5)]
    public void Only_radios_with_the_same_settings_hear_each_other(
        int frequencyHz, int factor, int bandwidthHz, int network)
    {
        var channel = Channel();
        var heard = Radios(channel, 2, out var radios);
        channel.Tune(radios[1], new Tuning(frequencyHz, factor, bandwidthHz, network));
        channel.Transmit(radios[0], new byte[1], Second, () => { });
        _time.Advance(Second);
        Assert.Empty(heard);
        channel.Tune(radios[1], Home);
        channel.Transmit(radios[0], new byte[1], Second, () => { });
        _time.Advance(Second);
        Assert.Single(heard);
    }

    [Fact]
    public void A_radio_that_is_switched_on_half_way_hears_nothing_of_that_frame()
    {
        var channel = Channel();
        var heard = Radios(channel, 2, out var radios);
        channel.Power(radios[1], isOn: false);
        channel.Transmit(radios[0], new byte[1], Second, () => { });
        _time.Advance(Second / 2);
        channel.Power(radios[1], isOn: true);
        _time.Advance(Second);
        Assert.Empty(heard);
    }

    [Fact]
    public void Loss_is_as_asked_and_the_same_for_the_same_seed()
    {
        var first = Lost(seed: 7);
        Assert.Equal(first, Lost(seed: 7));
        Assert.NotEqual(first, Lost(seed: 8));
        Assert.InRange(first.Count, 250, 350);

        List<long> Lost(int seed)
        {
            _events.Clear();
            var channel = Channel(seed, loss: 0.3);
            Radios(channel, 2, out var radios);
            for (var frame = 0; frame < 1000; frame++)
            {
                channel.Transmit(radios[0], new byte[1], Second, () => { });
                _time.Advance(Second);
            }

            return [.. from happened in _events where happened.Outcome == AirOutcome.Lost select happened.Number];
        }
    }

    [Fact]
    public void Speed_shortens_the_time_on_air()
    {
        var channel = new AirChannel(_time, seed: 1, speed: 10);
        var heard = Radios(channel, 2, out var radios);
        channel.Transmit(radios[0], new byte[1], Second, () => { });
        _time.Advance(Second / 10);
        Assert.Single(heard);
    }

    [Fact]
    public void Strength_is_the_same_in_both_directions_but_for_a_few_decibels()
    {
        var channel = Channel();
        var heard = Radios(channel, 2, out var radios);
        foreach (var from in new[] { 0, 1, 0, 1 })
        {
            channel.Transmit(radios[from], new byte[1], Second, () => { });
            _time.Advance(Second);
        }

        Assert.True(heard.Max(one => one.Reception.RssiDbm) - heard.Min(one => one.Reception.RssiDbm) <= 6);
        Assert.All(heard, one => Assert.InRange(one.Reception.RssiDbm, -123, -52));
    }

    private AirChannel Channel(int seed = 1, double loss = 0) => new(_time, seed, loss) { Watcher = _events.Add };

    private static List<(int Radio, AirReception Reception)> Radios(
        AirChannel channel, int count, out List<AirRadio> radios)
    {
        var heard = new List<(int, AirReception)>();
        radios = [];
        foreach (var index in Enumerable.Range(0, count))
            radios.Add(channel.Attach(Home, reception => heard.Add((index, reception))));
        return heard;
    }
}
