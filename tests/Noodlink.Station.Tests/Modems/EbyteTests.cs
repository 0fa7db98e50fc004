using Noodlink.Cli.Air;
using Noodlink.Protocol;
using Noodlink.Protocol.Radio;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>What is peculiar to Ebyte modules; what holds for every modem is in the contract suite. The traps are those
/// of modems.md §3, of the manuals, and of people who measured ("gerontec") and drove them ("gream").</summary>
public sealed class EbyteTests
{
    private static readonly RadioSettings Home = new(
        868_125_000, SpreadingFactor: 11, BandwidthHz: 500_000, PowerDbm: 14, DutyCyclePercent: 1);

    // §3: nothing of the whole megahertz lies in 869.40-869.65.
    [Fact]
    public void The_home_frequency_is_a_fault_that_names_what_is_possible()
    {
        var fault = Assert.Single(EbyteModem.Faults(Home with { FrequencyHz = 869_525_000 }));
        Assert.Contains("869525000", fault, StringComparison.Ordinal);
        Assert.Contains("864.125 MHz (0.1 %), 866.125 MHz (1 %), 867.125 MHz (1 %), 868.125 MHz (1 %) may be used",
            fault, StringComparison.Ordinal);
        Assert.Equal(5, ModemCatalogue.Faults("ebyte:/dev/ttyUSB0", new RadioSettings(CodingRate: 6, PowerDbm: 27)).Count
            + ModemCatalogue.Faults("ebyte:/dev/ttyUSB0", Home with { DutyCyclePercent = 2 }).Count);
        Assert.Empty(ModemCatalogue.Faults("ebyte:/dev/ttyUSB0", Home));
        Assert.Empty(ModemCatalogue.Faults("ebyte:/dev/ttyUSB0?mode=pins", Home with { SpreadingFactor = 7 }));
        Assert.Single(ModemCatalogue.Faults("ebyte:/dev/ttyUSB0?mode=magic", Home));
    }

    [Theory]
    [InlineData(869_125_000, 11, 500_000, 13)] // 500 kHz wide: sticks out of 868.70-869.20
    [InlineData(865_125_000, 11, 500_000, 13)]
    [InlineData(868_000_000, 11, 500_000, 13)]
    [InlineData(868_125_000, 9, 500_000, 13)] // air rates that nobody measured
    [InlineData(868_125_000, 11, 125_000, 13)]
    [InlineData(868_125_000, 11, 500_000, 9)]
    public void What_the_module_cannot_do_is_a_fault(int frequencyHz, int spreadingFactor, int bandwidthHz, int powerDbm) =>
        Assert.Single(EbyteModem.Faults(Home with
        {
            FrequencyHz = frequencyHz, SpreadingFactor = spreadingFactor, BandwidthHz = bandwidthHz, PowerDbm = powerDbm,
        }));

    // gerontec: SF11, 500 kHz, low data rate optimisation on, 8 bytes in front; 4 of ours; 16 symbols of preamble.
    [Fact]
    public void The_time_on_air_is_never_less_than_what_was_measured()
    {
        Assert.Equal(402.432, new EbyteModem(Home, EbyteModem.Stick).TimeOnAir(51).TotalMilliseconds, tolerance: 0.001);
        foreach (var spreadingFactor in new[] { 7, 11 })
        {
            var modem = new EbyteModem(Home with { SpreadingFactor = spreadingFactor }, EbyteModem.Stick);
            for (var bytes = 1; bytes <= modem.FrameBytesMax; bytes++)
                Assert.True(modem.TimeOnAir(bytes)
                    >= Airtime.Of(bytes + 4 + 8, spreadingFactor, 500_000, 5, 8, lowDataRate: true));
        }
    }

