using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Sealing;

/// <summary>What a hub says to everybody, and its receipts of two bytes, made by another program: Python's
/// <c>cryptography</c> 48 (HKDF, AESCCM, HMAC), from Protocol/README.md. The network key is 20 21 … 3F, the key of
/// station 17 is 00 01 … 1F, the hub is 900.</summary>
public sealed class BeaconVectors
{
    // key: bc0e4477ee0cb5e5d0f2a289e02c7b06, from HKDF with "noodlink v1 down" FFFF
    // nonce: 03 0384 0007 000009 00000000 00
    private const string BeaconFrame = """
        2E             | version 1 (001) status Actual = 1 (01) down (1) signal (1) spare (0)
        5B             | kind Beacon = 11 (01011) precedence Routine = 3 (011)
        FFFF           | everybody
        0007           | epoch of the hub
        000009         | serial 9 of the hub's signals
        4CFC4D7EA65E73BC420CC51483562E3E5E240335C5E6E78E1142 | ciphertext of a beacon of four turns
        EFB0C633877637C3 | tag
        """;

    private static readonly FrameHeader Header = new(
        1, MessageStatus.Actual, Direction.Down, Series.Signal, Kind.Beacon, Precedence.Routine, ushort.MaxValue, 7, 9);

    private static readonly byte[] Core = Hex.Bytes(
        "280800113F9A00002A6955B90001E850826B8A183A65980B5826568C42D45BB10EFE7B9FD642F4CDDA2A590656CA219B14");

    [Fact]
    public void A_beacon_under_the_network_key()
    {
        var body = new Beacon(
            1_767_225_600, 7, 2950, 70, [0, 17, 18, 17],
            [new(SlotResult.Part, 0x1234), default, default, default, default, new(SlotResult.Complete, 0xABCD)]);
        using var envelope = new Envelope(Key(32), ushort.MaxValue);

        var frame = envelope.Seal(Header, 900, BodyCodec.Encode(body, out _));

        Assert.Equal(Convert.ToHexString(Hex.Bytes(BeaconFrame)), Convert.ToHexString(frame));
        Assert.True(envelope.TryOpen(frame, 900, out var header, out var plaintext));
        Assert.Equal(new DecodeResult.Ok(body), BodyCodec.TryDecode(header, plaintext, coreOnly: false));
        Assert.False(envelope.TryOpen(frame, 901, out _, out _));
    }

    [Theory]
    [InlineData(3, SlotResult.Part, 0x0485)]
    [InlineData(3, SlotResult.Complete, 0xA381)]
    [InlineData(4, SlotResult.Part, 0x24D9)]
    public void A_receipt_of_two_bytes(int slot, SlotResult result, int mac)
    {
        // key: e7f472e0d9cc06cbd67517cf7f729e7a886e949d310c602d97492e5dbd840e7e, HKDF with "noodlink v1 slot" 0011
        var receipt = new SlotReceipt(Key(0), 17);

        Assert.Equal(mac, receipt.Mac(Header, 900, slot, result, Core));
        Assert.True(receipt.Proves(Header, 900, slot, new SlotAnswer(result, (ushort)mac), Core));
    }

    [Fact]
    public void A_receipt_of_two_bytes_is_for_one_frame_one_slot_one_beacon_one_hub_and_one_station()
    {
        var receipt = new SlotReceipt(Key(0), 17);
        var answer = new SlotAnswer(SlotResult.Complete, receipt.Mac(Header, 900, 3, SlotResult.Complete, Core));
        byte[] other = [.. Core.AsSpan(0, Core.Length - 1), 0];

        Assert.True(receipt.Proves(Header, 900, 3, answer, Core));
        Assert.False(receipt.Proves(Header, 900, 3, answer, other));
        Assert.False(receipt.Proves(Header, 900, 4, answer, Core));
        Assert.False(receipt.Proves(Header with { Serial = 10 }, 900, 3, answer, Core));
        Assert.False(receipt.Proves(Header with { Epoch = 8 }, 900, 3, answer, Core));
        Assert.False(receipt.Proves(Header, 901, 3, answer, Core));
        Assert.False(receipt.Proves(Header, 900, 3, answer with { Result = SlotResult.Part }, Core));
        Assert.False(receipt.Proves(Header, 900, 3, answer with { Result = SlotResult.None }, Core));
        Assert.False(new SlotReceipt(Key(0), 18).Proves(Header, 900, 3, answer, Core));
        Assert.False(new SlotReceipt(Key(1), 17).Proves(Header, 900, 3, answer, Core));
    }

    private static StationKey Key(int from)
    {
        Assert.True(StationKey.TryCreate([.. Enumerable.Range(from, 32).Select(i => (byte)i)], out var key));
        return key;
    }
}
