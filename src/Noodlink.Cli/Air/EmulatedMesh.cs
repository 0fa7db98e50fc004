using System.Buffers.Binary;
using Noodlink.Protocol.Radio;

namespace Noodlink.Cli.Air;

// The radio side of a Meshtastic node (firmware src/mesh/RadioLibInterface, FloodingRouter, Router): a queue of 16 by
// priority, a random number of slots before each sending and again while the channel is taken, a count of its own time
// on air, and flooding: what it hears for the first time with hops left it repeats once, later than an answer would
// come, unless it hears somebody else repeat it before that.
//
// On air: to, from, id (4 bytes each, little-endian), flags (hop limit in 3 bits, hop start in the upper 3), a hash of
// the channel, next hop, relay; then Data. A real node encrypts Data; nobody here needs that.

/// <summary>The queue and the flooding of an emulated Meshtastic node. Safe from any thread; calls back outside its
/// lock.</summary>
internal sealed class EmulatedMesh
{
    public const int HeaderBytes = 16, QueueMax = 16;

    private const int PreambleSymbols = 16, FrameBytesMax = 255, DutyCycleLimit = 9, TooLarge = 7, Full = 32;

    /// <summary>Contention windows: 2^3 slots on a quiet channel; others' packets come after 2 x 8 more.</summary>
    private const int OwnSlots = 8, RepeatSlotsAfter = 16, RepeatSlots = 32;

    private readonly Lock _gate = new();
    private readonly List<(byte[] Frame, int Priority)> _queue = [];
    private readonly Queue<(uint From, uint Id)> _seen = new();
    private readonly AirChannel _channel;
    private readonly AirRadio _radio;
    private readonly Tuning _tuning;
    private readonly Action<byte[], AirReception> _heard;
    private TimeSpan _used;
    private bool _isSending, _isOff;
    private long _draws;
    private int _life;

    /// <param name="channel">The air it is on.</param>
    /// <param name="tuning">As its owner set it.</param>
    /// <param name="powerDbm">As its owner set it.</param>
    /// <param name="heard">Gets each packet of others once, whole.</param>
    public EmulatedMesh(AirChannel channel, Tuning tuning, int powerDbm, Action<byte[], AirReception> heard)
    {
        _channel = channel;
        _tuning = tuning;
        _heard = heard;
        _radio = channel.Attach(tuning, Hear);
        _radio.PowerDbm = powerDbm;
        Node = 0x6D65_7300 + (uint)_radio.Index;
    }

    public uint Node { get; }

    public int Free
    {
        get
        {
            lock (_gate) return QueueMax - _queue.Count;
        }
    }

    /// <summary>A slot: 2.5 symbols of listening, and 7.6 ms to switch.</summary>
    private TimeSpan Slot => TimeSpan.FromMilliseconds(
        7.6 + 2.5 * 1000 * (1 << _tuning.SpreadingFactor) / _tuning.BandwidthHz);

    /// <summary>Puts a packet of its own in the queue; returns 0, or the firmware's number for why not.</summary>
    public int Send(uint to, uint id, int hops, ReadOnlySpan<byte> data, int priority)
    {
        var frame = new byte[HeaderBytes + data.Length];
        if (frame.Length > FrameBytesMax) return TooLarge;
        BinaryPrimitives.WriteUInt32LittleEndian(frame, to);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Node);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(8), id);
        frame[12] = (byte)(hops | hops << 5);
        frame[13] = 8;
        frame[15] = (byte)(Node & 0xFF);
        data.CopyTo(frame.AsSpan(HeaderBytes));
        lock (_gate)
        {
            if (_used > TimeSpan.FromHours(0.1)) return DutyCycleLimit;
            if (_queue.Count >= QueueMax) return Full;
            _queue.Add((frame, priority));
            Wait(Draw(OwnSlots), _life);
        }

        return 0;
    }

    public void Restart()
    {
        lock (_gate)
        {
            _life++;
            _queue.Clear();
            _seen.Clear();
            _isSending = _isOff = false;

            // In memory only, "zero after a reboot" (modems.md, radio.md §1).
            _used = TimeSpan.Zero;
        }

        _channel.Power(_radio, isOn: true);
    }

    public void Power(bool isOn)
    {
        lock (_gate)
        {
            _isOff = !isOn;

            // What waits has lost its turn while it was off; without a new one it would go in the place of the next,
            // and the last would never go.
            if (isOn)
                foreach (var _ in _queue)
                    Wait(Draw(OwnSlots), _life);
        }

        _channel.Power(_radio, isOn);
    }

    private int Draw(int slots) => (int)(_channel.Chance(-3000 - _radio.Index, ++_draws) * slots);

    private void Wait(int slots, int mine) =>
        _channel.After((slots + 1) * Slot, () => Try(mine));

    private void Try(int mine)
    {
        byte[] frame;
        TimeSpan timeOnAir;
        lock (_gate)
        {
            if (mine != _life || _isOff || _queue.Count == 0) return;
            if (_isSending || _channel.IsBusyFor(_radio))
            {
                Wait(Draw(OwnSlots), mine);
                return;
            }

            var first = _queue.MaxBy(waiting => waiting.Priority);
            _ = _queue.Remove(first);
            frame = first.Frame;
            timeOnAir = Airtime.Of(frame.Length, _tuning.SpreadingFactor, _tuning.BandwidthHz, 5, PreambleSymbols);
            _isSending = true;
            _used += timeOnAir;
        }

        _channel.After(TimeSpan.FromHours(1), () => Forget(timeOnAir, mine));
        _channel.Transmit(_radio, frame, timeOnAir, () =>
        {
            lock (_gate)
                if (mine == _life)
                    _isSending = false;
        });
    }

    private void Forget(TimeSpan timeOnAir, int mine)
    {
        lock (_gate)
            if (mine == _life)
                _used -= timeOnAir;
    }

    private void Hear(AirReception reception)
    {
        var frame = reception.Frame.ToArray();
        if (frame.Length < HeaderBytes) return;
        var from = BinaryPrimitives.ReadUInt32LittleEndian(frame.AsSpan(4));
        var id = BinaryPrimitives.ReadUInt32LittleEndian(frame.AsSpan(8));
        lock (_gate)
        {
            if (_isOff || from == Node) return;
            if (_seen.Contains((from, id)))
            {
                // Somebody else repeats it: then we need not.
                _queue.RemoveAll(waiting => frame.AsSpan(4, 8).SequenceEqual(waiting.Frame.AsSpan(4, 8)));
                return;
            }

            _seen.Enqueue((from, id));
            if (_seen.Count > 100) _seen.Dequeue();
            if ((frame[12] & 7) > 0 && _queue.Count < QueueMax) Repeat(frame);
        }

        _heard(frame, reception);
    }

    private void Repeat(byte[] frame)
    {
        byte[] copy = [.. frame];
        copy[12]--;
        copy[15] = (byte)(Node & 0xFF);
        _queue.Add((copy, Priority: 10));
        Wait(RepeatSlotsAfter + Draw(RepeatSlots), _life);
    }
}
