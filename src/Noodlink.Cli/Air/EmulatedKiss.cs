using System.Buffers.Binary;
using System.Text;
using Noodlink.Protocol.Radio;
using Noodlink.Station.Modems;

namespace Noodlink.Cli.Air;

// A KISS modem as firmware, in three kinds.
//
// Plain: parameters 1-5 and data; never an answer, never a "sent", no signal. Its radio is set elsewhere (here: by
// the command line). Frames queue, at most eight.
//
// Direwolf: plain, and "TNC:" and "TXBUF:" under SetHardware are answered.
//
// MeshCore's kiss_modem (docs/kiss_modem_protocol.md, examples/kiss_modem): one frame inside, a second is answered
// F1 07; TxDone and RxMeta; SetRadio and its relations; 16 symbols of preamble (32 up to SF8); after power-up the radio
// is on MeshCore's own frequency until it is told otherwise, and GetRadio then says zeros. Two answers fit into its
// output queue: who asks three questions in one breath gets F1 07 for the third.
//
// Both wait for a clear channel: p-persistent, slot by slot, and TXDELAY before the first symbol.

/// <summary>An emulated KISS modem.</summary>
internal sealed class EmulatedKiss : IEmulatedModem
{
    /// <summary>What MeshCore boards for Europe are built with; the point is only that it is not ours.</summary>
    private static readonly Tuning MeshCoreTuning = new(869_618_000, 8, 62_500);

    /// <summary>What most boards are built with (variants/heltec_v3/platformio.ini: LORA_TX_POWER=22).</summary>
    private const byte FactoryPower = 22;

    private const int OutputQueueFrames = 2;

    /// <summary>Of 125 kHz and a good receiver; see <see cref="AirChannel"/>.</summary>
    private const int NoiseDbm = -117;

    private readonly Lock _gate = new();
    private readonly KissFraming _framing = new();
    private readonly Queue<byte[]> _waiting = new();
    private readonly AirChannel _channel;
    private readonly AirRadio _radio;
    private readonly Tuning _powerUpTuning;
    private readonly KissFirmware _firmware;
    private readonly Action<ReadOnlyMemory<byte>> _toHost;

    private byte _delay = 50, _persistence = 63, _slot = 10, _powerTold, _codingRate;
    private byte[] _radioTold = new byte[10];
    private bool _isSignalReported = true, _isSending, _isStuck, _isHung;
    private volatile ModemFault _fault;
    private long _draws;
    private int _life, _answered;

    public EmulatedKiss(AirChannel channel, Tuning tuning, KissFirmware firmware, Action<ReadOnlyMemory<byte>> toHost)
    {
        _channel = channel;
        _firmware = firmware;
        _toHost = toHost;
        _powerUpTuning = IsMeshCore ? MeshCoreTuning : tuning;
        _codingRate = 5;
        _radio = channel.Attach(_powerUpTuning, Hear);
        if (IsMeshCore) _radio.PowerDbm = FactoryPower;
    }

    public ModemFault Fault
    {
        get => _fault;
        set
        {
            lock (_gate)
            {
                _fault = value;
                if (value == ModemFault.Stuck || !_isStuck) return;
                _isStuck = _isSending = false;
            }

            SendNext();
        }
    }

    private bool IsMeshCore => _firmware == KissFirmware.MeshCore;

    public ReadOnlyMemory<byte> Chatter => IsMeshCore
        ? (byte[])[.. PlainChatter, 0x06, 0xF9, 0x20, 0xA0, 0xC0, 0xC0, 0x71, 0x22, 0xC0]
        : PlainChatter;

    private static byte[] PlainChatter => [0xC0, 0xC0, 0x00, .. "+OK\r\n"u8, 0xC0, 0xC0];

    public void FromHost(ReadOnlySpan<byte> bytes)
    {
        var frames = new List<KissFrame>();
        lock (_gate)
        {
            if (_isHung) return;
            _framing.Read(bytes, frames);
            _answered = 0;
        }

        foreach (var frame in frames.Where(frame => !frame.IsNoise && frame.Data.Length > 0)) Take(frame);
    }

    public void Reboot()
    {
        lock (_gate)
        {
            _life++;
            _framing.Reset();
            _waiting.Clear();
            (_delay, _persistence, _slot, _powerTold, _codingRate) = (50, 63, 10, 0, 5);
            if (IsMeshCore) _radio.PowerDbm = FactoryPower;
            _radioTold = new byte[10];
            _isSignalReported = true;
            _isSending = _isStuck = false;
        }

        _channel.Tune(_radio, _powerUpTuning);
        _channel.Power(_radio, isOn: true);
        _toHost(Encoding.ASCII.GetBytes("rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n"));
    }

    public void Hang(bool isHungNow)
    {
        lock (_gate) _isHung = isHungNow;
        _channel.Power(_radio, !isHungNow);
        SendNext(); // who hung while it waited for a clear channel goes on with its frame
    }

    private void Take(KissFrame frame)
    {
        switch (frame.Type)
        {
            case KissFraming.DataType: TakeData(frame.Data); break;
            case 1: _delay = frame.Data[0]; break;
            case 2: _persistence = frame.Data[0]; break;
            case 3: _slot = frame.Data[0]; break;
            case KissFraming.HardwareType when IsMeshCore:
                if (++_answered > OutputQueueFrames) Answer(0xF1, 0x07);
                else TakeHardware(frame.Data[0], frame.Data.AsSpan(1));
                break;
            case KissFraming.HardwareType when _firmware == KissFirmware.Direwolf: TakeText(frame.Data); break;
        }
    }

