namespace Noodlink.Protocol.Radio;

// How long a LoRa frame occupies the air.
//
// Everything that the radio decides hangs on this number: the duty-cycle ledger charges it before a frame is sent, the
// session waits this long for a receipt, and the technician sees it in `noodlink airtime`. An estimate that is too low
// breaks the law by a little every time, so the arithmetic below is in whole numbers and rounds up, once, at the end.
//
// A LoRa frame is a preamble, a synchronisation word of 4.25 symbols, 8 symbols that hold the header, and then the
// payload in blocks of 4 data nibbles, each spread over (4 + 1..4) symbols by the forward error correction:
//
//     Ts = 2^SF / BW
//     n  = 8 + max(ceil((8 PL - 4 SF + 28 + 16 CRC - 20 IH) / (4 (SF - 2 DE))) * (CR + 4), 0)
//     T  = (preamble + 4.25 + n) * Ts
//
// with CRC = 1 and IH = 0 (explicit header), as every modem that Noodlink knows sends, and DE (low data rate
// optimisation) = 1 once a symbol lasts 16 ms or longer, as the chips switch it by themselves.
//
// Sources: Semtech AN1200.13 (LoRa Modem Designer's Guide) §4; the same in integers in Lora-net/LoRaMac-node
// src/radio/sx126x/radio.c. SF5 and SF6 have another preamble and are not used here.

/// <summary>Time on air of a LoRa frame. Pure; safe from any thread.</summary>
public static class Airtime
{
    /// <summary>The longest payload that the chip's one-byte length field can say.</summary>
    public const int PayloadBytesMax = 255;

    /// <summary>SF5 and SF6 have another preamble and are not used here.</summary>
    public const int SpreadingFactorMin = 7;

    /// <summary>The slowest that the chips know (SX1276 data sheet, 4.1.1.2).</summary>
    public const int SpreadingFactorMax = 12;

    /// <summary>Narrowest LoRa channel, in Hz (SX1276 data sheet, table of bandwidths: 7.8 kHz).</summary>
    public const int BandwidthHzMin = 7_800;

    /// <summary>Widest LoRa channel below 1 GHz, in Hz.</summary>
    public const int BandwidthHzMax = 500_000;

    /// <summary>A symbol of this length or longer switches the low data rate optimisation on (AN1200.13).</summary>
    private const int LongSymbolMilliseconds = 16;

    /// <summary>Time on air of one frame, rounded up to 0.1 microsecond.</summary>
    /// <param name="payloadBytes">1-255: everything the chip sends, with whatever the modem adds by itself.</param>
    /// <param name="spreadingFactor">7-12.</param>
    /// <param name="bandwidthHz">Usually 125,000, 250,000 or 500,000.</param>
    /// <param name="codingRate">5-8, for 4/5 to 4/8.</param>
    /// <param name="preambleSymbols">As programmed, without the 4.25 of the synchronisation word; usually 8.</param>
    /// <param name="lowDataRate">Whether low data rate optimisation is on; null: as the chips switch it by themselves. A
    /// modem that has it on where it need not be takes longer.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value outside its range.</exception>
    public static TimeSpan Of(
        int payloadBytes, int spreadingFactor, int bandwidthHz, int codingRate, int preambleSymbols = 8,
        bool? lowDataRate = null)
    {
        Require(payloadBytes, 1, PayloadBytesMax, nameof(payloadBytes));
        Require(spreadingFactor, SpreadingFactorMin, SpreadingFactorMax, nameof(spreadingFactor));
        Require(bandwidthHz, BandwidthHzMin, BandwidthHzMax, nameof(bandwidthHz));
        Require(codingRate, 5, 8, nameof(codingRate));
        Require(preambleSymbols, 6, 65_535, nameof(preambleSymbols));

        var chipsPerSymbol = 1L << spreadingFactor;
        var isLongSymbol = lowDataRate ?? chipsPerSymbol * 1000 >= (long)LongSymbolMilliseconds * bandwidthHz;
        var bitsPerBlock = 4 * (spreadingFactor - (isLongSymbol ? 2 : 0));

        // 28 + 16: header and CRC. Never negative here: at SF12 a frame of one byte still leaves 8 - 48 + 44 = 4 bits.
        var bits = 8 * payloadBytes - 4 * spreadingFactor + 28 + 16;
        var payloadSymbols = 8 + DivideUp(bits, bitsPerBlock) * codingRate;

        // In quarters of a symbol, because of the 4.25.
        var quarters = 4L * (preambleSymbols + payloadSymbols) + 17;
        return TimeSpan.FromTicks(DivideUp(quarters * chipsPerSymbol * TimeSpan.TicksPerSecond, 4L * bandwidthHz));
    }

    private static long DivideUp(long value, long by) => (value + by - 1) / by;

    private static void Require(int value, int least, int most, string name)
    {
        if (value < least || value > most)
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}, must be {least}..{most}");
    }
}
