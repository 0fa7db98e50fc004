namespace Noodlink.Protocol.Radio;

// Where, how strong and how long a station may send without a licence: the European short-range bands round 868 MHz.
//
// The law speaks about the whole occupied channel, not about its middle; about radiated power, not about what the chip
// is set to; and about the share of an hour per transmitter. So a channel must lie between the edges with all of its
// bandwidth, and the configured power counts as radiated power: that is right for the usual half-wave whip (2.15 dBi)
// on a short cable. With an antenna of more gain, lower the power by the difference (ERP = setting - cable loss +
// gain in dBi - 2.15).
//
// Sources, as stored in 2015-2020 versions; read the current text before going into the field:
//  - Regeling gebruik van frequentieruimte zonder vergunning en zonder meldingsplicht 2015, tables H2, H3, H4, H7
//    (the Dutch law);
//  - Commission Decision 2006/771/EC as amended by (EU) 2017/1483; CEPT ERC/REC 70-03 annex 1;
//  - Lora-net/LoRaMac-node src/mac/region/RegionEU868.h (the same bands as LoRaWAN divides them).
//
// Left out on purpose: 865.6-867.6 MHz at 500 mW (its conditions, such as adaptive power control, we could not verify
// for this use); 869.70-870.00 MHz at 5 mW without duty cycle (too weak to be worth a second rule); and the alarm bands
// of 25 kHz and narrower in 868.60-868.70, 869.20-869.40 and 869.65-869.70 MHz, which no LoRa channel of 62.5 kHz fits.

/// <summary>The bands of EU868 that a Noodlink station may use. Pure; safe from any thread.</summary>
public static class BandPlan
{
    /// <summary>The table; 25 mW is 14 dBm, 500 mW is 27 dBm. The home band of Noodlink is the 10 % one.</summary>
    public static IReadOnlyList<SubBand> SubBands { get; } =
    [
        new("863.00-865.00", 863_000_000, 865_000_000, PowerDbmMax: 14, DutyCyclePercentMax: 0.1),
        new("865.00-868.60", 865_000_000, 868_600_000, PowerDbmMax: 14, DutyCyclePercentMax: 1),
        new("868.70-869.20", 868_700_000, 869_200_000, PowerDbmMax: 14, DutyCyclePercentMax: 0.1),
        new("869.40-869.65", 869_400_000, 869_650_000, PowerDbmMax: 27, DutyCyclePercentMax: 10),
        new("869.70-870.00", 869_700_000, 870_000_000, PowerDbmMax: 14, DutyCyclePercentMax: 1),
    ];

    /// <summary>The sub-band that holds the whole channel, or null. The ledger is kept by its name.</summary>
    public static SubBand? Find(int frequencyHz, int bandwidthHz) =>
        SubBands.FirstOrDefault(band => band.Holds(frequencyHz, bandwidthHz));

    /// <summary>Everything in these settings that the band plan does not allow, each in one English sentence that says
    /// what, which value and what is allowed; empty when all is well. Never throws.</summary>
    /// <param name="frequencyHz">Middle of the channel.</param>
    /// <param name="bandwidthHz">Occupied bandwidth of the channel.</param>
    /// <param name="powerDbm">Radiated power (ERP); see above for antennas with gain.</param>
    /// <param name="dutyCyclePercent">The share of a sliding hour that the station grants itself.</param>
    public static IReadOnlyList<string> Faults(
        int frequencyHz, int bandwidthHz, int powerDbm, double dutyCyclePercent)
    {
        var faults = new List<string>();
        if (bandwidthHz is < Airtime.BandwidthHzMin or > Airtime.BandwidthHzMax)
            faults.Add($"BandwidthHz is {bandwidthHz}, must be {Airtime.BandwidthHzMin}..{Airtime.BandwidthHzMax} "
                + "(usual: 125000)");
        if (!(dutyCyclePercent > 0))
            faults.Add($"DutyCyclePercent is {dutyCyclePercent}, must be above 0");
        if (faults.Count > 0) return faults;

        var band = Find(frequencyHz, bandwidthHz);
        if (band is null)
        {
            faults.Add($"FrequencyHz {frequencyHz} with BandwidthHz {bandwidthHz} occupies "
                + $"{Megahertz(frequencyHz - bandwidthHz / 2.0)}-{Megahertz(frequencyHz + bandwidthHz / 2.0)} MHz, "
                + $"which fits in none of the bands allowed: {string.Join(", ", SubBands)}");
            return faults;
        }

        if (powerDbm > band.PowerDbmMax)
            faults.Add($"PowerDbm is {powerDbm}, must be at most {band.PowerDbmMax} (radiated) in {band.Name} MHz");
        if (dutyCyclePercent > band.DutyCyclePercentMax)
            faults.Add($"DutyCyclePercent is {dutyCyclePercent}, must be at most {band.DutyCyclePercentMax} "
                + $"in {band.Name} MHz");
        return faults;
    }

    private static string Megahertz(double hz) => (hz / 1e6).ToString("0.0000");
}
