using System.Globalization;
using Noodlink.Protocol.Radio;

namespace Noodlink.Station.Modems;

// Ebyte E22-900T22: a module that carries bytes from one serial line to another. The byte pipe of last resort, and
// here is why.
//
// Frequency. It tunes to 850.125 MHz and whole megahertz above. Nothing of that lies in 869.40-869.65 MHz; what may be
// used here is 866.125, 867.125 and 868.125 MHz (1 % of the hour, 25 mW) and 864.125 MHz (0.1 %). It is 500 kHz wide
// (below), so 865.125 and 869.125 stick out of their bands. Out of the box it sends 22 dBm; its steps are 22, 17, 13
// and 10, so it is set to 13 or 10. The T30 models cannot go below 21 dBm and are refused; so are those for 400 MHz,
// which would take the same channel number for 428.125 MHz: both tell what they are in their product bytes.
//
// Speed. There is no spreading factor to set, only an "air rate", and the maker does not say what it is. Measured by
// gerontec (github.com/gerontec/TTN, e22spec.md, on an E22-900T and an E90-DTU(900SL33)): 2.4k is SF11 at 500 kHz,
// 4/5, low data rate optimisation on, explicit header, CRC on, and 8 bytes of the module's own in front. So SF11 with
// 500 kHz means 2.4k. 19.2k was measured as SF7 with the rest the same, but on a module for 400 MHz: SF7 is accepted,
// and charged as SF8. No other rate was measured, so none is accepted. Nobody measured the preamble: 16 symbols are
// charged, where these chips usually send 8.
//
// Frames. EbyteFraming puts a mark, a length and a CRC round ours: 204 bytes, inside the module's packet of 240. A
// frame is one write, so the bytes leave without the pause of three byte times that would end a packet.
//
// "Sent". No word of it, and the pin that tells half of it (AUX) is not on USB: the time on the serial line, the time
// on air and half a second. Listen before talk is switched on (it sends anyway after 2 s); what it holds back longer
// than our half second leaves later, on the same charge.
//
// Strength. A byte behind each packet of the air, in the middle of the stream and with two formulas: switched off.
//
// Modes. Settings are made in configuration mode, always at 9600 baud. How one gets there depends on the module
// (?mode= in the address): "stick", the E22-900T22U on USB, by command (02 01), once its switch is on in REG1 bit 2;
// "software", later T22S and the like, by command (02 02), bit 4; "pins", M0 on RTS and M1 on DTR. A USB adapter turns
// "on" into a low pin, so an open line is transparent mode and DTR off is configuration.
//
// The worst trap. A question to a module that is not in configuration mode is not answered: it is DATA, and goes on the
// air with whatever settings are in it. That cannot be known before, so questions without any answer are rationed: six
// at first (each is asked twice at most), then one after 30 s, 60 s and so on up to ten minutes: 5 s in the first hour.
//
// Settings are written to its memory (once; afterwards they are only read), because a module that restarts says
// nothing and would come back with 22 dBm. Writing takes it up to 3 s.
//
// E32-868T is not driven: packets of 58 bytes would cut our frames in four, each lost for itself (20 % loss would
// become 59 %), on 868.0 MHz or not at all, at an air rate that nobody measured. It is recognised (mode=pins) and
// told.
//
// Sources: E22-900T22D/T30S/xxxT22S manuals and xreef/EByte_LoRa_E22_Series_Library (registers, commands);
// Cyril-Meyer/E22-xxxT22U and matthewgream/e22900t22 (the stick: bit 2, 02 01, 3 s, product bytes); gerontec/TTN
// (measurements; questions that went on the air); modems.md §3. Read, not run.

/// <summary>The dialect <c>ebyte</c>; see <see cref="IModemDialect"/> for the rules.</summary>
internal sealed class EbyteModem : IModemDialect
{
    public const string Stick = "stick", Software = "software", Pins = "pins";

    /// <summary>Its values of <c>?mode=</c>; the first is the default.</summary>
    public static readonly string[] Modes = [Stick, Software, Pins];

    private const int BaseHz = 850_125_000, StepHz = 1_000_000, ChannelMax = 80;
    private const int BandwidthHz = 500_000, CodingRate = 5, OwnHeaderBytes = 8, PreambleSymbols = 16;

    /// <summary>Questions without any answer before it is left alone for a while.</summary>
    private const int QuestionsMax = 6;

