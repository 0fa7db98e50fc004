using System.Net;
using System.Net.Sockets;
using Noodlink.Cli.Air;
using Noodlink.Protocol;
using Noodlink.Protocol.Radio;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>A node of somebody's mesh: its traps (modems.md §6), each with where it is told.</summary>
public sealed class MeshtasticTests
{
    private const string Device = "meshtastic";

    /// <summary>The number of the first node on an air.</summary>
    private const uint OurNode = 0x6D65_7300;

    private static readonly RadioSettings Fast = EmulationCatalogue.Find(Device).Settings;

    // PhoneAPI.cpp recentToRadioPacketIds; Meshtastic-Android issue 4158: an id that it has had is ignored, whatever
    // became of the first.
    [Fact]
    public void Each_sending_has_an_id_of_its_own_also_a_repetition()
    {
        var modem = new MeshtasticModem(Fast, random: new Random(1));
        var packets = Enumerable.Range(0, 60).Select(_ => Sent(modem.Send([1, 2, 3]))).ToList();
        Assert.Equal(60, packets.Select(IdOf).Distinct().Count());
        Assert.DoesNotContain(0u, packets.Select(IdOf));

        var bench = new Bench(Device).Ready();
        for (var time = 1; time <= 25; time++)
        {
            Assert.True(bench.Send([1, 2, 3]).OnAir);
            bench.Until(() => bench.PeerHeard.Count == time, seconds: 2);
        }
    }

    // An acknowledgement of the mesh is not the hub's, and costs up to three transmissions that our ledger does not
    // know.
    [Fact]
    public void A_packet_is_to_everybody_on_our_port_and_asks_for_no_acknowledgement()
    {
        var modem = Told(new MeshtasticModem(Fast, channel: 2, new Random(1)));
        var packet = Fields(Sent(modem.Send([0xC0, 0xDE])));
        Assert.Equal(uint.MaxValue, (uint)packet[2].Number);
        Assert.Equal(2u, packet[3].Number);
        Assert.Equal(3u, packet[9].Number);
        Assert.False(packet.ContainsKey(10), "want_ack");
        Assert.False(packet.ContainsKey(1), "from is the node's to fill in");
        var data = Fields(packet[4].Bytes);
        Assert.Equal(256u, data[1].Number);
        Assert.Equal([0xC0, 0xDE], data[2].Bytes);
    }

    // Router.cpp: DUTY_CYCLE_LIMIT comes in queueStatus and as a NAK; RATE_LIMIT_EXCEEDED as a NAK only.
    [Fact]
    public void Why_a_packet_does_not_leave_is_told_by_name()
    {
        var modem = Told(new MeshtasticModem(Fast));
        var id = IdOf(Sent(modem.Send([1])));
        var words = new List<ModemWord>();
        modem.Read(QueueStatus(result: 9, id), words);
        modem.Read(Nak(38, id), words);
        modem.Read(QueueStatus(result: 32, id), words);
        string[] names = ["DUTY_CYCLE_LIMIT", "RATE_LIMIT_EXCEEDED", "queue is full"];
        foreach (var (word, name) in words.Zip(names))
            Assert.Contains(name, Assert.IsType<ModemWord.ChannelBusy>(word).What, StringComparison.Ordinal);

        words.Clear();
        modem.Read(QueueStatus(result: 34, id), words);
        modem.Read(Nak(4, id), words);
        modem.Read(QueueStatus(result: 0, id), words);
        Assert.Contains("no region", Assert.IsType<ModemWord.Refused>(words[0]).Reason, StringComparison.Ordinal);
        var late = Assert.IsType<ModemWord.Transmitted>(words[1]);
        Assert.Equal((false, true), (late.OnAir, late.Detail!.Contains("NO_INTERFACE", StringComparison.Ordinal)));
        Assert.IsType<ModemWord.Accepted>(words[2]);
    }

    // airtime.cpp counts in memory, from zero after a restart: a node that is started again because it refuses would
    // send past its hour.
    [Fact]
    public void A_node_whose_hour_is_full_says_so_and_is_not_started_again()
    {
        var bench = new Bench(Device, new RadioSettings(SpreadingFactor: 12)).Ready();
        for (var frame = 0; frame < 60 && !bench.Sent.Any(sent => !sent.OnAir); frame++)
        {
            bench.Send(new byte[200]);
            bench.Run(TimeSpan.FromSeconds(30));
        }

        Assert.InRange(bench.Sent.Count(sent => sent.OnAir), 20, 45);
        for (var again = 0; again < 12; again++) bench.Send([1]);
        Assert.All(bench.Sent.TakeLast(12), sent => Assert.Equal((false, true, true),
            (sent.OnAir, sent.Busy, sent.Detail!.Contains("DUTY_CYCLE_LIMIT", StringComparison.Ordinal))));
        Assert.Equal((1, null), (bench.TimesReady, bench.Conversation.ReopenBecause));
        bench.Run(TimeSpan.FromMinutes(61));
        Assert.True(bench.Send([1]).OnAir);
    }

