using Noodlink.Protocol.Radio;

namespace Noodlink.Cli.Air;

// An Ebyte E22-900T22 as firmware (modems.md §3; the manuals; what gerontec/TTN measured), as it comes out of the box:
// 868.125 MHz, 2.4k, 22 dBm, address 0, transparent. Only the switch that lets a program in is on already, for there
// is no button on a pseudo-terminal.
//
// As awkward as the real one. In transparent mode every byte is data and goes on the air, also a question that it does
// not understand, at once and with whatever is set. What comes without a pause is one packet, up to 240 bytes; more
// than 1000 bytes waiting are dropped without a word. It never tells what it sent. On air stands a header of 8 bytes in
// front of the payload, which is XORed with the channel. At 9600 baud its serial line is slower than its radio. In
// configuration mode its radio is off. It says nothing when it starts, and keeps what was written with C0.

/// <summary>Which one it is.</summary>
/// <param name="Product">Its seven product bytes.</param>
/// <param name="ConfigurationMode">The number of configuration mode in 02 xx: 1 on the stick, 2 on later modules.</param>
/// <param name="SwitchBit">Of register 04: commands may switch the mode.</param>
/// <param name="IsSwitchOn">Out of the box.</param>
internal sealed record EbyteMake(
    byte[] Product, byte ConfigurationMode = 1, byte SwitchBit = 0x04, bool IsSwitchOn = true)
{
    public static EbyteMake Stick { get; } = new([0x00, 0x22, 0x10, 22, 0x0B, 0x00, 0x00]);
}

/// <summary>An emulated E22-900T22.</summary>
internal sealed class EmulatedEbyte : IEmulatedModem
{
    private const int PacketBytesMax = 240, BufferBytesMax = 1000, HeaderBytes = 8;
    private const byte Magic = 0x2C;

    /// <summary>It does not listen for commands so long after an answer (matthewgream/e22900t22).</summary>
    private static readonly TimeSpan DeafTime = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan WriteTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ListenStep = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ListenMax = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly AirChannel _channel;
    private readonly AirRadio _radio;
    private readonly Action<ReadOnlyMemory<byte>> _toHost;
    private readonly EbyteMake _make;
    private readonly byte[] _stored;
    private readonly List<byte> _input = [];
    private readonly Queue<byte[]> _packets = new();
    private readonly Queue<byte[]> _saying = new();

    private byte[] _registers;
    private bool _isConfiguring, _isAsleep, _isSending, _isSaying, _isHung, _isDeaf;
    private int _life, _pieces;

    public EmulatedEbyte(AirChannel channel, Action<ReadOnlyMemory<byte>> toHost, EbyteMake? make = null)
    {
        _channel = channel;
        _toHost = toHost;
        _make = make ?? EbyteMake.Stick;
        _stored = [0x00, 0x00, 0x00, 0x62, _make.IsSwitchOn ? _make.SwitchBit : (byte)0, 18, 0x03, 0x00, 0x00];
        _registers = [.. _stored];
        _radio = channel.Attach(new Tuning(1, 7, 1), Hear);
        Tune();
    }

    public ModemFault Fault { get; set; }

    /// <summary>Somebody else's text on the channel, a frame of ours damaged on the line, one whole, and the strength
    /// that a module may append.</summary>
    public ReadOnlyMemory<byte> Chatter { get; } = (byte[])
    [
        .. "hallo?\r\n\0"u8, 0x16, 3, 1, 2, 3, 0, 0,
        .. Station.Modems.EbyteFraming.Encode("+OK\r\n"u8), 0xB4,
    ];

    /// <summary>Frequency, air rate, network and power as they are in its registers.</summary>
    private Tuning Tuning => new(
        850_125_000 + 1_000_000 * _registers[5], SpreadingFactor, 500_000, NetworkId: _registers[2]);

    /// <summary>2 and 5 were measured; who has another hears nobody of ours.</summary>
    private int SpreadingFactor => (_registers[3] & 7) switch { 2 => 11, 5 => 7, _ => 12 };

    public void FromHost(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_isHung) return;
            var waiting = _input.Count + _packets.Sum(packet => packet.Length);
            _input.AddRange(bytes[..Math.Min(bytes.Length, Math.Max(0, BufferBytesMax - waiting))]);
            var piece = ++_pieces;

