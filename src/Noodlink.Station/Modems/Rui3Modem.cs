using System.Globalization;
using System.Text;
using Noodlink.Protocol.Radio;

namespace Noodlink.Station.Modems;

// RUI3: the AT firmware of RAKwireless on its RAK3172, RAK3272S, RAK4631-R and relations, in its point-to-point mode
// (modems.md §2; RUI3 AT Command Manual, docs.rakwireless.com; source RAKWireless/RAK-STM32-RUI: service_lora_p2p.c,
// atcmd_p2p.c, atcmd.c, service_mode_cli.c).
//
// Asking:     AT+NAME=?            answered AT+NAME=<value> and a status: OK, AT_PARAM_ERROR, AT_BUSY_ERROR, ...
// Setting:    AT+NAME=<value>      answered by a status alone
// Sending:    AT+PSEND=<hex>       answered OK when taken; +EVT:TXP2P DONE when it has been on the air
// Receiving:  +EVT:RXP2P:<rssi>:<snr>:<hex>     at any moment, also between a command and its status
//
// A question is over when its status has come (or, where that got lost, after a silence), not when its value has:
// otherwise that status would be taken for the answer to the next command. Either CR or LF ends a line, empty lines mean nothing, and where somebody has switched
// the echo on (ATE) every command comes back first.
//
// Out of the box it is in LoRaWAN mode, where every P2P command is AT_MODE_NO_SUPPORT; AT+NWM=0 changes that, and
// restarts the module (a RAK4631 even leaves the USB). Its P2P settings are then 868.000 MHz, SF7, not ours. While it
// receives, settings are refused; so receiving is stopped first. The radio settings are given with a seventh field,
// ":1", which spares the flash memory and is forgotten at a restart; older firmware does not know it and gets six.
//
// Receiving is AT+PRECV=65533, the only mode that goes on after a frame and lets us send in between (with 65534 every
// AT+PSEND is refused). Three things end it without a word: a restart, a busy channel (the firmware stops the receiver
// to listen for activity, answers AT_BUSY_ERROR, and goes no further), and a transmission that times out (which prints
// nothing at all). So receiving is started again after every frame that did not go out, and the heartbeat asks in turn
// for the settings and for this mode: a second AT+PRECV=65533 must be refused.
//
// AT+CAD (firmware 4.0.6 and later) makes it listen before it sends. Firmware without it begins at once, and some of it
// has no TXP2P event either; there a frame is sent when its time on air and a margin have passed.
//
// Limits: 239 bytes by the source (500 hex digits by the manual), we send at most 200 (radio.md §15); 5-22 dBm; SF7-12
// at 125, 250 and 500 kHz (newer firmware knows narrower ones too). Preamble 8 and no bytes of its own, so the time on
// air is the plain one. Firmware before 3.4 takes 65533 for a window of 65 s in which nothing can be sent, and V1.0.4 and
// older have another AT set, at 9600 baud: both are refused, with their name.

/// <summary>The dialect <c>rui3</c>; see <see cref="IModemDialect"/> for the rules.</summary>
internal sealed class Rui3Modem : IModemDialect
{
    /// <summary>As the factory sets it, and as other LoRa modems of this catalogue have it.</summary>
    private const int PreambleSymbols = 8;

    /// <summary>The private one, 0x12 on older chips.</summary>
    private const string SyncWord = "1424";

    private const string ReceiveAlways = "AT+PRECV=65533";

    /// <summary>Between a frame and its start, where no event tells of its end.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(100);

    private readonly RadioSettings _settings;
    private readonly Rui3Reader _reader = new();
    private readonly List<string> _unknown = [];
    private string? _told;
    private bool _isUnknown, _listensFirst, _asksReceiving;
    private int _modeWrites;
    private volatile string _identity = "RUI3";

    public Rui3Modem(RadioSettings settings) => _settings = settings;

    public int FrameBytesMax => 200;

    public string Identity => _identity;

    public bool IsHalfRead => _reader.IsHalfRead;

    /// <summary>The empty line ends what the module may hold, and wakes one whose first byte gets lost.</summary>
    public ModemStep Resync => new("AT", Command("\r\nAT"), word => word is ModemWord.Accepted ? true : null);

