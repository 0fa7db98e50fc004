using System.Buffers;
using System.Globalization;
using System.Text;
using Noodlink.Protocol.Radio;

namespace Noodlink.Station.Modems;

// rf95modem: open firmware that makes a serial modem of boards with an RFM95 (SX1276) radio: TTGO, Heltec, Feather
// (modems.md §4; gh0st42/rf95modem v0.7.4, src/modem.cpp, main.cpp; the radio library is RadioHead, RH_RF95.cpp).
//
// Sending:    AT+TX=<hex>\n                     answered +SENT <n> bytes. when the transmission has ended
// Receiving:  +RX <n>,<hex>,<rssi>,<snr>\n      at any moment
// Settings:   AT+FREQ=<MHz> (answered +FREQ: <MHz>, two decimals), AT+MODE=<n>, AT+RX=<0|1> (answered +OK)
// Reading:    AT+INFO                           several lines from +STATUS: to +OK
//
// It sends with 23 dBm; there is no command for less. (Some versions of RadioHead cap that at 20: what the antenna gets
// is then less than we say, never more.) So `Radio:PowerDbm` must say 23, and the band plan then leaves one band, 869.40-
// 869.65 MHz; it boots on 868.10, where 14 dBm is the most, and is set before the first frame. Spreading, bandwidth and
// coding rate come in five fixed modes. The firmware does not check the number of a mode; RadioHead without mode 4 would
// load the bytes behind its table (its check is one off), so a mode that AT+INFO calls "unknown" is not used.
//
// The frequency is a float and told with two decimals, so 869.525 is read back as 869.52 or 869.53; nearer it cannot be
// known. It is written at every start, for what stands there may have been rounded by whoever set it before.
//
// While it sends it reads nothing: the next command waits for +SENT. The number in +SENT is compared: digits that got lost
// on the line would make it send a shorter frame, and an odd number of digits does not trouble it. Half a line that it has
// is carried out after 2 s; the empty line in front of Resync ends it at once. After a restart it talks about itself and
// then says "LoRa radio init OK!"; when it cannot find its radio it says +FAIL and hangs for ever, and only the reset
// wires help.
//
// Limits: 251 bytes, for RadioHead puts 4 of its own before each frame (on air too, the time on air counts them); we send
// at most 200. Preamble 8. No carrier sense. RadioHead switches the low data rate optimisation on in mode 3 only, where
// our formula also has it in modes 2 and 4: there the time that we count is up to a third longer than the real one.

/// <summary>The dialect <c>rf95modem</c>; see <see cref="IModemDialect"/> for the rules.</summary>
internal sealed class Rf95Modem : IModemDialect
{
    /// <summary>To, from, id, flags: RadioHead's header.</summary>
    private const int AddedBytes = 4;

    /// <summary>As initRF95 sets it; nothing changes it.</summary>
    private const int PowerDbm = 23;

    /// <summary>The longest line: 251 bytes in hex and what stands round them, and room.</summary>
    private const int LineBytesMax = 640;

    /// <summary>Half of the last decimal that is told, and the float's own error.</summary>
    private const double MegahertzTolerance = 0.0055;

    /// <summary>By their number (README of the firmware; RadioHead's MODEM_CONFIG_TABLE).</summary>
    private static readonly (int SpreadingFactor, int BandwidthHz, int CodingRate)[] Modes =
        [(7, 125_000, 5), (7, 500_000, 5), (9, 31_250, 8), (12, 125_000, 8), (11, 125_000, 5)];

    private readonly RadioSettings _settings;
    private readonly List<byte> _line = [];
    private readonly Dictionary<string, string> _told = new(StringComparer.Ordinal);
    private string? _banner;
    private bool _isTooLong, _isTelling;
    private int _sentBytes;
    private volatile string _identity = "rf95modem";

    public Rf95Modem(RadioSettings settings) => _settings = settings;

    public int FrameBytesMax => 200;

    public string Identity => _identity;

    public bool IsHalfRead => _line.Count > 0 || _isTelling || _banner is not null;

