using System.Buffers.Binary;
using System.Globalization;
using Noodlink.Protocol.Radio;

namespace Noodlink.Station.Modems;

// MeshCore's firmware kiss_modem: KISS, and behind SetHardware (6) everything that plain KISS lacks (modems.md §5.3;
// MeshCore docs/kiss_modem_protocol.md and examples/kiss_modem/KissModem.cpp). All numbers are little-endian.
//
//     SetRadio 09, GetRadio 0B        frequency u32 Hz, bandwidth u32 Hz, SF, CR
//     SetTxPower 0A, GetTxPower 0C    dBm
//     GetAirtime 0F                   a length; answered with u32 ms
//     IsChannelBusy 0E                0 or 1
//     GetNoiseFloor 10                i16 dBm
//     TxDone F8, unasked              the frame has left (1) or not (0)
//     RxMeta F9, unasked              after each data frame: signal-to-noise x 4, strength in dBm, both signed
//     F0 is yes; F1 and a number is no
//
// Required here: a modem that does not answer a ping is not ready, however well it speaks KISS, because without an
// answer nobody knows on which frequency and with how many watts it sends. (`kiss` drives those, and says so.)
//
// GetRadio and GetTxPower repeat what the firmware was told; zeros mean: nothing since the last start. That the radio
// really took the spreading factor and the bandwidth shows in GetAirtime, which it computes from the chip's own
// settings: it must be our formula with a preamble of 8 or longer (MeshCore's is 16, or 32 up to SF8). The difference
// is charged to every frame.
//
// Before each frame it is asked for its settings, because a restart is silent on boards without a boot text and puts
// it back on MeshCore's own channel at full power; and then whether the channel is busy: the firmware would wait for a
// clear one by itself (p-persistent), but for how long nobody can tell from a hung one. Once it has the frame and
// is late, the same question tells "still waiting" from "hung".
//
// Traps, from the same sources. A second data frame while one is inside gives F1 07; older firmware drops it without
// a word. Only two answers wait inside the modem, so one question is asked at a time and the line is read promptly. More
// than 255 bytes are dropped without a word. An error carries no number of the command that it answers.
//
// Limit: 200 of its 255 bytes (radio.md §12: then any frame fits any modem).

/// <summary>The dialect <c>meshcore</c>; see <see cref="IModemDialect"/> for the rules.</summary>
internal sealed class MeshCoreModem : IModemDialect
{
    /// <summary>The question whether it is there at all.</summary>
    public const byte Ping = 0x17;

    /// <summary>The answer to a ping, and how this dialect writes answers: in hex.</summary>
    public const string Pong = "97";

    private const byte SetRadio = 0x09, SetPower = 0x0A, GetRadio = 0x0B, GetPower = 0x0C, IsChannelBusy = 0x0E;
    private const byte GetAirtime = 0x0F, GetNoiseFloor = 0x10, GetVersion = 0x11, SetSignalReport = 0x19;
    private const byte Ok = 0xF0, Error = 0xF1, TxDone = 0xF8, RxMeta = 0xF9;

    /// <summary>A synthesiser rounds; within this of the wish it is the wish (as Reticulum allows its
    /// RNodes).</summary>
    private const int FrequencyToleranceHz = 100;

    /// <summary>The modem counts in whole milliseconds, rounded down.</summary>
    private static readonly TimeSpan AirtimeTolerance = TimeSpan.FromMilliseconds(2);

    private readonly RadioSettings _settings;
    private readonly KissFraming _framing = new();
    private readonly List<KissFrame> _frames = [];
    private byte[]? _heldFrame;
    private bool _reportsSignal;
    private string _version = "", _noise = "";
    private long _extraTicks;
    private volatile bool _hasAnswered;
    private volatile string _identity = "MeshCore kiss_modem";

    public MeshCoreModem(RadioSettings settings) => _settings = settings;

    public int FrameBytesMax => 200;

    public string Identity => _identity;

    /// <summary>A ping was answered since the line was opened.</summary>
    public bool HasAnswered => _hasAnswered;

    public bool IsHalfRead => IsHoldingFrame || _framing.IsHoldingNoise;

