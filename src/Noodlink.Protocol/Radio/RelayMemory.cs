using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Noodlink.Protocol.Radio;

// What a relay has seen: which bytes, in which attempt, at which hop.
//
// A relay cannot open what it passes on, so it cannot know that two frames are the same message. The readable number is
// no name either: anybody may send another frame under it, and a relay that went by it would let the forgery through
// and hold back the noodmelding. So a frame is known by the hash of its sealed bytes, all of them, and a transmission
// by that and the attempt in the link header. A cryptographic hash: with a weaker one somebody could make bytes that
// push a noodmelding aside.
//
// Both are forgotten after ten minutes, or sooner by who floods: the oldest make room. Then a frame may be relayed once
// more than needed, and nothing worse.

/// <summary>Transmissions that a relay knows. Bounded; one thread at a time.</summary>
public sealed class RelayMemory
{
    /// <summary>How long a transmission is known (issue 4 §1).</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>Transmissions at once. In ten minutes the fastest setting (SF7) carries 600 s / 0.1 s = 6,000 frames if
    /// the channel is never silent; each takes some 100 bytes here.</summary>
    public const int Most = 8192;

    private readonly Dictionary<(ulong Hash, int Attempt), Sighting> _known = [];
    private readonly Queue<((ulong Hash, int Attempt) Key, Instant At)> _order = new();

    /// <summary>How many are known.</summary>
    public int Count => _known.Count;

    /// <summary>64 bits of SHA-256: two of 8,192 frames share them by chance once in 5 × 10^11.</summary>
    public static ulong HashOf(ReadOnlySpan<byte> sealedFrame)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(sealedFrame, digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }

    /// <summary>What is known of this transmission; null: nothing.</summary>
    public Sighting? Find(ulong hash, int attempt) => _known.GetValueOrDefault((hash, attempt));

    /// <summary>It was heard at this hop.</summary>
    public void Note(ulong hash, int attempt, int hop, Instant now)
    {
        if (_known.TryGetValue((hash, attempt), out var sighting))
        {
            sighting.Hop = Math.Max(sighting.Hop, hop);
            return;
        }

        while (_known.Count >= Most) _known.Remove(_order.Dequeue().Key);
        _known.Add((hash, attempt), new Sighting { Hop = hop });
        _order.Enqueue(((hash, attempt), now));
    }

    /// <summary>What is too old is not known any more.</summary>
    public void Forget(Instant now)
    {
        while (_order.TryPeek(out var oldest) && now - oldest.At >= Kept) _known.Remove(_order.Dequeue().Key);
    }

    /// <summary>One transmission.</summary>
    public sealed class Sighting
    {
        /// <summary>The highest at which it was heard.</summary>
        public int Hop { get; set; }

        /// <summary>This station has passed it on.</summary>
        public bool IsRelayed { get; set; }
    }
}
