using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Cli.Air;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>The driver contract of modems.md §0, for every dialect in the catalogue; each trap names where it is
/// told.</summary>
public sealed class ModemContractTests
{
    public static TheoryData<string> Devices => Bench.Devices;

    public static TheoryData<string> AnsweringDevices => Bench.AnsweringDevices;

    public static TheoryData<string> RestartingDevices => Bench.RestartingDevices;

    public static TheoryData<string> ForgetfulDevices => Bench.ForgetfulDevices;

    /// <summary>Payloads that look like the modem's own words (modems.md §0.3, §0.4, §1 quirks, §7 vector 2; KISS:
    /// §5.1), and everything that any firmware says unasked.</summary>
    public static IEnumerable<byte[]> NastyPayloads =>
    [
        Encoding.ASCII.GetBytes("\r\n+OK\r\n+ERR=4\r\n+READY\r\n+RCV=1,2,ab,-1,2\r\n"),
        [0x00, 0x2C, 0x0D, 0x0A, 0xFF, 0x2B, 0x52, 0x43, 0x56, 0x3D, 0x30, 0x2C],
        Encoding.ASCII.GetBytes("+RCV=69,200,"),
        Encoding.ASCII.GetBytes(",-75,9\r\n"),
        [0xC0, 0xDB, 0xDC, 0xDD, 0xC0, 0xC0, 0x06, 0xF8, 0x01, 0xC0, 0xDB],
        [0x00], [0x0A], [0xC0], [0xDB, 0xDB], [.. Enumerable.Repeat((byte)0xC0, 200)], new byte[200],
        .. EmulationCatalogue.All.Select(
            emulation => emulation.Create(new AirChannel(TimeProvider.System, 1), new(1, 7, 1), _ => { }).Chatter.ToArray()),
    ];

    [Fact]
    public void Every_dialect_of_the_catalogue_is_tested_here()
    {
        Assert.Equal(
            ModemCatalogue.Kinds.Select(kind => kind.Scheme).Order(),
            EmulationCatalogue.All.Select(emulation => emulation.Scheme).Distinct().Order());
        Assert.All(EmulationCatalogue.All, emulation => Assert.Empty(
            ModemCatalogue.Faults(emulation.Address("/dev/ttyUSB0"), emulation.Settings)));
    }

    // T12: all 256 values, maximum length.
    [Theory]
    [MemberData(nameof(Devices))]
    public void Every_byte_value_and_the_longest_frame_travel_both_ways(string device)
    {
        var bench = new Bench(device).Ready();
        var most = bench.Dialect.FrameBytesMax;
        byte[][] frames =
        [
            .. Enumerable.Range(0, 256).Select(value => (byte)value).Chunk(Math.Min(128, most)),
            [.. Enumerable.Range(0, most).Select(at => (byte)(at * 7 % 256))],
            .. NastyPayloads.Select(payload => payload[..Math.Min(payload.Length, most)]),
        ];
        foreach (var frame in frames)
        {
            Assert.Equal((true, null), (bench.Send(frame).OnAir, bench.Sent.Last().Detail));

            // Plain KISS cannot tell that it still waits for its slot.
            bench.Run(TimeSpan.FromSeconds(1));
            Assert.Equal(frame, bench.PeerHeard.Last());
            bench.PeerSends(frame);
            bench.Run(ModemConversation.QuietAfter * 2);
            Assert.Equal(frame, bench.Received.Last().Frame.ToArray());
        }

        Assert.Equal(frames.Length, bench.Received.Count());
        Assert.Equal(frames.Length, bench.PeerHeard.Count);
        Assert.Equal(1, bench.TimesReady);
    }