            // The last byte has come, and then three byte times nothing.
            After(WireTime(bytes.Length + 3), () =>
            {
                if (piece == _pieces) TakePiece();
            });
        }
    }

    /// <summary>The pins, as a host puts them on its control wires.</summary>
    public void SetPins(bool m1, bool m0)
    {
        lock (_gate) Enter(isConfiguring: m1 && !m0, isAsleep: m0);
    }

    public void Reboot()
    {
        lock (_gate)
        {
            _life++;
            _input.Clear();
            _packets.Clear();
            _saying.Clear();
            _isSending = _isSaying = _isDeaf = false;
            _registers = [.. _stored];
            Enter(isConfiguring: false, isAsleep: false);
        }
    }

    public void Hang(bool isHungNow)
    {
        lock (_gate)
        {
            _isHung = isHungNow;
            Power();
        }
    }

    private static TimeSpan WireTime(int bytes) => TimeSpan.FromSeconds(bytes * 10.0 / 9600);

    private void Enter(bool isConfiguring, bool isAsleep)
    {
        (_isConfiguring, _isAsleep) = (isConfiguring, isAsleep);
        Tune();
        Power();
    }

    private void Power() => _channel.Power(_radio, !_isHung && !_isConfiguring && !_isAsleep);

    private void Tune()
    {
        _radio.PowerDbm = (_registers[4] & 3) switch { 0 => 22, 1 => 17, 2 => 13, _ => 10 };
        _channel.Tune(_radio, Tuning);
    }

    private void TakePiece()
    {
        byte[] piece = [.. _input];
        _input.Clear();
        if (piece.Length == 0 || _isAsleep || (_isDeaf && _isConfiguring)) return;
        var isSwitch = piece is [0xC0, 0xC1, 0xC2, 0xC3, 0x02, <= 3] && (_registers[4] & _make.SwitchBit) != 0;
        if (isSwitch) Switch(piece[5]);
        else if (_isConfiguring) Obey(piece);
        else if (IsNoiseQuestion(piece)) Say([0xC1, 0x00, 0x01, 0x9C]);
        else Send(piece);
    }

    private bool IsNoiseQuestion(byte[] piece) =>
        piece is [0xC0, 0xC1, 0xC2, 0xC3, 0x00, 1] && (_registers[4] & 0x20) != 0;

    private void Switch(byte mode)
    {
        Say([0xC1, 0xC2, 0xC3, 0x02, mode]);
        Enter(isConfiguring: mode == _make.ConfigurationMode, isAsleep: mode != 0 && mode != _make.ConfigurationMode);
    }

    private void Obey(byte[] command)
    {
        var (start, count) = command.Length < 3 ? ((byte)0, (byte)0) : (command[1], command[2]);
        switch (command[0])
        {
            case 0xC1 when command.Length == 3 && start + count <= 9 && count > 0:
                // The key reads as zeros.
                byte[] readable = [.. _registers[..7], 0, 0];
                Say([0xC1, start, count, .. readable.AsSpan(start, count)]);
                break;
            case 0xC1 when command is [_, 0x80, 7]:
                Say([0xC1, 0x80, 7, .. _make.Product]);
                break;
            case 0xC0 or 0xC2 when command.Length == 3 + count && count > 0 && start + count <= 9:
                Write(start, command.AsSpan(3), isKept: command[0] == 0xC0);
                byte[] echo = [0xC1, .. command[1..]];
                After(WriteTime, () => Say(echo));
                break;
            default:
                Say([0xFF, 0xFF, 0xFF]);
                break;
        }
    }

    private void Write(int start, ReadOnlySpan<byte> values, bool isKept)
    {
        var power = _registers[4] & 3;
        values.CopyTo(_registers.AsSpan(start));
        if (Fault == ModemFault.Stubborn) _registers[4] = (byte)((_registers[4] & 0xFC) | power);
        if (isKept) _registers.CopyTo(_stored, 0);
        Tune();
    }

    private void Send(byte[] piece)
    {
        if (Fault == ModemFault.Stuck) return;
        foreach (var packet in piece.Chunk(PacketBytesMax)) _packets.Enqueue(packet);
        SendNext();
    }

    private void SendNext()
    {
        if (_isSending || _packets.Count == 0) return;
        _isSending = true;
        Listen(TimeSpan.Zero);
    }

    /// <summary>Listen before talk, where it is on: two seconds at most, then it sends anyway.</summary>
    private void Listen(TimeSpan passed)
    {
        if ((_registers[6] & 0x10) != 0 && passed < ListenMax && _channel.IsBusyFor(_radio))
            After(ListenStep, () => Listen(passed + ListenStep));
        else
            Transmit(_packets.Dequeue());
    }

    private void Transmit(byte[] packet)
    {
        byte sum = 0;
        foreach (var value in packet) sum ^= value;
        var check = (byte)(sum ^ 0xA0);
        byte[] onAir =
        [
            Magic, _registers[5], check, (byte)(check ^ 0xA1), _registers[2], _registers[0], _registers[1],
            (byte)packet.Length, .. packet.Select(value => (byte)(value ^ _registers[5])),
        ];
        var mine = _life;
        var timeOnAir = Airtime.Of(onAir.Length, SpreadingFactor, 500_000, 5, lowDataRate: true);
        _channel.Transmit(_radio, onAir, timeOnAir, () =>
        {
            lock (_gate)
            {
                if (mine != _life) return;
                _isSending = false;
                SendNext();
            }
        });
    }

    private void Hear(AirReception reception)
    {
        var frame = reception.Frame.Span;
        lock (_gate)
        {
            if (_isHung || frame.Length <= HeaderBytes || frame[0] != Magic || frame[4] != _registers[2]) return;
            ReadOnlySpan<byte> to = frame[5..7], own = _registers.AsSpan(0, 2), all = [0xFF, 0xFF];
            if (!to.SequenceEqual(own) && !to.SequenceEqual(all) && !own.SequenceEqual(all)) return;
            var key = frame[1];
            byte[] payload = [.. frame[HeaderBytes..].ToArray().Select(value => (byte)(value ^ key))];
            if ((_registers[6] & 0x80) != 0) payload = [.. payload, (byte)(256 + reception.RssiDbm)];
            Say(payload);
        }
    }

    /// <summary>One thing after the other, at the speed of the line.</summary>
    private void Say(byte[] bytes)
    {
        _saying.Enqueue(bytes);
        SayNext();
    }

    private void SayNext()
    {
        if (_isSaying || _saying.Count == 0) return;
        _isSaying = true;
        var bytes = _saying.Dequeue();
        After(WireTime(bytes.Length), () =>
        {
            _isSaying = false;
            _isDeaf = true;
            After(DeafTime, () => _isDeaf = false);
            if (!_isHung) _toHost(bytes);
            SayNext();
        });
    }

    /// <summary>Later, in this life, under the lock.</summary>
    private void After(TimeSpan span, Action action)
    {
        var mine = _life;
        _channel.After(span, () =>
        {
            lock (_gate)
                if (mine == _life)
                    action();
        });
    }
}
