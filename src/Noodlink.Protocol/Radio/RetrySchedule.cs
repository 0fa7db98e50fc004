namespace Noodlink.Protocol.Radio;

// How long to wait before the same frame goes again.
//
// At 50 % loss both ways a quarter of the tries ends with a receipt: twelve quick tries carry 97 % of the noodmeldingen
// through in twenty seconds (SF9), where three tries would leave 42 % without. So a single noodmelding tries twelve
// times as fast as the answer can come. After that something else is wrong, and trying harder only takes the air from
// others: the wait doubles up to a minute and stays there, for ever; a noodmelding never expires. Other traffic slows
// down from the start.
//
// Chance is part of it: two stations that collided once must not collide again. The quick tries are spread over a
// second, the slow ones over half of their wait.
//
// Restart. The number of tries is kept with the message, so the wait after a restart is the one that was due anyway,
// counted from start-up: a message tried forty times waits 30-60 s, not zero (a street full of stations that get their
// power back would flood the channel), and never longer than a minute (nothing is forgotten).

/// <summary>When a frame that got no receipt goes again. Pure.</summary>
public static class RetrySchedule
{
    /// <summary>Tries of a single noodmelding that wait no longer than the receipt needs (issue 2 §3).</summary>
    public const int QuickTries = 12;

    /// <summary>Besides its airtime the receipt needs this: the serial lines of both sides, their disks and the hub's
    /// turn-around. Most answers are there by then (see <see cref="RadioTiming.LatencyMargin"/>).</summary>
    public static readonly TimeSpan QuickMargin = TimeSpan.FromMilliseconds(200);

    /// <summary>Spread of the quick tries: with the margin they stay inside "0-1 s" (issue 4 §1).</summary>
    public static readonly TimeSpan QuickSpread = TimeSpan.FromMilliseconds(800);

    /// <summary>The first slow wait; each next one is twice as long.</summary>
    public static readonly TimeSpan SlowFirst = TimeSpan.FromSeconds(2);

    /// <summary>No wait is longer.</summary>
    public static readonly TimeSpan SlowMax = TimeSpan.FromSeconds(60);

    /// <summary>The wait from the end of a transmission to the next of the same frame.</summary>
    /// <param name="tries">Transmissions so far, from 1.</param>
    /// <param name="singleAlarm">The frame belongs to a noodmelding and no other one is waiting to be sent.</param>
    /// <param name="receiptAirtime">Time on air of a Device receipt.</param>
    public static TimeSpan Next(int tries, bool singleAlarm, TimeSpan receiptAirtime, Random random)
    {
        var slow = singleAlarm ? tries - QuickTries : tries;
        if (slow <= 0) return ForAnswer(receiptAirtime, random);

        // Half of it is fixed, half is chance; together never above the cap, however slow the receipt.
        var doublings = Math.Min(slow - 1, 16);
        var wait = SlowFirst * Math.Pow(2, doublings);
        var room = SlowMax - receiptAirtime;
        if (wait > room) wait = room;
        return receiptAirtime + wait / 2 + wait / 2 * random.NextDouble();
    }

    /// <summary>The wait for an answer that is on its way.</summary>
    public static TimeSpan ForAnswer(TimeSpan receiptAirtime, Random random) =>
        receiptAirtime + QuickMargin + QuickSpread * random.NextDouble();

    /// <summary>The wait from start-up, for a frame that an earlier process had tried.</summary>
    /// <param name="tries">0: never sent; a noodmelding goes at once, the channel delays the rest.</param>
    public static TimeSpan AfterRestart(int tries, bool singleAlarm, TimeSpan receiptAirtime, Random random) =>
        tries <= 0 ? TimeSpan.Zero : Next(tries, singleAlarm, receiptAirtime, random);
}
