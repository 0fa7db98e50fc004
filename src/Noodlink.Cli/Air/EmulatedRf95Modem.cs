using System.Globalization;
using System.Text;
using Noodlink.Protocol.Radio;

namespace Noodlink.Cli.Air;

// A board with rf95modem v0.7.4 (modems.md §4; gh0st42/rf95modem, src/modem.cpp) as it leaves the flasher: 868.10 MHz,
// mode 0, 23 dBm, receiving. Nothing is kept over a restart.
//
// As the firmware does it: one loop that reads a line, carries it out, and then looks for a frame from the air. A command
// is whatever came before a line feed, or before 2 s of nothing. While it sends it reads nothing; what comes waits in the
// UART's buffer, and what does not fit there is lost. Digits are not checked: an odd one out becomes the high half of a
// byte. A mode is not checked either. The frequency is a float and told with two decimals. Four bytes of RadioHead go
// before each frame; a frame that is not for everybody is not shown.

/// <summary>An emulated rf95modem.</summary>
internal sealed class EmulatedRf95Modem : IEmulatedModem
{
    private const int PayloadBytesMax = 251;

    /// <summary>Of an ESP32's Arduino core; a Feather's is smaller.</summary>
    private const int UartBytes = 256;

    private const float FactoryMegahertz = 868.1f;

    private static readonly TimeSpan LineTimeout = TimeSpan.FromSeconds(2);

    private static readonly byte[] Header = [0xFF, 0xFF, 0, 0];

    private static readonly (int SpreadingFactor, int BandwidthHz, int CodingRate, string Name)[] Modes =
    [
        (7, 125_000, 5, "medium range"), (7, 500_000, 5, "fast+short range"), (9, 31_250, 8, "slow+long range"),
        (12, 125_000, 8, "slow+long range"), (11, 125_000, 5, "slow+long range"),
    ];

    private readonly Lock _gate = new();
    private readonly Queue<byte> _uart = new();
    private readonly List<byte> _line = [];
    private readonly AirChannel _channel;
    private readonly AirRadio _radio;
    private readonly Action<ReadOnlyMemory<byte>> _toHost;

    private float _megahertz = FactoryMegahertz;
    private int _mode, _received, _sent, _damaged;
    private bool _isListening = true, _isSending, _isHung;
    private int _life;
    private long _bytesRead;

    public EmulatedRf95Modem(AirChannel channel, Action<ReadOnlyMemory<byte>> toHost)
    {
        _channel = channel;
        _toHost = toHost;
        _radio = channel.Attach(Tuning, Hear, HearDamaged);
        _radio.PowerDbm = 23;
    }

    public ModemFault Fault { get; set; }

    public ReadOnlyMemory<byte> Chatter { get; } = "\0\r\n+RX failed\n+RX 5,2b4f4b0d0a,-99,4\n\0\n"u8.ToArray();

    private (int SpreadingFactor, int BandwidthHz, int CodingRate, string Name) Modulation =>
        _mode >= 0 && _mode < Modes.Length ? Modes[_mode] : (7, 125_000, 5, "unknown modem config!");

    /// <summary>To 100 Hz: the chip's own steps are of 61.</summary>
    private Tuning Tuning => new(
        (int)Math.Round(_megahertz * 1e4) * 100, Modulation.SpreadingFactor, Modulation.BandwidthHz);

    public void FromHost(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_isHung) return;
            foreach (var value in bytes)
            {
                if (_uart.Count >= UartBytes) break;
                _uart.Enqueue(value);
                ReadUart();
            }

