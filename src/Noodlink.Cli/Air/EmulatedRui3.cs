using System.Globalization;
using System.Text;
using Noodlink.Protocol.Radio;

namespace Noodlink.Cli.Air;

// A RAK3172 with RUI3 firmware (modems.md §2; RAKWireless/RAK-STM32-RUI), as it comes out of the box: LoRaWAN mode,
// P2P settings of 868.000 MHz SF7, listening before sending off, receiver off.
//
// Its traps are in here as the source has them. AT+NWM to another mode restarts it without a status, and for a while
// it hears nobody. While it receives, settings and a second AT+PRECV are refused, with a line of text before the status.
// A busy channel is AT_BUSY_ERROR, and the receiver has been stopped to find that out; a sending that fails prints
// nothing at all, and leaves the receiver stopped. Settings with the field ":1" are gone after a restart. After an
// unknown command comes a line more than the status.
//
// In two generations. "Old" is firmware 3: no CAD, no ":1", no event for a frame that was sent, a received frame on two
// lines, and the echo switched on by whoever had the module before.

/// <summary>An emulated RUI3 module in P2P mode.</summary>
internal sealed class EmulatedRui3 : IEmulatedModem
{
    private const int LineBytesMax = 2048, PayloadBytesMax = 239;

    private const string Ok = "OK", Busy = "AT_BUSY_ERROR", WrongValue = "AT_PARAM_ERROR", Unknown = "AT_COMMAND_NOT_FOUND";

    private const string FactoryRadio = "868000000:7:0:0:8:14";

    private readonly Lock _gate = new();
    private readonly StringBuilder _line = new(), _answer = new();
    private readonly AirChannel _channel;
    private readonly AirRadio _radio;
    private readonly Action<ReadOnlyMemory<byte>> _toHost;
    private readonly bool _isOld;

    private readonly Dictionary<string, string> _stored = new(StringComparer.Ordinal)
    {
        ["NWM"] = "1", ["P2P"] = FactoryRadio, ["IQINVER"] = "0", ["SYNCWORD"] = "1424", ["LPM"] = "0",
    };

    private string? _runtimeRadio;
    private string _receiving = "0";
    private bool _isSending, _isHung, _isBooting;
    private int _life;

    public EmulatedRui3(AirChannel channel, bool isOld, Action<ReadOnlyMemory<byte>> toHost)
    {
        _channel = channel;
        _isOld = isOld;
        _toHost = toHost;
        if (!isOld) _stored["CAD"] = "0";
        _stored[isOld ? "PCRYPT" : "ENCRY"] = "0";
        _radio = channel.Attach(Tuning, Hear, () => Say("+EVT:RXP2P RECEIVE ERROR"));
        Tune();
    }

    public ModemFault Fault { get; set; }

    public ReadOnlyMemory<byte> Chatter => Encoding.ASCII.GetBytes(_isOld
        ? "\0\r\n+EVT:RXP2P_RECEIVE_TIMEOUT\r\n+EVT:RXP2P, RSSI -99, SNR 4\r\n+EVT:2B4F4B0D0A\r\n\0\0"
        : "\0\r\n+EVT:RXP2P RECEIVE ERROR\r\nOnRxDone\r\n+EVT:RXP2P:-99:4:2B4F4B0D0A\r\n\0\0");

    /// <summary>Chosen: longer than a frame lasts, and for the older one shorter.</summary>
    private TimeSpan BootTime => TimeSpan.FromMilliseconds(_isOld ? 20 : 300);

    private bool IsReceiving => _receiving != "0";

    private string[] Radio => (_runtimeRadio ?? _stored["P2P"]).Split(':');

