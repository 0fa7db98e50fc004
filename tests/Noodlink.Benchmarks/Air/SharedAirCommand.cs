using System.Globalization;
using System.Text;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Tests.Radio.SharedAir;

namespace Noodlink.Benchmarks.Air;

// One channel, no capture, everybody hears everybody: what do the stations do to each other, when each sends when it
// likes and when the hub divides the time? The stations run the code of the programs (RadioChannel, SlotGate,
// SlotSchedule, AirtimeBudget, RetrySchedule, Envelope, SlotReceipt); only clock, modem and air are simulated. Each
// figure comes from the seed.

/// <summary>The command <c>shared-air [--seed N] [--out directory]</c>.</summary>
internal static class SharedAirCommand
{
    private static readonly int[] Counts = [5, 10, 20, 30, 40, 60, 80, 100, 120, 150];

    /// <returns>0: the figures to reach were reached; 1: not; 64: wrong use.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var (seed, directory) = (1, (string?)null);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 < args.Length && args[i] == "--out") directory = args[i + 1];
            else if (i + 1 >= args.Length || args[i] != "--seed" || !int.TryParse(args[i + 1], out seed)) return Usage();
        }

        var rows = new List<AirRow>();
        foreach (var count in Counts)
        {
            rows.Add(AirRow.Of(count, seed));
            await Console.Error.WriteLineAsync($"{count} stations");
        }

        var table = Table(rows, seed);
        await Console.Out.WriteLineAsync(table);
        if (directory is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(directory, "shared-air.md"), table);
            await File.WriteAllTextAsync(Path.Combine(directory, "shared-air.svg"), SharedAirChart.Of(rows, seed));
        }

        return Reached(rows) ? 0 : 1;
    }

    private static bool Reached(List<AirRow> rows)
    {
        var forty = rows.Single(row => row.Points == 40);
        return forty.Slots.FirstTry >= 0.95 && rows.Where(row => row.Points >= 10).All(
            row => row.SlotsFull is { PerHour: >= 3000, HubDuty: < 0.10, Wrong: 0 });
    }

    private static int Usage()
    {
        Console.Error.WriteLine("Usage: shared-air [--seed N] [--out directory]");
        return 64;
    }

    private static string Table(List<AirRow> rows, int seed)
    {
        var forty = rows.Single(row => row.Points == 40);
        var full = rows.Where(row => row.Points >= 10).Select(row => row.SlotsFull).ToList();
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            # The shared air: contention and slots, 5 to 150 stations

            Simulated, SF10 / 125 kHz, one channel on which everybody hears everybody, no capture (two frames that overlap are both
            lost), half duplex, nothing else lost. Noodmelding cores of 49 sealed bytes (0.62 s), receipts of 23 (0.37 s). Stations
            and hub run the code of the programs; clocks are up to 100 ppm off, modems 5-60 ms late. Seed {seed}:

            ```
            dotnet run -c Release --project tests/Noodlink.Benchmarks -- shared-air --seed {seed} --out firmware-notes
            ```

            ![first-try success and confirmed messages per hour](shared-air.svg)

            | To reach (40 stations × 10 an hour; and what a full channel carries) | Seen |
            |---|---|
            | first try heard by the hub, slots ≥ 95 % | **{forty.Slots.FirstTry:P1}** (contention {forty.Contention.FirstTry:P1}; by formula, if nothing were repeated, {Aloha(40):P0}) |
            | noodmelding cores confirmed an hour, slots ≥ 3,000 | **{full.Min(run => run.PerHour):N0}** to {full.Max(run => run.PerHour):N0} (10 to 150 stations) |
            | the hub's share of the hour < 10 % | **{full.Max(run => run.HubDuty):P1}** at most |
            | mean wait of danger to life for the air, 40 stations | {forty.Slots.FlashWait.Mean:0.0} s, 95 of 100 within {forty.Slots.FlashWait.P95:0.0} s |

            ## Ten noodmeldingen an hour each, one in ten with danger to life
            *First try*: the hub heard the first transmission. *Confirmed*: seconds from posting to the proof at the noodsteunpunt, middle
            and 95 of 100. *Wait*: danger to life, from posting to the first time on the air, mean and 95 of 100. *Formula*: pure ALOHA with
            receipts on the same air and nothing repeated, exp(−λ (3 · 0.62 s + 0.37 s)), the 79 % of the design page.

            | Stations | Formula: first try | Contention: first try | an hour | confirmed | Slots: first try | an hour | confirmed | danger to life: wait | confirmed | hub |
            |---|---|---|---|---|---|---|---|---|---|---|
            """);
        foreach (var row in rows)
        {
            var (c, s) = (row.Contention, row.Slots);
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Points} | {Aloha(row.Points):P0} | {c.FirstTry:P1} | {c.PerHour:N0} | {Time(c.Confirmed.Median)} / {Time(c.Confirmed.P95)} | {s.FirstTry:P1} | {s.PerHour:N0} | {Time(s.Confirmed.Median)} / {Time(s.Confirmed.P95)} | {Time(s.FlashWait.Mean)} / {Time(s.FlashWait.P95)} | {Time(s.FlashConfirmed.Median)} / {Time(s.FlashConfirmed.P95)} | {s.HubDuty:P1} |");
        }

        Full(text, rows);
        text.Append(Reading);
        return text.ToString();
    }

    private static void Full(StringBuilder text, List<AirRow> rows)
    {
        text.AppendLine("""

            ## Something always waits at every station

            | Stations | Contention: first try | confirmed an hour | hub | Slots: first try | confirmed an hour | hub |
            |---|---|---|---|---|---|---|
            """);
        foreach (var row in rows)
        {
            var (c, s) = (row.ContentionFull, row.SlotsFull);
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Points} | {c.FirstTry:P1} | {c.PerHour:N0} | {c.HubDuty:P1} | {s.FirstTry:P1} | {s.PerHour:N0} | {s.HubDuty:P1} |");
        }
    }

    /// <summary>A frame is lost when another began less than its own time before or after, or a receipt that long
    /// before its end.</summary>
    private static double Aloha(int points)
    {
        var frame = Airtime.Of(50, 10, 125_000, 5).TotalHours;
        var receipt = Airtime.Of(24, 10, 125_000, 5).TotalHours;
        return Math.Exp(-points * AirRow.PerHour * (3 * frame + receipt));
    }

    private static string Time(double seconds) => seconds switch
    {
        < 20 => seconds.ToString("0.0", CultureInfo.InvariantCulture),
        < 600 => seconds.ToString("0", CultureInfo.InvariantCulture),
        _ => $"{seconds / 60:0} min",
    };

    private const string Reading = """

        ## How to read it
        - Below ten stations the programs contend: the row of five shows slots all the same. With few messages contention
          confirms in a second, slots in half a round: that is the price, and why danger to life has open slots.
        - Contention is one noodmelding and one receipt at a time: a station repeats the first it has until its receipt (`RetrySchedule`),
          then the next. Lost first tries become repetitions, so the load is more than the ten messages that are posted.
        - Danger to life waits for the next open slot, which comes every 5.6 s, or over a beacon; the few that take longer collided
          there and drew another. Its own turn counts as well, whichever is sooner; then the answer comes with the beacon.
        - With slots a noodmelding without danger to life waits for its station's turn (40 stations: every two minutes), which holds
          three of them: made for a night with much to say, when contention delivers next to nothing.
        - Five stations with slots stop at 2,900 an hour because each has used its own 10 %.
        - What slots do not carry beyond 3,660 an hour is the open air (a quarter of the slots, for danger to life and its answers).
          Every turn that the hub takes for its own messages costs 1 in 10.
        - Not in here: capture (helps contention), hidden stations (hurt it), noise (hurts both alike), a station that does not hear the
          beacon and contends (each of its frames can spoil a slot).

        """;
}

/// <summary>The four runs of one number of stations.</summary>
internal sealed record AirRow(int Points, AirResult Contention, AirResult Slots, AirResult ContentionFull, AirResult SlotsFull)
{
    public const double PerHour = 10;

    private const double FlashShare = 0.1;

    public static AirRow Of(int points, int seed)
    {
        var hours = TimeSpan.FromHours(Math.Clamp(6000 / (points * PerHour), 4, 40));
        AirResult Calm(bool slots) => AirRun.Of(new AirSetup(points, slots, PerHour, FlashShare, hours, seed));
        AirResult Full(bool slots) => AirRun.Of(new AirSetup(points, slots, null, 0, TimeSpan.FromHours(2), seed));
        return new AirRow(points, Calm(slots: false), Calm(slots: true), Full(slots: false), Full(slots: true));
    }
}
