using System.Buffers.Binary;
using System.Text;
using Noodlink.Protocol.Radio;

namespace Noodlink.Station.Modems;

// RNode: boards of many makes with markqvist's RNode firmware. The frames are those of KISS (FEND, a byte, data, FEND,
// with the same escapes), but the first byte is a command of eight bits and no port and number of four.
//
// Setting up, as Reticulum does it: detect (08 73 -> 08 46), the firmware's version, then the radio OFF, frequency,
// bandwidth, power, spreading factor and coding rate, each echoed and compared (a synthesiser rounds: 100 Hz), the
// radio ON, and frequency and bandwidth once more, for only now has the chip said what it made of them. Off first
// matters twice: a radio that is on takes no "on", and a board that was left in TNC mode (settings of its own in its
// EEPROM, radio on from power-up) echoes what it is told without doing it until its radio starts again.
//
// Sending: a DATA frame (00), and behind it the question for room (0F). The firmware takes bytes in order, so the
// answer proves that the frame was taken; a full queue drops bytes without a word. There is no "sent": a frame counts
// as sent when its time on air and the longest wait of the firmware's carrier sense (two slots and a random number of
// slots more, which it tells) have passed. Boards that report the share of the air they used (25, every second and
// right after sending) end it sooner: that share rises only by what the board itself sent. It may also fall at that
// moment, for the board adds it up in bins of 7.5 s, so one rise that is missing says nothing. After two in a row
// without one the next frame must be reported: a board that takes frames and sends none shows.
//
// On air a frame is one byte longer than ours (a random number and "this is half of a packet") and its preamble lasts
// at least 24 ms and 18 symbols; boards tell the number (26), and never less than that is charged. Above 254 bytes a
// packet becomes two frames, and losing one loses both: we send at most 200 (radio.md §12).
//
// Receiving: 23 (strength, + 157 dBm) and 24 (quarters of a decibel) stand before the data they belong to.
//
// The firmware can hold sending back by share of the air (0B, 0C). That is switched off: two book-keepers make frames
// late that ours has paid for, and ours is on disk. Promiscuous mode (0E) and implicit headers (09) are switched off
// too: a program before us may have left them on, and then nothing of ours is understood.
//
// A board whose frames are not reported may be jammed: it keeps them for a clear channel, without end, and then sends
// them all. So when it is set up again for that, it is restarted first, which empties it.
//
// Traps: FEND may not be shared (after a data frame the firmware forgets that a frame could begin); 55 F8 comes after
// a restart; after 90 06 or 90 02 it restarts itself, and 90 02 also says that the radio is off; a board without
// identity in its EEPROM answers everything and never switches its radio on, and says why in plain text at its start.
//
// Sources: markqvist/RNode_Firmware 1.86 (Framing.h, Config.h, Utilities.h, RNode_Firmware.ino) and
// markqvist/Reticulum (RNS/Interfaces/RNodeInterface.py), read, not run; modems.md §5.2.

/// <summary>The dialect <c>rnode</c>; see <see cref="IModemDialect"/> for the rules.</summary>
internal sealed class RNodeModem : IModemDialect
{
    private const byte Data = 0x00, Frequency = 0x01, Bandwidth = 0x02, Power = 0x03, Spreading = 0x04, Coding = 0x05;
    private const byte RadioState = 0x06, Detect = 0x08, ImplicitLength = 0x09, ShortLock = 0x0B, LongLock = 0x0C;
    private const byte Promiscuous = 0x0E, Room = 0x0F, Strength = 0x23, Noise = 0x24, AirShare = 0x25, Physical = 0x26;
    private const byte CarrierSense = 0x28, Version = 0x50, Reset = 0x55, Error = 0x90;

    /// <summary>The byte that the firmware puts before every frame.</summary>
    private const int AddedBytes = 1;

    /// <summary>As Reticulum allows.</summary>
    private const int ToleranceHz = 100;

    /// <summary>Config.h: LORA_PREAMBLE_SYMBOLS_MIN, LORA_PREAMBLE_TARGET_MS, LORA_PREAMBLE_FAST_DELTA,
    /// LORA_FAST_THRESHOLD_BPS. Older firmware had shorter ones; too much is charged then.</summary>
    private const int PreambleSymbolsMin = 18, PreambleMilliseconds = 24, FastPreambleMilliseconds = 6;

    private const int FastBitsPerSecond = 30_000;

    /// <summary>Config.h: CSMA_SLOT_SYMBOLS, _MIN_MS and _MAX_MS.</summary>
    private const int SlotSymbols = 12, SlotMillisecondsMin = 24, SlotMillisecondsMax = 100;