    private void TakeData(byte[] data)
    {
        if (data.Length is 0 or > 255) return;
        bool isRefused;
        lock (_gate)
        {
            isRefused = IsMeshCore ? _isSending || _waiting.Count > 0 : _waiting.Count >= 8;
            if (!isRefused) _waiting.Enqueue(data);
        }

        if (isRefused && IsMeshCore) Answer(0xF1, 0x07);
        SendNext();
    }

    private void SendNext()
    {
        int mine;
        lock (_gate)
        {
            if (_isSending || _isHung || _waiting.Count == 0) return;
            _isSending = true;
            _isStuck = Fault == ModemFault.Stuck;
            if (_isStuck) return;
            mine = _life;
        }

        WaitForClear(mine);
    }

    private void WaitForClear(int mine)
    {
        lock (_gate)
        {
            if (mine != _life) return;
            var draw = (byte)(_channel.Chance(-1000 - _radio.Index, ++_draws) * 255);
            if (!_channel.IsBusyFor(_radio) && draw <= _persistence)
                _channel.After(TimeSpan.FromMilliseconds(10 * _delay), () => Transmit(mine));
            else
                _channel.After(TimeSpan.FromMilliseconds(10 * _slot), () => WaitForClear(mine));
        }
    }

    private void Transmit(int mine)
    {
        byte[] frame;
        TimeSpan timeOnAir;
        lock (_gate)
        {
            if (mine != _life) return;
            if (_isHung)
            {
                _isSending = false;
                return;
            }

            frame = _waiting.Dequeue();
            timeOnAir = TimeOnAir(frame.Length);
        }

        _channel.Transmit(_radio, frame, timeOnAir, () =>
        {
            lock (_gate)
            {
                if (mine != _life) return;
                _isSending = false;
            }

            if (IsMeshCore) Answer(0xF8, 0x01);
            SendNext();
        });
    }

    private void Hear(AirReception reception)
    {
        bool isReported;
        lock (_gate)
        {
            if (_isHung) return;
            isReported = IsMeshCore && _isSignalReported;
        }

        var data = KissFraming.Encode(KissFraming.DataType, reception.Frame.Span);
        if (!isReported)
        {
            _toHost(data);
            return;
        }

        _toHost((byte[])[.. data, .. Hardware(
            0xF9, unchecked((byte)(sbyte)(reception.SnrDb * 4)), unchecked((byte)(sbyte)reception.RssiDbm))]);
    }

    private void TakeText(byte[] question)
    {
        int waiting;
        lock (_gate) waiting = _waiting.Sum(frame => frame.Length) + (_isSending ? 1 : 0);
        var answer = Encoding.ASCII.GetString(question) switch
        {
            "TNC:" => "DIREWOLF 1.7",
            "TXBUF:" => $"TXBUF:{waiting}",
            _ => null,
        };
        if (answer is not null)
            _toHost(KissFraming.Encode(KissFraming.HardwareType, Encoding.ASCII.GetBytes(answer)));
    }

    private void TakeHardware(byte command, ReadOnlySpan<byte> data)
    {
        switch (command)
        {
            case 0x17: Answer(0x97); break;
            case 0x11: Answer(0x91, 2, 0); break;
            case 0x09 when data.Length >= 10: SetRadio(data); break;
            case 0x0B: Answer(0x8B, _radioTold); break;
            case 0x0A when data.Length >= 1:
                if (Fault != ModemFault.Stubborn)
                {
                    _powerTold = data[0];
                    _radio.PowerDbm = unchecked((sbyte)data[0]);
                }

                Answer(0xF0);
                break;
            case 0x0C: Answer(0x8C, _powerTold); break;
            case 0x0F when data.Length >= 1:
                var milliseconds = new byte[4];
                BinaryPrimitives.WriteUInt32LittleEndian(
                    milliseconds, (uint)Math.Ceiling(TimeOnAir(Math.Max((byte)1, data[0])).TotalMilliseconds));
                Answer(0x8F, milliseconds);
                break;
            case 0x10: Answer(0x90, unchecked((byte)NoiseDbm), 0xFF); break;
            case 0x0E: Answer(0x8E, (byte)(_channel.IsBusyFor(_radio) ? 1 : 0)); break;
            case 0x19 when data.Length >= 1:
                _isSignalReported = data[0] != 0;
                Answer(0x9A, (byte)(_isSignalReported ? 1 : 0));
                break;
            case 0x09 or 0x0A or 0x0F or 0x19: Answer(0xF1, 0x01); break;
            default: Answer(0xF1, 0x05); break;
        }
    }

    private void SetRadio(ReadOnlySpan<byte> data)
    {
        var frequencyHz = BinaryPrimitives.ReadInt32LittleEndian(data);
        var bandwidthHz = BinaryPrimitives.ReadInt32LittleEndian(data[4..]);
        if (data[8] is < 7 or > 12 || data[9] is < 5 or > 8
            || bandwidthHz is < Airtime.BandwidthHzMin or > Airtime.BandwidthHzMax)
        {
            Answer(0xF1, 0x02);
            return;
        }

        lock (_gate)
        {
            _radioTold = data[..10].ToArray();
            _codingRate = data[9];
        }

        _channel.Tune(_radio, new Tuning(frequencyHz, data[8], bandwidthHz));
        Answer(0xF0);
    }

    private TimeSpan TimeOnAir(int bytes)
    {
        var preamble = !IsMeshCore ? 8 : _radio.Tuning.SpreadingFactor <= 8 ? 32 : 16;
        return Airtime.Of(bytes, _radio.Tuning.SpreadingFactor, _radio.Tuning.BandwidthHz, _codingRate, preamble);
    }

    private void Answer(byte command, params ReadOnlySpan<byte> data) => _toHost(Hardware(command, data));

    private static byte[] Hardware(byte command, params ReadOnlySpan<byte> data) =>
        KissFraming.Encode(KissFraming.HardwareType, [command, .. data]);
}
