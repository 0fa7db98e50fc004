using System.Buffers.Binary;
using System.Text;
using Noodlink.Protocol.Radio;

namespace Noodlink.Cli.Air;

// A board with RNode firmware 1.86 and an SX1262 (modems.md §5.2; RNode_Firmware.ino, Utilities.h).
//
// As awkward as the real one: a data frame's closing FEND opens nothing, so a FEND shared between two frames loses the
// second; what the queue cannot hold is dropped without a word; there is no "sent"; the radio takes no "on" while it
// is on; the frequency that it tells once the radio runs is the one that the synthesiser made; more than 254 bytes
// leave as two frames; carrier sense waits two slots and a random number more. Every second, and after each sending,
// it tells the share of the last 15 s that it was on the air.
//
// A board in TNC mode starts its radio at power-up with what its EEPROM says; told another frequency meanwhile it says
// yes and stays where it is. A board without identity answers everything and keeps its radio off.

/// <summary>An emulated RNode.</summary>
internal sealed class EmulatedRNode : IEmulatedModem
{
    private const byte End = 0xC0, Escape = 0xDB, EscapedEnd = 0xDC, EscapedEscape = 0xDD;
    private const int QueueFramesMax = 200, QueueBytesMax = 6144, PacketBytesMax = 508, FrameBytesMax = 255;
    private const int PowerDbmMax = 22, AirWindowMilliseconds = 15_000;

    /// <summary>Nobody sends here: where the radio stands while it is off.</summary>
    private static readonly Tuning Nowhere = new(100_000_000, 7, 125_000);

    /// <summary>The SX1262's synthesiser goes in steps of this.</summary>
    private const double StepHz = 32e6 / (1 << 25);

    private readonly Lock _gate = new();
    private readonly AirChannel _channel;
    private readonly AirRadio _radio;
    private readonly Action<ReadOnlyMemory<byte>> _toHost;
    private readonly RNodeMemory _memory;

    // The reader, as in serial_callback.
    private readonly List<byte> _input = [];
    private bool _isInFrame, _isEscaped;
    private int _command = -1;

    private readonly Queue<byte[]> _waiting = new();
    private readonly List<byte> _half = [];
    private int _halfSequence = -1;
    private uint _frequencyHz, _bandwidthHz;
    private int _power, _spreading, _coding, _shortLock, _longLock;
    private bool _isOn, _isPromiscuous, _isWaiting, _isHung;
    private double _airMilliseconds;
    private long _draws;
    private int _life;

    public EmulatedRNode(AirChannel channel, Action<ReadOnlyMemory<byte>> toHost, RNodeMemory? memory = null)
    {
        _channel = channel;
        _toHost = toHost;
        _memory = memory ?? new RNodeMemory();
        _radio = channel.Attach(Nowhere, Hear);
        Start();
    }

    public ModemFault Fault { get; set; }

    public ReadOnlyMemory<byte> Chatter { get; } = (byte[])
    [
        End, End, 0x28, 1, 0, 14, End, End, 0x25, 0, 0, 0, 0, 0, 0, 0, 0, 40, 35, 0xFF, End, End, 0x27, 2, 80, End,
        End, 0x23, 60, End, End, 0x24, 0xF4, End, End, 0x00, .. "+OK\r\n"u8, End, End, 0x71, 0x22, End,
    ];

    private double SymbolMilliseconds => 1000.0 * (1 << _spreading) / _bandwidthHz;

    private double SlotMilliseconds => Math.Clamp(12 * SymbolMilliseconds, 24, 100);

    private int PreambleSymbols
    {
        get
        {
            var bitsPerSecond = _spreading * 4.0 / _coding / (SymbolMilliseconds / 1000);
            return (int)Math.Max(18, Math.Ceiling((bitsPerSecond > 30_000 ? 6 : 24) / SymbolMilliseconds));
        }
    }