    /// <summary>Config.h: CSMA_CW_PER_BAND_WINDOWS and CSMA_CW_BANDS: below 14 slots, below 59 on a board that has sent
    /// much; it tells the end of its window.</summary>
    private const int WindowEnd = 14, WindowEndMax = 60;

    /// <summary>Reticulum wants 1.52 (RNodeInterface.py, REQUIRED_FW_VER).</summary>
    private const int VersionMajorMin = 1, VersionMinorMin = 52;

    /// <summary>So many frames in a row may end without a report; the next one needs it.</summary>
    private const int UnreportedMax = 2;

    /// <summary>For the firmware's own steps between a frame and the air.</summary>
    private static readonly TimeSpan Processing = TimeSpan.FromMilliseconds(30);

    private readonly RadioSettings _settings;
    private readonly KissFraming _framing = new(DataBytesMax);
    private readonly List<KissFrame> _frames = [];
    private readonly int _preambleSymbols;
    private int _toldPreambleSymbols, _windowEnd = WindowEnd, _airShare, _unreported, _inside;
    private bool _isSending, _tellsAirShare;
    private double? _rssiDbm, _snrDb;
    private string _version = "", _complaint = "";
    private volatile string _identity = "RNode";

    public RNodeModem(RadioSettings settings)
    {
        _settings = settings;
        _preambleSymbols = PreambleOf(settings);
    }

    public int FrameBytesMax => 200;

    public string Identity => _identity;

    public bool IsHalfRead => _framing.IsHoldingNoise;

    /// <summary>The FENDs end whatever half frame stands in the board.</summary>
    public ModemStep Resync => new("detect", (byte[])[KissFraming.FrameEnd, KissFraming.FrameEnd, .. Ask(Detect, 0x73)],
        Equals(Detect, 0x46));

    /// <summary>A restarted board has no frequency, one in TNC mode its own.</summary>
    public ModemStep Heartbeat => new("frequency and radio state",
        (byte[])[.. Ask(Frequency, 0, 0, 0, 0), .. Ask(RadioState, 0xFF)], word =>
            IsNear(word, Frequency, _settings.FrequencyHz) is false ? false : Equals(RadioState, 1)(word));

    private string RadioOn => _complaint.Length == 0
        ? "radio on (a board that stays off has no identity yet: rnodeconf)"
        : $"radio on (it said '{_complaint}': give it its identity with rnodeconf)";

    /// <summary>What this firmware cannot do with these settings; each in a sentence.</summary>
    public static IEnumerable<string> Faults(RadioSettings settings)
    {
        if (settings.PowerDbm is < 0 or > 22)
            yield return $"PowerDbm is {settings.PowerDbm}, must be 0..22 (RNode; boards with an SX127x: 0..17)";
    }

    public TimeSpan TimeOnAir(int frameBytes) => Airtime.Of(
        frameBytes + AddedBytes, _settings.SpreadingFactor, _settings.BandwidthHz, _settings.CodingRate,
        Math.Max(_preambleSymbols, Volatile.Read(ref _toldPreambleSymbols)));

    public void Opened()
    {
        _framing.Reset();
        _isSending = false;
        _rssiDbm = _snrDb = null;
    }

    public IEnumerable<ModemStep> Configure()
    {
        _isSending = false;
        _windowEnd = WindowEnd;
        yield return Resync;
        if (_tellsAirShare && _unreported >= UnreportedMax && _inside > 0) yield return Empty();
        yield return new ModemStep("firmware version (1.52 or newer)", Ask(Version, 0), TakeVersion);
        yield return new ModemStep("radio off", Ask(RadioState, 0), Equals(RadioState, 0));
        yield return new ModemStep("no promiscuous mode", Ask(Promiscuous, 0), Equals(Promiscuous, 0));
        yield return new ModemStep("explicit headers", Ask(ImplicitLength, 0), Equals(ImplicitLength, 0));
        yield return new ModemStep(
            "no limit of its own on the air", Ask(ShortLock, 0, 0), Equals(ShortLock, 0, 0), SilenceIsAnAnswer: true);
        yield return new ModemStep(
            "no limit of its own on the air", Ask(LongLock, 0, 0), Equals(LongLock, 0, 0), SilenceIsAnAnswer: true);

        yield return SetHertz("frequency", Frequency, _settings.FrequencyHz);
        yield return SetHertz("bandwidth", Bandwidth, _settings.BandwidthHz);
        yield return SetByte("power", Power, _settings.PowerDbm);
        yield return SetByte("spreading factor", Spreading, _settings.SpreadingFactor);
        yield return SetByte("coding rate", Coding, _settings.CodingRate);
        yield return new ModemStep(RadioOn, Ask(RadioState, 1), Equals(RadioState, 1));
        _complaint = "";
        _airShare = 0;

        yield return ReadHertz("frequency", Frequency, _settings.FrequencyHz);
        yield return ReadHertz("bandwidth", Bandwidth, _settings.BandwidthHz);
        yield return new ModemStep("power", Ask(Power, 0xFF), Equals(Power, (byte)_settings.PowerDbm));
        _identity = $"RNode firmware {_version}, {_settings.Summary}, read back";
    }