            if (_line.Count == 0) return;
            var (mine, read) = (_life, _bytesRead);
            _channel.After(LineTimeout, () =>
            {
                lock (_gate)
                    if (mine == _life && read == _bytesRead && _line.Count > 0 && !_isHung)
                        EndLine();
            });
        }
    }

    public void Reboot()
    {
        lock (_gate)
        {
            _life++;
            _uart.Clear();
            _line.Clear();
            (_megahertz, _mode, _isListening, _isSending) = (FactoryMegahertz, 0, true, false);
            (_received, _sent, _damaged) = (0, 0, 0);
            _channel.Tune(_radio, Tuning);
            if (_isHung) return;
        }

        _channel.Power(_radio, isOn: true);
        Say("rf95modem firmware (v0.7.4)\nCopyright (c) 2018, 2019 Lars Baumgaertner\n+FREQ: 868.10\n"
            + "LoRa radio init OK!\n");
    }

    public void Hang(bool isHungNow)
    {
        lock (_gate) _isHung = isHungNow;
        _channel.Power(_radio, !isHungNow);
    }

    private void ReadUart()
    {
        while (!_isSending && _uart.TryDequeue(out var value))
        {
            _bytesRead++;
            if (value == '\n') EndLine();
            else _line.Add(value);
        }
    }

    private void EndLine()
    {
        var line = Encoding.Latin1.GetString([.. _line]).Trim().ToUpperInvariant();
        _line.Clear();
        if (Argument(line, "AT+TX=") is { } digits) Send(digits);
        else if (Argument(line, "AT+FREQ=") is { } frequency) SetFrequency(frequency);
        else if (Argument(line, "AT+MODE=") is { } mode) SetMode(mode);
        else if (Argument(line, "AT+RX=") is { } listening) SetListening(listening);
        else if (line.StartsWith("AT+INFO", StringComparison.Ordinal)) Tell();
        else if (line.StartsWith("AT+HELP", StringComparison.Ordinal)) Say("+HELP:\nAT+HELP             Print this.\n+OK\n");
        else Say($"+FAIL: Unknown command: {line}\n");
    }

    private static string? Argument(string line, string command) =>
        line.StartsWith(command, StringComparison.Ordinal) ? line[command.Length..] : null;

    private void SetFrequency(string text)
    {
        // What cannot be read is 0 (Arduino's toFloat), and the radio is then told so.
        _ = float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var megahertz);
        if (Fault != ModemFault.Stubborn) _megahertz = megahertz is > 0 and < 2000 ? megahertz : 0;
        _channel.Tune(_radio, Tuning);
        Say(FormattableString.Invariant($"+FREQ: {_megahertz:0.00}\n"));
    }

    private void SetMode(string text)
    {
        _mode = int.TryParse(text, CultureInfo.InvariantCulture, out var mode) ? mode : 0;
        _channel.Tune(_radio, Tuning);
        Say("+OK\n");
    }

    private void SetListening(string text)
    {
        if (text is not ("0" or "1"))
        {
            Say("+FAIL: Invalid RX mode!\n");
            return;
        }

        _isListening = text == "1";
        Say("+OK\n");
    }

    private void Tell() => Say(FormattableString.Invariant(
        $"+STATUS:\n\nfirmware:      0.7.4\nfeatures:      MCU  \nmodem config:  {_mode} | {Modulation.Name}\n")
        + FormattableString.Invariant($"max pkt size:  {PayloadBytesMax}\nfrequency:     {_megahertz:0.00}\n")
        + FormattableString.Invariant($"rx listener:   {(_isListening ? 1 : 0)}\n\nrx bad:        {_damaged}\n")
        + FormattableString.Invariant($"rx good:       {_received}\ntx good:       {_sent}\n+OK\n"));

    private void Send(string digits)
    {
        var count = (digits.Length + 1) / 2;
        if (count > PayloadBytesMax)
        {
            Say($"+FAIL: MAX_MESSAGE_LEN EXCEEDED! {count} / {PayloadBytesMax}\n");
            return;
        }

        var data = new byte[count];
        for (var at = 0; at < digits.Length; at++)
            data[at / 2] |= unchecked((byte)(Nibble(digits[at]) << (at % 2 == 0 ? 4 : 0)));
        if (Fault == ModemFault.Stuck) return;

        _isSending = true;
        var mine = _life;
        var timeOnAir = Airtime.Of(
            Header.Length + Math.Max(1, count), Tuning.SpreadingFactor, Tuning.BandwidthHz, Modulation.CodingRate);
        _channel.Transmit(_radio, (byte[])[.. Header, .. data], timeOnAir, () =>
        {
            lock (_gate)
            {
                if (mine != _life) return;
                _isSending = false;
                _sent++;
                if (_isHung) return;
                Say($"+SENT {count} bytes.\n");
                ReadUart();
            }
        });
    }

    /// <summary>The firmware's own arithmetic, for any character.</summary>
    private static int Nibble(char digit) => digit > '9' ? char.ToLowerInvariant(digit) - 'a' + 10 : digit - '0';

    private void Hear(AirReception reception)
    {
        var frame = reception.Frame.Span;
        lock (_gate)
        {
            if (_isHung || !_isListening || frame.Length < Header.Length || frame[0] != 0xFF) return;
            _received++;
        }

        var data = frame[Header.Length..];
        Say($"+RX {data.Length},{Convert.ToHexStringLower(data)},{reception.RssiDbm},{reception.SnrDb}\n");
    }

    private void HearDamaged()
    {
        lock (_gate) _damaged++;
    }

    private void Say(string text) => _toHost(Encoding.ASCII.GetBytes(text));
}