    // §3.2: factory settings are overwritten, and kept; 240-byte packets, RSSI byte off, listen before talk on; FFFF.
    [Theory]
    [InlineData(EbyteModem.Stick, 1, 0x04, "C0C1C2C30201", "C00009FFFF006226121300 00")]
    [InlineData(EbyteModem.Software, 2, 0x10, "C0C1C2C30202", "C00009FFFF006232121300 00")]
    public void A_module_from_the_box_is_set_once_and_then_only_read(
        string mode, byte configuration, byte switchBit, string enter, string write)
    {
        var make = new EbyteMake(EbyteMake.Stick.Product, configuration, switchBit);
        var table = new Table(mode, make);
        table.SetUp();
        Assert.Equal(enter, table.Written[0]);
        Assert.Contains(write.Replace(" ", "", StringComparison.Ordinal), table.Written);
        Assert.Equal("C0C1C2C30200", table.Written[^1]);
        Assert.Contains("13 dBm, read back", table.Conversation.Status.Detail, StringComparison.Ordinal);
        Assert.Empty(table.Sendings);

        table.Written.Clear();
        table.Device.Reboot();
        table.SetUp();
        Assert.DoesNotContain(table.Written, command => command.StartsWith("C0000", StringComparison.Ordinal));
    }

    // gream: with its switch (bit 2) cleared a stick lets nobody in any more; reserved bits stay as they were.
    [Fact]
    public void The_bits_of_register_4_that_are_not_ours_stay_as_they_are()
    {
        var table = new Table(EbyteModem.Stick, new EbyteMake(EbyteMake.Stick.Product, SwitchBit: 0x0C));
        table.SetUp();
        Assert.Contains("C00009FFFF00622E12130000", table.Written);
    }

    // gream: writing took up to 3 s.
    [Fact]
    public void A_module_that_writes_slowly_is_waited_for()
    {
        var modem = new EbyteModem(Home, EbyteModem.Stick);
        var write = modem.Configure().First(step =>
        {
            if (step.What == "registers") Assert.True(step.Judge!(new ModemWord.Answered("C10009000000620412030000")));
            return step.Command.Span.StartsWith((byte[])[0xC0, 0x00, 0x09]);
        });
        Assert.True(write.Patience >= TimeSpan.FromSeconds(5));
    }

