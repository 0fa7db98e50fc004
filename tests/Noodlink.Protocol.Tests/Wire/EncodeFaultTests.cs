using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

/// <summary>What may not travel is a fault in the program that let it through, and stops there.</summary>
public sealed class EncodeFaultTests
{
    private static readonly AlarmFacts Facts = Some.Example.Facts;
    private static readonly ValueList<MessageNumber> Reference = [new(StationId.Parse("GR-WK1"), 42)];

    public static TheoryData<string, MessageBody> Invalid => new()
    {
        { "no services", new Alarm(Facts with { Services = null }, []) },
        { "empty services", new Alarm(Facts with { Services = [] }, []) },
        { "a service twice", new Alarm(Facts with { Services = [EmergencyService.Fire, EmergencyService.Fire] }, []) },
        { "no type", new Alarm(Facts with { Type = null }, []) },
        { "no danger", new Alarm(Facts with { DangerToLife = null }, []) },
        { "no location", new Alarm(Facts with { Location = null }, []) },
        { "fifteen victims", new Alarm(Facts with { Victims = 15 }, []) },
        { "no hazard and a hazard", new Alarm(Facts with { Hazards = [Hazard.None, Hazard.Gas] }, []) },
        { "age 7", new Alarm(Facts with { OccurredAgoMinutes = 7 }, []) },
        { "language NL", new Alarm(Facts with { Language = "NL" }, []) },
        { "141 characters", new Alarm(Facts with { Text = new string('x', 141) }, []) },
        { "162 bytes", new Alarm(Facts with { Text = new string('é', 81) }, []) },
        { "empty text", new Alarm(Facts with { Text = "" }, []) },
        { "control character", new Alarm(Facts with { Text = "a\tb" }, []) },
        { "half a pair", new Alarm(Facts with { Text = "\ud83d" }, []) },
        { "hectometre 1000", At(Some.Address with { Hectometre = 1000 }) },
        { "hectometre 1.05", At(Some.Address with { Hectometre = 1.05m }) },
        { "RD x too low", At(new Rd(-1, 300_000)) },
        { "RD x too high", At(new Rd(300_001, 300_000)) },
        { "RD y too low", At(new Rd(0, 299_999)) },
        { "RD y too high", At(new Rd(0, 630_001)) },
        { "type 99", new Alarm(Facts with { Type = (AlarmType)99 }, []) },
        { "17 references", new Alarm(Facts, [.. Enumerable.Repeat(Reference[0], 17)]) },
        { "reference to serial 0", new Alarm(Facts, [Reference[0] with { Serial = 0 }]) },
        { "reference to epoch 0", new Alarm(Facts, [Reference[0] with { Epoch = 0 }]) },
        { "reference to nobody", new Alarm(Facts, [Reference[0] with { Station = default }]) },
        { "update of nothing", new AlarmUpdate([], new AlarmFacts { Victims = 1 }) },
        { "update with nothing", new AlarmUpdate(Reference, new AlarmFacts()) },
        { "cancel without reference", new AlarmCancel([], CancelReason.Resolved, null) },
        { "cancel without reason", new AlarmCancel(Reference, default, null) },
        { "request without question", new Request(Reference[0].Station, [], null, null) },
        { "reply without answer", new Reply(Reference, null, null) },
        { "yes with a number", new Reply(Reference, new Answer(AnswerKind.Yes, 1), null) },
        { "empty report", new SituationReport() },
        { "receipt of epoch 0", new DeviceReceipt(0, 1, [], true, false, false) },
        { "receipt of serial 0", new DeviceReceipt(1, 0, [], true, false, false) },
        { "bitmap of 33 bytes", new DeviceReceipt(1, 1, [.. new byte[33]], true, false, false) },
        { "state 99", new ProgressReceipt(1, 1, 1, (MessageState)99) },
        { "number of 17", new ProgressReceipt(1, 1, 1, MessageState.Closed, MeldkamerNumber: new string('1', 17)) },
        { "refused for nothing", new RefusedReceipt(1, 1, 1, default) },
        { "highest of 25 bits", new Heartbeat(0x100_0000, 0, 0, 0, true, true, true) },
        { "161 bytes of filler", new LinkTest(1, [.. new byte[161]]) },
        { "gaps of no bytes", new DeviceReceipt(1, 1, [], true, false, false, Form: ReceiptForm.Gaps) },
        { "parts, complete", new DeviceReceipt(1, 1, [2, 0], true, false, false, Form: ReceiptForm.Parts) },
        { "ranges and a serial", new Poll([new SerialRange(1, 2)], new PollFrom(1, 1)) },
        { "poll of epoch 0", new Poll([], new PollFrom(0, 1)) },
        { "25 ranges", Some.Polls(25) },
        { "range from 0", new Poll([new SerialRange(0, 1)]) },
        { "ranges that touch", new Poll([new SerialRange(1, 2), new SerialRange(2, 3)]) },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void It_is_not_written(string why, MessageBody body)
    {
        var fault = Record.Exception(() => BodyCodec.Encode(body, out _));

        Assert.True(fault is ArgumentException, $"{why}: {fault}");
    }

    private static Alarm At(Rd rd) => At(Some.Address with { Rd = rd });

    private static Alarm At(Location location) => new(Facts with { Location = location }, []);
}
