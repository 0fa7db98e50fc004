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

    /// <summary>True the first time; false for a repeated or too old one.</summary>
    public bool IsNew(ushort epoch, uint serial)
    {
        if (!_epochs.TryGetValue(epoch, out var window))
        {
            if (_order.Count == EpochsMax) _epochs.Remove(_order.Dequeue());
            _order.Enqueue(epoch);
            _epochs.Add(epoch, (serial, 1));
            return true;
        }

        if (serial > window.Highest)
        {
            var ahead = serial - window.Highest;
            _epochs[epoch] = (serial, (ahead >= Width ? 0 : window.Bits << (int)ahead) | 1);
            return true;
        }

        var behind = window.Highest - serial;
        if (behind >= Width || (window.Bits & (1UL << (int)behind)) != 0) return false;
        _epochs[epoch] = (window.Highest, window.Bits | (1UL << (int)behind));
        return true;
    }
}
