using System.Net;
using Noodlink.Screens.Access;
using Noodlink.Station.Tests;

namespace Noodlink.Apps.Tests.AccessRules;

public sealed class PinPatienceTests
{
    private static readonly IPAddress Somebody = IPAddress.Parse("192.0.2.7");

    private readonly FakeTime _time = new();
    private readonly PinPatience _patience;

    public PinPatienceTests() => _patience = new PinPatience(_time);

    [Fact]
    public void Each_wrong_PIN_begins_a_longer_wait_up_to_30_seconds_and_the_right_one_always_opens()
    {
        foreach (var seconds in (int[])[0, 1, 2, 4, 8, 16, 30, 30, 30]) Assert.False(TryAfter(seconds, right: false));
        Assert.True(TryAfter(30, right: true));
        Assert.True(TryAfter(0, right: true));
    }

    [Fact]
    public void A_right_PIN_behind_four_wrong_ones_that_came_at_once_is_in_within_30_seconds()
    {
        for (var n = 0; n < 8; n++) TryAfter(n == 0 ? 0 : Math.Min(30, 1 << (n - 1)), right: false);

        for (var n = 0; n < 4; n++) Assert.Null(Try(right: false));
        Assert.Null(Try(right: true));
        Assert.Equal(PinPatience.WaitMax, _patience.LeftFor(Somebody));
        Assert.True(TryAfter(30, right: true));
    }

    [Fact]
    public void A_try_inside_the_wait_is_not_looked_at_and_makes_the_wait_no_longer()
    {
        Try(right: false);
        var looked = false;
        for (var n = 0; n < 100; n++)
        {
            Assert.Null(_patience.Try(Somebody, () => looked = true));
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.False(looked);
        Assert.Equal(TimeSpan.Zero, _patience.LeftFor(Somebody));
        Assert.True(Try(right: true));
    }

    [Fact]
    public void Who_goes_on_guessing_is_looked_at_once_per_30_seconds()
    {
        var looks = 0;
        for (var tenth = 0; tenth < 10 * 3600; tenth++)
        {
            _patience.Try(
                Somebody,
                () =>
                {
                    looks++;
                    return false;
                });
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(looks, 120, 126);
    }

    [Fact]
    public void Another_address_does_not_wait_for_the_one_that_guesses()
    {
        for (var n = 0; n < 4; n++) TryAfter(n == 0 ? 0 : 1 << (n - 1), right: false);

        Assert.True(_patience.Try(IPAddress.Parse("192.0.2.8"), () => true));
    }

    [Fact]
    public void Ten_minutes_without_a_try_forget_the_wrong_ones()
    {
        TryAfter(0, right: false);
        TryAfter(1, right: false);
        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.False(Try(right: false));

        Assert.Equal(TimeSpan.FromSeconds(1), _patience.LeftFor(Somebody));
    }

    [Fact]
    public void An_IPv6_machine_has_one_turn_whatever_address_it_takes()
    {
        var other = IPAddress.Parse("2001:db8::2");
        Assert.False(_patience.Try(IPAddress.Parse("2001:db8::1"), () => false));

        Assert.Null(_patience.Try(other, () => true));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_patience.Try(other, () => true));
    }

    private bool? Try(bool right) => _patience.Try(Somebody, () => right);

    /// <summary>Tries after so many seconds, and demands that it is not looked at before.</summary>
    private bool? TryAfter(int seconds, bool right)
    {
        if (seconds == 0) return Try(right);
        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.Null(Try(right));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        return Try(right);
    }
}
