using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

/// <summary>One body of every other kind, encoded by hand from Protocol/README.md.</summary>
public sealed class GoldenBodies
{
    private static readonly MessageNumber Wk1 = new(StationId.Parse("GR-WK1"), 42);

    [Fact]
    public void AlarmUpdate() => Check(
        new AlarmUpdate([Wk1], new AlarmFacts { DangerToLife = Danger.Yes, Text = "Slechter." }),
        """
        01             | one reference
        3CBBBC2000     | GR-WK1: G = 7 (00111) R = 18 (10010) W = 59 (111011) K = 47 (101111) 1 = 2 (000010) end, end
        00002A 0000    | serial 42, epoch not stated
        0001           | of the coded answers only byte 0 follows
        08             | services not entered (0000) danger: Yes = 2 (10) no location (00)
        01 09 536C6563687465722E | field text: Slechter.
        """);

    [Fact]
    public void AlarmCancel() => Check(
        new AlarmCancel([new MessageNumber(StationId.Parse("GR-ED1"), 7, 0x3F9A)], CancelReason.Resolved, "Terecht."),
        """
        02             | reason: Resolved = 2
        01             | one reference
        3CA9A02000     | GR-ED1
        000007 3F9A    | serial 7, epoch 3F9A
        01 08 546572656368742E | field text: Terecht.
        """);

    [Fact]
    public void Request() => Check(
        new Request(StationId.Parse("GR-CWK"), [Wk1], Question.Q5, null),
        """
        3CA7EEF000     | asked by GR-CWK: C = 39 (100111) W = 59 (111011) K = 47 (101111) end, end
        05             | question Q5
        01             | one reference
        3CBBBC2000 00002A 0000 | GR-WK1-0042
        """);

    [Fact]
    public void Reply() => Check(
        new Reply([new MessageNumber(StationId.Parse("GR-CWK"), 31)], new Answer(AnswerKind.Number, 3), null),
        """
        04             | answer: a number
        0003           | three
        01             | one reference
        3CA7EEF000 00001F 0000 | GR-CWK-0031
        """);

    [Fact]
    public void SituationReport() => Check(
        new SituationReport
        {
            Open = true, Staff = 3, Present = 63, Power = PowerSource.Generator, PowerHours = 9, Lan = LinkQuality.Off,
            Radio = LinkQuality.Good, Reach112 = Reachable112.No,
        },
        """
        1F             | there: staff 1, present 2, hours 4, open or closed 8; open 16
        34             | power: Generator = 3, LAN: Off = 4
        24             | radio: Good = 2, 112: No = 4
        03             | three volunteers
        003F           | 63 people
        09             | nine hours
        """);

    [Fact]
    public void Device_receipt() => Check(
        new DeviceReceipt(0x3F9A, 42, [5], Complete: true, ScreenOpen: true, NumberClash: false),
        """
        0C             | level Device = 0, complete 4, screen open 8
        3F9A           | epoch
        00002A         | serial 42
        05             | and 43 (bit 0) and 45 (bit 2)
        """);

    [Fact]
    public void Device_receipt_with_gaps() => Check(
        new DeviceReceipt(
            0x3F9A, 42, [2, 0, 58], Complete: true, ScreenOpen: false, NumberClash: false, Form: ReceiptForm.Gaps),
        """
        44             | level Device = 0, complete 4, gaps 64
        3F9A           | epoch
        00002A         | serial 42
        02             | and 44
        00             | 255 further, nothing there
        3A             | and 58 beyond that: 357
        """);

    [Fact]
    public void Device_receipt_of_parts() => Check(
        new DeviceReceipt(
            0x3F9A, 42, [0x0A, 0x00, 0x02], Complete: false, ScreenOpen: true, NumberClash: false,
            Form: ReceiptForm.Parts),
        """
        88             | level Device = 0, screen open 8, parts 128
        3F9A           | epoch
        00002A         | serial 42
        0A00           | parts 1 (the core) and 3 are here
        02             | and part 17
        """);

