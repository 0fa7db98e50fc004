using System.Buffers.Binary;
using System.Text;
using Noodlink.Protocol.Radio;

namespace Noodlink.Station.Modems;

// KISS: one frame between two FENDs, command 0, carries our frame raw (no AX.25). Two kinds of modem speak it.
//
// Plain KISS (any TNC; modems.md §5.1). There are no answers at all: no settings to read back, no "sent", no signal
// strength. So frequency, power and spreading factor are what the modem was given elsewhere; a frame counts as sent
// when its computed time on air and a margin have passed; and a hung modem cannot be told from a silent channel. The
// status says so. The parameters that KISS has are written at every start:
//     TXDELAY 5 (50 ms; the default of 500 ms would double every short frame), persistence 127 and slot 50 ms (on
//     average //     one slot of waiting once the channel is free), TXtail 0, half duplex.
//
// KISS with MeshCore's additions (firmware kiss_modem; modems.md §5.3; MeshCore docs/kiss_modem_protocol.md).
// Commands under SetHardware (6) set the radio and read it back, TxDone (F8) ends a sending, RxMeta (F9) follows each
// data frame with its signal. The driver asks with Ping (17) and uses them when the modem answers, and takes a TxDone
// that comes unasked. GetAirtime (0F) tells how much longer this modem's frames are than ours (its preamble is
// longer); the difference is charged to every frame.
//
// Limits: 200 bytes. MeshCore takes 255, an AX.25 TNC 256; but every Noodlink frame fits every modem (radio.md §12),
// so a node with one kind of modem and a hub with another agree on what can travel.
//
// Traps, from the sources above: text before the first FEND and after a restart (dropped; means "set up again"); a
// second data frame while one is inside gives F1 07; at most two answers wait inside the modem, so it is read
// promptly; settings are lost at a restart without a word (the heartbeat reads them).

/// <summary>The dialect <c>kiss</c>; see <see cref="IModemDialect"/> for the rules.</summary>
internal sealed class KissModem : IModemDialect
{
    private const byte Ping = 0x17, SetRadio = 0x09, GetRadio = 0x0B, SetPower = 0x0A, GetPower = 0x0C;
    private const byte GetAirtime = 0x0F, SetSignalReport = 0x19;
    private const byte Ok = 0xF0, Error = 0xF1, TxDone = 0xF8, RxMeta = 0xF9;

    /// <summary>The answer to a ping, and how this dialect writes answers: in hex.</summary>
    private const string Pong = "97";

    /// <summary>A synthesiser rounds; within this of the wish it is the wish (as Reticulum allows its
    /// RNodes).</summary>
    private const int FrequencyToleranceHz = 100;

    /// <summary>TXDELAY and six slots: one frame in 64 waits longer on a clear channel, any on a busy one.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(350);

    private readonly RadioSettings _settings;
    private readonly KissFraming _framing = new();
    private readonly List<KissFrame> _frames = [];
    private byte[]? _heldFrame;
    private bool _hasAdditions, _hadAdditions, _reportsSent, _reportsSignal;
    private long _extraTicks;
    private volatile string _identity = "KISS";

    public KissModem(RadioSettings settings) => _settings = settings;

    public int FrameBytesMax => 200;

    public string Identity => _identity;

    public bool IsHalfRead => _heldFrame is not null || _framing.IsHoldingNoise;

    public ModemStep Heartbeat => _hasAdditions ? ReadRadioBack : Probe(isWelcome: false);

    public ModemStep Resync => _hasAdditions
        ? new ModemStep("ping", Hardware(Ping), word => word is ModemWord.Answered { Text: Pong } ? true : null)
        : new ModemStep("ending a half frame", new[] { KissFraming.FrameEnd, KissFraming.FrameEnd });

    private ModemStep ReadRadioBack => new("radio settings", Hardware(GetRadio),
        word => word is ModemWord.Answered answered && answered.Text.StartsWith("8B", StringComparison.Ordinal)
            ? IsWantedRadio(answered.Text)
            : null);

    /// <summary>What may go wrong with these settings in this dialect; each in a sentence.</summary>
    public static IEnumerable<string> Faults(RadioSettings settings)
    {
        if (settings.PowerDbm is < -9 or > 30)
            yield return $"PowerDbm is {settings.PowerDbm}, must be -9..30 (KISS modem)";
    }

