namespace Noodlink.Cli.Relay;

// What a bad line looks like to a program behind TCP. A lost packet is not missing, it is late: the sender waits for an
// acknowledgement and sends again after its retransmission time-out, doubled each time (RFC 6298), and everything
// behind it waits too, for TCP delivers in order. So a packet of the usual size is lost with the given chance, each
// loss costs a time-out of twice the delay and 0.2 s (the least that Linux waits), and the next one twice that. Where
// the kernel has netem the real thing could be had; this one needs no rights and no module, and has a seed.

/// <summary>Loss and delay of a line, in each direction. Safe from any thread.</summary>
internal sealed class Weather(int seed)
{
    private const int PacketBytes = 1448, LossesMax = 6;
    private static readonly TimeSpan LeastTimeout = TimeSpan.FromSeconds(0.2);

    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();
    private double _loss;
    private TimeSpan _delay;

    /// <summary>Chance that a packet is lost, 0..0.9.</summary>
    public double Loss
    {
        get { lock (_gate) return _loss; }
        set { lock (_gate) _loss = Math.Clamp(value, 0, 0.9); }
    }

    /// <summary>One way.</summary>
    public TimeSpan Delay
    {
        get { lock (_gate) return _delay; }
        set { lock (_gate) _delay = value; }
    }

    /// <summary>How long so many bytes, sent together, are under way.</summary>
    public TimeSpan Passage(int bytes)
    {
        lock (_gate)
        {
            var under = _delay;
            for (var packets = Math.Max(1, (bytes + PacketBytes - 1) / PacketBytes); packets > 0; packets--)
            {
                var timeout = LeastTimeout + (_delay * 2);
                for (var losses = 0; losses < LossesMax && _random.NextDouble() < _loss; losses++, timeout *= 2) under += timeout;
            }

            return under;
        }
    }
}