    // ReliableRouter.cpp: an implicit acknowledgement is a neighbour that repeats; MAX_RETRANSMIT that nobody did.
    [Fact]
    public void Neither_an_acknowledgement_of_the_mesh_nor_its_absence_nor_another_packets_fate_means_anything()
    {
        var modem = Told(new MeshtasticModem(Fast));
        var before = IdOf(Sent(modem.Send([1])));
        var id = IdOf(Sent(modem.Send([1])));
        var words = new List<ModemWord>();
        foreach (var about in new[] { id, before })
            foreach (var error in new ulong[] { 0, 1, 2, 3, 5, 8, 35 })
                modem.Read(Nak(error, about), words);
        modem.Read(Nak(9, before), words);
        modem.Read(QueueStatus(result: 9, before), words);
        modem.Read(Nak(9, id, from: 0x1234), words); // somebody else says so
        Assert.Empty(words);
    }

    [Fact]
    public void Only_packets_of_others_on_our_port_are_heard()
    {
        var modem = Told(new MeshtasticModem(Fast));
        var words = new List<ModemWord>();
        modem.Read(Frame(2, Packet(OurNode, 256, [1])), words); // our own, come back
        modem.Read(Frame(2, Packet(7, 1, "hello"u8)), words); // a text
        modem.Read(Frame(2, Packet(7, 67, [1, 2])), words); // telemetry
        modem.Read(Frame(2, new ProtobufWriter().Fixed(1, 7).Bytes(5, [1, 2, 3])), words); // another channel's key
        modem.Read(Frame(2, Packet(7, 256, [])), words);
        modem.Read(Frame(6, new ProtobufWriter().Bytes(1, "log"u8)), words);
        Assert.Empty(words);

        modem.Read(Frame(2, Packet(7, 256, [9]).Real(8, -7.25f).Number(12, unchecked((ulong)-101))), words);
        modem.Read(Frame(2, Packet(7, 256, [9]).Real(8, 6).Number(12, unchecked((ulong)-50)).Number(14, 1)), words);
        modem.Read(Frame(2, Packet(7, 256, [9]).Real(8, float.NaN).Number(12, 5)), words);
        var heard = words.Cast<ModemWord.Heard>().ToList();
        Assert.Equal((-101.0, -7.25), (heard[0].RssiDbm!.Value, heard[0].SnrDb!.Value));
        Assert.All(heard[1..], one => Assert.Equal((null, null), (one.RssiDbm, one.SnrDb))); // not by radio; no number
    }

    // MeshService.cpp: room for 8 to 32 packets; the rest is dropped without a word, and so is the rest of a frame.
    [Fact]
    public void A_host_that_read_too_late_loses_what_is_gone_and_nothing_behind_it()
    {
        byte[] line = [.. Enumerable.Range(0, 40).SelectMany(at => Frame(2, Packet(7, 256, [(byte)at, 0x94, 0xC3])))];
        var length = line.Length / 40;
        for (var gap = 1; gap < 3 * length; gap += 5)
        {
            var modem = new MeshtasticModem(Fast);
            var words = new List<ModemWord>();
            modem.Read([.. line[..(10 * length + 3)], .. line[(10 * length + 3 + gap)..]], words);
            modem.Quiet(words);
            var heard = words.OfType<ModemWord.Heard>().Select(one => (int)one.Frame.Span[0]).ToList();
            Assert.Equal(Enumerable.Range(0, 10), heard[..10]);
            Assert.Equal(Enumerable.Range(14, 26), heard[^26..]);
            Assert.False(modem.IsHalfRead);
        }
    }

    // StreamAPI.cpp waits for the rest of a frame for ever: 32 bytes do not fill one that a program left half way.
    [Theory]
    [InlineData("94C30200")]
    [InlineData("94C301F40A0B0C")]
    [InlineData("94")]
    [InlineData("94C3")]
    [InlineData("94C300")]
    public void A_node_that_a_program_left_in_the_middle_of_a_frame_is_reached(string left)
    {
        var bench = new Bench(Device);
        bench.Device.FromHost(Convert.FromHexString(left));
        bench.Ready();
        Assert.True(bench.Send([1]).OnAir);
    }

