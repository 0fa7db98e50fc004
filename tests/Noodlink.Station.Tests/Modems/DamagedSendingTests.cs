using Noodlink.Cli.Air;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>One thing goes wrong at each word of a modem while frames go out and come in. Each frame has one end, what
/// is told as sent was heard, none goes out twice, and the modem works after it.</summary>
public sealed class DamagedSendingTests
{
    private const int Frames = 3;

    public static TheoryData<string> Devices => Bench.Devices;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Noise_before_any_word(string device) => Each(device, (random, bench, said) =>
    {
        var noise = new byte[random.Next(1, 64)];
        random.NextBytes(noise);
        return [noise, said];
    });

    [Theory]
    [MemberData(nameof(Devices))]
    public void One_bit_of_any_word(string device) => Each(device, (random, bench, said) =>
    {
        said[random.Next(said.Length)] ^= (byte)(1 << random.Next(8));
        return [said];
    });

    [Theory]
    [MemberData(nameof(Devices))]
    public void Any_word_cut_short_or_lost(string device) =>
        Each(device, (random, bench, said) => random.Next(2) == 0 ? [] : [said[..random.Next(said.Length)]]);

    // The second "taken" or "sent" is about a frame that is over.
    [Theory]
    [MemberData(nameof(Devices))]
    public void Any_word_twice(string device) => Each(device, (random, bench, said) => [said, said]);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Any_word_too_late(string device) =>
        Each(device, (random, bench, said) => [said], late: ModemConversation.PatienceBase * 1.5);

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_restart_at_any_word(string device) => Each(device, (random, bench, said) =>
    {
        bench.Device.Reboot();
        return [said];
    });

    /// <summary>Does something to the first word, and in another life to the second, and so on.</summary>
    private static void Each(
        string device, Func<Random, Bench, byte[], IEnumerable<byte[]>> damage, TimeSpan late = default)
    {
        var words = 0;
        Live(device, (_, said) => { words++; return [said]; }, () => TimeSpan.Zero, "calm");
        for (var damaged = 1; damaged <= words; damaged++)
        {
            var random = new Random(damaged);
            var number = 0;
            Live(
                device, (bench, said) => ++number == damaged ? damage(random, bench, said) : [said],
                () => number == damaged ? late : TimeSpan.Zero, $"word {damaged} of {words}");
        }
    }

    private static void Live(
        string device, Func<Bench, byte[], IEnumerable<byte[]>> line, Func<TimeSpan> way, string when)
    {
        var bench = new Bench(device) { ReopensItself = true }.Ready();
        bench.OnTheLine = said => line(bench, said);
        bench.OnItsWay = way;
        for (byte frame = 1; frame <= Frames; frame++)
        {
            bench.Until(() => bench.Conversation.Status.Ready, seconds: 60);
            var sent = bench.Send([frame, frame]);
            bench.Run(TimeSpan.FromSeconds(frame == 2 ? ModemConversation.HeartbeatAfter.TotalSeconds + 2 : 1.5));
            var heard = bench.PeerHeard.Count(one => one.AsSpan().SequenceEqual((byte[])[frame, frame]));
            Assert.True(sent.OnAir ? heard == 1 : heard <= 1, $"{when}: frame {frame} {sent}, heard {heard} times");
        }

        bench.PeerSends([9]);
        bench.OnTheLine = said => [said];
        bench.OnItsWay = () => TimeSpan.Zero;
        bench.Run(TimeSpan.FromSeconds(3));
        bench.Until(() => bench.Conversation.Status.Ready, seconds: 60);
        Assert.True(bench.Sent.Count() == Frames, $"{when}: {bench.Sent.Count()} ends of {Frames} frames");
        Assert.True(bench.Send([7, 7, 7]).OnAir, $"{when}: {bench.Sent.Last().Detail}");
        bench.Run(TimeSpan.FromSeconds(1.5));
        Assert.True(bench.PeerHeard.Last() is [7, 7, 7], $"{when}: not heard after it");
        bench.PeerSends([8, 8]);
        bench.Run(ModemConversation.QuietAfter * 2);
        Assert.True(bench.Received.Last().Frame.Span.SequenceEqual((byte[])[8, 8]), $"{when}: deaf after it");
    }
}
