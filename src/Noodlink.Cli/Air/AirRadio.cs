using Noodlink.Protocol;

namespace Noodlink.Cli.Air;

/// <summary>What two radios must share to hear each other.</summary>
/// <param name="NetworkId">A modem's own network number or synchronisation word; 0 where it has none.</param>
internal sealed record Tuning(int FrequencyHz, int SpreadingFactor, int BandwidthHz, int NetworkId = 0)
{
    /// <summary>Whether the two occupy the same spectrum and so destroy each other's frames.</summary>
    public bool Overlaps(Tuning other) =>
        2 * Math.Abs((long)FrequencyHz - other.FrequencyHz) < (long)BandwidthHz + other.BandwidthHz;
}

/// <summary>A frame as one radio heard it.</summary>
internal sealed record AirReception(ReadOnlyMemory<byte> Frame, int RssiDbm, int SnrDb);

/// <summary>One radio on an <see cref="AirChannel"/>: a place to send from and to hear at.</summary>
/// <remarks>State is kept by the channel, under its lock.</remarks>
internal sealed class AirRadio
{
    private readonly Action<AirReception> _heard;
    private readonly Action? _damaged;

    internal AirRadio(int index, Tuning tuning, Action<AirReception> heard, Action? damaged)
    {
        _damaged = damaged;
        Index = index;
        Tuning = tuning;
        _heard = heard;
    }

    public int Index { get; }

    public Tuning Tuning { get; internal set; }

    /// <summary>As its modem set it; null: no modem of this kind can set it.</summary>
    public int? PowerDbm { get; set; }

    /// <summary>Since when it has been listening with this tuning; <see cref="Instant.Never"/> while it is
    /// off.</summary>
    internal Instant ListeningSince { get; set; } = Instant.Zero;

    internal void Hear(AirReception reception) => _heard(reception);

    internal void HearDamaged() => _damaged?.Invoke();
}
