using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

/// <summary>Newer software is told apart from nonsense: the first is answered with its own reason.</summary>
public sealed class DecodeFailureTests
{
    private const string Core = "29094C1FFF0001000640000064 99CC220003000000 0000000000";

    [Theory]
    [InlineData(Kind.Alarm, Core + "05 01 00", "field")]
    [InlineData(Kind.Alarm, "29 1E 4C1FFF0001000640000064 99CC220003000000 0000000000", "type 30")]
    [InlineData(Kind.Alarm, "29 09 E0 1FFF0001000640000064 99CC220003000000 0000000000", "access 7")]
    [InlineData(Kind.Alarm, "29 09 4D 1FFF0001000640000064 99CC220003000000 0000000000", "spare bit of byte 2")]
    [InlineData(Kind.Alarm, "29094C1FFF 1000 000640000064 99CC220003000000 0000000000", "hazard 12")]
    [InlineData(Kind.Alarm, "29094C1FFF000100 B6 40000064 99CC220003000000 0000000000", "age 11")]
    [InlineData(Kind.Alarm, "29094C1FFF000100 0A 40000064 99CC220003000000 0000000000", "source 5")]
    [InlineData(Kind.Alarm, "29094C1FFF00010006 C0 000064 99CC220003000000 0000000000", "reporter 6")]
    [InlineData(Kind.Alarm, "29094C1FFF0001000640 0000 74 99CC220003000000 0000000000", "form 5")]
    [InlineData(Kind.Alarm, "29094C1FFF0001000640 0000 60 00000000000000000000000001", "nothing, and something in it")]
    [InlineData(Kind.AlarmUpdate, "01 3CBBBC2000 00002A 0000 2000", "group 13")]
    [InlineData(Kind.AlarmUpdate, "01 3CBBBC2000 00002A 0000 0001 08 05 00", "field")]
    [InlineData(Kind.AlarmCancel, "07 01 3CBBBC2000 00002A 0000", "reason 7")]
    [InlineData(Kind.AlarmCancel, "02 01 3CBBBC2000 00002A 0000 05 00", "field")]
    [InlineData(Kind.Request, "3CA7EEF000 09 00", "question 9")]
    [InlineData(Kind.Reply, "05 0000 01 3CBBBC2000 00002A 0000", "answer 5")]
    [InlineData(Kind.SituationReport, "3F 34 24 03 003F 09", "flag 32")]
    [InlineData(Kind.SituationReport, "1F 74 24 03 003F 09", "power 7")]
    [InlineData(Kind.Receipt, "2A 3F9A 00002A 0004 07 02", "flag of a progress receipt")]
    [InlineData(Kind.Receipt, "02 3F9A 00002A 0004 10 02", "state 16")]
    [InlineData(Kind.Receipt, "02 3F9A 00002A 0004 07 07", "channel 7")]
    [InlineData(Kind.Receipt, "02 3F9A 00002A 0004 07 02 32 00", "field")]
    [InlineData(Kind.Receipt, "03 3F9A 00002A 0001 05", "reason 5")]
    [InlineData(Kind.Receipt, "07 3F9A 00002A 0001 02", "flag of a refusal")]
    [InlineData(Kind.Receipt, "03 3F9A 00002A 0001 02 01 00", "field of a refusal")]
    [InlineData(Kind.Heartbeat, "0D 00002A 0003 000C 6955B900", "flag 8")]
    [InlineData(Kind.Heartbeat, "05 00002A 0003 000C 6955B900 01 00", "field")]
    [InlineData(Kind.Heartbeat, "05 00002A 0003 000C 6955B900 36 07 01 17 01 000005 00", "category 23")]
    [InlineData(Kind.Poll, "01 000005 000007 01 00", "field")]
    [InlineData(Kind.Beacon, "6955B900 0007 0320 0046 02 00 0011 0012 01 00", "field")]
    [InlineData((Kind)31, "", "kind 31")]
    public void What_is_not_known_here_comes_from_newer_software(Kind kind, string hex, string what) =>
        AssertFails(DecodeFailure.NewerVersion, BodyCodec.TryDecode(kind, Hex.Bytes(hex), coreOnly: false), what);