    /// <summary>The first rest; each is twice the one before, up to the last.</summary>
    private static readonly TimeSpan RestFirst = TimeSpan.FromSeconds(30), RestLast = TimeSpan.FromMinutes(10);

    /// <summary>Writing its memory took one up to 3 s (matthewgream/e22900t22).</summary>
    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(8);

    /// <summary>A mode is taken 2 ms after AUX rises; 10-50 ms is what libraries found safe.</summary>
    /// <summary>A command too soon behind an answer is not heard (matthewgream/e22900t22: 50 ms).</summary>
    private static readonly TimeSpan AnswerSettle = TimeSpan.FromMilliseconds(60);

    private static readonly TimeSpan PinSettle = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    /// <summary>Register 03: 9600 8N1 and the air rate, by the spreading factor that it stands for.</summary>
    private static readonly Dictionary<int, byte> RateOf = new() { [11] = 0x62, [7] = 0x65 };

    private readonly RadioSettings _settings;
    private readonly string _mode;
    private readonly EbyteFraming _framing = new();
    private readonly List<EbytePiece> _pieces = [];
    private byte[]? _registers;
    private string _product = "";
    private int _questions, _rests;
    private bool _isResting;
    private volatile string _identity = "Ebyte E22";

    /// <param name="mode">One of <see cref="Modes"/>.</param>
    public EbyteModem(RadioSettings settings, string mode)
    {
        _settings = settings;
        _mode = mode;
    }

    public int FrameBytesMax => EbyteFraming.FrameBytesMax;

    public string Identity => _identity;

    public bool IsHalfRead => _framing.IsHalfRead;

    public ModemStep Resync => _mode == Pins
        ? new ModemStep("pins", ReadOnlyMemory<byte>.Empty) { Wires = Mode(m1: false, m0: false) }
        : Enter;

    /// <summary>The strength of the noise, which it tells in transparent mode because register 04 was read back with
    /// bit 5. In configuration mode it is a wrong question.</summary>
    public ModemStep Heartbeat => Ask(
        "strength of the noise", [0xC0, 0xC1, 0xC2, 0xC3, 0x00, 0x01], answer => answer switch
        {
            [0xC1, 0x00, 0x01, _] => true,
            [0xFF, ..] => false,
            _ => null,
        });

    private ModemStep Enter => Ask(
        "configuration mode", [0xC0, 0xC1, 0xC2, 0xC3, 0x02, ConfigurationMode], answer =>
            // FF FF FF: it may be in that mode already; its registers will tell.
            answer is [0xC1, 0xC2, 0xC3, 0x02, ..] or [0xFF, ..] ? true : null);

    private static ModemStep Settle { get; } =
        new("a moment", ReadOnlyMemory<byte>.Empty, _ => null, SilenceIsAnAnswer: true) { Patience = AnswerSettle };

    private byte ConfigurationMode => (byte)(_mode == Stick ? 1 : 2);

    private byte Channel => (byte)((_settings.FrequencyHz - BaseHz) / StepHz);

    /// <summary>What such a module cannot do with these settings; each in a sentence.</summary>
    public static IEnumerable<string> Faults(RadioSettings settings)
    {
        if (!Channels().Contains(settings.FrequencyHz))
            yield return $"FrequencyHz is {settings.FrequencyHz}; an Ebyte E22-900T tunes to 850.125 MHz and whole "
                + $"megahertz above, of which only {string.Join(", ", Channels().Select(Told))} may be used here, "
                + "with at most 14 dBm";
        if (settings.BandwidthHz != BandwidthHz || !RateOf.ContainsKey(settings.SpreadingFactor))
            yield return $"SpreadingFactor {settings.SpreadingFactor} with BandwidthHz {settings.BandwidthHz} is none "
                + "of the Ebyte air rates whose modulation is known; must be 11 with 500000 (2.4k) "
                + "or 7 with 500000 (19.2k)";
        if (settings.CodingRate != CodingRate)
            yield return $"CodingRate is {settings.CodingRate}, must be {CodingRate} (Ebyte)";
        if (settings.PowerDbm is < 10 or > 14)
            yield return $"PowerDbm is {settings.PowerDbm}, must be 10..14 (Ebyte E22-900T22: 10 or 13 is sent)";
    }

