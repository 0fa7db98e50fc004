using System.Text;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>Modems whose words come late, in halves, or not at all.</summary>
public sealed class LateAndHalfTests
{
    private const int Seeds = 25;

    public static TheoryData<string> Devices => Bench.Devices;

    public static TheoryData<string> ReportingDevices => Bench.ReportingDevices;

    // The whole conversation: settings, a frame out, a frame in, the question whether it is still there.
    [Theory]
    [MemberData(nameof(Devices))]
    public void Every_reply_is_understood_at_whatever_byte_it_is_split(string device)
    {
        var longest = 1;
        for (var at = 1; at <= longest; at++)
        {
            var split = at;
            var bench = new Bench(device)
            {
                OnTheLine = said =>
                {
                    longest = Math.Max(longest, said.Length - 1);
                    return split < said.Length ? [said[..split], said[split..]] : [said];
                },
            };
            var isSecond = false;
            bench.OnItsWay = () => (isSecond = !isSecond) ? TimeSpan.Zero : ModemConversation.QuietAfter / 2;
            bench.Ready();
            Assert.True(bench.Send([1, 2, 3]).OnAir, $"split at {at}");
            bench.Run(TimeSpan.FromSeconds(1));
            bench.PeerSends([4, 5, 6]);
            bench.Run(ModemConversation.HeartbeatAfter + TimeSpan.FromSeconds(2));
            Assert.True(bench.TimesReady == 1 && bench.Conversation.Status.Ready, $"split at {at}: set up again");
            Assert.Equal([1, 2, 3], bench.PeerHeard.Single());
            Assert.Equal([4, 5, 6], bench.Received.Single().Frame.ToArray());
        }

        Assert.True(device == "kiss-plain" || longest > 5, $"the longest reply has {longest + 1} bytes: shows nothing");
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_modem_that_answers_just_in_time_is_waited_for(string device)
    {
        var bench = new Bench(device) { OnItsWay = () => ModemConversation.PatienceBase * 0.45 }.Ready();
        for (byte frame = 1; frame <= 5; frame++) Assert.True(bench.Send([frame]).OnAir);
        bench.Run(ModemConversation.HeartbeatAfter * 2);
        Assert.Equal(5, bench.PeerHeard.Count);
        Assert.Equal(1, bench.TimesReady);
    }

    [Theory]
    [MemberData(nameof(ReportingDevices))]
    public void Each_frame_has_one_end_when_a_modem_always_answers_too_late_and_it_works_when_quick_again(
        string device)
    {
        var bench = new Bench(device) { ReopensItself = true }.Ready();
        bench.OnItsWay = () => ModemConversation.PatienceBase * 1.6;
        for (var frame = 1; frame <= 5; frame++)
        {
            bench.Until(() => bench.Conversation.Status.Ready, seconds: 120);
            bench.Send([(byte)frame]);
            bench.Run(TimeSpan.FromSeconds(10));
            Assert.Equal(frame, bench.Sent.Count());
        }

        bench.OnItsWay = () => TimeSpan.Zero;
        WorksAgain(bench, "after late answers");
    }

    // 22 days on air for one frame: with it, the next answer would have been waited for until next month.
    [Fact]
    public void A_damaged_time_on_air_does_not_make_the_driver_wait_for_weeks()
    {
        byte[] damaged = [0xC0, 6, 0x8F, 0, 0x72, 0x73, 0x74, 0xC0];
        var isDamaged = true;
        var bench = new Bench("kiss")
        {
            OnTheLine = said => [isDamaged && said is [0xC0, 6, 0x8F, ..] ? damaged : said],
        };
        bench.Open();
        bench.Until(() => bench.Conversation.Status.Detail.Contains("the modem says", StringComparison.Ordinal), 10);
        Assert.True(bench.Dialect.TimeOnAir(200) < TimeSpan.FromSeconds(1), $"{bench.Dialect.TimeOnAir(200)}");
        isDamaged = false;
        bench.Until(() => bench.Conversation.Status.Ready, seconds: 10);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Whatever_the_line_does_each_frame_has_one_end_and_the_modem_works_in_the_calm_after_it(string device)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new Random(seed);
            var bench = new Bench(device) { ReopensItself = true }.Ready();
            bench.OnTheLine = said => Weather(said, random);
            bench.OnItsWay = () => TimeSpan.FromSeconds(random.Next(4) == 0 ? random.NextDouble() * 3 : 0);
            var taken = 0;
            for (var second = 0; second < 60; second++)
            {
                if (bench.Conversation.TrySend(new byte[random.Next(1, 60)], bench.Now)) taken++;
                if (random.Next(15) == 0) bench.Device.Reboot();
                if (random.Next(20) == 0) bench.IsMute = !bench.IsMute;
                bench.Run(TimeSpan.FromSeconds(1));
            }

            bench.IsMute = false;
            bench.OnTheLine = said => [said];
            bench.OnItsWay = () => TimeSpan.Zero;
            bench.Run(TimeSpan.FromSeconds(30));
            Assert.True(taken == bench.Sent.Count(), $"seed {seed}: {taken} taken, {bench.Sent.Count()} ended");
            WorksAgain(bench, $"seed {seed}");
        }
    }

    private static void WorksAgain(Bench bench, string after)
    {
        bench.Until(() => bench.Conversation.Status.Ready, seconds: 60);
        bench.Run(TimeSpan.FromSeconds(5));
        Assert.True(bench.Send([7, 7]).OnAir, $"{after}: {bench.Sent.Last().Detail}");

        // A plain modem whose restart nobody heard has its own waiting times again.
        bench.Until(() => bench.PeerHeard.LastOrDefault() is [7, 7], seconds: 10);
        bench.PeerSends([9, 9, 9]);
        bench.Run(ModemConversation.QuietAfter * 2);
        Assert.True(bench.Received.LastOrDefault()?.Frame.Span.SequenceEqual((byte[])[9, 9, 9]) ?? false,
            $"{after}: deaf; written {Encoding.Latin1.GetString([.. bench.Written.TakeLast(200)])}");
    }

    /// <summary>Whole, in two, cut off, damaged, behind noise, or swallowed.</summary>
    private static IEnumerable<byte[]> Weather(byte[] said, Random random)
    {
        var at = random.Next(said.Length);
        switch (random.Next(10))
        {
            case < 5: return [said];
            case 5 or 6: return [said[..at], said[at..]];
            case 7: return [said[..at]];
            case 8:
                said[at] ^= (byte)(1 << random.Next(8));
                return [said];
            default:
                var noise = new byte[random.Next(1, 30)];
                random.NextBytes(noise);
                return random.Next(2) == 0 ? [noise, said] : [];
        }
    }
}
