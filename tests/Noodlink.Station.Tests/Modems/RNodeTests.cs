using System.Text;
using Noodlink.Cli.Air;
using Noodlink.Protocol;
using Noodlink.Protocol.Radio;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>What is peculiar to boards with RNode firmware; what holds for every modem is in the contract suite. The
/// traps are those of modems.md §5.2 and, where it is silent, of the firmware's source ("RNF").</summary>
public sealed class RNodeTests
{
    private static readonly RadioSettings Home = new();

    // §7 vector 6, as far as a driver meets it: it sends at most 200, but reads what others sent.
    [Theory]
    [InlineData(1)]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(508)]
    public void Packets_of_any_length_that_the_firmware_has_are_read(int length)
    {
        var packet = Enumerable.Range(0, length).Select(at => (byte)(at * 7 % 256)).ToArray();
        var heard = Assert.IsType<ModemWord.Heard>(Assert.Single(Read(KissFraming.Encode(0, packet))));
        Assert.Equal(packet, heard.Frame.ToArray());
    }

    // §7 vector 6: 254 bytes leave as one frame with a byte in front, 255 as two; the other board puts them together.
    [Theory]
    [InlineData(254, new[] { 255 })]
    [InlineData(255, new[] { 255, 2 })]
    [InlineData(508, new[] { 255, 255 })]
    public void The_emulated_board_splits_as_the_firmware_does(int length, int[] onAir)
    {
        var frames = new List<int>();
        var table = new Table(frames.Add);
        var packet = Enumerable.Range(0, length).Select(at => (byte)(at % 251)).ToArray();
        table.SetUp();
        table.Device.FromHost(KissFraming.Encode(0, packet));
        table.Run(seconds: 10);
        Assert.Equal(onAir, frames);
        Assert.Contains(KissFraming.Encode(0, packet), table.SaidByPeer);
    }

    // §5.2: both FENDs always; behind it the question for room, which is the only proof that it was taken.
    [Fact]
    public void A_frame_has_both_its_ends_and_a_question_behind_it()
    {
        var sending = new RNodeModem(Home).Send([0xC0, 0x01, 0xDB]);
        Assert.Equal("C0" + "00" + "DBDC01DBDD" + "C0" + "C00F00C0", Convert.ToHexString(sending.Command.Span));
        Assert.True(sending.NeedsAccepted);
    }

    // RNF serial_callback: the FEND that ends a data frame begins nothing.
    [Fact]
    public void The_emulated_board_loses_a_frame_that_shares_its_FEND()
    {
        var frames = new List<int>();
        var table = new Table(frames.Add);
        table.SetUp();
        table.Device.FromHost([0xC0, 0x00, 1, 1, 0xC0, 0x00, 2, 2, 2, 0xC0]);
        table.Run(seconds: 5);
        Assert.Equal([3], frames);
    }

    // §5.2: a byte more on air; RNF Config.h: 18 symbols and 24 ms of preamble.
    [Theory]
    [InlineData(9, 125_000, 51, 369.664)] // 18 symbols; plain LoRa takes 328.704
    [InlineData(9, 125_000, 53, 390.144)] // where the byte takes a block more
    [InlineData(12, 125_000, 51, 2_793.472)]
    [InlineData(7, 250_000, 51, 71.296)] // 47 symbols of 0.512 ms
    public void The_time_on_air_has_the_firmwares_byte_and_preamble(
        int spreadingFactor, int bandwidthHz, int bytes, double milliseconds)
    {
        var modem = new RNodeModem(new RadioSettings(SpreadingFactor: spreadingFactor, BandwidthHz: bandwidthHz));
        Assert.Equal(milliseconds, modem.TimeOnAir(bytes).TotalMilliseconds, tolerance: 0.1);
    }

    // The ledger never charges less than the formula, and a damaged number does not close the station.
    [Theory]
    [InlineData(25, 25)]
    [InlineData(4, 18)]
    [InlineData(5000, 18)]
    public void A_preamble_that_the_board_tells_is_charged_when_it_is_longer_and_can_be(int told, int charged)
    {
        var modem = new RNodeModem(Home);
        modem.Read(
            KissFraming.Encode(0x26, [16, 0, 0, 244, (byte)(told >> 8), (byte)(told & 0xFF), 0, 74, 0, 49, 0, 98]), []);
        Assert.Equal(Airtime.Of(52, 9, 125_000, 5, charged), modem.TimeOnAir(51));
    }

    // §5.2: 23 and 24 stand before the data they belong to.
    [Fact]
    public void The_signal_in_front_of_a_frame_belongs_to_it_and_to_no_other()
    {
        var words = Read([0xC0, 0x23, 62, 0xC0, 0xC0, 0x24, 0xF4, 0xC0, 0xC0, 0, 1, 0xC0, 0xC0, 0, 2, 0xC0]);
        var heard = words.Cast<ModemWord.Heard>().ToList();
        Assert.Equal((-95.0, -3.0), (heard[0].RssiDbm!.Value, heard[0].SnrDb!.Value));
        Assert.Null(heard[1].RssiDbm);
    }

    [Theory]
    [InlineData("C055F8C0", "Rebooted")] // after a restart
    [InlineData("C09006C0C09002C0C055F8C0", "Rebooted Rebooted Rebooted")] // a transmit fault, then it restarts itself
    [InlineData("C09001C0", "Refused")] // the chip does not start
    [InlineData("C09004C0", "Transmitted")] // defined, never sent in 1.86
    [InlineData("C09003C0C09005C0", "Noticed Noticed")]
    [InlineData("C00F01C0", "Accepted")]
    [InlineData("C00F00C0", "Refused")] // the queue is full: the frame may be gone
    [InlineData("C0C0C0C0084600C0", "Answered")]
    [InlineData("C0080000000000C0", "Noticed")] // too long to be a detect
    [InlineData("C07122C0", "Noticed")] // no command of the firmware
    [InlineData("C000DBC0", "Noticed")] // an escape without its second byte
    [InlineData("C000C0C023C0C024C0C025C0C00FC0C050C0C090C0C055C0", "")] // markqvist/Reticulum#65: nothing behind it
    [InlineData("C02501C0C0260102C0C02801C0", "Answered Answered Answered")] // shorter than it should be
    public void Frames_are_known_by_their_command(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read(Convert.FromHexString(line)).Select(word => word.GetType().Name)));

    // §5.2: text of a board without identity; "I" and "N" are also commands (MCU, none).
    [Theory]
    [InlineData("Device unprovisioned, no device configuration found in EEPROM\r\n")]
    [InlineData("Invalid EEPROM checksum\r\n")]
    [InlineData("No radio module found\r\n")]
    [InlineData("Error, incorrect boot vector\r\n")]
    [InlineData("rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n")]
    public void Text_is_a_restart_wherever_it_stands(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        Assert.Equal(text.Trim(), Assert.IsType<ModemWord.Rebooted>(Assert.Single(Read(bytes))).Banner);
        Assert.Equal(text.Trim(), Assert.Single(Read([0xC0, 0x08, 0x46, 0xC0, .. bytes, 0xC0])
            .OfType<ModemWord.Rebooted>()).Banner);
    }

    // §5.2: the technician is told what to do about it.
    [Fact]
    public void A_board_without_identity_says_so_and_how_to_give_it_one()
    {
        var table = new Table(memory: new RNodeMemory(HasIdentity: false));
        table.Open();
        table.Device.Reboot();
        table.Run(seconds: 4);
        Assert.False(table.Conversation.Status.Ready);
        Assert.Contains("Device unprovisioned", table.Conversation.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("rnodeconf", table.Conversation.Status.Detail, StringComparison.Ordinal);
    }

    // RNF: in TNC mode the radio runs from power-up on its own frequency, and echoes another one without taking it.
    [Fact]
    public void A_board_in_TNC_mode_is_taken_to_our_frequency_before_the_first_frame()
    {
        var table = new Table(memory: new RNodeMemory(OfItsOwn: new Tuning(868_100_000, 8, 125_000)));
        table.SetUp();
        Assert.True(table.Conversation.TrySend(new byte[10], table.Now));
        table.Run(seconds: 3);
        Assert.All(table.Sendings, sent => Assert.Equal((new Tuning(869_525_000, 9, 125_000), 14), sent));
        Assert.Single(table.Sendings);

        // Its restart brings its own frequency back, and its word of that may be lost.
        table.IsMute = true;
        table.Device.Reboot();
        table.IsMute = false;
        table.Run(seconds: 30);
        Assert.True(table.Conversation.Status.Ready);
        Assert.True(table.Conversation.TrySend(new byte[10], table.Now));
        table.Run(seconds: 3);
        Assert.Equal(2, table.Sendings.Count(sent => sent.Item1.FrequencyHz == 869_525_000));
    }

    // §5.2: every echo is compared, 100 Hz allowed (RNS).
    [Theory]
    [InlineData(869_525_100, true)]
    [InlineData(869_524_900, true)]
    [InlineData(869_525_101, false)]
    [InlineData(915_000_000, false)]
    public void A_frequency_that_is_not_ours_stops_the_setting_up(int told, bool isTaken)
    {
        var step = new RNodeModem(Home).Configure().First(step => step.What == "frequency");
        Assert.Equal("C00133D3E608C0", Convert.ToHexString(step.Command.Span));
        Assert.Equal(isTaken, step.Judge!(new ModemWord.Answered($"01{told:X8}")));
        Assert.Null(step.Judge(new ModemWord.Answered("0203")));
    }

    [Theory]
    [InlineData("500134", true)] // 1.52
    [InlineData("500133", false)]
    [InlineData("500200", true)]
    public void Firmware_older_than_Reticulum_wants_is_refused(string answer, bool isTaken)
    {
        var step = new RNodeModem(Home).Configure().First(step => step.What == "firmware version (1.52 or newer)");
        Assert.Equal(isTaken, step.Judge!(new ModemWord.Answered(answer)));
    }

    // The limits of the board are switched off, for the ledger is ours.
    [Fact]
    public void What_another_program_left_on_is_switched_off()
    {
        var commands = new RNodeModem(Home).Configure().Select(step => Convert.ToHexString(step.Command.Span)).ToList();
        var on = commands.IndexOf("C00601C0");
        foreach (var command in new[] { "C00600C0", "C00E00C0", "C00900C0", "C00B0000C0", "C00C0000C0", "C0030EC0" })
            Assert.InRange(commands.IndexOf(command), 0, on - 1);
        Assert.InRange(commands.IndexOf("C00100000000C0"), on, commands.Count);
    }

    // RNF update_airtime: the share of the air that the board used rises only by what it sent itself.
    [Fact]
    public void A_board_that_tells_its_share_of_the_air_ends_a_sending_sooner()
    {
        var table = new Table();
        table.SetUp();
        Assert.True(table.Conversation.TrySend(new byte[20], table.Now));
        var began = table.Now;
        table.Until(() => table.Conversation.Events.Any(happened => happened is ModemEvent.Sent));
        Assert.True(((ModemEvent.Sent)table.Conversation.Events.Last()).OnAir);
        Assert.Single(table.Sendings);
        Assert.True(table.Now - began < new RNodeModem(Home).Send([]).Margin + table.Dialect.TimeOnAir(20));
        Assert.True(table.Now - began >= table.Dialect.TimeOnAir(20));
    }

    // A busy channel: the board waits, the driver does not know, and nothing is lost or called a fault.
    [Fact]
    public void A_board_that_waits_for_a_clear_channel_sends_later()
    {
        var table = new Table();
        table.SetUp();
        var jammer = table.Channel.Attach(new Tuning(869_525_000, 9, 125_000), _ => { });
        table.Channel.Transmit(jammer, new byte[1], TimeSpan.FromSeconds(3), () => { });
        Assert.True(table.Conversation.TrySend(new byte[] { 7 }, table.Now));
        table.Run(seconds: 6);
        Assert.Contains(KissFraming.Encode(0, [7]), table.SaidByPeer);
        Assert.True(table.Conversation.Status.Ready);
    }

    // RNF tx_queue_handler: it waits for a clear channel without end, and then empties its queue in one go.
    [Fact]
    public void What_waits_inside_a_jammed_board_is_thrown_away_before_it_becomes_a_burst()
    {
        var table = new Table();
        table.SetUp();
        var jammer = table.Channel.Attach(new Tuning(869_525_000, 9, 125_000), _ => { });
        table.Channel.Transmit(jammer, new byte[1], TimeSpan.FromMinutes(10), () => { });
        table.Sendings.Clear();
        var taken = 0;
        for (var second = 0; second < 590; second += 5)
        {
            if (table.Conversation.TrySend(new byte[] { 7 }, table.Now)) taken++;
            table.Run(seconds: 5);
        }

        table.Run(seconds: 30);
        Assert.True(taken > 20, $"{taken} taken");
        Assert.InRange(table.Sendings.Count, 0, 4);
        Assert.True(table.Conversation.Status.Ready, table.Conversation.Status.Detail);
    }

    // §5.2: boards restart when their port is opened, and hear nothing for 2 s.
    [Fact]
    public void A_board_that_restarts_when_it_is_opened_is_waited_for()
    {
        var table = new Table();
        table.Open();
        table.Device.Hang(isHungNow: true);
        table.Run(seconds: 2);
        table.Device.Hang(isHungNow: false);
        table.Device.Reboot();
        table.Run(seconds: 0.5);
        Assert.True(table.Conversation.Status.Ready, table.Conversation.Status.Detail);
        Assert.Null(table.Conversation.ReopenBecause);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(23)]
    public void A_power_that_no_board_has_is_a_fault(int powerDbm) =>
        Assert.Contains("0..22", Assert.Single(RNodeModem.Faults(new RadioSettings(PowerDbm: powerDbm))),
            StringComparison.Ordinal);

    [Fact]
    public void Any_bytes_are_read_without_a_fault_and_without_being_kept()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var modem = new RNodeModem(Home);
            var words = new List<ModemWord>();
            byte[] crumbs = [0xC0, 0xDB, 0xDC, 0x00, 0x26, 0x25, (byte)'\n'];
            for (var piece = 0; piece < 60; piece++)
            {
                var bytes = new byte[random.Next(1, 700)];
                random.NextBytes(bytes);
                for (var at = 0; at < bytes.Length; at++)
                    if (random.Next(4) == 0) bytes[at] = crumbs[random.Next(crumbs.Length)];
                modem.Read(bytes, words);
                if (random.Next(5) == 0) modem.Quiet(words);
                _ = modem.Send(bytes.AsSpan(0, 1));
            }

            Assert.True(words.OfType<ModemWord.Heard>().All(heard => heard.Frame.Length <= 508), $"seed {seed}");
            Assert.True(modem.TimeOnAir(200) < TimeSpan.FromSeconds(2), $"seed {seed}: {modem.TimeOnAir(200)}");
            words.Clear();
            modem.Read([0xC0, 0xC0, 0x00, 9, 9, 0xC0], words);
            Assert.Equal([9, 9], words.OfType<ModemWord.Heard>().Last().Frame.ToArray());
        }
    }

    private static List<ModemWord> Read(byte[] bytes)
    {
        var words = new List<ModemWord>();
        var modem = new RNodeModem(Home);
        modem.Read(bytes, words);
        modem.Quiet(words);
        return words;
    }

    /// <summary>A conversation with one board, a second board that listens, and time turned by hand.</summary>
    private sealed class Table
    {
        private readonly FakeTime _time = new();
        private readonly Queue<byte[]> _toHost = new();
        private readonly EmulatedRNode _peer;
        private readonly long _origin;

        public Table(Action<int>? onAir = null, RNodeMemory? memory = null)
        {
            _origin = _time.GetTimestamp();
            var frames = new HashSet<long>();
            Channel = new AirChannel(_time, seed: 1)
            {
                Sending = radio => Sendings.Add((radio.Tuning, radio.PowerDbm ?? 99)),
                Watcher = happened =>
                {
                    if (frames.Add(happened.Number)) onAir?.Invoke(happened.FrameBytes);
                },
            };
            Device = new EmulatedRNode(Channel, said => { if (!IsMute) _toHost.Enqueue(said.ToArray()); }, memory);
            _peer = new EmulatedRNode(Channel, said => SaidByPeer.Add(said.ToArray()));
            Dialect = new RNodeModem(Home);
            Conversation = new ModemConversation(Dialect);
        }

        public AirChannel Channel { get; }

        public EmulatedRNode Device { get; }

        public RNodeModem Dialect { get; }

        public ModemConversation Conversation { get; }

        public List<(Tuning, int)> Sendings { get; } = [];

        public List<byte[]> SaidByPeer { get; } = [];

        public bool IsMute { get; set; }

        public Instant Now => new(_time.GetElapsedTime(_origin));

        public void Open() => Conversation.Opened("table", lineBaud: 115_200, Now);

        public void SetUp()
        {
            foreach (var step in new RNodeModem(Home).Configure()) _peer.FromHost(step.Command.Span);
            Open();
            Until(() => Conversation.Status.Ready);
            Conversation.Events.Clear();
        }

        public void Until(Func<bool> condition)
        {
            for (var turn = 0; !condition(); turn++)
            {
                Assert.True(turn < 1000, Conversation.Status.Detail);
                Run(seconds: 0.02);
            }
        }

        public void Run(double seconds)
        {
            for (var end = Now + TimeSpan.FromSeconds(seconds); Now < end; _time.Advance(TimeSpan.FromMilliseconds(10)))
            {
                if (Conversation.ReopenBecause is { } because)
                {
                    Conversation.Lost(because);
                    Open();
                }

                Conversation.Wake(Now);
                if (Conversation.TakeOutput(Now) is { Length: > 0 } output) Device.FromHost(output);
                while (_toHost.TryDequeue(out var said)) Conversation.Read(said, Now);
            }
        }
    }
}