    /// <summary>There is no plain AT; to receive is harmless, and has an answer of its own.</summary>
    public ModemStep Resync => new("receiving", Line("\nAT+RX=1"), word => word is ModemWord.Accepted ? true : null);

    public ModemStep Heartbeat => new("settings", Line("AT+INFO"), word => IsTold(word) ? IsSet : null);

    private int Mode => Array.IndexOf(Modes, (_settings.SpreadingFactor, _settings.BandwidthHz, _settings.CodingRate));

    private string Megahertz => (_settings.FrequencyHz / 1e6).ToString("0.000###", CultureInfo.InvariantCulture);

    /// <summary>What AT+INFO told is what was asked.</summary>
    private bool IsSet =>
        _told.GetValueOrDefault("modem config", "") is { } mode && mode.Split(' ')[0] == Text(Mode)
        && !mode.Contains("unknown", StringComparison.Ordinal)
        && IsNear(_told.GetValueOrDefault("frequency", ""))
        && _told.GetValueOrDefault("rx listener") == "1";

    /// <summary>What this firmware cannot do with these settings; each in a sentence.</summary>
    public static IEnumerable<string> Faults(RadioSettings settings)
    {
        if (settings.PowerDbm != PowerDbm)
            yield return $"PowerDbm is {settings.PowerDbm}, must be {PowerDbm} (rf95modem always sends with that, and has "
                + "no command for less)";
        if (!Modes.Contains((settings.SpreadingFactor, settings.BandwidthHz, settings.CodingRate)))
            yield return $"SpreadingFactor {settings.SpreadingFactor} with BandwidthHz {settings.BandwidthHz} and "
                + $"CodingRate {settings.CodingRate} is no mode of rf95modem, must be one of "
                + string.Join(", ", Modes.Select(mode => $"{mode.SpreadingFactor}/{mode.BandwidthHz}/{mode.CodingRate}"));
    }

    public TimeSpan TimeOnAir(int frameBytes) => Airtime.Of(
        frameBytes + AddedBytes, _settings.SpreadingFactor, _settings.BandwidthHz, _settings.CodingRate);

    public void Opened() => Forget();

    public IEnumerable<ModemStep> Configure()
    {
        yield return Resync;
        yield return new ModemStep("frequency", Line($"AT+FREQ={Megahertz}"), word => word switch
        {
            ModemWord.Refused => false,
            ModemWord.Answered { Text: var text } when text.StartsWith("+FREQ: ", StringComparison.Ordinal) =>
                IsNear(text[7..]),
            _ => null,
        });
        yield return new ModemStep("mode", Line($"AT+MODE={Mode}"), IsAccepted);
        yield return new ModemStep("receiving", Line("AT+RX=1"), IsAccepted);
        yield return Heartbeat;
        _identity = $"rf95modem {_told.GetValueOrDefault("firmware", "of an unknown version")}, {_settings.Summary}, "
            + $"read back (frequency as {_told.GetValueOrDefault("frequency", "?")} MHz)";
    }

    public ModemSending Send(ReadOnlySpan<byte> frame)
    {
        _sentBytes = frame.Length;
        return new ModemSending(Line($"AT+TX={Convert.ToHexString(frame)}"), NeedsAccepted: false, NeedsTransmitted: true,
            Margin: TimeSpan.Zero);
    }

    public void Read(ReadOnlySpan<byte> bytes, ICollection<ModemWord> words)
    {
        foreach (var value in bytes)
        {
            if (value == '\n') EndLine(words);
            else if (_line.Count >= LineBytesMax) _isTooLong = true;
            else if (value is >= 0x20 and < 0x7F) _line.Add(value);
        }
    }

    public void Quiet(ICollection<ModemWord> words)
    {
        if (_line.Count > 0) words.Add(new ModemWord.Noticed($"{_line.Count} bytes of a line that stopped half way"));
        if (_isTelling) words.Add(Told());
        if (_banner is not null) words.Add(new ModemWord.Rebooted(_banner));
        Forget();
    }

    private void Forget()
    {
        _line.Clear();
        _isTooLong = _isTelling = false;
        _banner = null;
    }

