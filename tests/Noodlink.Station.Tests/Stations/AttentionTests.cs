using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Tests.Stations;

/// <summary>What somebody at a noodsteunpunt has to do something with, among all that is there.</summary>
public sealed class AttentionTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void What_was_not_passed_on_asks_for_attention_until_somebody_reads_it_and_again_when_there_is_news()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(3);
        Assert.Empty(_world.Node.Desk.Attention(10));
        Do(number, StaffEventType.NotForwarded);

        Assert.True(_world.Node.View(number).Unread);
        Assert.Equal([number], Numbers());
        Read(number);
        Assert.False(_world.Node.View(number).Unread);
        Assert.Equal(MessageState.NotForwarded, _world.Node.View(number).State);
        Assert.Empty(Numbers());

        Do(number, StaffEventType.Undone);
        Assert.Equal([number], Numbers());
        Read(number);
        Do(number, StaffEventType.NotForwarded);
        Assert.Equal([number], Numbers());
    }

    [Fact]
    public void A_question_asks_for_attention_until_it_is_answered()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(3);
        Do(number, StaffEventType.Query);

        var asked = _world.Node.Desk.Attention(10);
        Assert.Contains(asked, view => view.Number == number && view.QuestionOpen);
        var question = asked.Single(view => view.Kind == Kind.Request);
        _world.Node.Send(
            new Reply([Some.Number(question.Number), Some.Number(number)], new Answer(AnswerKind.Yes), null), _world.Now, status: null);
        _world.Run(2);
        Assert.Empty(Numbers());
    }

    [Fact]
    public void What_is_old_and_not_confirmed_is_found_behind_newer_ones_and_goes_first_by_urgency()
    {
        _world.Set(BearerName.Mqtt, up: false);
        var calm = _world.Node.Send(Some.Alarm(danger: Danger.No), _world.Now);
        var first = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.RunUntil(() => Numbers().Count == 2, 1200, "both are not confirmed");
        for (var i = 0; i < 60; i++) _world.Node.Send(Some.Alarm(), _world.Now);

        Assert.Equal([first, calm], Numbers());
        Assert.Equal([first], _world.Node.Desk.Attention(1).Select(view => view.Number));
        var order = _world.Node.Desk.WaitingInOrder(100);
        Assert.Equal(62, order.Count);
        Assert.Equal((first, calm), (order[0], order[^1]));
    }

    [Fact]
    public void A_list_is_of_one_status_alone()
    {
        var real = _world.Node.Send(Some.Alarm(), _world.Now);
        var drill = _world.Node.Send(Some.Alarm(), _world.Now, MessageStatus.Exercise);
        var test = _world.Node.Send(Some.Alarm(), _world.Now, MessageStatus.Test);

        foreach (var (status, number) in ((MessageStatus, string)[])
                 [(MessageStatus.Actual, real), (MessageStatus.Exercise, drill), (MessageStatus.Test, test)])
        {
            var filter = new MessageFilter([], [Kind.Alarm]) { Status = status };
            Assert.Equal([number], _world.Node.Desk.Messages(filter).Items.Select(view => view.Number));
        }
    }

    private List<string> Numbers() => [.. _world.Node.Desk.Attention(100).Select(view => view.Number)];

    private void Read(string number) =>
        Assert.True(_world.Node.Finish(_world.Node.Desk.MarkReadAsync(number, CancellationToken.None), _world.Now));

    private void Do(string number, StaffEventType type)
    {
        var action = new StaffAction(
            type, "loggist", "omdat", type == StaffEventType.Query ? Question.Q5 : null, null);
        Assert.IsType<StaffOutcome.Recorded>(_world.Hub.Record(number, action, _world.Now));
        _world.Run(2);
    }
}