    public ModemStep Heartbeat => (_asksReceiving = !_asksReceiving)
        ? new ModemStep("receiving", Command(ReceiveAlways), JudgeReceiving)
        : new ModemStep("radio", Command("AT+P2P=?"), JudgeRadio);

    public IEnumerable<ModemStep> AfterFailure
    {
        get
        {
            yield return Write("receiving", "PRECV", "0");
            yield return Write("receiving", "PRECV", "65533");
        }
    }

    private string Radio => $"{_settings.FrequencyHz}:{_settings.SpreadingFactor}:{_settings.BandwidthHz / 1000}:"
        + $"{_settings.CodingRate - 5}:{PreambleSymbols}:{_settings.PowerDbm}";

    /// <summary>What this firmware cannot do with these settings; each in a sentence.</summary>
    public static IEnumerable<string> Faults(RadioSettings settings)
    {
        if (settings.PowerDbm is < 5 or > 22)
            yield return $"PowerDbm is {settings.PowerDbm}, must be 5..22 (RUI3)";
        if (settings.BandwidthHz is not (125_000 or 250_000 or 500_000))
            yield return $"BandwidthHz is {settings.BandwidthHz}, must be 125000, 250000 or 500000 (RUI3)";
    }

    public TimeSpan TimeOnAir(int frameBytes) => Airtime.Of(
        frameBytes, _settings.SpreadingFactor, _settings.BandwidthHz, _settings.CodingRate, PreambleSymbols);

    public void Opened()
    {
        _reader.Forget();
        _modeWrites = 0;
    }

    public IEnumerable<ModemStep> Configure()
    {
        _unknown.Clear();
        _reader.Restarted();
        yield return Resync;
        yield return Ask("firmware", "VER");
        var version = _told ?? "RUI3";
        foreach (var step in KeepMode()) yield return step;

        yield return Write("receiving", "PRECV", "0");
        foreach (var step in KeepRadio()) yield return step;
        foreach (var step in Keep("listening before sending", "CAD", "1")) yield return step;
        _listensFirst = _told == "1";
        var encryption = _unknown.Count;
        foreach (var step in Keep("encryption", "ENCRY", "0")) yield return step;
        if (_unknown.Count > encryption)
        {
            // Its name before 4.0.
            _unknown.RemoveAt(encryption);
            foreach (var step in Keep("encryption", "PCRYPT", "0")) yield return step;
        }

        var rest = Keep("IQ inversion", "IQINVER", "0").Concat(Keep("sync word", "SYNCWORD", SyncWord))
            .Concat(Keep("low power", "LPM", "0"));
        foreach (var step in rest) yield return step;
        yield return Write("receiving", "PRECV", "65533");
        _asksReceiving = true;
        _identity = $"{version}, {_settings.Summary}, read back"
            + (_unknown.Count == 0 ? "" : $"; it does not know: {string.Join(", ", _unknown)}");
    }

    /// <remarks>Listening takes at most 16 symbols (SX126x data sheet, SetCadParams), less than the shortest frame: it is
    /// within the patience of twice the time on air.</remarks>
    public ModemSending Send(ReadOnlySpan<byte> frame) => new(
        Command($"AT+PSEND={Convert.ToHexString(frame)}", isFrame: true), NeedsAccepted: true,
        NeedsTransmitted: _listensFirst, _listensFirst ? TimeSpan.Zero : Margin, BeginsAtOnce: !_listensFirst);

    public void Read(ReadOnlySpan<byte> bytes, ICollection<ModemWord> words) => _reader.Read(bytes, words);

    public void Quiet(ICollection<ModemWord> words) => _reader.Quiet(words);

    private IEnumerable<ModemStep> KeepMode()
    {
        // Each write restarts the module and wears its flash; one that does not keep the mode is not asked for ever.
        yield return Ask("mode (0 is P2P)", "NWM", _modeWrites < 3 ? null : "0");
        if (_told != "0")
        {
            _modeWrites++;
            yield return new ModemStep("mode", Command("AT+NWM=0"),
                word => word is ModemWord.Refused ? false : null, SilenceIsAnAnswer: true);
            yield return Ask("mode (0 is P2P)", "NWM", "0");
        }

        _modeWrites = 0;
    }