    [Fact]
    public void Progress_receipt() => Check(
        new ProgressReceipt(
            0x3F9A, 42, 4, MessageState.AcceptedControlRoom, ScreenOpen: true, Channel: MeldkamerChannel.C2000,
            MeldkamerNumber: "3217"),
        """
        0A             | level ControlRoom = 2, screen open 8
        3F9A 00002A    | about serial 42 of epoch 3F9A
        0004           | event 4 of that message
        07             | state: AcceptedControlRoom = 7
        02             | channel: C2000 = 2
        31 04 33323137 | field number of the meldkamer: 3217
        """);

    [Fact]
    public void Refused_receipt() => Check(
        new RefusedReceipt(0x3F9A, 42, 1, RefusalReason.NewerVersion),
        """
        03             | level Refused = 3
        3F9A 00002A    | about serial 42 of epoch 3F9A
        0001           | event 1
        02             | reason: NewerVersion = 2
        """);

    [Fact]
    public void Heartbeat() => Check(
        new Heartbeat(42, 3, 12, 1_767_225_600, Lan: true, Radio: false, ScreenOpen: true),
        """
        05             | LAN 1, screen open 4
        00002A         | highest serial 42
        0003           | three wait
        000C           | the oldest for 12 minutes
        6955B900       | 2026-01-01T00:00:00Z
        """);

    [Fact]
    public void Heartbeat_with_offers_held_back() => Check(
        new Heartbeat(
            300, 0, 0, 1_767_225_600, Lan: false, Radio: true, ScreenOpen: false,
            new HeldOffers(
                [new(HelpCategory.Water, 2), new(HelpCategory.Vehicle, 1)], [new SerialRange(5, 6), new SerialRange(42, 300)])),
        """
        02             | radio 2
        00012C         | highest serial 300
        0000 0000      | nothing else waits
        6955B900       | 2026-01-01T00:00:00Z
        36 0D          | offers held back, 13 bytes
        02             | two categories
        02 02          | water, two
        13 01          | vehicle, one
        000005 01      | 5 and one more
        00002A FF      | 42 and any behind it
        """);

    [Fact]
    public void LinkTest() => Check(
        new LinkTest(7, [0xAA, 0xBB]),
        """
        0007           | the seventh
        AABB           | filler
        """);

    [Fact]
    public void Poll() => Check(
        new Poll([new SerialRange(5, 7), new SerialRange(10, 10)]),
        """
        02             | two ranges
        000005 000007  | 5, 6 and 7
        00000A 00000A  | 10
        """);

    [Fact]
    public void Poll_of_a_sender() => Check(
        new Poll([], new PollFrom(0x3F9A, 42)),
        """
        00             | no ranges
        3F9A           | my epoch
        00002A         | from serial 42 on
        """);

    [Fact]
    public void Beacon() => Check(
        new Beacon(
            1_767_225_600, 7, 2950, 70, [0, 17, 18, 17],
            [
                new SlotAnswer(SlotResult.Part, 0x1234), default, default,
                default, default, new SlotAnswer(SlotResult.Complete, 0xABCD),
            ]),
        """
        6955B900       | 2026-01-01T00:00:00Z
        0007           | round 7
        0B86           | a round lasts 29.50 s
        0046           | a slot 0.70 s
        04 02          | four turns; two in the round before
        0000 0011      | the hub's own, station 17
        0012 0011      | station 18, station 17
        01             | slot 0: part = 1 (01); slots 1, 2 and 3: nothing (000000)
        08             | slot 4: nothing (00); slot 5: complete = 2 (10)
        1234 ABCD      | their proofs
        """);

    [Fact]
    public void NetworkKey()
    {
        Assert.True(StationKey.TryCreate([.. Enumerable.Range(0, 32).Select(i => (byte)i)], out var key));

        Check(
            new NetworkKey(3, key),
            """
            0003           | the third of this hub
            000102030405060708090A0B0C0D0E0F 101112131415161718191A1B1C1D1E1F
            """);
    }

    private static void Check(MessageBody body, string hex)
    {
        var bytes = Hex.Bytes(hex);

        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(BodyCodec.Encode(body, out var core)));
        Assert.Equal(0, core);
        Assert.Equal(new DecodeResult.Ok(body), BodyCodec.TryDecode(body.Kind, bytes, coreOnly: false));
    }
}