    public TimeSpan TimeOnAir(int frameBytes) =>
        Airtime.Of(frameBytes, _settings.SpreadingFactor, _settings.BandwidthHz, _settings.CodingRate)
        + TimeSpan.FromTicks(Volatile.Read(ref _extraTicks));

    public void Opened()
    {
        _framing.Reset();
        _heldFrame = null;
        _hasAdditions = _reportsSent = _reportsSignal = false;
        Volatile.Write(ref _extraTicks, 0);
    }

    public IEnumerable<ModemStep> Configure()
    {
        yield return new ModemStep("KISS parameters", Parameters());
        if (!_hasAdditions) yield return _hadAdditions ? ProbeAgain() : Probe(isWelcome: true);
        if (!_hasAdditions)
        {
            _identity = "plain KISS; frequency, power and spreading factor are set in the modem itself";
            yield break;
        }

        var radio = new byte[10];
        BinaryPrimitives.WriteInt32LittleEndian(radio, _settings.FrequencyHz);
        BinaryPrimitives.WriteInt32LittleEndian(radio.AsSpan(4), _settings.BandwidthHz);
        radio[8] = (byte)_settings.SpreadingFactor;
        radio[9] = (byte)_settings.CodingRate;
        yield return new ModemStep("frequency and spreading", Hardware(SetRadio, radio), IsAccepted);
        yield return ReadRadioBack;

        var power = unchecked((byte)_settings.PowerDbm);
        yield return new ModemStep("power", Hardware(SetPower, power), IsAccepted);
        yield return new ModemStep("power", Hardware(GetPower), Equals("8C", $"8C{power:X2}"));
        yield return new ModemStep("signal report", Hardware(SetSignalReport, 1), Equals("9A", "9A01"));
        yield return new ModemStep("time on air", Hardware(GetAirtime, (byte)FrameBytesMax), TakeAirtime);
        _identity = $"KISS with MeshCore's additions, {_settings.Summary}, read back";
    }

    public ModemSending Send(ReadOnlySpan<byte> frame) => new(
        KissFraming.Encode(KissFraming.DataType, frame), NeedsAccepted: false, NeedsTransmitted: _reportsSent, Margin);

    public void Read(ReadOnlySpan<byte> bytes, ICollection<ModemWord> words)
    {
        _framing.Read(bytes, _frames);
        TakeFrames(words);
    }

    public void Quiet(ICollection<ModemWord> words)
    {
        _framing.FlushNoise(_frames);
        TakeFrames(words);
        GiveHeld(words);
    }

    private void TakeFrames(ICollection<ModemWord> words)
    {
        foreach (var frame in _frames)
        {
            if (frame.IsNoise) TakeNoise(frame.Data, words);
            else if (frame.Type == KissFraming.DataType) TakeData(frame.Data, words);
            else if (frame.Type == KissFraming.HardwareType && frame.Data.Length > 0) TakeHardware(frame.Data, words);
        }

        _frames.Clear();
    }

    private void TakeData(byte[] data, ICollection<ModemWord> words)
    {
        GiveHeld(words);
        if (data.Length == 0) return;
        _heldFrame = data;
        if (!_reportsSignal) GiveHeld(words);
    }

    private void GiveHeld(ICollection<ModemWord> words, double? rssiDbm = null, double? snrDb = null)
    {
        if (_heldFrame is null) return;
        words.Add(new ModemWord.Heard(_heldFrame, rssiDbm, snrDb));
        _heldFrame = null;
    }

    private void TakeHardware(byte[] data, ICollection<ModemWord> words)
    {
        switch (data[0])
        {
            case RxMeta when data.Length >= 3:
                _reportsSignal = true;
                GiveHeld(words, rssiDbm: unchecked((sbyte)data[2]), snrDb: unchecked((sbyte)data[1]) / 4.0);
                break;
            case TxDone when data.Length >= 2:
                _reportsSent = true;
                words.Add(new ModemWord.Transmitted(data[1] == 1));
                break;
            case Ok:
                words.Add(new ModemWord.Accepted());
                break;
            case Error when data.Length >= 2:
                words.Add(new ModemWord.Refused(ErrorName(data[1])));
                break;
            case 0x80 | Ping when data.Length == 1:
                _hasAdditions = _hadAdditions = _reportsSent = _reportsSignal = true;
                words.Add(new ModemWord.Answered(Pong));
                break;
            case >= 0x80:
                words.Add(new ModemWord.Answered(Convert.ToHexString(data)));
                break;
        }
    }