    public ModemSending Send(ReadOnlySpan<byte> frame)
    {
        if (_isSending) _unreported++;
        _inside++;
        _isSending = true;
        return new ModemSending(
            (byte[])[.. KissFraming.Encode(Data, frame), .. Ask(Room, 0)],
            NeedsAccepted: true, NeedsTransmitted: _tellsAirShare && _unreported >= UnreportedMax, LongestWait());
    }

    public void Read(ReadOnlySpan<byte> bytes, ICollection<ModemWord> words)
    {
        _framing.Read(bytes, _frames);
        TakeFrames(words);
    }

    public void Quiet(ICollection<ModemWord> words)
    {
        _framing.FlushNoise(_frames);
        TakeFrames(words);
    }

    /// <summary>Longer is no frame but text that happens to begin with the same letter.</summary>
    private static int DataBytesMax(byte type) => type switch
    {
        Data => 508,
        Frequency or Bandwidth or 0x21 or 0x22 => 4,
        <= Room => 2,
        AirShare => 16,
        Physical => 16,
        Strength or Noise or CarrierSense or 0x27 or 0x29 => 4,
        0x47 or 0x48 or 0x49 or Version or Reset or Error => 2,
        _ => -1,
    };

    /// <summary>A restart, which it tells: what waits inside for a clear channel would leave all at once and perhaps
    /// hours after it was paid for.</summary>
    private ModemStep Empty()
    {
        _inside = 0;
        return new ModemStep("a restart, for frames are left inside", Ask(Reset, 0xF8), _ => null, SilenceIsAnAnswer: true);
    }

    private static int PreambleOf(RadioSettings settings)
    {
        var chips = 1L << settings.SpreadingFactor;
        var bitsPerSecond = settings.SpreadingFactor * 4L * settings.BandwidthHz / (settings.CodingRate * chips);
        var milliseconds = bitsPerSecond > FastBitsPerSecond ? FastPreambleMilliseconds : PreambleMilliseconds;
        var symbols = ((long)milliseconds * settings.BandwidthHz + 1000 * chips - 1) / (1000 * chips);
        return (int)Math.Max(PreambleSymbolsMin, symbols);
    }

    private TimeSpan LongestWait()
    {
        var symbol = (double)(1 << _settings.SpreadingFactor) / _settings.BandwidthHz;
        var slot = Math.Clamp(1000 * SlotSymbols * symbol, SlotMillisecondsMin, SlotMillisecondsMax);
        return Processing + TimeSpan.FromMilliseconds((1 + _windowEnd) * slot);
    }

    private void TakeFrames(ICollection<ModemWord> words)
    {
        foreach (var frame in _frames)
            if (frame.IsNoise) TakeNoise(frame.Data, words);
            else if (frame.Data.Length > 0) Take(frame.Type, frame.Data, words);
        _frames.Clear();
    }

    private void Take(byte type, byte[] data, ICollection<ModemWord> words)
    {
        switch (type)
        {
            case Data:
                words.Add(new ModemWord.Heard(data, _rssiDbm, _snrDb));
                _rssiDbm = _snrDb = null;
                break;
            case Strength: _rssiDbm = data[0] - 157; break;
            case Noise: _snrDb = unchecked((sbyte)data[0]) / 4.0; break;
            case Room when data[0] == 1: words.Add(new ModemWord.Accepted()); break;
            case Room: words.Add(new ModemWord.Refused("its queue is full (0F 00)")); break;
            case AirShare when data.Length >= 2: TakeAirShare(data, words); break;
            case Physical when data.Length >= 6: TakePreamble(data, words); break;
            case CarrierSense when data.Length >= 3:
                _windowEnd = Math.Clamp((int)data[2], WindowEnd, WindowEndMax);
                break;
            case Reset when data[0] == 0xF8: words.Add(new ModemWord.Rebooted("55 F8")); break;
            case Error: TakeError(data[0], words); break;
            default: words.Add(new ModemWord.Answered($"{type:X2}{Convert.ToHexString(data)}")); break;
        }
    }

