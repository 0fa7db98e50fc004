using System.Globalization;
using System.Text;
using Noodlink.Protocol.Radio;

namespace Noodlink.Cli.Air;

// A REYAX RYLR998 as firmware (modems.md §1), as it comes out of the box: 915 MHz, 22 dBm, network 18, address 0, SF9
// 125 kHz. Only modules with the same frequency, spreading, bandwidth and network hear each other; a frame for
// another address is dropped inside. +OK comes when a frame is taken, +ERR=17 when the one before is still going out.
//
// Address, network and speed are kept in flash, the frequency only with ",M"; the rest is lost with the power. Where
// the guide leaves room, this one is as awkward as a real one might be: an empty line is answered +ERR=2.

/// <summary>An emulated RYLR998.</summary>
internal sealed class EmulatedRylr998 : IEmulatedModem
{
    private const int AddedBytes = 8, PayloadBytesMax = 240;

    private readonly Lock _gate = new();
    private readonly List<byte> _input = [];
    private readonly AirChannel _channel;
    private readonly AirRadio _radio;
    private readonly bool _isAscii;
    private readonly Action<ReadOnlyMemory<byte>> _toHost;

    private int _storedFrequencyHz = 915_000_000, _frequencyHz = 915_000_000;
    private int _networkId = 18, _address, _power = 22, _mode;
    private int[] _parameter = [9, 7, 1, 12];
    private bool _isSending, _isHung;
    private int _life;

    /// <param name="channel">The air it is on.</param>
    /// <param name="isAscii">It takes what the guide promises and no more: a payload of printable characters.</param>
    /// <param name="toHost">The serial line to its host.</param>
    public EmulatedRylr998(AirChannel channel, bool isAscii, Action<ReadOnlyMemory<byte>> toHost)
    {
        _channel = channel;
        _isAscii = isAscii;
        _toHost = toHost;
        _radio = channel.Attach(Tuning, Hear, () => Say("+ERR=12"));
        Tune();
    }

    public ModemFault Fault { get; set; }

    public ReadOnlyMemory<byte> Chatter => _isAscii
        ? "\0\r\n+ERR=12\r\n+RCV=50,10,2B4F4B0D0A,-99,40\r\n+ERR=19\r\n\0\0"u8.ToArray()
        : "\0\r\n+ERR=12\r\n+RCV=50,5,+OK\r\n,-99,40\r\n+ERR=19\r\n\0\0"u8.ToArray();

    private Tuning Tuning => new(_frequencyHz, _parameter[0], 125_000 << (_parameter[1] - 7), _networkId);