    // PhoneAPI.cpp STATE_SEND_NOTHING: after a restart it does not even tell what it hears.
    [Fact]
    public void A_restart_is_followed_by_the_whole_handshake()
    {
        var bench = new Bench(Device).Ready();
        bench.Written.Clear();
        bench.Device.Reboot();
        bench.Until(() => bench.TimesReady == 2, seconds: 5);
        Assert.Contains(bench.Events, one => one is ModemEvent.Changed { Status: { Ready: false, Detail: var why } }
            && why.Contains("restarted", StringComparison.Ordinal));
        Assert.Equal(32, bench.Written.TakeWhile(value => value == 0xC3).Count());
        bench.PeerSends([5]);
        Assert.Equal([5], bench.Received.Single().Frame.ToArray());
    }

    // SerialConsole.cpp SERIAL_CONNECTION_TIMEOUT: 15 minutes without a word from us.
    [Fact]
    public void It_is_spoken_to_well_within_15_minutes_and_never_with_the_nonce_that_sends_on_air()
    {
        var bench = new Bench(Device).Ready();
        var onAir = bench.OnAir.Count;
        for (var minute = 0; minute < 3; minute++)
        {
            bench.Written.Clear();
            bench.Run(TimeSpan.FromMinutes(1));
            Assert.NotEmpty(bench.Written);
            Assert.DoesNotContain("3A020801", Convert.ToHexString([.. bench.Written]), StringComparison.Ordinal);
        }

        Assert.Equal((1, onAir), (bench.TimesReady, bench.OnAir.Count));
    }

    // AdminModule.cpp: a managed node ignores admin messages of its own serial line.
    [Fact]
    public void A_managed_node_stays_ready_and_its_silent_restart_is_noticed()
    {
        var bench = new Bench(Device);
        ((EmulatedMeshtastic)bench.Device).IsManaged = true;
        bench.Ready().Run(TimeSpan.FromMinutes(1));
        Assert.Equal(1, bench.TimesReady);

        bench.IsMute = true;
        bench.Device.Reboot();
        bench.IsMute = false;
        bench.Run(ModemConversation.HeartbeatAfter + TimeSpan.FromSeconds(1));
        bench.PeerSends([6]);
        Assert.Equal([6], bench.Received.Single().Frame.ToArray());
    }

    // Ours at most one, and what it repeats for others: then the frame waits where a noodmelding can overtake it.
    [Fact]
    public void A_node_with_a_long_queue_gives_the_frame_back()
    {
        var bench = new Bench(Device).Ready();
        var other = bench.Channel.Attach(
            new Tuning(Fast.FrequencyHz, Fast.SpreadingFactor, Fast.BandwidthHz), _ => { });
        bench.Channel.Transmit(other, new byte[50], TimeSpan.FromSeconds(4), () => { });
        for (var frame = 0; frame < 3; frame++) bench.Send([1]);
        Assert.Equal([false, false, true], bench.Sent.Select(sent => sent.Busy));
        bench.Run(TimeSpan.FromSeconds(6));
        Assert.False(bench.Send([1]).Busy);
    }

    // Router.cpp perhapsEncode: the longest that still gets a signature has 255 bytes.
    [Theory]
    [InlineData(1, 24, 90)]
    [InlineData(51, 74, 140)]
    [InlineData(127, 150, 216)]
    [InlineData(128, 152, 218)]
    [InlineData(165, 189, 255)]
    [InlineData(166, 190, 190)]
    [InlineData(200, 224, 224)]
    public void The_ledger_counts_every_byte_on_air(int frameBytes, int plain, int signed)
    {
        foreach (var (signs, bytes) in new[] { (false, plain), (true, signed) })
        {
            var seen = new List<int>();
            var modem = new MeshtasticModem(Fast);
            Assert.Equal(Airtime.Of(signed, 7, 250_000, 5, 16), modem.TimeOnAir(frameBytes)); // before it told
            var time = new FakeTime();
            var air = new AirChannel(time, seed: 1) { Watcher = one => seen.Add(one.FrameBytes) };
            var tuning = new Tuning(Fast.FrequencyHz, 7, 250_000);
            air.Attach(tuning, _ => { });
            var talk = new ModemConversation(modem);
            var node = new EmulatedMeshtastic(air, tuning, said => talk.Read(said.Span, Instant.Zero), signs);
            talk.Opened("bench", 0, Instant.Zero);
            Give();
            Assert.True(talk.TrySend(new byte[frameBytes], Instant.Zero), talk.Status.Detail);
            Give();
            time.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal([bytes], seen);
            Assert.Equal(Airtime.Of(bytes, 7, 250_000, 5, 16), modem.TimeOnAir(frameBytes));

            void Give()
            {
                while (talk.TakeOutput(Instant.Zero) is { Length: > 0 } output) node.FromHost(output);
            }
        }
    }