    /// <summary>A frame waits for the strength of its signal.</summary>
    public bool IsHoldingFrame => _heldFrame is not null;

    public ModemStep Heartbeat => new("radio settings", Hardware(GetRadio),
        word => word is ModemWord.Answered answered && answered.Text.StartsWith("8B", StringComparison.Ordinal)
            ? IsWantedRadio(answered.Text)
            : null);

    public ModemStep Resync => Knock("ping");

    /// <summary>What may go wrong with these settings in this dialect; each in a sentence.</summary>
    public static IEnumerable<string> Faults(RadioSettings settings)
    {
        if (settings.PowerDbm is < -9 or > 30)
            yield return $"PowerDbm is {settings.PowerDbm}, must be -9..30 (KISS modem)";
    }

    /// <summary>A command of the additions as bytes for the line.</summary>
    public static byte[] Hardware(byte command, params ReadOnlySpan<byte> data) =>
        KissFraming.Encode(KissFraming.HardwareType, [command, .. data]);

    public TimeSpan TimeOnAir(int frameBytes) =>
        Airtime.Of(frameBytes, _settings.SpreadingFactor, _settings.BandwidthHz, _settings.CodingRate)
        + TimeSpan.FromTicks(Volatile.Read(ref _extraTicks));

    public void Opened()
    {
        _framing.Reset();
        _heldFrame = null;
        _reportsSignal = _hasAnswered = false;
        Volatile.Write(ref _extraTicks, 0);
    }

    public IEnumerable<ModemStep> Configure()
    {
        yield return Knock("ping; only MeshCore's kiss_modem firmware does: another KISS modem is kiss:, not meshcore:");
        foreach (var step in Settings()) yield return step;
    }

    /// <summary>From a modem that has answered to one that is set and read back.</summary>
    public IEnumerable<ModemStep> Settings()
    {
        yield return new ModemStep("version", Hardware(GetVersion), TakeVersion);

        var radio = new byte[10];
        BinaryPrimitives.WriteInt32LittleEndian(radio, _settings.FrequencyHz);
        BinaryPrimitives.WriteInt32LittleEndian(radio.AsSpan(4), _settings.BandwidthHz);
        radio[8] = (byte)_settings.SpreadingFactor;
        radio[9] = (byte)_settings.CodingRate;
        yield return new ModemStep("frequency and spreading", Hardware(SetRadio, radio), IsAccepted);

        // They cannot be read back. A restart before this point shows in the next answer: zeros.
        yield return new ModemStep("KISS parameters", KissFraming.Parameters());
        yield return Heartbeat;

        var power = unchecked((byte)_settings.PowerDbm);
        yield return new ModemStep("power", Hardware(SetPower, power), IsAccepted);
        yield return new ModemStep("power", Hardware(GetPower), Equals("8C", $"8C{power:X2}"));
        yield return new ModemStep("signal report", Hardware(SetSignalReport, 1), Equals("9A", "9A01"));
        yield return new ModemStep("time on air", Hardware(GetAirtime, (byte)FrameBytesMax), TakeAirtime);
        yield return new ModemStep("noise", Hardware(GetNoiseFloor), TakeNoise);
        _identity = $"MeshCore kiss_modem{_version}, {_settings.Summary}, read back{_noise}";
    }

    public ModemSending Send(ReadOnlySpan<byte> frame) => new(
        KissFraming.Encode(KissFraming.DataType, frame), NeedsAccepted: false, NeedsTransmitted: true, KissFraming.Margin,
        ListenFirst: AskChannel(busy: false), CheckFirst: true, WhenLate: AskChannel(busy: true));

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

    /// <summary>What stood between two FENDs; for <see cref="KissModem"/>, which has a framing of its own.</summary>
    public void Take(KissFrame frame, ICollection<ModemWord> words)
    {
        if (frame.IsNoise) words.Add(frame.AsNoise());
        else if (frame.Type == KissFraming.DataType) TakeData(frame.Data, words);
        else if (frame.Type == KissFraming.HardwareType && frame.Data.Length > 0) TakeHardware(frame.Data, words);
    }