    public void FromHost(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_isHung) return;
            _input.AddRange(bytes);
            while (TakeOne())
            {
            }
        }
    }

    public void Reboot()
    {
        lock (_gate)
        {
            _life++;
            _input.Clear();
            _isSending = false;
            (_frequencyHz, _power, _mode, _parameter) = (_storedFrequencyHz, 22, 0, [9, 7, 1, 12]);
            Tune();
        }

        _channel.Power(_radio, isOn: true);
        Say("+READY");
    }

    public void Hang(bool isHungNow)
    {
        lock (_gate) _isHung = isHungNow;
        _channel.Power(_radio, !isHungNow);
    }

    private bool TakeOne()
    {
        var bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_input);
        if (bytes.StartsWith("AT+SEND="u8))
        {
            var comma = bytes.IndexOf((byte)',');
            var second = comma < 0 ? -1 : bytes[(comma + 1)..].IndexOf((byte)',');
            if (second >= 0) return TakeSend(bytes, comma, comma + 1 + second);
        }

        var end = bytes.IndexOf("\r\n"u8);
        if (end < 0)
        {
            if (bytes.Length <= 300) return false;
            _input.Clear();
            Say("+ERR=1");
            return false;
        }

        var line = Encoding.Latin1.GetString(bytes[..end]);
        _input.RemoveRange(0, end + 2);
        Obey(line);
        return true;
    }

    private bool TakeSend(ReadOnlySpan<byte> bytes, int comma, int second)
    {
        const int from = 8;
        if (!int.TryParse(bytes[from..comma], CultureInfo.InvariantCulture, out var to)
            || !int.TryParse(bytes[(comma + 1)..second], CultureInfo.InvariantCulture, out var length)
            || to is < 0 or > 65_535 || length < 1)
        {
            _input.Clear();
            Say("+ERR=4");
            return false;
        }

        if (bytes.Length < second + 1 + length + 2) return false;
        var data = bytes.Slice(second + 1, length).ToArray();
        var isWhole = bytes[(second + 1 + length)..].StartsWith("\r\n"u8);
        if (isWhole) _input.RemoveRange(0, second + 1 + length + 2);
        else _input.Clear();
        if (!isWhole || (_isAscii && data.Any(value => value is < 0x20 or > 0x7E))) Say("+ERR=5");
        else if (length > PayloadBytesMax) Say("+ERR=13");
        else if (_isSending) Say("+ERR=17");
        else Send(to, data);
        return isWhole;
    }

    private void Send(int to, byte[] data)
    {
        if (Fault == ModemFault.Stuck) return;
        _isSending = true;
        var mine = _life;
        var timeOnAir = Airtime.Of(
            data.Length + AddedBytes, _parameter[0], Tuning.BandwidthHz, _parameter[2] + 4, _parameter[3]);
        byte[] onAir = [(byte)(to >> 8), (byte)to, (byte)(_address >> 8), (byte)_address, 0, 0, 0, 0, .. data];
        Say("+OK");
        _channel.Transmit(_radio, onAir, timeOnAir, () =>
        {
            lock (_gate)
                if (mine == _life)
                    _isSending = false;
        });
    }

    private void Hear(AirReception reception)
    {
        var frame = reception.Frame.Span;
        if (frame.Length <= AddedBytes) return;
        int to = (frame[0] << 8) | frame[1], from = (frame[2] << 8) | frame[3];
        lock (_gate)
            if (_isHung || _mode == 1 || (to != 0 && to != _address))
                return;
        var data = frame[AddedBytes..];
        _toHost((byte[])
        [
            .. Encoding.ASCII.GetBytes($"+RCV={from},{data.Length},"), .. data,
            .. Encoding.ASCII.GetBytes($",{reception.RssiDbm},{reception.SnrDb}\r\n"),
        ]);
    }

    private void Obey(string line)
    {
        _mode = _mode == 1 ? 0 : _mode;
        if (line == "AT") Say("+OK");
        else if (!line.StartsWith("AT+", StringComparison.Ordinal)) Say("+ERR=2");
        else if (line.EndsWith('?')) Say(Tell(line[3..^1]));
        else if (line.IndexOf('=', StringComparison.Ordinal) is > 3 and var equals)
            Say(Set(line[3..equals], line[(equals + 1)..]) ? "+OK" : "+ERR=4");
        else Run(line[3..]);
    }

    private void Run(string command)
    {
        switch (command)
        {
            case "RESET":
                Say("+RESET");
                Reboot();
                break;
            case "FACTORY":
                (_storedFrequencyHz, _networkId, _address) = (915_000_000, 18, 0);
                Say("+FACTORY");
                Reboot();
                break;
            default:
                Say("+ERR=4");
                break;
        }
    }

    private string Tell(string name) => name switch
    {
        "BAND" => $"+BAND={_frequencyHz}",
        "PARAMETER" => $"+PARAMETER={string.Join(',', _parameter)}",
        "ADDRESS" => $"+ADDRESS={_address}",
        "NETWORKID" => $"+NETWORK={_networkId}",
        "CRFOP" => $"+CRFOP={_power}",
        "MODE" => $"+MODE={_mode}",
        "IPR" => "+IPR=115200",
        "CPIN" => "+CPIN=No Password!",
        "VER" => "+VER=RYLRxx8_V1.2.2",
        "UID" => "+UID=164738323135383200100013",
        _ => "+ERR=4",
    };

    private bool Set(string name, string value)
    {
        var parts = value.Split(',');
        var numbers = parts.TakeWhile(part => int.TryParse(part, CultureInfo.InvariantCulture, out _))
            .Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        switch (name, numbers)
        {
            case ("BAND", [>= 820_000_000 and <= 960_000_000 and var hertz]):
                _frequencyHz = hertz;
                if (parts is [_, "M"]) _storedFrequencyHz = hertz;
                break;
            case ("PARAMETER", [>= 7 and <= 11 and var sf, >= 7 and <= 9 and var bw, >= 1 and <= 4, 12])
                when sf <= bw + 2:
                _parameter = numbers;
                break;
            case ("NETWORKID", [(>= 3 and <= 15) or 18]): _networkId = numbers[0]; break;
            case ("ADDRESS", [>= 0 and <= 65_535]): _address = numbers[0]; break;
            case ("CRFOP", [>= 0 and <= 22]):
                if (Fault != ModemFault.Stubborn) _power = numbers[0];
                break;
            case ("MODE", [0 or 1]): _mode = numbers[0]; break;
            default: return false;
        }

        Tune();
        return true;
    }

    private void Tune()
    {
        _channel.Tune(_radio, Tuning);
        _radio.PowerDbm = _power;
    }

    private void Say(string line) => _toHost(Encoding.ASCII.GetBytes(line + "\r\n"));
}
