using System.Diagnostics.CodeAnalysis;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;

namespace Noodlink.Protocol.Wire;

// A body is longer than a radio frame. It is cut so that splitting and joining know nothing of the kind:
//
//   part 0       the whole body
//   part 1       how many rest parts follow (1 byte, 0..14) | first chunk: the core, or as much as fits
//   part 2..15   the next chunks
//   part 16..19  parity: any of them stands in for any of the others (ParityParts)
//   part 20..    kept
//
// body = chunk 1 + chunk 2 + ... Each part is sealed by itself, once, when the message is accepted.
//
// There are two cuts. The full one fills every part before it begins the next. The even one, since there is parity, makes
// the 2..4 parts that must all come equally long. Joining is the same for both. What was cut one way is sealed and stored;
// whoever must make a part again, because the disk lost it, asks MadeAgain, which never gives two contents for one number.

/// <summary>Cuts bodies for the radio and puts them together again.</summary>
/// <remarks>Stateless; safe on any thread.</remarks>
public static class Parts
{
    /// <summary>The whole body in one part.</summary>
    public const byte Whole = 0;

    /// <summary>The core, or the first chunk.</summary>
    public const byte Core = 1;

    /// <summary>The first rest part.</summary>
    public const byte FirstRest = 2;

    /// <summary>The last rest part.</summary>
    public const byte LastRest = 15;

    /// <summary>A radio frame is 200 bytes (architecture §7), of which the link header may take two.</summary>
    public const int RadioSealedBytesMax = 198;

    /// <summary>With frames of this many sealed bytes or more, every valid message fits in fifteen parts.</summary>
    public const int SealedBytesMin = 150;

    private const int RestMax = LastRest - FirstRest + 1;

