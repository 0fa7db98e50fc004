using Noodlink.Cli.Air;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>One thing goes wrong while a modem is set up and read back, at each of its replies in turn. It may cost
/// time; it may not end in a frame with other settings, twice, or never.</summary>
public sealed class DamagedSetUpTests
{
    private static readonly byte[] Frame = [1, 2, 3];

    public static TheoryData<string> Devices => Bench.Devices;

    // modems.md §0.3 and §0.5: noise and unsolicited lines between a command and its reply.
    [Theory]
    [MemberData(nameof(Devices))]
    public void Noise_before_any_reply(string device) => Each(device, (random, bench, said) =>
    {
        var noise = new byte[random.Next(1, 64)];
        random.NextBytes(noise);
        return [noise, said];
    });

    // §0.6: damage on the serial line is invisible to the CRC on air.
    [Theory]
    [MemberData(nameof(Devices))]
    public void One_bit_of_any_reply(string device)
    {
        for (var round = 0; round < 4; round++)
            Each(device, (random, bench, said) =>
            {
                said[random.Next(said.Length)] ^= (byte)(1 << random.Next(8));
                return [said];
            });
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Any_reply_cut_short_or_lost(string device)
    {
        Each(device, (random, bench, said) => [said[..random.Next(said.Length)]]);
        Each(device, (random, bench, said) => []);
    }

    // The second answer belongs to a question that is over.
    [Theory]
    [MemberData(nameof(Devices))]
    public void Any_reply_twice(string device) => Each(device, (random, bench, said) => [said, said]);

    // The question is asked again meanwhile: its first answer belongs to the question before.
    [Theory]
    [MemberData(nameof(Devices))]
    public void Any_reply_too_late(string device)
    {
        Each(device, (random, bench, said) => [said], late: ModemConversation.PatienceBase * 1.5);
        Each(device, (random, bench, said) => [said], late: ModemConversation.PatienceBase * 3);
    }

    // All that was set is gone, in the middle of setting it.
    [Theory]
    [MemberData(nameof(Devices))]
    public void A_restart_at_any_reply(string device) => Each(device, (random, bench, said) =>
    {
        bench.Device.Reboot();
        return [said];
    });

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_restart_at_any_moment_of_a_sending_ends_it_once(string device)
    {
        for (var milliseconds = 0; milliseconds < 300; milliseconds += 11)
        {
            var bench = new Bench(device) { ReopensItself = true }.Ready();
            Assert.True(bench.Conversation.TrySend(new byte[50], bench.Now));
            bench.Run(TimeSpan.FromMilliseconds(milliseconds));
            bench.Device.Reboot();
            bench.Until(() => bench.Conversation.Status.Ready && bench.Sent.Any(), seconds: 60);
            bench.Run(TimeSpan.FromSeconds(5));
            Assert.True(bench.Sent.Count() == 1, $"restart after {milliseconds} ms: {bench.Sent.Count()} ends");
            Works(bench, $"restart after {milliseconds} ms");
        }
    }

    /// <summary>Does something to the first reply, and in another life to the second, and so on.</summary>
    private static void Each(
        string device, Func<Random, Bench, byte[], IEnumerable<byte[]>> damage, TimeSpan late = default)
    {
        var replies = 0;
        _ = new Bench(device) { OnTheLine = said => { replies++; return [said]; } }.Ready();
        for (var damaged = 1; damaged <= replies; damaged++)
        {
            var random = new Random(damaged);
            var bench = new Bench(device) { ReopensItself = true };
            var number = 0;
            bench.OnTheLine = said => ++number == damaged ? damage(random, bench, said) : [said];
            bench.OnItsWay = () => number == damaged ? late : TimeSpan.Zero;
            bench.Ready();
            bench.Run(TimeSpan.FromSeconds(2));
            Works(bench, $"reply {damaged} of {replies}");
        }
    }

    private static void Works(Bench bench, string after)
    {
        bench.Until(() => bench.Conversation.Status.Ready, seconds: 60);

        // A question that an Ebyte did not take has gone on the air before, with whatever was set (EbyteModem).
        var before = bench.OnAir.Count;
        Assert.True(bench.Send(Frame).OnAir, $"{after}: {bench.Sent.Last().Detail}");
        bench.Run(TimeSpan.FromSeconds(2));
        Assert.True(bench.PeerHeard.Count(heard => heard.AsSpan().SequenceEqual(Frame)) == 1,
            $"{after}: heard {bench.PeerHeard.Count} frames; status {bench.Conversation.Status.Detail}");
        foreach (var (_, tuning, powerDbm) in bench.OnAir.Skip(before))
            Assert.True(Math.Abs(tuning.FrequencyHz - bench.Settings.FrequencyHz) <= 100
                && tuning.SpreadingFactor == bench.Settings.SpreadingFactor
                && tuning.BandwidthHz == bench.Settings.BandwidthHz
                && (powerDbm ?? 0) <= bench.Settings.PowerDbm, $"{after}: sent with {tuning}, {powerDbm} dBm");
    }
}
