namespace Noodlink.Station.Modems;

// What a Meshtastic node says about its radio (message Config.LoRaConfig, meshtastic/protobufs config.proto), and
// whether that is what Radio:* says and what the law allows. Numbers that are zero are not written, so a field that is
// missing is zero: no region, sending off, greatest power.
//
// Modem presets of region EU_868 (firmware src/mesh/RadioInterface.cpp PRESETS_EU_868, MeshRadio.h
// modemPresetToParams). The two of 500 kHz do not fit the band: the firmware falls back to LongFast without a word, so
// they are a fault here.
//
// The frequency is not set but follows (applyModemConfig): the band 869.400-869.650 is cut into slots as wide as the
// signal, and the slot is lora.channel_num, or, when that is zero, a hash of the name of the primary channel. At 250
// kHz there is one slot: 869.525. Narrower ones need channel_num or lora.override_frequency, or nobody knows where it
// sends.

/// <summary>The radio of a Meshtastic node, as it told.</summary>
internal sealed record MeshtasticRadio(
    int Region, bool UsesPreset, int Preset, uint Bandwidth, uint SpreadingFactor, uint CodingRate, uint HopLimit,
    bool IsSendingOn, int PowerDbm, uint Slot, bool IgnoresDutyCycle, double OverrideMHz, double OffsetMHz)
{
    private const int RegionEu868 = 3;

    /// <summary>"Power limit" of region EU_868, dBm (27 dBm ERP is what the band allows, radio.md §11). Zero in the
    /// settings means this one, and more is cut down to it.</summary>
    private const int PowerDbmMax = 27;

    private const double BandStartMHz = 869.4, BandEndMHz = 869.65;

    /// <summary>The field is there to trim a crystal: 30 kHz is 35 millionths. More is another channel.</summary>
    private const double OffsetMHzMax = 0.03;

    /// <summary>A float holds 869.525 to 30 Hz; Reticulum allows its modems 100.</summary>
    private const double ToleranceMHz = 0.000_1;

    /// <summary>Name, spreading factor, bandwidth in Hz, coding rate.</summary>
    private static readonly Dictionary<int, (string, int, int, int)> Presets = new()
    {
        [0] = ("LongFast", 11, 250_000, 5),
        [1] = ("LongSlow", 12, 125_000, 8),
        [3] = ("MediumSlow", 10, 250_000, 5),
        [4] = ("MediumFast", 9, 250_000, 5),
        [5] = ("ShortSlow", 8, 250_000, 5),
        [6] = ("ShortFast", 7, 250_000, 5),
        [7] = ("LongModerate", 11, 125_000, 8),
    };

    private static readonly Dictionary<int, string> Regions = new()
    {
        [0] = "UNSET", [1] = "US", [2] = "EU_433", [RegionEu868] = "EU_868", [5] = "JP", [6] = "ANZ", [15] = "UA_868",
        [29] = "EU_866", [32] = "EU_N_868",
    };

    /// <summary>For the technician: <c>EU_868 LongFast, SF11 250 kHz 4/5, 14 dBm, 3 hops</c>.</summary>
    public string Summary => $"{RegionName} {PresetName}, {Modulation()}, {EffectivePowerDbm} dBm, {HopLimit} hops";

    /// <summary>0-7: through how many other nodes a frame may go.</summary>
    public int Hops => (int)Math.Min(HopLimit, 7);

    private string RegionName => Regions.TryGetValue(Region, out var name) ? name : $"number {Region}";

    private string PresetName => !UsesPreset ? "own settings"
        : Presets.TryGetValue(Preset, out var preset) ? preset.Item1 : $"preset {Preset}";

    private int EffectivePowerDbm => PowerDbm <= 0 ? PowerDbmMax : Math.Min(PowerDbm, PowerDbmMax);

    /// <summary>Null: a preset that this region does not have.</summary>
    private (int SpreadingFactor, int BandwidthHz, int CodingRate)? Actual
    {
        get
        {
            if (!UsesPreset) return (Small(SpreadingFactor), HertzOf(Bandwidth), Small(CodingRate));

            // A higher coding rate of one's own wins over the preset's in newer firmware; the longer time on air is
            // the careful one.
            if (!Presets.TryGetValue(Preset, out var preset)) return null;
            var (_, spreadingFactor, bandwidthHz, codingRate) = preset;
            return (spreadingFactor, bandwidthHz, CodingRate is > 4 and <= 8
                ? Math.Max(codingRate, Small(CodingRate))
                : codingRate);
        }
    }

    /// <summary>Reads a LoRaConfig message. Any bytes are fine; a broken one gives what was read before.</summary>
    public static MeshtasticRadio Parse(ReadOnlySpan<byte> message)
    {
        var radio = new MeshtasticRadio(0, false, 0, 0, 0, 0, 0, false, 0, 0, false, 0, 0);
        var reader = new ProtobufReader(message);
        while (reader.Next())
            radio = reader.Field switch
            {
                1 => radio with { UsesPreset = reader.Number != 0 },
                2 => radio with { Preset = reader.Signed },
                3 => radio with { Bandwidth = reader.Unsigned },
                4 => radio with { SpreadingFactor = reader.Unsigned },
                5 => radio with { CodingRate = reader.Unsigned },
                6 => radio with { OffsetMHz = reader.Real },
                7 => radio with { Region = reader.Signed },
                8 => radio with { HopLimit = reader.Unsigned },
                9 => radio with { IsSendingOn = reader.Number != 0 },
                10 => radio with { PowerDbm = reader.Signed },
                11 => radio with { Slot = reader.Unsigned },
                12 => radio with { IgnoresDutyCycle = reader.Number != 0 },
                14 => radio with { OverrideMHz = reader.Real },
                _ => radio,
            };
        return radio;
    }

    /// <summary>Why Noodlink must not send through it, with what to do; null: it may.</summary>
    public string? Fault(RadioSettings settings)
    {
        if (Region != RegionEu868)
            return $"region {RegionName}, must be EU_868 (meshtastic --set lora.region EU_868)";
        if (!IsSendingOn) return "lora.tx_enabled is off (meshtastic --set lora.tx_enabled true)";
        if (IgnoresDutyCycle)
            return "lora.override_duty_cycle is on, which breaks the 10 % rule "
                + "(meshtastic --set lora.override_duty_cycle false)";
        if (EffectivePowerDbm > settings.PowerDbm)
            return $"lora.tx_power {PowerDbm}, that is {EffectivePowerDbm} dBm; Radio:PowerDbm is {settings.PowerDbm} "
                + $"(meshtastic --set lora.tx_power {settings.PowerDbm})";
        if (Actual is not var (spreadingFactor, bandwidthHz, codingRate))
            return $"{PresetName}, which EU_868 does not have (meshtastic --set lora.modem_preset LONG_FAST)";
        if ((spreadingFactor, bandwidthHz, codingRate)
            != (settings.SpreadingFactor, settings.BandwidthHz, settings.CodingRate))
            return $"{PresetName}, {Modulation()}; Radio:* says {settings.Summary}: set Radio:SpreadingFactor="
                + $"{spreadingFactor}, Radio:BandwidthHz={bandwidthHz}, Radio:CodingRate={codingRate}, "
                + "or another preset in every node of this mesh";
        return FrequencyFault(settings.FrequencyHz / 1e6, bandwidthHz / 1e6);
    }

    /// <summary>What region EU_868 cannot do with these settings; each in a sentence.</summary>
    public static IEnumerable<string> Faults(RadioSettings settings)
    {
        if (settings.PowerDbm is < 1 or > PowerDbmMax)
            yield return $"PowerDbm is {settings.PowerDbm}, must be 1..{PowerDbmMax} (Meshtastic, region EU_868)";
        if (settings.BandwidthHz is not (31_250 or 62_500 or 125_000 or 250_000))
            yield return $"BandwidthHz is {settings.BandwidthHz}, must be 31250, 62500, 125000 or 250000 "
                + "(Meshtastic, region EU_868)";
        if (settings.FrequencyHz / 1e6 is < BandStartMHz or > BandEndMHz)
            yield return $"FrequencyHz is {settings.FrequencyHz}, must be in {BandStartMHz:0.00}-{BandEndMHz:0.00} MHz "
                + "(Meshtastic, region EU_868)";
    }

    private static int Small(uint value) => (int)Math.Min(value, 99);

    /// <summary>The number in the settings is in kHz, rounded down where there is a fraction.</summary>
    private static int HertzOf(uint bandwidth) => bandwidth switch
    {
        31 => 31_250,
        62 => 62_500,
        200 => 203_125,
        _ => (int)Math.Min(bandwidth, 99_999) * 1000,
    };

    private string Modulation() => Actual is var (spreadingFactor, bandwidthHz, codingRate)
        ? $"SF{spreadingFactor} {bandwidthHz / 1e3:0.###} kHz 4/{codingRate}"
        : "unknown";

    private string? FrequencyFault(double wantedMHz, double widthMHz)
    {
        if (!(Math.Abs(OffsetMHz) <= OffsetMHzMax))
            return $"lora.frequency_offset {OffsetMHz:0.####} MHz, may be {OffsetMHzMax:0.##} at most "
                + $"(meshtastic --set lora.frequency_offset 0)";
        var frequencyMHz = OverrideMHz;
        if (frequencyMHz == 0)
        {
            var slots = Math.Max(1, (uint)Math.Round((BandEndMHz - BandStartMHz) / widthMHz));
            if (slots > 1 && (Slot == 0 || Slot > slots))
                return $"one of {slots} frequencies, chosen by the name of its channel; say which "
                    + $"(meshtastic --set lora.override_frequency {wantedMHz:0.000###})";
            frequencyMHz = BandStartMHz + widthMHz / 2 + (slots == 1 ? 0 : Slot - 1) * widthMHz;
        }

        return Math.Abs(frequencyMHz - wantedMHz) <= ToleranceMHz ? null
            : $"{frequencyMHz:0.000###} MHz; Radio:FrequencyHz is {wantedMHz * 1e6:0} "
                + $"(meshtastic --set lora.override_frequency {wantedMHz:0.000###})";
    }
}