    /// <summary>Cuts a body.</summary>
    /// <param name="body">From <see cref="BodyCodec.Encode"/>.</param>
    /// <param name="coreLength">From the same call. With a core, one part 0 when the core is all there is; otherwise
    /// the core goes first, alone, even if everything would fit in one frame: short frames get through.</param>
    /// <param name="sealedBytesMax">Sealed bytes per part, header and tag included.</param>
    /// <exception cref="ArgumentException">It does not fit in fifteen parts of this size.</exception>
    public static IReadOnlyList<(byte Part, byte[] Plaintext)> Split(
        ReadOnlySpan<byte> body, int coreLength, int sealedBytesMax)
    {
        var room = sealedBytesMax - Envelope.NumberedOverhead;
        ArgumentOutOfRangeException.ThrowIfNegative(coreLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(coreLength, body.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(room, Math.Max(2, coreLength + 1), nameof(sealedBytesMax));
        if (coreLength == body.Length || (coreLength == 0 && body.Length <= room)) return [(Whole, body.ToArray())];

        var first = coreLength == 0 ? room - 1 : coreLength;
        var rest = (body.Length - first + room - 1) / room;
        if (rest > RestMax)
        {
            throw new ArgumentException(
                $"{body.Length} bytes do not fit in {RestMax + 1} parts of {sealedBytesMax}.", nameof(body));
        }

        var parts = new List<(byte, byte[])> { (Core, [(byte)rest, .. body[..first]]) };
        for (var i = 0; i < rest; i++)
        {
            var start = first + (i * room);
            parts.Add(((byte)(FirstRest + i), body.Slice(start, Math.Min(room, body.Length - start)).ToArray()));
        }

        return parts;
    }

    /// <summary>Cuts a body for the radio: evenly and with parity where 2..4 parts must all come, full otherwise.</summary>
    /// <param name="body">From <see cref="BodyCodec.Encode"/>.</param>
    /// <param name="coreLength">From the same call.</param>
    public static IReadOnlyList<(byte Part, byte[] Plaintext)> Cut(ReadOnlySpan<byte> body, int coreLength)
    {
        var full = Split(body, coreLength, RadioSealedBytesMax);
        var apart = coreLength > 0 ? 1 : 0; // the core goes by itself
        if (full.Count - apart < 2) return full;

        const int room = RadioSealedBytesMax - Envelope.NumberedOverhead - ParityParts.ShapeBytes;
        var bytes = body.Length - coreLength + 1 - apart; // without a core, the count of part 1 is one of them
        var k = (bytes + room - 1) / room;
        if (k > Radio.ReedSolomon.DataMax) return full;

        var all = new byte[bytes];
        if (apart == 0) all[0] = (byte)(k - 1);
        body[coreLength..].CopyTo(all.AsSpan(1 - apart));
        var length = (bytes + k - 1) / k;
        var data = Enumerable.Range(0, k)
            .Select(i => ((byte)(Core + apart + i), all[(i * length)..Math.Min((i + 1) * length, bytes)])).ToList();
        List<(byte, byte[])> core = apart == 0 ? [] : [(Core, [(byte)k, .. body[..coreLength]])];
        return [.. core, .. data, .. ParityParts.Of(data)];
    }

    /// <summary>The plaintext that a part of a stored message had, when its sealed bytes are damaged or gone.</summary>
    /// <param name="isOriginal">Is the sealed form of this plaintext, under this part number, the one that was made? True or
    /// false where a checksum of it stands; null where nothing is known of that part any more.</param>
    /// <returns>Null: nothing proves which way this message was cut, and a guess would seal a second content under the
    /// number of the first.</returns>
    public static byte[]? MadeAgain(
        ReadOnlySpan<byte> body, int coreLength, byte part, Func<byte, byte[], bool?> isOriginal)
    {
        ArgumentNullException.ThrowIfNull(isOriginal);
        if (part == Whole) return body.ToArray();
        var even = Cut(body, coreLength);
        var full = Split(body, coreLength, RadioSealedBytesMax);
        var (one, other) = (PlaintextOf(even, part), PlaintextOf(full, part));
        if (one is not null && other is not null && one.AsSpan().SequenceEqual(other)) return one;
        foreach (var (cut, plaintext) in (ReadOnlySpan<(IReadOnlyList<(byte Part, byte[] Plaintext)>, byte[]?)>)
                 [(even, one), (full, other)])
            if (plaintext is not null && IsThisCut(cut)) return plaintext;
        return null;

        // Its own checksum is the best proof; without one, that of any other part that only this cut has.
        bool IsThisCut(IReadOnlyList<(byte Part, byte[] Plaintext)> cut)
        {
            if (isOriginal(part, PlaintextOf(cut, part)!) is { } known) return known;
            var others = ReferenceEquals(cut, even) ? full : even;
            return cut.Any(piece =>
                !(PlaintextOf(others, piece.Part)?.AsSpan().SequenceEqual(piece.Plaintext) ?? false) &&
                isOriginal(piece.Part, piece.Plaintext) == true);
        }
    }

    private static byte[]? PlaintextOf(IReadOnlyList<(byte Part, byte[] Plaintext)> cut, byte part) =>
        cut.FirstOrDefault(piece => piece.Part == part).Plaintext;

    /// <summary>Puts together what has arrived.</summary>
    /// <param name="kind">Only a kind with a core says something before everything is there.</param>
    /// <param name="parts">The opened parts, by number; others than 0..19 are left alone.</param>
    /// <param name="body">The whole body, or the core.</param>
    /// <param name="complete">False: <paramref name="body"/> is the core, to be decoded as such; the rest is
    /// awaited.</param>
    /// <returns>False when there is nothing to decode yet. Never throws.</returns>
    public static bool TryJoin(
        Kind kind, IReadOnlyDictionary<byte, byte[]> parts, [NotNullWhen(true)] out byte[]? body, out bool complete)
    {
        ArgumentNullException.ThrowIfNull(parts);
        complete = true;
        if (parts.TryGetValue(Whole, out body)) return true;
        parts = ParityParts.Restored(kind, parts);
        if (!parts.TryGetValue(Core, out var first) || first.Length < 2 || first[0] > RestMax) return false;
        var joined = new List<byte>(first.Skip(1));
        for (var part = FirstRest; part < FirstRest + first[0]; part++)
        {
            if (parts.TryGetValue(part, out var chunk))
            {
                joined.AddRange(chunk);
                continue;
            }

            complete = false;
            body = first[1..];
            return BodyCodec.HasCore(kind);
        }

        body = [.. joined];
        return true;
    }

    /// <summary>The parts that are still missing, ascending; empty when everything is there or nothing can be said
    /// yet.</summary>
    public static IReadOnlyList<byte> Missing(IReadOnlyDictionary<byte, byte[]> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.ContainsKey(Whole) || !parts.TryGetValue(Core, out var first) || first.Length == 0) return [];
        var missing = new List<byte>();
        for (var part = FirstRest; part < FirstRest + Math.Min(first[0], (byte)RestMax); part++)
            if (!parts.ContainsKey(part)) missing.Add(part);
        return missing;
    }
}