    public TimeSpan TimeOnAir(int frameBytes) => Airtime.Of(
        frameBytes + EbyteFraming.AddedBytes + OwnHeaderBytes, _settings.SpreadingFactor == 7 ? 8 : 11, BandwidthHz,
        CodingRate, PreambleSymbols, lowDataRate: true);

    public void Opened()
    {
        _framing.Reset();

        // Plugged in again meanwhile: that is somebody who waits for an answer.
        if (_isResting) (_questions, _rests) = (0, 0);
        _isResting = false;
    }

    public IEnumerable<ModemStep> Configure()
    {
        foreach (var step in Steps())
        {
            yield return step;
            yield return Settle;
        }

        _identity = $"Ebyte E22-900T22{_product}, {_settings.FrequencyHz / 1e6:0.000} MHz, air rate "
            + $"{(_settings.SpreadingFactor == 11 ? "2.4k" : "19.2k")}, {PowerStep().Dbm} dBm, read back";
    }

    private IEnumerable<ModemStep> Steps()
    {
        if (_questions >= QuestionsMax) yield return Rest();
        _isResting = false;
        foreach (var step in _mode == Pins ? EnterByPins() : [Enter]) yield return step;
        if (_mode != Pins)
            yield return Ask("registers", [0xC1, 0x00, 0x09], TakeRegisters);
        yield return Ask("an E22-900T22", [0xC1, 0x80, 0x07], TakeProduct);

        if (IsWanted(_registers))
        {
            // A key, which cannot be read, makes it deaf to the others; without writing its memory.
            yield return Ask("no encryption", [0xC2, 0x07, 0x02, 0, 0], _ => true, isOptional: true);
        }
        else
        {
            yield return Ask("settings", [0xC0, 0x00, 0x09, .. Wanted(_registers!), 0, 0], IsWritten)
                with { Patience = WritePatience };
            yield return Ask("settings", [0xC1, 0x00, 0x09], IsReadBack);
        }

        if (_mode == Pins) yield return Turn(m1: false, m0: false);
        else yield return Ask("transparent mode", [0xC0, 0xC1, 0xC2, 0xC3, 0x02, 0x00], IsTransparent);
    }

    public ModemSending Send(ReadOnlySpan<byte> frame)
    {
        _framing.IsAsked = _framing.IsAskedAsE32 = false;
        return new ModemSending(
            EbyteFraming.Encode(frame), NeedsAccepted: false, NeedsTransmitted: false, Margin, BeginsAtOnce: true);
    }

    public void Read(ReadOnlySpan<byte> bytes, ICollection<ModemWord> words)
    {
        _framing.Read(bytes, _pieces);
        TakePieces(words);
    }

    public void Quiet(ICollection<ModemWord> words)
    {
        _framing.Quiet(_pieces);
        TakePieces(words);
    }

    private void TakePieces(ICollection<ModemWord> words)
    {
        foreach (var piece in _pieces)
            if (piece.Frame.Length > 0)
            {
                words.Add(new ModemWord.Heard(piece.Frame));
            }
            else if (piece.Answer.Length > 0)
            {
                (_questions, _rests) = (0, 0);
                words.Add(new ModemWord.Answered(Convert.ToHexString(piece.Answer)));
            }
            else
            {
                words.Add(new ModemWord.Noticed($"{piece.NoiseBytes} bytes that are no frame of ours"));
            }

        _pieces.Clear();
    }

    private ModemStep Rest()
    {
        var rest = RestFirst * Math.Pow(2, Math.Min(_rests++, 8));
        if (rest > RestLast) rest = RestLast;
        _isResting = true;
        _questions = QuestionsMax - 1;
        return new ModemStep("a rest", ReadOnlyMemory<byte>.Empty, _ => null, SilenceIsAnAnswer: true)
        {
            Patience = rest,
            Status = $"it answers no question (?mode={_mode}), and a question that it does not take goes on the air: "
                + $"the next one in {rest.TotalSeconds:0} s, or when it is plugged in again",
        };
    }

    private IEnumerable<ModemStep> EnterByPins()
    {
        _registers = null;
        yield return Turn(m1: true, m0: false);
        yield return Ask("registers", [0xC1, 0x00, 0x09], TakeRegisters, isOptional: true);
        if (_registers is not null) yield break;
        yield return Turn(m1: true, m0: true);
        yield return AskE32();
        yield return Turn(m1: true, m0: false);
        yield return Ask("registers (are M0 and M1 on RTS and DTR?)", [0xC1, 0x00, 0x09], TakeRegisters);
    }

