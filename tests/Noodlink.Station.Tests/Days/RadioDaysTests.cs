using System.Globalization;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Tests.Stations;
using Xunit.Abstractions;

namespace Noodlink.Station.Tests.Days;

/// <summary>Alone: it counts what the whole process holds.</summary>
[CollectionDefinition(nameof(RadioDaysTests), DisableParallelization = true)]
[Collection(nameof(RadioDaysTests))]
public sealed class RadioDaysTests(ITestOutputHelper output)
{
    /// <summary>tests/soak.sh --radio-hours: how long, which dice, and where lines go at once.</summary>
    private const string HoursVariable = "NOODLINK_RADIO_HOURS", SeedVariable = "NOODLINK_SEED",
        DiaryVariable = "NOODLINK_DIARY";

    private const string HoursByDefault = "0.45";

    /// <summary>What may differ between two moments of a process in which nothing leaks: a thread of the pool, the
    /// handles of a reading connection, and what a station remembers of what it has sent.</summary>
    private const int HandlesMore = 6, ThreadsMore = 4, HeapMoreBytes = 3 << 20;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData("rylr998")]
    [InlineData("kiss")]
    public async Task Days_on_the_radio_with_a_modem_that_is_pulled_again_and_again_leave_handles_threads_and_heap_flat(
        string device)
    {
        var hours = double.Parse(Setting(HoursVariable) ?? HoursByDefault, CultureInfo.InvariantCulture);
        var seed = Setting(SeedVariable) is { } given
            ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        Say($"{device}, {hours} h of the stations' time, {SeedVariable}={seed}");
        var random = new Random(seed);
        await using var days = new RadioDays(device, seed, loss: 0.05);
        await days.StartAsync();

        var sent = new Dictionary<string, string>(StringComparer.Ordinal);
        var rounds = (int)(TimeSpan.FromHours(hours) / Round);
        Burden? first = null;
        for (var round = 0; round < rounds; round++)
        {
            await RoundAsync(days, sent, random);
            if (round == rounds / 5) first = Tell(round);
            else if (round % Math.Max(1, rounds / 8) == 0) Tell(round);
        }

        await CalmAsync(days, sent);
        Check(days, sent);
        var last = Burden.Now();
        Say(
            $"{sent.Count} messages, modem pulled {days.Ports.Sum(port => port.TimesPulled)} times, "
            + $"{days.Channel.Statistics.Frames} frames; first {first}; last {last}");
        Assert.InRange(days.Ports.Sum(port => port.TimesPulled), rounds / 4, rounds);
        Assert.InRange(last.Handles, 1, first!.Handles + HandlesMore);
        Assert.InRange(last.Threads, 1, first.Threads + ThreadsMore);
        Assert.InRange(last.HeapBytes, 1, first.HeapBytes + HeapMoreBytes);

        Burden Tell(int round)
        {
            var now = Burden.Now();
            Say($"after {round * Round.TotalHours:0.0} h: {now}; {sent.Count} messages");
            return now;
        }
    }

    /// <summary>Fifteen seconds: something to send, and something that goes wrong.</summary>
    private static async Task RoundAsync(RadioDays days, Dictionary<string, string> sent, Random random)
    {
        if (random.Next(2) == 0)
        {
            var text = $"bericht {sent.Count} kenmerk {random.Next():X8}";
            MessageBody body = random.Next(3) == 0
                ? Some.Report(text) : Some.Alarm(text, random.Next(2) == 0 ? Danger.Yes : Danger.No);
            sent.Add(await days.SendAsync(body), text);
        }

        var port = days.Ports[random.Next(2)];
        var (begin, end) = Trouble(port, random);
        var before = TimeSpan.FromSeconds(random.NextDouble() * 8);
        var lasts = TimeSpan.FromSeconds(random.NextDouble() * 4);
        await days.RunAsync(before);
        begin();
        await days.RunAsync(lasts);
        end();
        await days.RunAsync(Round - before - lasts);
    }

    private static (Action Begin, Action End) Trouble(CarriedPort port, Random random)
    {
        switch (random.Next(10))
        {
            case < 5: return (port.Unplug, port.Plug);
            case 5: return (() => port.Hang(isHung: true), () => port.Hang(isHung: false));
            case 6: return (port.Reboot, () => { });
            case 7:
                var noise = new byte[64];
                random.NextBytes(noise);
                return (() => port.Say(noise), () => { });
            default: return (() => { }, () => { });
        }
    }

    private static async Task CalmAsync(RadioDays days, Dictionary<string, string> sent)
    {
        for (var minute = 0; days.Node.Desk.Status.Waiting > 0; minute++)
        {
            Assert.True(minute < 30, $"{days.Node.Desk.Status.Waiting} of {sent.Count} still wait");
            await days.RunAsync(TimeSpan.FromMinutes(1));
        }
    }

    private static void Check(RadioDays days, Dictionary<string, string> sent)
    {
        var feed = days.Feed();
        Assert.Equal(
            sent.Keys.Order(StringComparer.Ordinal), feed.Select(item => item.Number).Order(StringComparer.Ordinal));
        foreach (var item in feed)
        {
            Assert.Equal(sent[item.Number], TextOf(item.Body));
            Assert.Equal(MessageState.DeliveredDevice, days.Node.Desk.Find(item.Number)!.State);
        }
    }

    private static string? TextOf(MessageBody? body) => body switch
    {
        Alarm alarm => alarm.Facts.Text,
        SituationReport report => report.Text,
        _ => null,
    };

    private void Say(string line)
    {
        output.WriteLine(line);
        if (Setting(DiaryVariable) is { } diary) File.AppendAllText(diary, line + "\n");
    }

    private static string? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