    private IEnumerable<ModemStep> KeepRadio()
    {
        yield return Ask("radio", "P2P");
        if (IsRadio(_told)) yield break;
        foreach (var fields in (string[])[$"{Radio}:1", Radio])
        {
            yield return Try("radio", "P2P", fields);
            yield return Ask("radio", "P2P");
            if (IsRadio(_told)) yield break;
        }

        var check = new ModemStep("radio", Command("AT+P2P=?"), JudgeRadio);
        yield return check with { Judge = word => word is ModemWord.Refused ? null : check.Judge!(word) };
    }

    /// <summary>Reads a setting, writes it when it is another, and reads it back. Firmware that does not know it is told
    /// to the technician.</summary>
    private IEnumerable<ModemStep> Keep(string what, string name, string wanted)
    {
        yield return Ask(what, name);
        if (!_isUnknown && _told != wanted)
        {
            yield return Try(what, name, wanted);
            yield return Ask(what, name);
            if (!_isUnknown && _told != wanted) yield return Ask(what, name, wanted);
        }

        if (_isUnknown) _unknown.Add(what);
    }

    /// <summary>A question; older firmware refuses those that it does not know.</summary>
    /// <param name="wanted">Any other value is the wrong one; null: every value and silence will do.</param>
    private ModemStep Ask(string what, string name, string? wanted = null)
    {
        _told = null;
        _isUnknown = false;
        return new ModemStep(what, Command($"AT+{name}=?"), word =>
        {
            if (word is ModemWord.Refused)
            {
                _isUnknown = true;
                return true;
            }

            if (word is not ModemWord.Answered answered) return null;
            if (!answered.Text.StartsWith($"AT+{name}=", StringComparison.OrdinalIgnoreCase)) return null;
            _told = answered.Text[(name.Length + 4)..];
            return wanted is null ? name != "VER" || KnowsReceiving(_told) : _told == wanted;
        }, SilenceIsAnAnswer: wanted is null);
    }

    /// <summary><c>RUI_4.0.6_RAK3172-E</c>, <c>3.4.2-p2_…</c>: from 3.4 on. What is no version is given a try.</summary>
    private static bool KnowsReceiving(string version)
    {
        var numbers = version.Replace("RUI_", "", StringComparison.Ordinal).TrimStart('V').Split('.');
        return numbers.Length < 2
            || !int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || !int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            || (major, minor).CompareTo((3, 4)) >= 0;
    }

    private ModemStep Write(string what, string name, string value) =>
        new(what, Command($"AT+{name}={value}"), word => word switch
        {
            ModemWord.Refused => false,
            ModemWord.Accepted => true,
            _ => null,
        });

    /// <summary>What it says to this write does not matter; what it keeps does, and is asked next.</summary>
    private ModemStep Try(string what, string name, string value)
    {
        var write = Write(what, name, value);
        return write with { Judge = word => word is ModemWord.Refused ? true : write.Judge!(word) };
    }

    /// <summary>Refused because it receives already, which is how it should be.</summary>
    private static bool? JudgeReceiving(ModemWord word) => word switch
    {
        ModemWord.Refused refused => refused.Reason == Rui3Reader.Busy,
        ModemWord.Accepted => false,
        _ => null,
    };

    /// <summary>Some firmware refuses even the question while it receives: then it is alive, and set.</summary>
    private bool? JudgeRadio(ModemWord word) => word switch
    {
        ModemWord.Refused { Reason: Rui3Reader.Busy } => true,
        ModemWord.Refused => false,
        ModemWord.Answered { Text: var text } when text.StartsWith("AT+P2P=", StringComparison.OrdinalIgnoreCase) =>
            IsRadio(text[7..]),
        _ => null,
    };

    /// <summary>The bandwidth is told in kHz or as an index; a seventh field means nothing to us.</summary>
    private bool IsRadio(string? told)
    {
        var parts = told?.Split(':') ?? [];
        if (parts.Length < 6) return false;
        parts[2] = parts[2] switch { "0" => "125", "1" => "250", "2" => "500", var other => other };
        return string.Join(':', parts[..6]) == Radio;
    }

    private byte[] Command(string text, bool isFrame = false)
    {
        _reader.Asked(text, isFrame);
        return Encoding.ASCII.GetBytes(text + "\r\n");
    }
}