    /// <summary>Text between frames is a banner: the modem has (re)started. Anything else is only counted.</summary>
    private static void TakeNoise(byte[] data, ICollection<ModemWord> words)
    {
        var printable = data.Count(value => value is >= 0x20 and < 0x7F or (byte)'\r' or (byte)'\n' or (byte)'\t');
        var isText = printable == data.Length && data.Contains((byte)'\n') && data.Length >= 5;
        if (isText) words.Add(new ModemWord.Rebooted(Encoding.ASCII.GetString(data).Trim()));
        else words.Add(new ModemWord.Noticed($"{data.Length} bytes of noise outside a frame"));
    }

    private static ModemStep Probe(bool isWelcome) => new("ping", Hardware(Ping),
        word => word is ModemWord.Answered { Text: Pong } ? isWelcome : null, SilenceIsAnAnswer: true);

    /// <summary>A modem that once answered and now is silent hangs; it has not become a plain one.</summary>
    private static ModemStep ProbeAgain() => Probe(isWelcome: true) with
    {
        What = "ping; if a plain KISS modem was put in its place, restart Noodlink",
        SilenceIsAnAnswer = false,
    };

    private static bool? IsAccepted(ModemWord word) => word switch
    {
        ModemWord.Accepted => true,
        ModemWord.Refused => false,
        _ => null,
    };

    private static Func<ModemWord, bool?> Equals(string shape, string wanted) => word =>
        word is ModemWord.Answered answered && answered.Text.StartsWith(shape, StringComparison.Ordinal)
            ? answered.Text == wanted
            : word is ModemWord.Refused ? false : null;

    private bool IsWantedRadio(string hex)
    {
        var bytes = Convert.FromHexString(hex).AsSpan(1);
        return bytes.Length >= 10
            && IsNear(BinaryPrimitives.ReadUInt32LittleEndian(bytes), _settings.FrequencyHz)
            && IsNear(BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]), _settings.BandwidthHz)
            && bytes[8] == _settings.SpreadingFactor
            && bytes[9] == _settings.CodingRate;
    }

    private static bool IsNear(uint told, int wanted) => Math.Abs(told - (long)wanted) <= FrequencyToleranceHz;

    private bool? TakeAirtime(ModemWord word)
    {
        if (word is ModemWord.Refused) return true;
        if (word is not ModemWord.Answered answered) return null;
        if (!answered.Text.StartsWith("8F", StringComparison.Ordinal)) return null;
        var bytes = Convert.FromHexString(answered.Text).AsSpan(1);
        if (bytes.Length < 4) return false;
        var told = TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        var ours = Airtime.Of(FrameBytesMax, _settings.SpreadingFactor, _settings.BandwidthHz, _settings.CodingRate);

        // Never less than the formula: a modem that reports too little must not make us break the duty cycle. More
        // than twice is no preamble but a misunderstanding (other units, other settings, a damaged answer): refuse to
        // go on with it, and keep nothing of it, for every wait counts in times on air.
        if (told > 2 * ours) return false;
        Volatile.Write(ref _extraTicks, Math.Max(0, (told - ours).Ticks));
        return true;
    }

    private static byte[] Parameters() =>
    [
        .. KissFraming.Encode(1, [5]), .. KissFraming.Encode(2, [127]), .. KissFraming.Encode(3, [5]),
        .. KissFraming.Encode(4, [0]), .. KissFraming.Encode(5, [0]),
    ];

    private static byte[] Hardware(byte command, params ReadOnlySpan<byte> data) =>
        KissFraming.Encode(KissFraming.HardwareType, [command, .. data]);

    private static string ErrorName(byte code) => code switch
    {
        1 => "request too short (F1 01)",
        2 => "value not allowed (F1 02)",
        3 => "not available (F1 03)",
        5 => "unknown command (F1 05)",
        7 => "still busy with a frame (F1 07)",
        8 => "not supported by this board (F1 08)",
        _ => $"error F1 {code:X2}",
    };
}
