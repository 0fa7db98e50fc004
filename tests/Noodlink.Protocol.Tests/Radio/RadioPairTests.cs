using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>Two stations over air that loses frames. Each failure prints its seed and the last minute of the
/// story.</summary>
public sealed class RadioPairTests
{
    [Fact]
    public void At_half_the_frames_lost_both_ways_everything_arrives_and_is_receipted()
    {
        for (var seed = 1; seed <= 25; seed++)
        {
            var pair = new Pair(seed, loss: 0.5);
            for (var id = 1; id <= 20; id++) _ = pair.Point.Post(id, alarm: id % 2 == 0, bytes: 20 + 8 * id);
            for (var id = 101; id <= 105; id++) _ = pair.Hub.Post(id, alarm: id % 2 == 0);

            var isDone = pair.Drive(() => pair.Point.AllReceipted && pair.Hub.AllReceipted, TimeSpan.FromHours(2));

            Assert.True(isDone, pair.Story);
            Assert.True(pair.Hub.Arrived.Count == 20 && pair.Point.Arrived.Count == 5, pair.Story);
        }
    }

    [Fact]
    public void A_single_noodmelding_is_tried_twelve_times_at_the_pace_of_its_receipt_and_then_slower()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var pair = new Pair(seed, loss: 1);
            _ = pair.Point.Post(1, alarm: true);

            pair.Drive(TimeSpan.FromMinutes(30));

            var sent = pair.Point.Sent;
            var waits = sent.Zip(sent.Skip(1), (one, next) => (next.From - one.To).TotalSeconds).ToList();
            var receipt = pair.Point.Timing.ReceiptAirtime.TotalSeconds;
            Assert.All(waits.Take(12), wait => Assert.InRange(wait, receipt, receipt + 1.5));
            Assert.All(waits.Skip(18), wait => Assert.InRange(wait, 30, 60.1));
            Assert.True(waits.Count > 40, pair.Story);
            Assert.Equal(
                Enumerable.Range(1, sent.Count).Select(LinkHeader.AttemptOf), sent.Select(one => one.Attempt));
        }
    }

    [Fact]
    public void Twelve_quick_tries_carry_nearly_every_noodmelding_through_half_the_frames_lost()
    {
        var quick = 0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var pair = new Pair(seed, loss: 0.5);
            var alarm = pair.Point.Post(1, alarm: true);
            _ = pair.Drive(() => pair.Point.AllReceipted, TimeSpan.FromHours(1));
            if (alarm is { Tries: <= 12, Receipted: { } at } && at < new Instant(TimeSpan.FromSeconds(25))) quick++;
        }

        // 1 - 0.75^12 = 96.8 %; three standard deviations below is 93 %.
        Assert.True(quick >= 186, $"only {quick} of 200 within twelve tries and 25 s (seeds 1..200)");
    }

    [Fact]
    public void A_new_noodmelding_has_at_most_one_frame_in_front_of_it()
    {
        for (var seed = 1; seed <= 25; seed++)
        {
            var pair = new Pair(seed, loss: 0.2);
            for (var id = 1; id <= 500; id++) _ = pair.Point.Post(id, alarm: false, bytes: 200);
            pair.Drive(TimeSpan.FromSeconds(60 + seed * 1.37));

            var before = pair.Point.Sent.Count;
            _ = pair.Point.Post(1000, alarm: true);
            var wasSending = pair.Point.IsSending;
            var posted = pair.Now;
            Assert.True(pair.Drive(() => pair.Point.Sent.Exists(one => one.Parcel == 1000), TimeSpan.FromSeconds(10)),
                pair.Story);

            Assert.True(before > 5, pair.Story);
            // Those counted before were already at the modem.
            Assert.True(pair.Point.Sent.Count - before == 1, pair.Story);
            var wait = pair.Point.Sent[^1].From - posted;
            Assert.True(wait < TimeSpan.FromSeconds(wasSending ? 2.8 : 1.8), $"{wait}\n{pair.Story}");
        }
    }

    [Fact]
    public void The_first_delay_after_power_on_holds_back_routine_traffic_only()
    {
        var firstRoutine = new List<double>();
        for (var seed = 1; seed <= 40; seed++)
        {
            var pair = new Pair(seed);
            _ = pair.Point.Post(1, alarm: false);
            _ = pair.Hub.Post(2, alarm: true);
            Assert.True(pair.Drive(() => pair.Point.AllReceipted && pair.Hub.AllReceipted, TimeSpan.FromSeconds(40)),
                pair.Story);

            Assert.True(pair.Hub.Sent[0].From < new Instant(TimeSpan.FromMilliseconds(20)), pair.Story);
            firstRoutine.Add(pair.Point.Sent.First(one => !one.IsReceipt).From.SinceStart.TotalSeconds);
        }

        Assert.All(firstRoutine, seconds => Assert.InRange(seconds, 0, 33));
        Assert.True(firstRoutine.Max() - firstRoutine.Min() > 20, "hardly any chance in it");
    }

    [Fact]
    public void Airtime_stays_within_the_budget_under_load_and_restarts_and_the_rest_goes_later()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var pair = new Pair(seed, loss: 0.3, spreadingFactor: 10, dutyCyclePercent: 1); // 36 s an hour
            for (var id = 1; id <= 60; id++) _ = pair.Point.Post(id, alarm: id % 10 == 0, bytes: 60);
            var restarts = new Random(seed);
            for (var i = 0; i < 6; i++)
                pair.At(new Instant(TimeSpan.FromMinutes(restarts.Next(90))), pair.Point.PowerOn);

            var isDone = pair.Drive(() => pair.Point.AllReceipted, TimeSpan.FromHours(8));

            Assert.True(isDone, pair.Story);
            Assert.True(WorstHour(pair.Point) <= pair.Point.Budget.Allowance, pair.Story);
            Assert.True(WorstHour(pair.Hub) <= pair.Hub.Budget.Allowance, pair.Story);
        }
    }

    [Fact]
    public void A_restart_neither_floods_nor_forgets()
    {
        var pair = new Pair(7, loss: 1);
        _ = pair.Point.Post(1, alarm: true);
        pair.Drive(TimeSpan.FromMinutes(20));
        var before = pair.Point.Sent.Count;

        for (var i = 0; i < 10; i++)
        {
            pair.Point.PowerOn();
            pair.Drive(TimeSpan.FromSeconds(20));
        }

        Assert.True(pair.Point.Sent.Count == before, pair.Story); // ten restarts, no burst of tries
        Assert.True(pair.Drive(() => pair.Point.Sent.Count > before, TimeSpan.FromSeconds(61)), pair.Story);
    }

    private static TimeSpan WorstHour(Endpoint station)
    {
        var worst = TimeSpan.Zero;
        foreach (var last in station.Sent)
        {
            var begin = last.To.SinceStart - AirtimeBudget.Hour;
            var sum = TimeSpan.Zero;
            foreach (var one in station.Sent)
                if (one.To <= last.To && one.To.SinceStart > begin)
                    sum += one.To.SinceStart - (one.From.SinceStart > begin ? one.From.SinceStart : begin);
            if (sum > worst) worst = sum;
        }

        return worst;
    }
}