    public void FromHost(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_isHung) return;
            foreach (var value in bytes) Take(value);
        }
    }

    public void Reboot()
    {
        lock (_gate) Start();
        _channel.Power(_radio, isOn: true);
        Say(0x55, 0xF8);
        if (!_memory.HasIdentity)
            _toHost(Encoding.ASCII.GetBytes("Device unprovisioned, no device configuration found in EEPROM\r\n"));
    }

    public void Hang(bool isHungNow)
    {
        _channel.Power(_radio, !isHungNow);
        lock (_gate)
        {
            _isHung = isHungNow;
            TrySend(); // who hung while it waited for a slot goes on with its packet
        }
    }

    private void Start()
    {
        _life++;
        _input.Clear();
        _waiting.Clear();
        _half.Clear();
        (_isInFrame, _isEscaped, _command, _halfSequence) = (false, false, -1, -1);
        (_frequencyHz, _bandwidthHz, _power, _spreading, _coding) = (0, 0, 0xFF, 0, 5);
        (_shortLock, _longLock, _airMilliseconds) = (0, 0, 0);
        (_isOn, _isPromiscuous, _isWaiting) = (false, false, false);
        _channel.Tune(_radio, Nowhere);
        After(1000, _life, EverySecond);
        if (_memory.OfItsOwn is not { } own) return;
        (_frequencyHz, _bandwidthHz, _spreading, _power) =
            ((uint)own.FrequencyHz, (uint)own.BandwidthHz, own.SpreadingFactor, PowerDbmMax);
        SwitchOn();
    }

    private void Take(byte value)
    {
        if (value == End)
        {
            var wasData = _isInFrame && _command == 0x00;
            if (wasData) TakePacket([.. _input]);
            _isInFrame = !wasData;
            _command = -1;
            _isEscaped = false;
            _input.Clear();
        }
        else if (_isInFrame && _command < 0)
        {
            _command = value;
        }
        else if (_isInFrame && _input.Count < PacketBytesMax)
        {
            if (_isEscaped)
            {
                _isEscaped = false;
                value = value switch { EscapedEnd => End, EscapedEscape => Escape, _ => value };
            }
            else if (value == Escape)
            {
                _isEscaped = true;
                return;
            }

            _input.Add(value);
            if (_command != 0x00) Obey((byte)_command);
        }
    }

    /// <summary>Called after each byte; a command with four acts at the fourth.</summary>
    private void Obey(byte command)
    {
        var last = _input[^1];
        switch (command)
        {
            case 0x01 or 0x02 when _input.Count == 4: SetHertz(command); break;
            case 0x03 or 0x04 or 0x05: SetByte(command, last); break;
            case 0x06: SwitchRadio(last); break;
            case 0x08 when last == 0x73: Say(0x08, 0x46); break;
            case 0x09: Say(0x09, last); break;
            case 0x0B or 0x0C when _input.Count == 2: SetLock(command, (_input[0] << 8) | _input[1]); break;
            case 0x0E:
                _isPromiscuous = last == 1;
                Say(0x0E, (byte)(_isPromiscuous ? 1 : 0));
                break;
            case 0x0F: Say(0x0F, (byte)(HasRoomFor(1) ? 1 : 0)); break;
            case 0x50: Say(0x50, 1, 86); break;
            case 0x55 when last == 0xF8:
                Start();
                Say(0x55, 0xF8);
                break;
        }
    }

    private void SetHertz(byte command)
    {
        var hertz = BinaryPrimitives.ReadUInt32BigEndian([.. _input]);
        if (hertz > 0 && command == 0x01) _frequencyHz = hertz;
        if (hertz > 0 && command == 0x02) _bandwidthHz = hertz;
        if (hertz > 0) SettingsChanged();
        Span<byte> told = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(told, command == 0x01 ? _frequencyHz : _bandwidthHz);
        Say(command, told);
    }

    private void SetByte(byte command, byte value)
    {
        if (value != 0xFF)
        {
            if (command == 0x03 && Fault != ModemFault.Stubborn) _power = Math.Min((int)value, PowerDbmMax);
            if (command == 0x04) _spreading = Math.Clamp((int)value, 5, 12);
            if (command == 0x05) _coding = Math.Clamp((int)value, 5, 8);
            SettingsChanged();
        }

        Say(command, (byte)(command switch { 0x03 => _power, 0x04 => _spreading, _ => _coding }));
    }

    private void SetLock(byte command, int share)
    {
        if (command == 0x0B) _shortLock = share;
        else _longLock = share;
        Say(command, Two(share));
    }

    /// <summary>In TNC mode a radio that runs is not told.</summary>
    private void SettingsChanged()
    {
        if (_isOn && _memory.OfItsOwn is null) Tune();
    }

    private void SwitchRadio(byte wanted)
    {
        if (wanted == 0)
        {
            _isOn = false;
            _channel.Tune(_radio, Nowhere);
        }
        else if (wanted == 1 && !_isOn)
        {
            SwitchOn();
        }

        Say(0x06, (byte)(_isOn ? 1 : 0));
        if (wanted == 1) TrySend();
    }

    private void SwitchOn()
    {
        _isOn = _memory.HasIdentity && _frequencyHz > 0 && _bandwidthHz > 0 && _power != 0xFF && _spreading > 0;
        if (!_isOn) return;
        Tune();
        var symbol = (int)(SymbolMilliseconds * 1000);
        var slot = (int)SlotMilliseconds;
        Say(0x26, [.. Two(symbol), 0, 0, .. Two(PreambleSymbols), 0, 0, .. Two(slot), .. Two(2 * slot)]);
    }

    private void Tune()
    {
        _frequencyHz = (uint)(Math.Floor(_frequencyHz / StepHz) * StepHz);

        // On the simulated air two radios are on one frequency when their numbers are equal.
        var hundreds = (int)(Math.Round(_frequencyHz / 100.0) * 100);
        _radio.PowerDbm = _power;
        _channel.Tune(_radio, new Tuning(hundreds, _spreading, (int)_bandwidthHz));
    }

    private bool HasRoomFor(int bytes) =>
        _waiting.Count < QueueFramesMax && _waiting.Sum(packet => packet.Length) + bytes <= QueueBytesMax;

    private void TakePacket(byte[] packet)
    {
        if (packet.Length == 0 || !HasRoomFor(packet.Length)) return;
        _waiting.Enqueue(packet);
        TrySend();
    }

    private void TrySend()
    {
        if (_isWaiting || _isHung || _waiting.Count == 0) return;
        if (Fault == ModemFault.Stuck)
        {
            _waiting.Clear();
            return;
        }

        if (!_isOn)
        {
            _waiting.Clear();
            Say(0x90, 0x02);
            return;
        }

        _isWaiting = true;
        var window = (int)(_channel.Chance(-3000 - _radio.Index, ++_draws) * 14);
        After(2 * SlotMilliseconds, _life, () => WaitForSlots(window));
    }

    private void WaitForSlots(int left)
    {
        lock (_gate)
        {
            if (!_isOn || _isHung) _isWaiting = false;
            else if (_channel.IsBusyFor(_radio)) After(2 * SlotMilliseconds, _life, () => WaitForSlots(left));
            else if (IsLocked()) After(1000, _life, () => WaitForSlots(left));
            else if (left > 0) After(SlotMilliseconds, _life, () => WaitForSlots(left - 1));
            else SendFirst();
        }
    }

    /// <summary>The share of the short window stands for both limits.</summary>
    private bool IsLocked() =>
        (_shortLock > 0 && AirShare() >= _shortLock) || (_longLock > 0 && AirShare() >= _longLock);

    private void SendFirst()
    {
        var packet = _waiting.Dequeue();
        var isSplit = packet.Length > FrameBytesMax - 1 && !_isPromiscuous;
        var header = (byte)((byte)(_channel.Chance(-4000 - _radio.Index, ++_draws) * 15) << 4 | (isSplit ? 1 : 0));
        byte[][] frames = _isPromiscuous ? [packet]
            : isSplit ? [[header, .. packet[..(FrameBytesMax - 1)]], [header, .. packet[(FrameBytesMax - 1)..]]]
            : [[header, .. packet]];
        Transmit(new Queue<byte[]>(frames));
    }

    private void Transmit(Queue<byte[]> frames)
    {
        var mine = _life;
        var frame = frames.Dequeue();
        var timeOnAir = Airtime.Of(frame.Length, _spreading, (int)_bandwidthHz, _coding, PreambleSymbols);
        _channel.Transmit(_radio, frame, timeOnAir, () =>
        {
            lock (_gate)
            {
                if (mine != _life) return;
                _airMilliseconds += timeOnAir.TotalMilliseconds;
                After(AirWindowMilliseconds, _life, () => ForgetAir(timeOnAir));
                if (frames.Count > 0)
                {
                    Transmit(frames);
                    return;
                }

                _isWaiting = false;
                TellAirShare();
                TrySend();
            }
        });
    }

    private void ForgetAir(TimeSpan timeOnAir)
    {
        lock (_gate) _airMilliseconds -= timeOnAir.TotalMilliseconds;
    }

    private void EverySecond()
    {
        lock (_gate)
        {
            if (_isOn && !_isHung) TellAirShare();
            After(1000, _life, EverySecond);
        }
    }

    private int AirShare() => (int)(Math.Clamp(_airMilliseconds / AirWindowMilliseconds, 0, 1) * 10_000);

    private void TellAirShare() =>
        Say(0x25, [.. Two(AirShare()), 0, 0, 0, 0, 0, 0, 40, 35, 0xFF]);

    private void Hear(AirReception reception)
    {
        lock (_gate)
        {
            if (_isHung || !_isOn || Understood(reception.Frame.Span) is not { Length: > 0 } packet) return;
            Say(0x23, (byte)(reception.RssiDbm + 157));
            Say(0x24, unchecked((byte)(sbyte)(reception.SnrDb * 4)));
            Say(0x00, packet);
        }
    }

    /// <summary>receive_callback: a second half must carry the number of the first.</summary>
    private byte[]? Understood(ReadOnlySpan<byte> frame)
    {
        if (_isPromiscuous) return frame.ToArray();
        var sequence = frame[0] >> 4;
        if ((frame[0] & 1) == 0) _halfSequence = -1;
        if ((frame[0] & 1) == 0) return frame[1..].ToArray();
        var isSecond = _halfSequence == sequence;
        if (!isSecond) _half.Clear();
        _half.AddRange(frame[1..]);
        _halfSequence = isSecond ? -1 : sequence;
        return isSecond ? [.. _half] : null;
    }

    private void After(double milliseconds, int life, Action action) =>
        _channel.After(TimeSpan.FromMilliseconds(milliseconds), () =>
        {
            if (life == Volatile.Read(ref _life)) action();
        });

    private static byte[] Two(int value) => [(byte)((value >> 8) & 0xFF), (byte)(value & 0xFF)];

    private void Say(byte command, params ReadOnlySpan<byte> data) =>
        _toHost(Noodlink.Station.Modems.KissFraming.Encode(command, data));
}
