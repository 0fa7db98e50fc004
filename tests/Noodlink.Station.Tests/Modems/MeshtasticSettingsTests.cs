using Noodlink.Cli.Air;
using Noodlink.Protocol;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>What its owner set, against Radio:* and the law: compared, told, and never changed.</summary>
public sealed class MeshtasticSettingsTests
{
    private const string Device = "meshtastic";

    public static TheoryData<string, string> Wrong => new()
    {
        { "3800", "region UNSET, must be EU_868" },
        { "3801", "region US, must be EU_868" },
        { "381D", "region EU_866" },
        { "3863", "region number 99" },
        { "4800", "lora.tx_enabled is off" },
        { "6001", "override_duty_cycle is on" },
        { "5000", "that is 27 dBm" },
        { "5016", "tx_power 22, that is 22 dBm; Radio:PowerDbm is 14" },
        { "507F", "that is 27 dBm" }, // more is cut down to it
        { "1000", "LongFast, SF11 250 kHz 4/5" },
        { "1008", "preset 8, which EU_868 does not have" }, // ShortTurbo: 500 kHz
        { "2808", "SF7 250 kHz 4/8" }, // a higher coding rate of one's own
        { "0800", "own settings, SF0" },
        { "750000C07F", "Radio:FrequencyHz is 869525000" }, // override_frequency: no number
        { "7500405944", "869.000 MHz; Radio:FrequencyHz" },
        { "35CDCCCC3D", "lora.frequency_offset 0.1 MHz" },
        { "350000C07F", "lora.frequency_offset" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_node_that_is_set_otherwise_is_not_sent_through_and_says_why(string field, string reason)
    {
        var bench = new Bench(Device);
        var node = (EmulatedMeshtastic)bench.Device;
        node.Changed = Convert.FromHexString(field);
        bench.Open().Run(TimeSpan.FromSeconds(20));
        Assert.Contains(reason, bench.Conversation.Status.Detail, StringComparison.Ordinal);
        Assert.False(bench.Conversation.TrySend(new byte[1], bench.Now));
        Assert.Empty(bench.OnAir);

        node.Changed = [];
        bench.Until(() => bench.Conversation.Status.Ready, seconds: 10);
        Assert.True(bench.Send([1]).OnAir);
    }

    // Its owner, with a telephone, in mid-session.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_change_in_mid_session_is_noticed_before_long(bool isManaged)
    {
        var bench = new Bench(Device);
        var node = (EmulatedMeshtastic)bench.Device;
        node.IsManaged = isManaged;
        bench.Ready();
        node.Changed = [0x38, 0x01];
        bench.Until(
            () => bench.Conversation.Status.Detail.Contains("region US", StringComparison.Ordinal), seconds: 20);
        bench.Run(TimeSpan.FromSeconds(1));
        Assert.False(bench.Conversation.TrySend(new byte[1], bench.Now));
    }

    [Theory]
    [InlineData(11, 250_000, 5, "LongFast")]
    [InlineData(10, 250_000, 5, "MediumSlow")]
    [InlineData(9, 250_000, 5, "MediumFast")]
    [InlineData(8, 250_000, 5, "ShortSlow")]
    [InlineData(7, 250_000, 5, "ShortFast")]
    [InlineData(9, 125_000, 5, "own settings")] // the defaults of Radio:*, with lora.override_frequency
    [InlineData(10, 62_500, 5, "own settings")]
    public void Presets_and_own_settings_are_known(int spreadingFactor, int bandwidthHz, int codingRate, string name)
    {
        var settings = new RadioSettings(
            SpreadingFactor: spreadingFactor, BandwidthHz: bandwidthHz, CodingRate: codingRate);
        var bench = new Bench(Device, settings).Ready();
        var told = bench.Conversation.Status.Detail;
        Assert.Contains($"EU_868 {name}, SF{spreadingFactor}", told, StringComparison.Ordinal);
        Assert.Contains("2.7.9", told, StringComparison.Ordinal);
        Assert.True(bench.Send(new byte[200]).OnAir);
        bench.Until(() => bench.PeerHeard.Count == 1, seconds: 10);
    }

    // RadioInterface.cpp applyModemConfig: 125 kHz has two slots, and without channel_num a hash chooses.
    [Theory]
    [InlineData("", 869_525_000, "one of 2 frequencies")]
    [InlineData("5801", 869_462_500, null)]
    [InlineData("5802", 869_587_500, null)]
    [InlineData("5801", 869_525_000, "869.4625 MHz; Radio:FrequencyHz is 869525000")]
    [InlineData("5803", 869_587_500, "one of 2 frequencies")]
    public void Where_it_sends_follows_from_its_slot(string field, int frequencyHz, string? reason)
    {
        // LongModerate, EU_868, 3 hops, sending on, 14 dBm.
        var radio = MeshtasticRadio.Parse(Convert.FromHexString("0801100738034003480150" + "0E" + field));
        var fault = radio.Fault(new RadioSettings(frequencyHz, 11, 125_000, 8));
        if (reason is null) Assert.Null(fault);
        else Assert.Contains(reason, fault!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_channel_that_is_off_is_told()
    {
        var bench = new Bench(Device);
        var talk = new ModemConversation(new MeshtasticModem(bench.Settings, channel: 3));
        var node = new EmulatedMeshtastic(bench.Channel,
            new Tuning(bench.Settings.FrequencyHz, 7, 250_000), said => talk.Read(said.Span, Instant.Zero));
        talk.Opened("bench", 0, Instant.Zero);
        while (talk.TakeOutput(Instant.Zero) is { Length: > 0 } output) node.FromHost(output);
        Assert.Contains("channel 3 is off", talk.Status.Detail, StringComparison.Ordinal);
    }

    // The nonce tells one list from another only where they are from different programs: what ends a list of before a
    // restart must not end the one of after it.
    [Fact]
    public void The_end_of_an_earlier_list_does_not_end_this_one()
    {
        var modem = new MeshtasticModem(RunningModem.Fast);
        var talk = new ModemConversation(modem);
        talk.Opened("bench", 0, Instant.Zero);
        talk.Read(MeshtasticFraming.Encode(new ProtobufWriter().Number(7, 69_420).ToArray()), Instant.Zero);
        talk.Read(MeshtasticFraming.Encode(
            new ProtobufWriter().Message(3, new ProtobufWriter().Number(1, 7)).ToArray()), Instant.Zero);
        Assert.False(talk.Status.Ready);
        talk.Read(MeshtasticFraming.Encode(new ProtobufWriter().Number(7, 69_421).ToArray()), Instant.Zero);
        Assert.EndsWith(ModemConversation.SettingUp, talk.Status.Detail, StringComparison.Ordinal);
        talk.Read(MeshtasticFraming.Encode(new ProtobufWriter().Number(7, 69_420).ToArray()), Instant.Zero);
        Assert.Contains("nothing about its LoRa settings", talk.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(869_525_000, 250_000, 27, null)]
    [InlineData(869_525_000, 125_000, 14, null)]
    [InlineData(869_525_000, 250_000, 0, "PowerDbm is 0, must be 1..27")]
    [InlineData(868_300_000, 125_000, 14, "FrequencyHz is 868300000, must be in 869.40-869.65")]
    [InlineData(869_525_000, 41_700, 14, "must be 31250, 62500, 125000 or 250000")]
    public void What_region_EU_868_cannot_do_is_a_fault(int frequencyHz, int bandwidthHz, int powerDbm, string? part)
    {
        var duty = frequencyHz < 869_000_000 ? 1 : 10;
        var faults = ModemCatalogue.Faults("meshtastic+tcp://192.0.2.7:4403?channel=1",
            new RadioSettings(frequencyHz, 11, bandwidthHz, PowerDbm: powerDbm, DutyCyclePercent: duty));
        if (part is null) Assert.Empty(faults);
        else Assert.Contains(faults, fault => fault.Contains(part, StringComparison.Ordinal));
        Assert.Contains("channel is '8'", ModemCatalogue.Faults(
            "meshtastic:/dev/ttyACM0?channel=8", new RadioSettings())[0], StringComparison.Ordinal);
    }
}