    // gerontec: a question in transparent mode is data. Bounded, told, and over as soon as somebody plugs it in again.
    [Fact]
    public void A_module_that_takes_no_questions_is_asked_seldom_and_the_technician_is_told()
    {
        var table = new Table(EbyteModem.Stick, new EbyteMake(EbyteMake.Stick.Product, IsSwitchOn: false));
        table.Open();
        table.Run(seconds: 60);
        Assert.False(table.Conversation.Status.Ready);
        Assert.Contains("mode=stick", table.Conversation.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("plugged in again", table.Conversation.Status.Detail, StringComparison.Ordinal);
        Assert.NotEmpty(table.Sendings);
        table.Run(seconds: 3540);
        Assert.True(table.AirSeconds < 0.002 * 3600, $"{table.AirSeconds:0.0} s of an hour, {table.Sendings.Count} times");

        var before = table.Sendings.Count;
        table.Conversation.Lost("unplugged");
        table.Open();
        table.Run(seconds: 2);
        Assert.True(table.Sendings.Count > before, "asked at once");
    }

    // gream: FF FF FF is what one says that is in configuration mode and may not be switched; its button took it there.
    [Fact]
    public void A_stick_whose_button_was_pressed_is_set_without_a_byte_on_the_air_and_needs_no_button_again()
    {
        var table = new Table(EbyteModem.Stick, new EbyteMake(EbyteMake.Stick.Product, IsSwitchOn: false));
        table.Device.SetPins(m1: true, m0: false);
        table.SetUp();
        Assert.Empty(table.Sendings);
        table.Device.Reboot();
        table.Open();
        table.SetUp();
        Assert.Empty(table.Sendings);
        Assert.True(table.Send([1]).OnAir);
    }

    // §3: a T30 sends at least 21 dBm; a 400 MHz module would take channel 18 for 428.125 MHz.
    [Theory]
    [InlineData("0022101E0B0000")] // gerontec: a 900SL of 30 dBm
    [InlineData("00221016040000")]
    public void Another_product_is_refused_and_told(string product)
    {
        var table = new Table(EbyteModem.Stick, new EbyteMake(Convert.FromHexString(product)));
        table.Open();
        table.Run(seconds: 20);
        Assert.False(table.Conversation.Status.Ready);
        Assert.Contains($"C18007{product}", table.Conversation.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("E22-900T22", table.Conversation.Status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(table.Written, command => command.StartsWith("C00009", StringComparison.Ordinal));
        Assert.Empty(table.Sendings);
    }

    // §3.1: M1 1, M0 0 is configuration; a wire that is on makes its pin low. Nothing is asked before.
    [Fact]
    public void With_pins_the_mode_is_turned_by_the_control_wires()
    {
        var table = new Table(EbyteModem.Pins, new EbyteMake(EbyteMake.Stick.Product, IsSwitchOn: false));
        table.SetUp();
        Assert.Equal(
            [new ModemWires(false, true), new ModemWires(true, true)], table.Wires);
        Assert.Equal("C10009", table.Written[0]);
        Assert.Empty(table.Sendings);
        Assert.True(table.Send([1, 2, 3]).OnAir);
        Assert.Equal(3 + 4 + 8, Assert.Single(table.Sendings).Bytes);
    }

    // Over a line without such wires every question would be data.
    [Fact]
    public async Task With_pins_on_a_line_without_control_wires_nothing_is_ever_asked()
    {
        using var directory = new TemporaryDirectory();
        using var terminal = PseudoTerminal.Create(Path.Combine(directory.Path, "ttyUSB0"));
        await using var modem = RunningModem.At($"ebyte:{Path.Combine(directory.Path, "ttyUSB0")}?mode=pins", Home);
        for (var time = 0; time < 2; time++)
            await modem.NextAsync(happened => happened is ModemEvent.Changed { Status: { Ready: false } status }
                && status.Detail.Contains("no control wires", StringComparison.Ordinal), "told that there are none");
        Assert.Equal(0, terminal.Line.Read(new byte[100]));
    }

    // §3.3: an E32 is recognised and refused: its packets hold 58 bytes.
    [Fact]
    public void An_E32_is_refused_by_its_name()
    {
        var wires = new List<ModemWires>();
        var conversation = new ModemConversation(new EbyteModem(Home, EbyteModem.Pins));
        var now = Instant.Zero;
        conversation.Opened("e32", lineBaud: 9600, now);
        for (; now < Instant.Zero + TimeSpan.FromSeconds(5); now += TimeSpan.FromMilliseconds(10))
        {
            conversation.Wake(now);
            if (conversation.TakeWires() is { } turned) wires.Add(turned);
            var isAsked = conversation.TakeOutput(now).AsSpan().SequenceEqual((byte[])[0xC1, 0xC1, 0xC1]);
            if (isAsked && wires[^1] == new ModemWires(false, false))
                conversation.Read([0xC0, 0x00, 0x00, 0x1A, 0x06, 0x44], now);
        }

        Assert.False(conversation.Status.Ready);
        Assert.Contains("an E32 is not driven", conversation.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("C000001A0644", conversation.Status.Detail, StringComparison.Ordinal);
    }

    // It answers nothing about frames; that it is there is asked every 15 s, in transparent mode.
    [Fact]
    public void A_module_that_went_silent_is_noticed_and_works_again_when_it_is_back()
    {
        var table = new Table(EbyteModem.Stick);
        table.SetUp();
        table.Device.Hang(isHungNow: true);
        table.Run(seconds: 20);
        Assert.False(table.Conversation.Status.Ready);
        table.Device.Hang(isHungNow: false);
        table.Run(seconds: 45);
        Assert.True(table.Conversation.Status.Ready, table.Conversation.Status.Detail);
        Assert.True(table.Send([9]).OnAir);
    }

    // A restart leaves it in transparent mode with its settings: nothing to do, and nothing on the air.
    [Fact]
    public void A_restart_changes_nothing()
    {
        var table = new Table(EbyteModem.Stick);
        table.SetUp();
        table.Device.Reboot();
        table.Run(seconds: 40);
        Assert.True(table.Conversation.Status.Ready);
        Assert.Empty(table.Sendings);
        Assert.True(table.Send([1]).OnAir);
        Assert.Equal(13, Assert.Single(table.Sendings).PowerDbm);
    }

    // It senses the channel itself, tells nobody, and sends after 2 s at the latest.
    [Fact]
    public void A_frame_that_the_module_holds_back_leaves_later_and_is_not_lost()
    {
        var table = new Table(EbyteModem.Stick);
        table.SetUp();
        var jammer = table.Channel.Attach(new Tuning(868_125_000, 11, 500_000), _ => { });
        table.Channel.Transmit(jammer, new byte[1], TimeSpan.FromSeconds(1), () => { });
        table.Sendings.Clear();
        Assert.True(table.Send([1]).OnAir);
        table.Run(seconds: 3);
        Assert.Single(table.Sendings);
        Assert.Equal(0, table.Channel.Statistics.Outcomes.GetValueOrDefault(AirOutcome.Collided));
    }

    /// <summary>A conversation with one module and time turned by hand.</summary>
    private sealed class Table
    {
        private readonly FakeTime _time = new();
        private readonly Queue<byte[]> _toHost = new();
        private readonly long _origin;

        public Table(string mode, EbyteMake? make = null)
        {
            _origin = _time.GetTimestamp();
            Channel = new AirChannel(_time, seed: 1)
            {
                Watcher = happened =>
                {
                    if (happened.From != 0 || happened.To != 1) return;
                    AirSeconds += happened.TimeOnAir.TotalSeconds;
                    Sendings.Add((happened.FrameBytes, Power));
                },
            };
            Channel.Sending = radio => Power = radio.PowerDbm ?? 99;
            Device = new EmulatedEbyte(Channel, said => _toHost.Enqueue(said.ToArray()), make);
            Channel.Attach(new Tuning(1, 7, 1), _ => { });
            Conversation = new ModemConversation(new EbyteModem(Home, mode));
        }

        public AirChannel Channel { get; }

        public EmulatedEbyte Device { get; }

        public ModemConversation Conversation { get; }

        public List<(int Bytes, int PowerDbm)> Sendings { get; } = [];

        public double AirSeconds { get; private set; }

        public List<string> Written { get; } = [];

        public List<ModemWires> Wires { get; } = [];

        private int Power { get; set; }

        private Instant Now => new(_time.GetElapsedTime(_origin));

        public void Open() => Conversation.Opened("table", lineBaud: 9600, Now);

        public void SetUp()
        {
            Open();
            for (var turn = 0; !Conversation.Status.Ready; turn++)
            {
                Assert.True(turn < 1000, Conversation.Status.Detail);
                Run(seconds: 0.02);
            }
        }

        public ModemEvent.Sent Send(byte[] frame)
        {
            Conversation.Events.Clear();
            Assert.True(Conversation.TrySend(frame, Now), Conversation.Status.Detail);
            Run(seconds: 2);
            return Conversation.Events.OfType<ModemEvent.Sent>().Single();
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
                if (Conversation.TakeWires() is { } wires)
                {
                    Wires.Add(wires);
                    Device.SetPins(m1: !wires.DataTerminalReady, m0: !wires.RequestToSend);
                }

                if (Conversation.TakeOutput(Now) is { Length: > 0 } output)
                {
                    Written.Add(Convert.ToHexString(output));
                    Device.FromHost(output);
                }

                while (_toHost.TryDequeue(out var said)) Conversation.Read(said, Now);
            }
        }
    }
}
