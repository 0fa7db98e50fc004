using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests.Messages;

public sealed class PrecedencesTests
{
    private static readonly ValueList<MessageNumber> Reference = [new(StationId.Parse("GR-WK1"), 42)];

    [Theory]
    [InlineData(Danger.Yes, Precedence.Flash)]
    [InlineData(Danger.Unknown, Precedence.Flash)]
    [InlineData(Danger.No, Precedence.Emergency)]
    public void A_noodmelding_goes_by_its_danger(Danger danger, Precedence precedence) => Assert.Equal(
        precedence,
        Precedences.Of(new Alarm(Some.Example.Facts with { DangerToLife = danger }, []), referenced: null));

    [Theory]
    [InlineData(Danger.Yes, Precedence.Emergency, Precedence.Flash)]
    [InlineData(Danger.Unknown, Precedence.Emergency, Precedence.Flash)]
    [InlineData(Danger.No, Precedence.Flash, Precedence.Flash)]
    [InlineData(null, Precedence.Flash, Precedence.Flash)]
    [InlineData(null, Precedence.Emergency, Precedence.Emergency)]
    [InlineData(null, null, Precedence.Emergency)]
    public void An_update_goes_by_what_it_completes_or_higher(
        Danger? danger, Precedence? referenced, Precedence expected)
    {
        var update = new AlarmUpdate(Reference, new AlarmFacts { DangerToLife = danger, Victims = 1 });

        Assert.Equal(expected, Precedences.Of(update, referenced));
    }

    [Theory]
    [InlineData(Precedence.Flash, Precedence.Flash)]
    [InlineData(Precedence.Routine, Precedence.Routine)]
    [InlineData(null, Precedence.Emergency)]
    public void What_is_about_a_message_goes_with_it(Precedence? referenced, Precedence expected)
    {
        foreach (var body in (MessageBody[])[
            new AlarmCancel(Reference, CancelReason.Resolved, null),
            new Reply(Reference, new Answer(AnswerKind.Yes), null),
            new Request(Reference[0].Station, Reference, Question.Q1, null),
            new DeviceReceipt(1, 1, [], true, false, false),
            new ProgressReceipt(1, 1, 1, MessageState.SeenByHuman),
            new RefusedReceipt(1, 1, 1, RefusalReason.Malformed)])
            Assert.Equal(expected, Precedences.Of(body, referenced));
    }

    [Fact]
    public void The_start_of_an_exercise_goes_before_what_is_routine() =>
        Assert.Equal(Precedence.Priority, Precedences.Of(SomeKinds.Start, referenced: null));

    [Theory]
    [InlineData(Precedence.Flash)]
    [InlineData(null)]
    public void An_offer_goes_when_there_is_room_whatever_it_refers_to(Precedence? referenced) =>
        Assert.Equal(
            Precedence.Welfare, Precedences.Of(SomeKinds.Offer with { References = Reference }, referenced));

    [Fact]
    public void The_rest_is_routine()
    {
        foreach (var body in (MessageBody[])[
            new Request(Reference[0].Station, [], Question.Q8, null), new SituationReport { Open = true },
            SomeKinds.Bulletin, SomeKinds.Request, SomeKinds.Stock,
            SomeKinds.Handover, SomeKinds.Match, new LinkTest(1, []), new Poll([]), new Heartbeat(1, 0, 0, 0, true, true, true)])
            Assert.Equal(Precedence.Routine, Precedences.Of(body, referenced: null));
    }
}
