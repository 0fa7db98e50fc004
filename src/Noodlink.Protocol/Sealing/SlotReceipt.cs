using System.Buffers.Binary;
using System.Security.Cryptography;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Sealing;

// The receipt of two bytes.
//
// Problem. A sealed Device receipt is 23 bytes, 0.37 s at SF10: the hub's 10 % would end after 970 of them an hour. In
// slots the hub need not name a message: both sides know which frame went in which slot. What is left to say is that
// it is there, and the proof that the hub says so.
//
// Who must be kept from saying it? A beacon is sealed with the network key, which every noodsteunpunt has. Whoever
// steals one station holds that key, and must not be able to end the messages of the others. So the proof is made with
// a key that only this station and the hub have:
//
//   key  HKDF-SHA256(secret = station key, salt = none, info = "noodlink v1 slot" | station number (2), 32 bytes)
//   mac  first 2 bytes of HMAC-SHA256(key, hub number (2) | header of the beacon (9) | slot (1) | result (1) | frame)
//
// The frame is all of what was sealed, so the proof is about this part of this message of this epoch and no other. The
// header holds epoch and serial of the hub: a proof of yesterday's beacon is none today.
//
// Why two bytes are enough. A forger hits with 1 in 65,536, and has one try for each frame that is sent in a slot,
// because a station asks each slot once, of the first beacon after it that opens. To make that try it needs the network
// key, must be louder than the hub at the right moment of every round, and is noticed: the hub's own beacon is missing.
// Who tries at each of 3,000 messages an hour ends one wrongly in 22 hours of being noticed; and what it ended wrongly
// still shows as a missing number at the hub, which asks for it again (architecture §4.8). Eight bytes would make the
// beacon 297 bytes, more than a frame. Without the network key nothing can be tried at all: the seal of the beacon has
// 8 bytes.

/// <summary>Makes and checks the proofs of one noodsteunpunt that a beacon carries.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
public sealed class SlotReceipt
{
    private const int KeyBytes = 32;

    private readonly byte[] _key;

    /// <param name="key">The key of the noodsteunpunt.</param>
    /// <param name="stationNumber">Its number, 1..65534.</param>
    public SlotReceipt(StationKey key, ushort stationNumber)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfZero(stationNumber);
        ReadOnlySpan<byte> purpose = "noodlink v1 slot"u8;
        Span<byte> info = stackalloc byte[purpose.Length + 2];
        purpose.CopyTo(info);
        BinaryPrimitives.WriteUInt16BigEndian(info[purpose.Length..], stationNumber);
        _key = key.Derive(info, KeyBytes);
    }

    /// <summary>The proof that the hub has the frame of a slot on disk.</summary>
    /// <param name="beacon">Header of the beacon that carries it.</param>
    /// <param name="hub">Number of the hub.</param>
    /// <param name="slot">Place among the answers of the beacon, 0..53.</param>
    /// <param name="result">What it has.</param>
    /// <param name="frame">The sealed frame, without the link header.</param>
    public ushort Mac(FrameHeader beacon, ushort hub, int slot, SlotResult result, ReadOnlySpan<byte> frame)
    {
        const int fixedBytes = 2 + FrameHeader.SignalBytes + 1 + 1;
        var said = new byte[fixedBytes + frame.Length];
        BinaryPrimitives.WriteUInt16BigEndian(said, hub);
        beacon.Write(said.AsSpan(2));
        said[2 + FrameHeader.SignalBytes] = (byte)slot;
        said[fixedBytes - 1] = (byte)result;
        frame.CopyTo(said.AsSpan(fixedBytes));
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, said, mac);
        return BinaryPrimitives.ReadUInt16BigEndian(mac);
    }

    /// <summary>Does this answer prove that the hub has the frame?</summary>
    /// <param name="answer">From the beacon, at the place of <paramref name="slot"/>.</param>
    /// <returns>False also for <see cref="SlotResult.None"/>. Never throws on what a beacon may hold.</returns>
    public bool Proves(FrameHeader beacon, ushort hub, int slot, SlotAnswer answer, ReadOnlySpan<byte> frame) =>
        answer.Result != SlotResult.None && answer.Mac == Mac(beacon, hub, slot, answer.Result, frame);
}
