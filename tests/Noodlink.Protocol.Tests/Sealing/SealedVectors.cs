using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Sealing;

/// <summary>Frames that were sealed by another program: Python's <c>cryptography</c> 48 (HKDF, AESCCM), from
/// Protocol/README.md. The key of the station is 00 01 02 ... 1F, its number 17; the hub is 900.</summary>
public sealed class SealedVectors
{
    // key: f6cc0cbc94a93844757b5038c9d9350e, from HKDF with "noodlink v1 up" 0011
    // nonce: 00 0011 3F9A 00002A 6955B900 01
    private const string CoreFrame = """
        28             | version 1 (001) status Actual = 1 (01) up (0) numbered (0) spare (0)
        08             | kind Alarm = 1 (00001) precedence Flash = 0 (000)
        0011           | station 17
        3F9A           | epoch
        00002A         | serial 42
        6955B900       | created 2026-01-01T00:00:00Z
        01             | part 1, the core
        E850826B8A183A65980B5826568C42D45BB10EFE7B9FD642F4CDDA | ciphertext of 01 and the core of 26 bytes
        2A590656CA219B14 | tag
        """;

    // key: d01750f47c03f165b034a3ce5e1f53dc, from HKDF with "noodlink v1 down" 0011
    // nonce: 03 0384 0007 000009 00000000 00
    private const string ReceiptFrame = """
        2E             | version 1 (001) status Actual = 1 (01) down (1) signal (1) spare (0)
        38             | kind Receipt = 7 (00111) precedence Flash = 0 (000)
        0011           | station 17, which it is for
        0007           | epoch of the hub
        000009         | serial 9 of the hub's signals
        84FF4159806E   | ciphertext of 0C 3F9A 00002A
        5ADBE96D1D3E3370 | tag
        """;

    private static readonly FrameHeader CoreHeader = new(
        1, MessageStatus.Actual, Direction.Up, Series.Numbered, Kind.Alarm, Precedence.Flash, 17, 0x3F9A, 42,
        1_767_225_600, 1);

    private static readonly FrameHeader ReceiptHeader = new(
        1, MessageStatus.Actual, Direction.Down, Series.Signal, Kind.Receipt, Precedence.Flash, 17, 7, 9);

    [Fact]
    public void The_core_of_a_noodmelding()
    {
        var core = BodyCodec.Encode(Some.Example, out var coreLength)[..coreLength];

        // 01: one part follows.
        Check(CoreHeader, 17, [1, .. core], CoreFrame, 49);
    }

    [Fact]
    public void A_receipt_of_a_hub()
    {
        var body = BodyCodec.Encode(new DeviceReceipt(0x3F9A, 42, [], true, true, false), out _);

        Check(ReceiptHeader, 900, body, ReceiptFrame, 23);
    }

    private static void Check(FrameHeader header, ushort sender, byte[] plaintext, string hex, int length)
    {
        using var envelope = new Envelope(Key(), 17);
        var expected = Hex.Bytes(hex);

        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(envelope.Seal(header, sender, plaintext)));
        Assert.Equal(length, expected.Length);
        Assert.True(envelope.TryOpen(expected, sender, out var opened, out var content));
        Assert.Equal(header, opened);
        Assert.Equal(plaintext, content);
    }

    private static StationKey Key()
    {
        Assert.True(StationKey.TryCreate([.. Enumerable.Range(0, 32).Select(i => (byte)i)], out var key));
        return key;
    }
}