    // T12: maximum + 1 refused before the wire.
    [Theory]
    [MemberData(nameof(Devices))]
    public async Task A_frame_too_long_is_refused_before_the_line(string device)
    {
        var emulation = EmulationCatalogue.Find(device);
        await using var modem = ModemCatalogue.Create(
            emulation.Address("/dev/none"), emulation.Settings, new FakeTime(), NullLogger.Instance)!;
        Assert.InRange(modem.FrameBytesMax, 50, 255);
        Assert.False(modem.TrySend(new byte[modem.FrameBytesMax]));
        Assert.Throws<ArgumentOutOfRangeException>(() => modem.TrySend(new byte[modem.FrameBytesMax + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => modem.TrySend(default));
    }

    // §0: factory settings are illegal here (radio.md §11): overwritten before the first transmission, also after each
    // restart, and also when the line is so bad that nothing is ever certain.
    [Theory]
    [MemberData(nameof(Devices))]
    public void Nothing_is_ever_sent_with_settings_from_the_factory(string device)
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            var random = new Random(seed);
            var isRestarting = false;
            var bench = new Bench(device)
            {
                ReopensItself = true, OnTheLine = said => !isRestarting && random.Next(6) == 0 ? [] : [said],
            };

            // `kiss` finds out once what it has; whoever wants certainty from the first byte on says `meshcore`.
            if (device.StartsWith("kiss", StringComparison.Ordinal)) isRestarting = true;
            bench.Ready();
            isRestarting = false;
            for (var second = 0; second < 60; second++)
            {
                _ = bench.Conversation.TrySend(new byte[random.Next(1, 40)], bench.Now);
                bench.Run(TimeSpan.FromMilliseconds(random.Next(1, 1000)));
                isRestarting = random.Next(15) == 0;
                if (isRestarting) bench.Device.Reboot();
                isRestarting = false;
                bench.Run(TimeSpan.FromSeconds(1));
            }

            bench.OnTheLine = said => [said];
            var before = bench.Sent.Count(sent => sent.OnAir);
            for (var tries = 0; tries < 60 && bench.Sent.Count(sent => sent.OnAir) == before; tries++)
            {
                _ = bench.Conversation.TrySend(new byte[1], bench.Now);
                bench.Run(TimeSpan.FromSeconds(1));
            }

            Assert.True(bench.Sent.Count(sent => sent.OnAir) > before, $"seed {seed}: {bench.Conversation.Status.Detail}");
            Assert.NotEmpty(bench.OnAir);
            Assert.All(bench.OnAir, sent => Assert.True(
                Math.Abs(sent.Tuning.FrequencyHz - bench.Settings.FrequencyHz) <= 100
                    && sent.Tuning.SpreadingFactor == bench.Settings.SpreadingFactor
                    && sent.Tuning.BandwidthHz == bench.Settings.BandwidthHz
                    && (sent.PowerDbm ?? 0) <= bench.Settings.PowerDbm,
                $"seed {seed}: sent with {sent.Tuning}, {sent.PowerDbm} dBm"));
        }
    }

    // §0.3: the line gives pieces of any size.
    [Theory]
    [MemberData(nameof(Devices))]
    public void Configuration_works_byte_by_byte(string device)
    {
        var bench = new Bench(device) { OnTheLine = said => said.Select(value => new[] { value }) };
        bench.Ready();
        bench.PeerSends([1, 2, 3]);
        bench.Run(ModemConversation.QuietAfter * 2);
        Assert.Equal([1, 2, 3], bench.Received.Single().Frame.ToArray());
    }

    // §7 vector 2: at every split point.
    [Theory]
    [MemberData(nameof(Devices))]
    public void A_frame_is_understood_wherever_the_line_splits_it(string device)
    {
        var bench = new Bench(device).Ready();
        byte[] payload = [0x00, 0x2C, 0x0D, 0x0A, 0xFF, 0x2B, 0x52, 0x43, 0x56, 0x3D, 0x30, 0x2C, 0xC0, 0xDB];
        var length = 0;
        for (var at = 0; at == 0 || at < length; at++)
        {
            var split = at;
            bench.OnTheLine = said =>
            {
                length = said.Length;
                return [said[..Math.Min(split, said.Length)], said[Math.Min(split, said.Length)..]];
            };
            bench.PeerSends(payload);
            bench.Run(ModemConversation.QuietAfter * 2);
            Assert.True(bench.Received.Count() == at + 1, $"split at {at}: not heard");
            Assert.Equal(payload, bench.Received.Last().Frame.ToArray());
        }
    }

    // §0.3: frames, errors about damaged frames, log lines and NULs between a command and its reply.
    [Theory]
    [MemberData(nameof(Devices))]
    public void What_stands_between_a_command_and_its_reply_does_no_harm(string device)
    {
        var bench = new Bench(device);
        bench.OnTheLine = said => [bench.Device.Chatter.ToArray(), said];
        bench.Ready();
        var before = bench.Received.Count();
        Assert.Equal((true, null), (bench.Send([7, 7]).OnAir, bench.Sent.Last().Detail));
        Assert.Equal([7, 7], bench.PeerHeard.Single());
        if (EmulationCatalogue.Find(device).ReportsFrames) Assert.True(before > 0, "the chatter holds a frame, which counts");
        Assert.All(bench.Received, received => Assert.Equal("+OK\r\n"u8.ToArray(), received.Frame.ToArray()));
    }

    // §0.5, §7 vector 8.
    [Theory]
    [MemberData(nameof(RestartingDevices))]
    public void A_banner_in_mid_session_means_set_it_up_again(string device)
    {
        var bench = new Bench(device).Ready();
        bench.Device.Reboot();
        bench.Until(() => bench.TimesReady == 2, seconds: 10);
        bench.PeerSends([4, 5, 6]);
        bench.Run(ModemConversation.QuietAfter * 2);
        Assert.Equal([4, 5, 6], bench.Received.Last().Frame.ToArray());
        Assert.True(bench.Send([8]).OnAir);
    }

    [Theory]
    [MemberData(nameof(RestartingDevices))]
    public void A_frame_inside_a_modem_that_restarts_is_reported_once_as_not_sure(string device)
    {
        var bench = new Bench(device).Ready();
        Assert.True(bench.Conversation.TrySend(new byte[Long(bench)], bench.Now));
        bench.Run(TimeSpan.FromMilliseconds(20));
        bench.Device.Reboot();
        bench.Until(() => bench.Conversation.Status.Ready && bench.Sent.Any(), seconds: 15);
        bench.Run(TimeSpan.FromSeconds(10));
        Assert.False(bench.Sent.Single().OnAir);
    }