    // A bit that was damaged in its number would send the question to another node, on air.
    [Fact]
    public void Nothing_is_addressed_to_a_node_whose_number_came_only_once()
    {
        var bench = new Bench(Device);
        var isFirst = true;
        bench.OnTheLine = said =>
        {
            // my_info: the tag of my_node_num, then a varint.
            if (said.Length > 8 && said[4] == 0x1A && isFirst) (said[7], isFirst) = ((byte)(said[7] ^ 1), false);
            return [said];
        };
        bench.Ready();
        var onAir = bench.OnAir.Count;
        bench.Run(TimeSpan.FromMinutes(1));
        Assert.Equal(onAir, bench.OnAir.Count);
        Assert.True(bench.Conversation.Status.Ready);
    }

    // Port 4403 of a node on the network: the same stream.
    [Fact]
    public async Task A_node_on_the_network_is_read_sent_through_and_connected_to_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var air = new AirChannel(TimeProvider.System, seed: 1);
        var tuning = new Tuning(Fast.FrequencyHz, Fast.SpreadingFactor, Fast.BandwidthHz);
        var heard = new TaskCompletionSource();
        air.Attach(tuning, _ => heard.TrySetResult());
        await using var modem = RunningModem.At(
            $"meshtastic+tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", Fast);
        for (var round = 1; round <= 2; round++)
        {
            using var server = await listener.AcceptTcpClientAsync().WaitAsync(RunningModem.Patience);
            var stream = server.GetStream();
            var serving = ServeAsync(stream, new EmulatedMeshtastic(air, tuning, said => Tell(stream, said)));
            await modem.ReadyAsync();
            if (round == 2) Assert.True((await modem.SendAsync([7])).OnAir);
            server.Close();
            await serving;
            await modem.NotReadyAsync();
        }

        await heard.Task.WaitAsync(RunningModem.Patience);

        // The node of the first round is still on the air in the second.
        static void Tell(NetworkStream stream, ReadOnlyMemory<byte> said)
        {
            try
            {
                stream.Write(said.Span);
            }
            catch (Exception closed) when (closed is IOException or ObjectDisposedException)
            {
            }
        }

        static async Task ServeAsync(NetworkStream stream, EmulatedMeshtastic node)
        {
            var buffer = new byte[1024];
            try
            {
                while (await stream.ReadAsync(buffer) is > 0 and var count) node.FromHost(buffer.AsSpan(0, count));
            }
            catch (Exception closed) when (closed is IOException or ObjectDisposedException)
            {
            }
        }
    }

    // It is another kind of modem: what the technician reads should say so.
    [Fact]
    public void What_another_kind_of_modem_says_is_told()
    {
        var bench = new Bench(Device) { IsMute = true };
        bench.Open();
        bench.Conversation.Read("\r\n+ERR=2\r\n+ER"u8, bench.Now);
        bench.Conversation.Read("R=4\r\n"u8, bench.Now);
        Assert.Equal(["+ERR=2", "+ERR=4"], bench.Conversation.Notices);
    }

    private static MeshtasticModem Told(MeshtasticModem modem)
    {
        var words = new List<ModemWord>();
        modem.Opened();
        var node = new EmulatedMeshtastic(new AirChannel(new FakeTime(), 1),
            new Tuning(Fast.FrequencyHz, 7, 250_000), said => modem.Read(said.Span, words));
        node.FromHost(modem.Resync.Command.Span);
        Assert.NotEmpty(words);
        return modem;
    }

    private static byte[] Sent(ModemSending sending)
    {
        var messages = new List<byte[]>();
        new MeshtasticFraming().Read(sending.Command.Span, messages);
        return ProtobufReader.Find(Assert.Single(messages), 1).ToArray();
    }

    private static uint IdOf(byte[] packet) => (uint)Fields(packet)[6].Number;

    private static Dictionary<int, (ulong Number, byte[] Bytes)> Fields(byte[] message)
    {
        var fields = new Dictionary<int, (ulong, byte[])>();
        var reader = new ProtobufReader(message);
        while (reader.Next()) fields.Add(reader.Field, (reader.Number, reader.Bytes.ToArray()));
        Assert.False(reader.IsBroken);
        return fields;
    }

    private static ProtobufWriter Packet(uint from, int port, ReadOnlySpan<byte> payload, uint requestId = 0) =>
        new ProtobufWriter().Fixed(1, from)
            .Message(4, new ProtobufWriter().Number(1, (ulong)port).Bytes(2, payload).Fixed(6, requestId));

    private static byte[] Nak(ulong error, uint about, uint from = OurNode) => Frame(
        2, Packet(from, 5, new ProtobufWriter().Number(3, error).ToArray(), about));

    private static byte[] QueueStatus(ulong result, uint id) => Frame(
        11, new ProtobufWriter().Number(1, result).Number(2, 15).Number(3, 16).Number(4, id));

    private static byte[] Frame(int field, ProtobufWriter message) =>
        MeshtasticFraming.Encode(new ProtobufWriter().Message(field, message).ToArray());
}
