using System.Buffers.Binary;

namespace Noodlink.Station.Queue;

// The parts of a message that is not complete, opened. They wait here for hours if need be, and what is rebuilt from them
// gets its own checksum only then: a bit that the disk flips meanwhile would become words that nobody wrote, and with
// parity a whole part of them. So each carries a checksum behind its bytes, over whose it is as well. One that does not fit
// is not here; its sender is told so and sends it again.

internal sealed partial class MessageQueue
{
    private const int ChunkSumBytes = sizeof(uint);

    private void KeepChunk(long n, IncomingPart part)
    {
        var kept = new byte[part.Plaintext.Length + ChunkSumBytes];
        part.Plaintext.CopyTo(kept, 0);
        BinaryPrimitives.WriteUInt32BigEndian(
            kept.AsSpan(part.Plaintext.Length), ChunkSum(part, part.Header.Part, part.Plaintext));
        Prepared("INSERT OR REPLACE INTO chunk (n, part, plain) VALUES ($1, $2, $3)").Run(n, (long)part.Header.Part, kept);
    }

    /// <summary>Is the very part here, undamaged?</summary>
    private bool HasChunk(long n, IncomingPart part) => Prepared("SELECT plain FROM chunk WHERE n = $1 AND part = $2")
            .First(row => row.GetFieldValue<byte[]>(0), n, (long)part.Header.Part) is { } kept &&
        Plain(part, part.Header.Part, kept) is not null;

    /// <summary>The parts that are here of the message that this one belongs to. Those that the disk damaged go.</summary>
    private Dictionary<byte, byte[]> Chunks(long n, IncomingPart of)
    {
        var lost = 0L;
        var chunks = new Dictionary<byte, byte[]>();
        foreach (var (number, kept) in Prepared("SELECT part, plain FROM chunk WHERE n = $1")
                     .All(row => (Part: (byte)row.GetInt32(0), Kept: row.GetFieldValue<byte[]>(1)), n))
        {
            if (Plain(of, number, kept) is { } plain)
            {
                chunks.Add(number, plain);
                continue;
            }

            lost |= BitOf(number);
            Prepared("DELETE FROM chunk WHERE n = $1 AND part = $2").Run(n, (long)number);
        }

        if (lost != 0) Prepared("UPDATE message SET parts = parts & ~$2 WHERE n = $1").Run(n, lost);
        return chunks;
    }

    private static byte[]? Plain(IncomingPart of, byte number, byte[] kept)
    {
        if (kept.Length < ChunkSumBytes) return null;
        var plain = kept[..^ChunkSumBytes];
        return BinaryPrimitives.ReadUInt32BigEndian(kept.AsSpan(plain.Length)) == ChunkSum(of, number, plain) ? plain : null;
    }

    private static uint ChunkSum(IncomingPart of, byte number, ReadOnlySpan<byte> plain) => (uint)RowSum.Of(
        "", own: false, of.Sender, of.Header.Epoch, of.Header.Serial, of.Header.CreatedSeconds, (byte)of.Header.Kind,
        (byte)of.Header.Status, number, plain);
}