    // A restart without a word: the settings are read now and then.
    [Theory]
    [MemberData(nameof(ForgetfulDevices))]
    public void A_restart_whose_banner_got_lost_is_noticed_by_the_heartbeat(string device)
    {
        var bench = new Bench(device).Ready();
        bench.IsMute = true;
        bench.Device.Reboot();
        bench.IsMute = false;
        bench.Until(() => bench.TimesReady == 2, ModemConversation.HeartbeatAfter.TotalSeconds + 10);
        Assert.True(bench.Send([1]).OnAir);
        Assert.Equal([1], bench.PeerHeard.Single());
    }

    // A restart without a word, and then frames all the time: they go out and come in, elsewhere.
    [Theory]
    [MemberData(nameof(ForgetfulDevices))]
    public void A_restart_whose_banner_got_lost_is_noticed_though_frames_are_sent_all_the_time(string device)
    {
        var bench = new Bench(device).Ready();
        bench.IsMute = true;
        bench.Device.Reboot();
        bench.IsMute = false;
        for (var second = 0; second < 20 && bench.TimesReady == 1; second++)
        {
            _ = bench.Conversation.TrySend(new byte[5], bench.Now);
            bench.Run(TimeSpan.FromSeconds(1));
        }

        bench.Until(() => bench.TimesReady == 2, seconds: 1);
        Assert.True(bench.Send([1]).OnAir);
        Assert.Equal([1], bench.PeerHeard.Last());
    }

    // §0.1: never trust that a write returned.
    [Theory]
    [MemberData(nameof(Devices))]
    public void A_frame_is_not_sent_before_its_time_on_air_has_passed(string device)
    {
        var bench = new Bench(device).Ready();
        var began = bench.Now;
        bench.Send(new byte[Long(bench)]);
        Assert.True(bench.Now - began >= bench.Dialect.TimeOnAir(Long(bench)), $"after {bench.Now - began}");
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void One_frame_is_inside_at_a_time(string device)
    {
        var bench = new Bench(device);
        Assert.False(bench.Conversation.TrySend(new byte[1], bench.Now));
        bench.Ready();
        Assert.True(bench.Conversation.TrySend(new byte[1], bench.Now));
        Assert.False(bench.Conversation.TrySend(new byte[1], bench.Now));
        bench.Until(() => bench.Sent.Any(), seconds: 5);
        Assert.True(bench.Conversation.TrySend(new byte[1], bench.Now));
    }

    // §0.5: a setting that does not stick is told, and not sent over.
    [Theory]
    [MemberData(nameof(AnsweringDevices))]
    public void A_modem_that_keeps_another_value_is_not_ready_and_says_which(string device)
    {
        var bench = new Bench(device);
        bench.Device.Fault = ModemFault.Stubborn;
        bench.Open().Run(TimeSpan.FromSeconds(20));
        Assert.False(bench.Conversation.Status.Ready);
        Assert.Contains("the modem says", bench.Conversation.Status.Detail, StringComparison.Ordinal);
        Assert.False(bench.Conversation.TrySend(new byte[1], bench.Now));

        bench.Device.Fault = ModemFault.None;
        bench.Until(() => bench.Conversation.Status.Ready, seconds: 20);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Noise_never_throws_and_is_never_kept(string device)
    {
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var bench = new Bench(device) { ReopensItself = true }.Ready();
            var random = new Random(seed);
            byte[][] crumbs =
            [
                "+RCV="u8.ToArray(), "1,200,"u8.ToArray(), "\r\n"u8.ToArray(), "+ERR="u8.ToArray(),
                [0xC0], [0xC0, 0], [0xC0, 6, 0xF9],
            ];
            for (var piece = 0; piece < 500; piece++)
            {
                var noise = new byte[random.Next(1, 40)];
                random.NextBytes(noise);
                bench.Say(random.Next(3) == 0 ? crumbs[random.Next(crumbs.Length)] : noise);
            }

            bench.Run(TimeSpan.FromSeconds(1));
            Assert.True(bench.Received.All(received => received.Frame.Length <= 1000), $"seed {seed}");
            bench.Until(() => bench.Conversation.Status.Ready, seconds: 60);
            bench.Run(ModemConversation.QuietAfter * 2);
            var before = bench.Received.Count();
            bench.PeerSends([9, 9, 9]);
            bench.Run(ModemConversation.QuietAfter * 2);
            Assert.True(bench.Received.Count() > before, $"seed {seed}: deaf after noise");
            Assert.Equal([9, 9, 9], bench.Received.Last().Frame.ToArray());
        }
    }

    /// <summary>A frame that is on air for a while.</summary>
    private static int Long(Bench bench) => Math.Min(150, bench.Dialect.FrameBytesMax);
}