    private void EndLine(ICollection<ModemWord> words)
    {
        var line = Encoding.ASCII.GetString([.. _line]).Trim();
        _line.Clear();
        if (_isTooLong)
        {
            _isTooLong = false;
            words.Add(new ModemWord.Noticed($"a line of more than {LineBytesMax} bytes"));
            return;
        }

        // Behind noise, or behind a line that lost its end.
        var mark = line.IndexOf("+RX ", StringComparison.Ordinal);
        if (mark > 0) Understand(line[..mark].TrimEnd(), words);
        if (line.Length > 0) Understand(line[Math.Max(0, mark)..], words);
    }

    private void Understand(string line, ICollection<ModemWord> words)
    {
        switch (line)
        {
            case "+FAIL: Unknown command:":
                // The empty line in front of Resync.
                words.Add(new ModemWord.Noticed(line));
                break;
            case "+OK":
                words.Add(_isTelling ? Told() : new ModemWord.Accepted());
                _isTelling = false;
                break;
            case "+STATUS:":
                _told.Clear();
                _isTelling = true;
                break;
            case "LoRa radio init OK!":
                words.Add(new ModemWord.Rebooted(_banner ?? line));
                _banner = null;
                break;
            default:
                TakeLonger(line, words);
                break;
        }
    }

    private void TakeLonger(string line, ICollection<ModemWord> words)
    {
        if (line.StartsWith("+RX ", StringComparison.Ordinal)) words.Add(Frame(line));
        else if (line.StartsWith("+SENT ", StringComparison.Ordinal)) words.Add(Sent(line));
        else if (line.StartsWith("+FREQ: ", StringComparison.Ordinal)) words.Add(new ModemWord.Answered(line));
        else if (line.StartsWith("+FAIL: ", StringComparison.Ordinal)) words.Add(new ModemWord.Refused(line));
        else if (line.StartsWith("rf95modem firmware", StringComparison.Ordinal)) _banner = line;
        else if (_isTelling && line.Split(':', 2) is [var key, var value]) _told.TryAdd(Bounded(key), value.Trim());
        else words.Add(new ModemWord.Noticed(line));
    }

    /// <summary>A firmware that tells more than we know about must not fill the memory.</summary>
    private string Bounded(string key) => _told.Count < 32 ? key : "more";

    private ModemWord.Answered Told() => new(
        $"mode {_told.GetValueOrDefault("modem config", "not told")}, {_told.GetValueOrDefault("frequency", "?")} MHz, "
        + $"receiving {_told.GetValueOrDefault("rx listener", "?")}");

    /// <summary><c>+RX 3,00010f,-15,8</c>; a length that does not fit its digits lost some on the line.</summary>
    private static ModemWord Frame(string line)
    {
        if (line[4..].Split(',') is [var length, var hex, var rssi, var snr]
            && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0 && hex.Length == 2L * count
            && int.TryParse(rssi, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rssiDbm)
            && int.TryParse(snr, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var snrDb))
        {
            var bytes = new byte[count];
            if (Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done)
                return new ModemWord.Heard(bytes, rssiDbm, snrDb);
        }

        return new ModemWord.Noticed($"a damaged frame: {line}");
    }

    private ModemWord.Transmitted Sent(string line) => line == $"+SENT {_sentBytes} bytes."
        ? new ModemWord.Transmitted(OnAir: true)
        : new ModemWord.Transmitted(OnAir: false, $"{line} of {_sentBytes}: digits got lost on the serial line");

    private bool IsNear(string megahertz) =>
        double.TryParse(megahertz, NumberStyles.Float, CultureInfo.InvariantCulture, out var told)
        && Math.Abs(told - _settings.FrequencyHz / 1e6) <= MegahertzTolerance;

    private static bool IsTold(ModemWord word) =>
        word is ModemWord.Answered { Text: var text } && text.StartsWith("mode ", StringComparison.Ordinal);

    private static bool? IsAccepted(ModemWord word) => word switch
    {
        ModemWord.Accepted => true,
        ModemWord.Refused => false,
        _ => null,
    };

    private static byte[] Line(string command) => Encoding.ASCII.GetBytes(command + "\n");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