    /// <summary>A frame whose signal does not come.</summary>
    public void GiveHeld(ICollection<ModemWord> words, double? rssiDbm = null, double? snrDb = null)
    {
        if (_heldFrame is null) return;
        words.Add(new ModemWord.Heard(_heldFrame, rssiDbm, snrDb));
        _heldFrame = null;
    }

    private void TakeFrames(ICollection<ModemWord> words)
    {
        foreach (var frame in _frames) Take(frame, words);
        _frames.Clear();
    }

    private void TakeData(byte[] data, ICollection<ModemWord> words)
    {
        GiveHeld(words);
        if (data.Length == 0) return;
        _heldFrame = data;
        if (!_reportsSignal) GiveHeld(words);
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
                words.Add(new ModemWord.Transmitted(data[1] == 1));
                break;
            case Ok:
                words.Add(new ModemWord.Accepted());
                break;
            case Error when data.Length >= 2:
                words.Add(new ModemWord.Refused(ErrorName(data[1])));
                break;
            case 0x80 | Ping when data.Length == 1:
                _hasAnswered = _reportsSignal = true;
                words.Add(new ModemWord.Answered(Pong));
                break;
            case >= 0x80:
                words.Add(new ModemWord.Answered(Convert.ToHexString(data)));
                break;
        }
    }

    private static ModemStep Knock(string what) =>
        new(what, Hardware(Ping), word => word is ModemWord.Answered { Text: Pong } ? true : null);

    /// <param name="busy">The answer that is a yes. An error (a board that cannot tell) means clear.</param>
    private static ModemStep AskChannel(bool busy) => new("channel", Hardware(IsChannelBusy), word => word switch
    {
        ModemWord.Answered { Text: "8E01" } => busy,
        ModemWord.Answered { Text: "8E00" } or ModemWord.Refused => !busy,
        _ => null,
    });

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

    /// <summary>For people only; firmware that does not know the question is as good.</summary>
    private bool? TakeVersion(ModemWord word)
    {
        if (word is ModemWord.Refused) return true;
        if (word is not ModemWord.Answered answered) return null;
        if (!answered.Text.StartsWith("91", StringComparison.Ordinal)) return null;
        var bytes = Convert.FromHexString(answered.Text);
        _version = bytes.Length < 2 ? "" : string.Create(CultureInfo.InvariantCulture, $" {bytes[1]}");
        return true;
    }

    /// <summary>For people only: a computer beside the antenna is worth twenty decibels. Right after its start the modem
    /// has not measured yet and says 0.</summary>
    private bool? TakeNoise(ModemWord word)
    {
        if (word is ModemWord.Refused) return true;
        if (word is not ModemWord.Answered answered) return null;
        if (!answered.Text.StartsWith("90", StringComparison.Ordinal)) return null;
        var bytes = Convert.FromHexString(answered.Text).AsSpan(1);
        var dbm = bytes.Length < 2 ? 0 : BinaryPrimitives.ReadInt16LittleEndian(bytes);
        _noise = dbm >= 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", noise {dbm} dBm");
        return true;
    }

    private bool? TakeAirtime(ModemWord word)
    {
        if (word is ModemWord.Refused) return true;
        if (word is not ModemWord.Answered answered) return null;
        if (!answered.Text.StartsWith("8F", StringComparison.Ordinal)) return null;
        var bytes = Convert.FromHexString(answered.Text).AsSpan(1);
        if (bytes.Length < 4) return false;
        var told = TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        var ours = Airtime.Of(FrameBytesMax, _settings.SpreadingFactor, _settings.BandwidthHz, _settings.CodingRate);

        // Less than the formula: the radio is not on our spreading factor. More than twice is no preamble but a
        // misunderstanding (other units, other settings, a damaged answer). Go on with neither, and keep nothing of it,
        // for every wait and the duty cycle count in times on air.
        if (told < ours - AirtimeTolerance || told > 2 * ours) return false;
        Volatile.Write(ref _extraTicks, Math.Max(0, (told - ours).Ticks));
        return true;
    }

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