    /// <summary>The share rises by what this board sent and by nothing else.</summary>
    private void TakeAirShare(byte[] data, ICollection<ModemWord> words)
    {
        var before = _airShare;
        _tellsAirShare = true;
        _airShare = BinaryPrimitives.ReadUInt16BigEndian(data);
        if (!_isSending || _airShare <= before) return;
        _isSending = false;
        _unreported = _inside = 0;
        words.Add(new ModemWord.Transmitted(OnAir: true));
    }

    /// <summary>Told longer than the formula, the longer is charged; a number that cannot be is a damaged
    /// frame.</summary>
    private void TakePreamble(byte[] data, ICollection<ModemWord> words)
    {
        int told = BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(4));
        if (told <= 4 * _preambleSymbols) Volatile.Write(ref _toldPreambleSymbols, told);
        else words.Add(new ModemWord.Noticed($"a preamble of {told} symbols, which cannot be"));
    }

    private static void TakeError(byte code, ICollection<ModemWord> words) => words.Add(code switch
    {
        0x01 => new ModemWord.Refused("the radio chip does not start (90 01)"),
        0x02 => new ModemWord.Rebooted("90 02: could not send"),
        0x04 => new ModemWord.Transmitted(OnAir: false, "its queue is full (90 04)"),
        0x06 => new ModemWord.Rebooted("90 06: the radio chip hangs"),
        _ => new ModemWord.Noticed($"error 90 {code:X2}"),
    });

    /// <summary>Text is what a board prints at its start; some of it tells why its radio will stay off.</summary>
    private void TakeNoise(byte[] data, ICollection<ModemWord> words)
    {
        var printable = data.Count(value => value is >= 0x20 and < 0x7F or (byte)'\r' or (byte)'\n' or (byte)'\t');
        if (printable < data.Length || data.Length < 5 || !data.Contains((byte)'\n'))
        {
            words.Add(new ModemWord.Noticed($"{data.Length} bytes of noise outside a frame"));
            return;
        }

        var text = Encoding.ASCII.GetString(data).Trim();
        if (text.Length > 80) text = text[..80];
        if (IsComplaint(text)) _complaint = text;
        words.Add(new ModemWord.Rebooted(text));
    }

    /// <summary>RNode_Firmware.ino, validate_status.</summary>
    private static bool IsComplaint(string text) =>
        text.Contains("unprovisioned", StringComparison.Ordinal) || text.Contains("EEPROM", StringComparison.Ordinal)
        || text.Contains("No radio module", StringComparison.Ordinal)
        || text.StartsWith("Error,", StringComparison.Ordinal);

    private bool? TakeVersion(ModemWord word)
    {
        if (word is not ModemWord.Answered { Text: ['5', '0', _, _, _, _] text }) return null;
        var version = Convert.FromHexString(text);
        var told = $"{version[1]}.{version[2]}";

        // Another board, perhaps one that reports nothing.
        if (told != _version) (_tellsAirShare, _unreported) = (false, 0);
        _version = told;
        return version[1] > VersionMajorMin || (version[1] == VersionMajorMin && version[2] >= VersionMinorMin);
    }

    private static ModemStep SetHertz(string what, byte command, int hertz) =>
        new(what, Ask(command, Bytes(hertz)), word => IsNear(word, command, hertz));

    private static ModemStep ReadHertz(string what, byte command, int hertz) =>
        new(what, Ask(command, 0, 0, 0, 0), word => IsNear(word, command, hertz));

    private static ModemStep SetByte(string what, byte command, int value) =>
        new(what, Ask(command, (byte)value), Equals(command, (byte)value));

    private static bool? IsNear(ModemWord word, byte command, int hertz)
    {
        if (ValueOf(word, command) is not { } value) return null;
        return value.Length == 4
            && Math.Abs(BinaryPrimitives.ReadUInt32BigEndian(value) - (long)hertz) <= ToleranceHz;
    }

    private static Func<ModemWord, bool?> Equals(byte command, params byte[] wanted) => word =>
        ValueOf(word, command) is { } value ? value.AsSpan().SequenceEqual(wanted)
        : word is ModemWord.Refused ? false : null;

    private static byte[]? ValueOf(ModemWord word, byte command) =>
        word is ModemWord.Answered answered
        && answered.Text.StartsWith(command.ToString("X2"), StringComparison.Ordinal)
            ? Convert.FromHexString(answered.Text)[1..]
            : null;

    private static byte[] Bytes(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Ask(byte command, params ReadOnlySpan<byte> data) => KissFraming.Encode(command, data);
}