    private static ModemStep Turn(bool m1, bool m0) =>
        new($"M1 {(m1 ? 1 : 0)}, M0 {(m0 ? 1 : 0)}", ReadOnlyMemory<byte>.Empty, _ => null, SilenceIsAnAnswer: true)
        {
            Patience = PinSettle,
            Wires = Mode(m1, m0),
        };

    /// <summary>A wire that is on pulls its pin low.</summary>
    private static ModemWires Mode(bool m1, bool m0) => new(DataTerminalReady: !m1, RequestToSend: !m0);

    private ModemStep Ask(string what, byte[] command, Func<byte[], bool?> judge, bool isOptional = false)
    {
        _questions++;
        (_framing.IsAsked, _framing.IsAskedAsE32) = (true, false);
        return new ModemStep(what, command, word => word is ModemWord.Answered answered
            ? judge(Convert.FromHexString(answered.Text))
            : null, isOptional);
    }

    private ModemStep AskE32()
    {
        var question = Ask("an E22-900T22 (an E32 is not driven: its packets are too short)", [0xC1, 0xC1, 0xC1],
            answer => answer is [0xC0 or 0xC2, ..] ? false : null, isOptional: true);
        _framing.IsAskedAsE32 = true;
        return question;
    }

    private bool? TakeRegisters(byte[] answer)
    {
        if (answer is [0xFF, ..]) return false;
        if (answer is not [0xC1, 0x00, 0x09, ..]) return null;
        _registers = answer[3..];
        return true;
    }

    /// <summary>00 22: an E22; then its version, its highest power in dBm, and 0B for 900 MHz. The maker does not
    /// explain these bytes. One that begins otherwise is shown and taken; one that does not tell is not.</summary>
    private bool? TakeProduct(byte[] answer)
    {
        if (answer is [0xFF, ..]) return false;
        if (answer is not [0xC1, 0x80, 0x07, ..]) return null;
        _product = $" (product {Convert.ToHexString(answer.AsSpan(3))})";
        return answer is not [_, _, _, 0x00, 0x22, ..] || answer is [_, _, _, _, _, _, 22, 0x0B, ..];
    }

    private bool? IsWritten(byte[] answer) => answer switch
    {
        [0xC1, 0x00, 0x09, ..] => true,
        [0xFF, ..] => false,
        _ => null,
    };

    private bool? IsReadBack(byte[] answer) =>
        TakeRegisters(answer) is { } isRead ? isRead && IsWanted(_registers) : null;

    private static bool? IsTransparent(byte[] answer) => answer switch
    {
        [0xC1, 0xC2, 0xC3, 0x02, 0x00] => true,
        [0xC1, 0xC2, 0xC3, 0x02, _] or [0xFF, ..] => false,
        _ => null,
    };

    private bool IsWanted(byte[]? registers) =>
        registers is not null && registers.AsSpan(0, 7).SequenceEqual(Wanted(registers));

    /// <summary>Registers 00-06. Of 04, bits 4-2 stay as they are but for the switch that lets us in: on a stick
    /// without it nothing works any more until somebody presses its button.</summary>
    private byte[] Wanted(byte[] registers)
    {
        var kept = registers[4] & 0x1C;
        var ours = _mode switch { Stick => 0x04, Software => 0x10, _ => 0 };
        const byte noiseToldAndPackets240 = 0x20, listenBeforeTalk = 0x10, factoryCycle = 0x03;
        return
        [
            0xFF, 0xFF, 0x00, RateOf[_settings.SpreadingFactor],
            (byte)(kept | ours | noiseToldAndPackets240 | PowerStep().Bits), Channel,
            listenBeforeTalk | factoryCycle,
        ];
    }

    private (int Dbm, byte Bits) PowerStep() => _settings.PowerDbm >= 13 ? (13, (byte)0b10) : (10, (byte)0b11);

    private static IEnumerable<int> Channels() => Enumerable.Range(0, ChannelMax + 1)
        .Select(channel => BaseHz + channel * StepHz).Where(hertz => BandPlan.Find(hertz, BandwidthHz) is not null);

    private static string Told(int hertz) => string.Create(CultureInfo.InvariantCulture,
        $"{hertz / 1e6:0.000} MHz ({BandPlan.Find(hertz, BandwidthHz)!.DutyCyclePercentMax} %)");
}
