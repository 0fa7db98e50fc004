namespace Noodlink.Protocol.Sealing;

/// <summary>Tells a new signal from a repeated one. Signals are not stored, so their replay state is a window per epoch:
/// a signal that is older than the window counts as repeated, which costs nothing because signals are never needed.</summary>
/// <remarks>One thread at a time. Numbered messages do not use this: their replay state is exact (architecture §4.6).</remarks>
public sealed class SignalWindow
{
    /// <summary>Signals may overtake each other between bearers; 64 is far more than both can hold.</summary>
    private const int Width = 64;

    private const int EpochsMax = 64;

    private readonly Dictionary<ushort, (uint Highest, ulong Bits)> _epochs = [];
    private readonly Queue<ushort> _order = [];

    /// <summary>Was this signal taken before, or is it too old to tell?</summary>
    public bool Knows(ushort epoch, uint serial)
    {
        if (!_epochs.TryGetValue(epoch, out var window) || serial > window.Highest) return false;
        var behind = window.Highest - serial;
        return behind >= Width || (window.Bits & (1UL << (int)behind)) != 0;
    }

    /// <summary>A signal was taken. One that is known changes nothing.</summary>
    public void Add(ushort epoch, uint serial)
    {
        if (Knows(epoch, serial)) return;
        if (!_epochs.TryGetValue(epoch, out var window))
        {
            if (_order.Count == EpochsMax) _epochs.Remove(_order.Dequeue());
            _order.Enqueue(epoch);
            _epochs.Add(epoch, (serial, 1));
        }
        else if (serial > window.Highest)
        {
            var ahead = serial - window.Highest;
            _epochs[epoch] = (serial, (ahead >= Width ? 0 : window.Bits << (int)ahead) | 1);
        }
        else
        {
            _epochs[epoch] = (window.Highest, window.Bits | (1UL << (int)(window.Highest - serial)));
        }
    }
}
