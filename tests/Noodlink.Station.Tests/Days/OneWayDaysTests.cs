using Noodlink.Protocol.LifeCycle;
using Noodlink.Station.Bearers;
using Noodlink.Station.Tests.Queue;
using Noodlink.Station.Tests.Stations;
using Xunit.Abstractions;

namespace Noodlink.Station.Tests.Days;

/// <summary>A whole station whose modem sends and hears nothing: a broken antenna switch, or a hub behind a hill whose
/// aerial is the better one.</summary>
[Collection(nameof(RadioDaysTests))]
public sealed class OneWayDaysTests(ITestOutputHelper output)
{
    private const int NodeRadio = 1;

    // The bound follows from FragmentOrderTests: 95 % within 42 frames, all of 2000 seeds within 100.
    [Fact]
    public async Task A_station_that_is_deaf_brings_a_noodmelding_of_four_rest_parts_through_half_the_frames_lost()
    {
        await using var days = new RadioDays("kiss", seed: 5, loss: 0.5);
        var frames = 0;
        days.Channel.Sending = radio =>
        {
            if (radio.Index != NodeRadio) return;
            days.Channel.Power(radio, isOn: false);
            frames++;
        };
        await days.StartAsync();
        frames = 0;
        var number = await days.SendAsync(QueueFragmentTests.Long());
        var minutes = 0.0;
        for (; days.Hub.Desk.Find(number) is not { Complete: true }; minutes += 0.25)
        {
            Assert.True(minutes < 45, $"not whole after {frames} frames");
            await days.RunAsync(TimeSpan.FromSeconds(15));
            var shown = days.Node.Desk.Find(number)!;
            Assert.True(
                (shown.State, shown.StateLabel) is (MessageState.Sending, "Onderweg – nog niet bevestigd")
                    or (MessageState.Unconfirmed, _), $"{shown.State} {shown.StateLabel}");
        }

        output.WriteLine($"whole after {frames} frames in {minutes} min");
        Assert.InRange(frames, 13, 100);
        Assert.Equal(QueueFragmentTests.Long(), days.Hub.Desk.Find(number)!.Body);
        Assert.InRange(days.Node.Desk.Status.Bearers[BearerName.Radio].DutyCycleUsedPercent ?? -1, 0, 5);
    }
}
