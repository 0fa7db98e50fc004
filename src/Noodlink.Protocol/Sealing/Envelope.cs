using System.Buffers.Binary;
using System.Security.Cryptography;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Sealing;

// One sealed envelope on every bearer: broker, modem and USB stick are untrusted.
//
// Problem. A frame is at most 200 bytes on the radio, the sender may have no clock, and the same frame is sent again,
// byte for byte, over other bearers. Anyone can hear it, repeat it, or make one up.
//
// Idea. AES-CCM with a tag of 8 bytes (RFC 3610 with M = 8, L = 2; the parameters of AES-CCM-16-64-128 of RFC 8152
// §10.2): half the overhead of GCM, and a forger has one chance in 2^64 per frame on a channel that carries a few
// frames a second. The nonce is built from what already stands in the header, so it costs no bytes.
//
//   frame = header (9 or 14, readable, authenticated) | ciphertext | tag (8)
//   key   = HKDF-SHA256 of the station key, no salt, info "noodlink v1 up" (or "... down") | station number (2)   = 16
//   nonce = direction * 2 + series (1) | sender's number (2) | epoch (2) | serial (3) | created (4) | part (1)     = 13
//
// The sender of an up frame is the noodsteunpunt; of a down frame the hub, whose number is not in the frame: the
// station tries each of its few hubs, which saves two bytes on every receipt. Two hubs are two senders, so they never
// share a nonce. What is left of the chance of a repeated nonce after an image restore stands in Protocol/README.md.

/// <summary>Seals and opens the frames of one noodsteunpunt, in both directions.</summary>
/// <remarks>One thread at a time: the native cipher keeps state. Whoever shares an envelope between threads locks it.
/// Each (sender, epoch, series, serial, created, part) is sealed once in its life; the bytes are kept and sent
/// again.</remarks>
public sealed class Envelope : IDisposable
{
    /// <summary>Bytes of the authentication tag.</summary>
    public const int TagBytes = 8;

    /// <summary>What sealing adds to the plaintext of a numbered message: 22 bytes.</summary>
    public const int NumberedOverhead = FrameHeader.NumberedBytes + TagBytes;

    /// <summary>What sealing adds to the plaintext of a signal: 17 bytes.</summary>
    public const int SignalOverhead = FrameHeader.SignalBytes + TagBytes;

    // L = 2: the length of a CCM message is counted in 16 bits.
    private const int PlaintextBytesMax = 0xFFFF;

    private const int NonceBytes = 13;
    private const int KeyBytes = 16;

    private readonly ushort _station;
    private readonly AesCcm _up;
    private readonly AesCcm _down;

    /// <param name="key">The key of the noodsteunpunt.</param>
    /// <param name="stationNumber">Its number, 1..65535.</param>
    public Envelope(StationKey key, ushort stationNumber)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfZero(stationNumber);
        _station = stationNumber;
        _up = Cipher(key, "noodlink v1 up"u8, stationNumber);
        _down = Cipher(key, "noodlink v1 down"u8, stationNumber);
        Slots = new SlotReceipt(key, stationNumber);
    }

    /// <summary>The receipts of two bytes of this noodsteunpunt; safe on any thread.</summary>
    public SlotReceipt Slots { get; }

    /// <summary>Makes a frame.</summary>
    /// <param name="header">Its header; <c>Station</c> is the number of this envelope.</param>
    /// <param name="senderNumber">The noodsteunpunt's number in an up frame, the hub's number in a down frame.</param>
    /// <param name="plaintext">The content, at most 65,535 bytes.</param>
    /// <exception cref="ArgumentException">A number does not belong to this envelope: a fault in the
    /// program.</exception>
    public byte[] Seal(FrameHeader header, ushort senderNumber, ReadOnlySpan<byte> plaintext)
    {
        if (!Belongs(header, senderNumber))
            throw new ArgumentException($"Sender {senderNumber}, envelope of {_station}: {header}", nameof(header));
        if (plaintext.Length > PlaintextBytesMax)
            throw new ArgumentException($"{plaintext.Length} bytes, at most {PlaintextBytesMax}.", nameof(plaintext));
        var length = header.Length;
        var frame = new byte[length + plaintext.Length + TagBytes];
        header.Write(frame);
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(header, senderNumber, nonce);
        Cipher(header.Direction).Encrypt(
            nonce, plaintext, frame.AsSpan(length, plaintext.Length), frame.AsSpan(length + plaintext.Length),
            frame.AsSpan(0, length));
        return frame;
    }

    /// <summary>Opens a frame.</summary>
    /// <param name="frame">Any bytes at all.</param>
    /// <param name="senderNumber">As in <see cref="Seal"/>; in a down frame a hub that may have sent it.</param>
    /// <param name="header">Its header, when it opens.</param>
    /// <param name="plaintext">Its content, when it opens; otherwise empty.</param>
    /// <returns>False when it is not for this noodsteunpunt, not from this sender, or not genuine. Never
    /// throws.</returns>
    public bool TryOpen(ReadOnlySpan<byte> frame, ushort senderNumber, out FrameHeader header, out byte[] plaintext)
    {
        plaintext = [];
        if (!FrameHeader.TryRead(frame, out header) || !Belongs(header, senderNumber)) return false;
        var content = frame.Length - header.Length - TagBytes;
        if (content is < 0 or > PlaintextBytesMax) return false;
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(header, senderNumber, nonce);
        var opened = new byte[content];
        try
        {
            Cipher(header.Direction).Decrypt(
                nonce, frame.Slice(header.Length, content), frame[^TagBytes..], opened, frame[..header.Length]);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        plaintext = opened;
        return true;
    }

    public void Dispose()
    {
        _up.Dispose();
        _down.Dispose();
    }

    private static AesCcm Cipher(StationKey key, ReadOnlySpan<byte> purpose, ushort stationNumber)
    {
        Span<byte> info = stackalloc byte[purpose.Length + 2];
        purpose.CopyTo(info);
        BinaryPrimitives.WriteUInt16BigEndian(info[purpose.Length..], stationNumber);
        var derived = key.Derive(info, KeyBytes);
        try
        {
            return new AesCcm(derived);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    private static void WriteNonce(FrameHeader header, ushort senderNumber, Span<byte> nonce)
    {
        nonce[0] = (byte)(((byte)header.Direction << 1) | (byte)header.Series);
        BinaryPrimitives.WriteUInt16BigEndian(nonce[1..], senderNumber);
        BinaryPrimitives.WriteUInt16BigEndian(nonce[3..], header.Epoch);
        nonce[5] = (byte)(header.Serial >> 16);
        nonce[6] = (byte)((header.Serial >> 8) & 0xFF);
        nonce[7] = (byte)(header.Serial & 0xFF);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], header.CreatedSeconds);
        nonce[12] = header.Part;
    }

    private bool Belongs(FrameHeader header, ushort senderNumber) =>
        header.Station == _station && (header.Direction == Direction.Down || senderNumber == _station);

    private AesCcm Cipher(Direction direction) => direction == Direction.Up ? _up : _down;
}