    private Tuning Tuning
    {
        get
        {
            var sync = int.Parse(_stored["SYNCWORD"], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return new Tuning(Number(Radio[0]), Number(Radio[1]), 125_000 << Number(Radio[2]), sync == 0x1424 ? 0 : sync);
        }
    }

    public void FromHost(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_isHung || _isBooting) return;
            foreach (var value in bytes)
            {
                if (value is not ((byte)'\r' or (byte)'\n'))
                {
                    if (_line.Length < LineBytesMax - 1) _line.Append((char)value);
                    continue;
                }

                var line = _line.ToString();
                _line.Clear();
                if (line.Length > 0) Obey(line);
                if (_isBooting) return;
            }
        }
    }

    public void Reboot()
    {
        int mine;
        lock (_gate)
        {
            mine = ++_life;
            _line.Clear();
            _runtimeRadio = null;
            _receiving = "0";
            _isSending = false;
            _isBooting = true;
            Tune();
        }

        _channel.After(BootTime, () =>
        {
            lock (_gate)
            {
                if (mine != _life) return;
                _isBooting = false;
                if (_isHung) return;
            }

            Say("");
            Say("RAKwireless RAK3172-E" + (_isOld ? " Example" : ""));
            Say("------------------------------------------------------");
            if (!_isOld) Say("Version: RUI_4.0.6_RAK3172-E");
            Say(_stored["NWM"] == "0" ? "Current Work Mode: LoRa P2P." : "Current Work Mode: LoRaWAN.");
        });
    }

    public void Hang(bool isHungNow)
    {
        lock (_gate)
        {
            _isHung = isHungNow;
            Tune();
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private void Obey(string line)
    {
        if (_isOld) _answer.Append(line).Append("\n\r");
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        var name = (equals < 0 ? line : line[..equals]).ToUpperInvariant();
        var value = equals < 0 ? "" : line[(equals + 1)..];
        var status = name switch
        {
            "AT" => Ok,
            "ATZ" => "",
            _ when !name.StartsWith("AT+", StringComparison.Ordinal) => Unknown,
            _ when value == "?" => Tell(name[3..]),
            _ => Set(name[3..], value),
        };
        if (name == "ATZ") Reboot();
        if (status.Length > 0) _answer.Append(_isOld ? "\r\n" : "").Append(status).Append("\r\n");
        if (status == Unknown) _answer.Append(name).Append(": Command not found!!\r\n");
        var answer = _answer.ToString();
        _answer.Clear();
        if (answer.Length > 0) Print(answer);
    }

    private string Tell(string name)
    {
        if (name == "VER")
        {
            _answer.Append($"AT+VER={(_isOld ? "3.4.2-p2_22q1_final.87" : "RUI_4.0.6_RAK3172-E")}\r\n");
            return Ok;
        }

        if (!_stored.TryGetValue(name, out var value)) return Unknown;
        if (IsP2P(name) && _stored["NWM"] != "0") return "AT_MODE_NO_SUPPORT";
        _answer.Append($"AT+{name}={(name == "P2P" ? Told(Radio) : value)}\r\n");
        return Ok;
    }

    /// <summary>Older firmware tells the bandwidth in kHz, newer as an index.</summary>
    private string Told(string[] radio) =>
        string.Join(':', radio.Select((part, at) => _isOld && at == 2 ? $"{125 << Number(part)}" : part));

    private static bool IsP2P(string name) => name is not ("NWM" or "LPM");

    private string Set(string name, string value)
    {
        if (name == "NWM") return SetMode(value);
        if (!_stored.ContainsKey(name) && name is not ("PRECV" or "PSEND")) return Unknown;
        if (IsP2P(name) && _stored["NWM"] != "0") return "AT_MODE_NO_SUPPORT";
        if (name == "PSEND") return Send(value);
        if (IsReceiving && !(name == "PRECV" && value == "0"))
        {
            _answer.Append("P2P_RX_ON already, please disable P2P RX before setting.\r\n");
            return Busy;
        }

        switch (name)
        {
            case "PRECV" when int.TryParse(value, CultureInfo.InvariantCulture, out var window) && window is >= 0 and <= 65_535:
                _receiving = value;
                break;
            case "P2P" when Normal(value) is { } radio:
                if (Fault == ModemFault.Stubborn) break;
                _runtimeRadio = radio.IsRuntime ? radio.Text : null;
                if (!radio.IsRuntime) _stored["P2P"] = radio.Text;
                break;
            case "SYNCWORD" when value.Length == 4 && value.All(char.IsAsciiHexDigit):
            case "CAD" or "ENCRY" or "PCRYPT" or "IQINVER" or "LPM" when value is "0" or "1":
                _stored[name] = value;
                break;
            default:
                return WrongValue;
        }

        Tune();
        return Ok;
    }

    private string SetMode(string value)
    {
        if (value is not ("0" or "1" or "2")) return WrongValue;
        if (_stored["NWM"] == value) return Ok;
        _stored["NWM"] = value;
        Reboot();
        return "";
    }

    /// <summary>With the bandwidth as an index, or null when it is not allowed.</summary>
    private (string Text, bool IsRuntime)? Normal(string value)
    {
        var parts = value.Split(':');
        if (parts.Length != 6 && (_isOld || parts.Length != 7)) return null;
        if (!parts.All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))) return null;
        var numbers = parts.Select(Number).ToArray();
        var bandwidth = numbers[2] switch { 125 => 0, 250 => 1, 500 => 2, <= 2 and var index when !_isOld => index, _ => -1 };
        var isAllowed = numbers[0] is >= 600_000_000 and <= 960_000_000 && numbers[1] is >= 6 and <= 12 && bandwidth >= 0
            && numbers[3] <= 3 && numbers[4] is >= 5 and <= 65_535 && numbers[5] is >= 5 and <= 22;
        parts[2] = bandwidth.ToString(CultureInfo.InvariantCulture);
        return isAllowed ? (string.Join(':', parts[..6]), parts is [.., "1"] && parts.Length == 7) : null;
    }

    private string Send(string hex)
    {
        if (hex.Length is 0 or > 2 * PayloadBytesMax || hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit))
            return WrongValue;
        if (_isSending || (IsReceiving && _receiving != "65533")) return Busy;
        if (Fault == ModemFault.Stuck)
        {
            // Its timer runs out, and the receiver that it stopped stays so.
            _channel.Power(_radio, isOn: false);
            return _isOld ? "" : Ok;
        }

        if (_stored.GetValueOrDefault("CAD") == "1" && _channel.IsBusyFor(_radio))
        {
            _channel.Power(_radio, isOn: false);
            return Busy;
        }

        _isSending = true;
        var mine = _life;
        var data = Convert.FromHexString(hex);
        var timeOnAir = Airtime.Of(
            data.Length, Tuning.SpreadingFactor, Tuning.BandwidthHz, Number(Radio[3]) + 5, Number(Radio[4]));
        _channel.Transmit(_radio, data, timeOnAir, () =>
        {
            lock (_gate)
            {
                if (mine != _life) return;
                _isSending = false;
                if (_isHung) return;
            }

            if (!_isOld) Say("+EVT:TXP2P DONE");
        });
        return Ok;
    }

    private void Hear(AirReception reception)
    {
        var hex = Convert.ToHexString(reception.Frame.Span);
        lock (_gate)
        {
            if (_isHung || !IsReceiving) return;
            if (_receiving == "65535") _receiving = "0";
        }

        if (!_isOld)
        {
            Say($"+EVT:RXP2P:{reception.RssiDbm}:{reception.SnrDb}:{hex}");
            return;
        }

        Say($"+EVT:RXP2P, RSSI {reception.RssiDbm}, SNR {reception.SnrDb}");
        Say($"+EVT:{hex}");
    }

    private void Tune()
    {
        _channel.Tune(_radio, Tuning);
        _radio.PowerDbm = Number(Radio[5]);
        _channel.Power(_radio, isOn: IsReceiving && !_isHung);
    }

    private void Say(string line) => Print(line + "\r\n");

    private void Print(string text) => _toHost(Encoding.ASCII.GetBytes(text));
}