    [Theory]
    [InlineData(Kind.Alarm, "", "empty")]
    [InlineData(Kind.Alarm, "29094C1FFF0001000640000064 99CC220003000000 00000000", "one byte short")]
    [InlineData(Kind.Alarm, "09 094C1FFF0001000640000064 99CC220003000000 0000000000", "no services")]
    [InlineData(Kind.Alarm, "21 094C1FFF0001000640000064 99CC220003000000 0000000000", "no danger")]
    [InlineData(Kind.Alarm, "29 00 4C1FFF0001000640000064 99CC220003000000 0000000000", "no type")]
    [InlineData(Kind.Alarm, "28094C1FFF00010006400000 0000000000000000000000000000", "no location")]
    [InlineData(Kind.Alarm, "29094C1FFF00010006400000 0000000000000000000000000000", "certainty of nothing")]
    [InlineData(Kind.Alarm, "29094C1FFF 0003 000640000064 99CC220003000000 0000000000", "no hazard and fire")]
    [InlineData(Kind.Alarm, "29094C1FFF 8001 000640000064 99CC220003000000 0000000000", "empty and not empty")]
    [InlineData(Kind.Alarm, "29094C1FFF0001000640 0400 64 99CC220003000000 0000000000", "language of one letter")]
    [InlineData(Kind.Alarm, "29094C1FFF0001000640000064 00CC220003000000 0000000000", "postcode 0051")]
    [InlineData(Kind.Alarm, "29094C1FFF0001000640000064 99CC220000000001 0000000000", "addition without number")]
    [InlineData(Kind.Alarm, "29094C1FFF0001000640000064 99CC220003000000 0000000001", "RD without its bit")]
    [InlineData(Kind.Alarm, "29094C1FFF0001000640000064 99CC220003000000 CA00000000", "RD beyond the grid")]
    [InlineData(Kind.Alarm, "29094C1FFF0001000640000065 99CC220003000000 0000000000", "postcode that was cut")]
    [InlineData(Kind.Alarm, "29094C1FFF0001000640000073 4C65656B000000000000000000", "whole and cut")]
    [InlineData(Kind.Alarm, "29094C1FFF0001000640000070 4C65656B00000000000000004B", "text after its end")]
    [InlineData(Kind.Alarm, "29094C1FFF0001000640000070 C365656B000000000000000000", "no UTF-8")]
    [InlineData(Kind.Alarm, Core + "05 02 00", "field too long")]
    [InlineData(Kind.Alarm, Core + "05", "field without length")]
    [InlineData(Kind.Alarm, Core + "10 01 41 01 01 41", "fields out of order")]
    [InlineData(Kind.Alarm, Core + "01 01 41 01 01 41", "field twice")]
    [InlineData(Kind.Alarm, Core + "05 00 01 01 41", "unknown field, and out of order")]
    [InlineData(Kind.Alarm, Core + "01 00", "empty text")]
    [InlineData(Kind.Alarm, Core + "01 01 07", "control character")]
    [InlineData(Kind.Alarm, Core + "01 02 C328", "no UTF-8")]
    [InlineData(Kind.Alarm, Core + "02 09 3CBBBC2000 00002A 00", "nine bytes of references")]
    [InlineData(Kind.Alarm, Core + "02 0A 3CBBBC2000 000000 0000", "serial 0")]
    [InlineData(Kind.Alarm, Core + "02 0A 00BBBC2000 00002A 0000", "station without region")]
    [InlineData(Kind.Alarm, Core + "02 0A 3CBB02F000 00002A 0000", "station of one symbol, then a hole")]
    [InlineData(Kind.Alarm, Core + "12 02 99CC", "postcode of two bytes")]
    [InlineData(Kind.Alarm, Core + "16 02 00AD", "road spot of two bytes")]
    [InlineData(Kind.Alarm, Core + "16 03 2710 00", "hectometre 1000.0")]
    [InlineData(Kind.Alarm, Core + "20 01 00", "order of another service")]
    [InlineData(Kind.Alarm, Core + "21 02 0000", "order with a repeat")]
    [InlineData(Kind.Alarm, Core + "22 00", "order of nothing")]
    [InlineData(Kind.AlarmUpdate, "00 0001 08", "no reference")]
    [InlineData(Kind.AlarmUpdate, "11 0001 08", "17 references")]
    [InlineData(Kind.AlarmUpdate, "01 3CBBBC2000 00002A 0000 0000", "no change")]
    [InlineData(Kind.AlarmUpdate, "01 3CBBBC2000 00002A 0000 0001 00", "a change that is none")]
    [InlineData(Kind.AlarmUpdate, "01 3CBBBC2000 00002A 0000 0001 08 10 01 41", "street of no location")]
    [InlineData(Kind.AlarmUpdate, "01 3CBBBC2000 00002A 0000 0001 08 02 0A 3CBBBC2000 00002A 0000", "references twice",
        DecodeFailure.NewerVersion)]
    [InlineData(Kind.AlarmCancel, "00 01 3CBBBC2000 00002A 0000", "no reason")]
    [InlineData(Kind.AlarmCancel, "02 00", "no reference")]
    [InlineData(Kind.Request, "3CA7EEF000 FF 00", "no question and no text")]
    [InlineData(Kind.Request, "0000000000 05 00", "nobody asks")]
    [InlineData(Kind.Reply, "00 0000 01 3CBBBC2000 00002A 0000", "no answer and no text")]
    [InlineData(Kind.Reply, "02 0001 01 3CBBBC2000 00002A 0000", "yes with a number")]
    [InlineData(Kind.SituationReport, "00 00 00 00 0000 00", "nothing")]
    [InlineData(Kind.SituationReport, "08 00 00 03 0000 00", "staff that is not there")]
    [InlineData(Kind.SituationReport, "10 00 00 00 0000 00", "open, not known whether")]
    [InlineData(Kind.Receipt, "", "empty")]
    [InlineData(Kind.Receipt, "04 0000 00002A", "epoch 0")]
    [InlineData(Kind.Receipt, "40 3F9A 00002A", "no gaps")]
    [InlineData(Kind.Receipt, "40 3F9A 00002A 05 00", "a gap to nowhere")]
    [InlineData(Kind.Receipt, "80 3F9A 00002A 02", "parts in one byte")]
    [InlineData(Kind.Receipt, "80 3F9A 00002A 02 00 00 00 00 00", "parts in six bytes")]
    [InlineData(Kind.Receipt, "84 3F9A 00002A 02 00", "parts of a complete message")]
    [InlineData(Kind.Receipt, "A0 3F9A 00002A 02 00", "parts of a signal")]
    [InlineData(Kind.Receipt, "C0 3F9A 00002A 02 00", "gaps and parts")]
    [InlineData(Kind.Receipt, "04 3F9A 000000", "serial 0")]
    [InlineData(Kind.Receipt, "01 3F9A 00002A 0004 07 02", "level Human of a state of the meldkamer")]
    [InlineData(Kind.Receipt, "02 3F9A 00002A 0004 07 02 30 01 05", "minutes of one byte")]
    [InlineData(Kind.Receipt, "02 3F9A 00002A 0004 07", "no channel")]
    [InlineData(Kind.Receipt, "03 3F9A 00002A 0001 00", "no reason")]
    [InlineData(Kind.Heartbeat, "05 00002A 0003 000C 6955B9", "one byte short")]
    [InlineData(Kind.Heartbeat, "05 00002A 0003 000C 6955B900 36 01 00", "no offers")]
    [InlineData(Kind.Heartbeat, "05 00002A 0003 000C 6955B900 36 03 01 02 01", "offers without a number")]
    [InlineData(Kind.Heartbeat, "05 00002A 0003 000C 6955B900 36 07 01 02 00 000005 00", "none of a category")]
    [InlineData(Kind.Heartbeat, "05 00002A 0003 000C 6955B900 36 09 02 02 01 02 01 000005 00", "a category twice")]
    [InlineData(Kind.Heartbeat, "05 00002A 0003 000C 6955B900 36 07 01 02 01 000000 00", "serial 0")]
    [InlineData(Kind.Heartbeat, "05 00002A 0003 000C 6955B900 36 07 01 02 01 00002B 00", "above the highest")]
    [InlineData(Kind.Heartbeat, "05 00002A 0003 000C 6955B900 36 0B 01 02 01 000005 02 000007 00", "ranges that touch")]
    [InlineData(Kind.Heartbeat, "05 00002A 0003 000C 6955B900 36 07 01 02 01 000005 FF", "to an end that is near")]
    [InlineData(Kind.Heartbeat, "05 00FFFF 0003 000C 6955B900 36 0B 01 02 01 000005 FF 000700 00", "an end in the middle")]
    [InlineData(Kind.LinkTest, "00", "one byte short")]
    [InlineData(Kind.Poll, "01 000007 000005", "range backwards")]
    [InlineData(Kind.Poll, "00 3F9A", "an epoch without a serial")]
    [InlineData(Kind.Poll, "00 0000 00002A", "from epoch 0")]
    [InlineData(Kind.Poll, "00 3F9A 000000", "from serial 0")]
    [InlineData(Kind.Poll, "00 3F9A 00002A 00", "something behind it")]
    [InlineData(Kind.Poll, "01 000000 000005", "range from 0")]
    [InlineData(Kind.Poll, "02 000005 000007 000007 000008", "ranges overlap")]
    [InlineData(Kind.Poll, "19", "25 ranges")]
    [InlineData(Kind.Beacon, "6955B900 0007 0320 0046 02 00 0011 00", "one byte short")]
    [InlineData(Kind.Beacon, "6955B900 0007 0320 0046 00 00", "no turns")]
    [InlineData(Kind.Beacon, "6955B900 0007 0320 0046 03 00 0011 0012 0013", "three turns")]
    [InlineData(Kind.Beacon, "6955B900 0007 FFFF 0001 14 00", "20 turns")]
    [InlineData(Kind.Beacon, "6955B900 0007 0320 0046 02 01 0011 0012 00", "one turn before")]
    [InlineData(Kind.Beacon, "6955B900 0007 0320 0000 02 00 0011 0012", "slots of no length")]
    [InlineData(Kind.Beacon, "6955B900 0007 0230 0046 02 00 0011 0012", "a round of eight slots and nothing else")]
    [InlineData(Kind.Beacon, "6955B900 0007 0320 0046 02 02 0011 0012 0300", "result 3")]
    [InlineData(Kind.Beacon, "6955B900 0007 0320 0046 02 02 0011 0012 0010 1234", "result of a slot that is not there")]
    [InlineData(Kind.NetworkKey, "0000 000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "number 0")]
    [InlineData(Kind.NetworkKey, "0001 000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E", "31 bytes")]
    [InlineData(Kind.NetworkKey, "0001 0000000000000000000000000000000000000000000000000000000000000000", "no key")]
    public void What_makes_no_sense_is_malformed(
        Kind kind, string hex, string what, DecodeFailure failure = DecodeFailure.Malformed) =>
        AssertFails(failure, BodyCodec.TryDecode(kind, Hex.Bytes(hex), coreOnly: false), what);

    [Fact]
    public void A_bitmap_has_32_bytes_and_filler_160_and_no_more()
    {
        AssertFits(Kind.Receipt, "0C 3F9A 00002A" + new string('0', 64));
        AssertMalformed(Kind.Receipt, "0C 3F9A 00002A" + new string('0', 66));
        AssertFits(Kind.LinkTest, "0007" + new string('0', 320));
        AssertMalformed(Kind.LinkTest, "0007" + new string('0', 322));
    }

    [Fact]
    public void A_core_is_read_as_a_core_and_nothing_else_is()
    {
        Assert.IsType<DecodeResult.Ok>(BodyCodec.TryDecode(Kind.Alarm, Hex.Bytes(Core), coreOnly: true));
        AssertFails(
            DecodeFailure.Malformed, BodyCodec.TryDecode(Kind.Alarm, Hex.Bytes(Core + "00"), coreOnly: true), "longer");
        AssertFails(
            DecodeFailure.Malformed, BodyCodec.TryDecode(Kind.LinkTest, Hex.Bytes("0007"), coreOnly: true), "no core");
    }

    [Fact]
    public void A_body_of_another_version_is_not_looked_at()
    {
        var header = new FrameHeader(
            2, MessageStatus.Actual, Direction.Up, Series.Numbered, Kind.Alarm, Precedence.Flash, 17, 1, 1);

        var body = Hex.Bytes(Core);

        AssertFails(DecodeFailure.NewerVersion, BodyCodec.TryDecode(header, body, coreOnly: false), "version 2");
        Assert.IsType<DecodeResult.Ok>(BodyCodec.TryDecode(header with { Version = 1 }, body, coreOnly: false));
    }

    [Fact]
    public void A_body_longer_than_any_message_is_not_looked_at() => AssertFails(
        DecodeFailure.Malformed, BodyCodec.TryDecode(Kind.Alarm, new byte[16_384], coreOnly: false), "16 kB");

    private static void AssertFits(Kind kind, string hex) =>
        Assert.IsType<DecodeResult.Ok>(BodyCodec.TryDecode(kind, Hex.Bytes(hex), coreOnly: false));

    private static void AssertMalformed(Kind kind, string hex) =>
        AssertFails(DecodeFailure.Malformed, BodyCodec.TryDecode(kind, Hex.Bytes(hex), coreOnly: false), hex);

    private static void AssertFails(DecodeFailure failure, DecodeResult result, string what)
    {
        var failed = Assert.IsType<DecodeResult.Failed>(result);
        Assert.True(failure == failed.Failure, $"{what}: {failed}");
        Assert.NotEmpty(failed.Detail);
    }
}
