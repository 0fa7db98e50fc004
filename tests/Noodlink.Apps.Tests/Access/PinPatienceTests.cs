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
    public async Task Each_wrong_PIN_waits_longer_up_to_30_seconds_and_the_right_one_always_opens()
    {
        foreach (var seconds in (int[])[0, 1, 2, 4, 8, 16, 30, 30, 30]) Assert.False(
            await TryAfter(seconds, right: false));
        Assert.True(await TryAfter(30, right: true));
        Assert.True(await TryAfter(0, right: true));
    }

    [Fact]
    public async Task The_PIN_is_not_looked_at_before_the_wait_is_over()
    {
        await TryAfter(0, right: false);
        var looked = false;
        var second = _patience.TryAsync(Somebody, () => looked = true, CancellationToken.None);

        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(looked);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await second);
    }

    [Fact]
    public async Task Another_address_does_not_wait_for_the_one_that_guesses()
    {
        for (var n = 0; n < 4; n++) await TryAfter(n == 0 ? 0 : 1 << (n - 1), right: false);

        Assert.True(await _patience.TryAsync(IPAddress.Parse("192.0.2.8"), () => true, CancellationToken.None));
    }

    [Fact]
    public async Task Many_tries_at_once_are_looked_at_one_by_one_and_more_than_four_are_turned_away()
    {
        await TryAfter(0, right: false);
        var looks = 0;
        var tries = Enumerable.Range(0, 6).Select(_ => _patience.TryAsync(
            Somebody,
            () =>
            {
                looks++;
                return false;
            },
            CancellationToken.None)).ToList();

        Assert.Equal(2, tries.Count(one => one is { IsCompletedSuccessfully: true, Result: null }));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Station.Tests.Bearers.Until.True(() => looks == 1, () => "the first is looked at");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, looks);
    }

    [Fact]
    public async Task Ten_minutes_without_a_try_forget_the_wrong_ones()
    {
        await TryAfter(0, right: false);
        await TryAfter(1, right: false);
        _time.Advance(TimeSpan.FromMinutes(11));

        Assert.True(await TryAfter(0, right: true));
    }

    [Fact]
    public async Task An_IPv6_machine_has_one_turn_whatever_address_it_takes()
    {
        Assert.False(await _patience.TryAsync(IPAddress.Parse("2001:db8::1"), () => false, CancellationToken.None));
        var second = _patience.TryAsync(IPAddress.Parse("2001:db8::2"), () => true, CancellationToken.None);

        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await second);
    }

    /// <summary>Tries once, and demands that it takes exactly so many seconds.</summary>
    private async Task<bool?> TryAfter(int seconds, bool right)
    {
        var trying = _patience.TryAsync(Somebody, () => right, CancellationToken.None);
        if (seconds > 0)
        {
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.False(trying.IsCompleted, $"the answer came before {seconds} s");
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        return await trying.WaitAsync(TimeSpan.FromSeconds(5));
    }
}
