using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>Bulletins at a noodsteunpunt and, back at the hub, where they hang.</summary>
public sealed class BulletinTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void They_are_kept_highest_number_first_and_what_is_replaced_or_past_is_shown_as_such()
    {
        Send(Bulletin(9));
        Send(Bulletin(12, replaces: 9));
        Send(Bulletin(11, validHours: -20));
        _world.Run(2);
        _world.RestartNode();

        var here = _world.Node.Desk.Bulletins;
        Assert.Equal([(12, null), (11, null), (9, 12)], here.Select(view => ((int)view.Content.Number, view.ReplacedBy)));
        Assert.Equal([false, true, false], here.Select(view => view.IsPast(World.Wall(_world.Now))));
        Assert.Equal(Bulletin(12, replaces: 9), here[0].Content);
        Assert.Equal("GR-CWK-0002", here[0].MessageNumber);
        Assert.InRange(here[0].At, World.Wall(default), World.Wall(_world.Now));
        Assert.Empty(here[0].HungUp);
    }

    [Fact]
    public void A_wrong_clock_hides_nothing_and_replaces_nothing()
    {
        Send(Bulletin(9));
        _world.Run(1);
        _world.Clock = now => World.Wall(now).AddYears(30);
        Send(Bulletin(10, replaces: 9));
        _world.Run(1);
        Assert.Equal([10, 9], _world.Node.Desk.Bulletins.Select(view => (int)view.Content.Number));
        Assert.All(_world.Node.Desk.Bulletins, view => Assert.True(view.IsPast(_world.Clock(_world.Now))));
    }

    [Fact]
    public void An_exercise_replaces_no_real_bulletin()
    {
        Send(Bulletin(9));
        Send(Bulletin(10, replaces: 9), MessageStatus.Exercise);
        _world.Run(1);
        Assert.All(_world.Node.Desk.Bulletins, view => Assert.Null(view.ReplacedBy));
    }

    [Fact]
    public void A_bulletin_with_the_same_number_and_other_words_marks_the_first()
    {
        Send(Bulletin(9));
        Send(Bulletin(9) with { Text = "Water is op." });
        _world.Run(1);
        Assert.Equal(
            [("Water is op.", null), (Bulletin(9).Text, 9)],
            _world.Node.Desk.Bulletins.Select(view => (view.Content.Text, view.ReplacedBy)));
    }

    [Fact]
    public void A_number_that_is_given_out_again_is_not_replaced_by_what_replaced_the_old_one()
    {
        Send(Bulletin(9));
        Send(Bulletin(12, replaces: 9));
        Send(Bulletin(9) with { Text = "Water is op." });
        _world.Run(1);
        (int, string, int?)[] both = [(12, Bulletin(12).Text, null), (9, "Water is op.", null), (9, Bulletin(9).Text, 12)];
        Assert.Equal(both, Shown(_world.Node));
        Assert.Equal(both, Shown(_world.Hub));

        // Two that replace each other: the later one holds, and never neither.
        Send(Bulletin(9, replaces: 12) with { Text = "Water is er weer." });
        _world.Run(1);
        Assert.Equal(["Water is er weer."], Holding(_world.Node));
        Assert.Equal(["Water is er weer."], Holding(_world.Hub));
    }

    [Fact]
    public void A_bulletin_that_comes_late_replaces_none_that_was_said_after_it()
    {
        _world.Loses = (_, up) => !up;
        Send(Bulletin(9));
        _world.Run(1);
        _world.Loses = (_, _) => false;
        Send(Bulletin(9) with { Text = "Water is op." });
        _world.RunUntil(() => _world.Node.Desk.Bulletins.Count == 2, 60, "both are there");
        Assert.Equal("Water is op.", _world.Node.Desk.Bulletins.MinBy(view => view.Journal)!.Content.Text);
        Assert.Equal(["Water is op."], Holding(_world.Node));
    }

    [Fact]
    public void That_it_hangs_does_not_stand_again_when_an_older_reply_comes_late()
    {
        var number = Send(Bulletin(12));
        _world.Run(1);
        _world.Loses = (_, up) => up;
        Reply(_world.Node, number, AnswerKind.Yes);
        _world.Run(1);
        _world.Loses = (_, _) => false;
        Reply(_world.Node, number, AnswerKind.No);
        _world.RunUntil(() => _world.Hub.Desk.Feed(0, 10, []).Items.Count == 2, 60, "both replies are there");
        Assert.Equal("GR-WK1-0002", _world.Hub.Desk.Feed(0, 10, []).Items[0].Number);
        Assert.Empty(Hanging(_world.Hub, 12));
        Assert.Empty(_world.Hub.View(number).HungUp);
    }

    [Fact]
    public void A_point_tells_that_it_hangs_and_the_hub_sees_it_per_point()
    {
        var other = _world.AddNode(8, "GR-LK1");
        var first = Send(Bulletin(12));
        var second = Send(Bulletin(12), to: "GR-LK1");
        Send(Bulletin(13));
        _world.Run(2);

        var reply = Reply(_world.Node, first, AnswerKind.Yes);
        Assert.Equal([("GR-WK1", reply)], Hanging(_world.Node, 12));
        _world.Run(2);
        Assert.Equal([("GR-WK1", reply)], Hanging(_world.Hub, 12));
        Assert.Empty(Hanging(_world.Hub, 13));

        var also = Reply(other, second, AnswerKind.Yes);
        _world.Run(2);
        Assert.Equal([("GR-LK1", also), ("GR-WK1", reply)], Hanging(_world.Hub, 12));
        // Asked of either message, it is the same bulletin.
        Assert.Equal(["GR-LK1", "GR-WK1"], _world.Hub.View(first).HungUp.Select(hung => hung.Station));
        Assert.Equal(["GR-LK1", "GR-WK1"], _world.Hub.View(second).HungUp.Select(hung => hung.Station));
        Assert.Equal(
            [("GR-WK1", first, MessageState.DeliveredDevice), ("GR-LK1", second, MessageState.DeliveredDevice)],
            _world.Hub.Desk.Bulletins.Single(view => view.Content.Number == 12).Points
                .Select(point => (point.Station, point.MessageNumber, point.State)));
        Assert.Equal([12], Hung(other));

        // Taken down: the latest word of a point counts.
        Reply(_world.Node, first, AnswerKind.No);
        _world.Run(2);
        Assert.Equal(["GR-LK1"], _world.Hub.View(first).HungUp.Select(hung => hung.Station));
        Assert.Empty(Hung(_world.Node));
    }

    [Fact]
    public void Another_answer_does_not_hang_it_up()
    {
        var number = Send(Bulletin(12));
        _world.Run(1);
        _world.Node.Send(new Reply([Some.Number(number)], null, "de printer is stuk"), _world.Now, null);
        Reply(_world.Node, number, AnswerKind.Unknown);
        _world.Run(1);
        Assert.Empty(Hung(_world.Node));
        Assert.Empty(Hung(_world.Hub));
    }

    [Fact]
    public void Screens_at_the_hub_hear_that_one_hangs()
    {
        var number = Send(Bulletin(12));
        _world.Run(1);
        var received = _world.Hub.Desk.NextChange;
        Reply(_world.Node, number, AnswerKind.Yes);
        _world.Run(1);
        Assert.True(received.IsCompleted);
        Assert.Contains(_world.Hub.View(number).ReferredBy, told => told.StartsWith("GR-WK1", StringComparison.Ordinal));
        Assert.Equal(Precedence.Routine, _world.Node.View("GR-WK1-0001").Precedence);
    }

    [Fact]
    public void A_bulletin_that_the_air_lost_is_sent_again_and_stands_there_once()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Set(BearerName.Radio, up: true);
        _world.Loses = (_, up) => !up && _world.Now.SinceStart.TotalSeconds < 3;
        Send(Bulletin(12));
        _world.RunUntil(() => _world.Node.Desk.Bulletins.Count == 1, 600, "the bulletin is there");
        _world.Run(120);
        Assert.Single(_world.Node.Desk.Bulletins);
        Assert.Equal(0, _world.Hub.Desk.Status.Waiting);
    }

    private static Bulletin Bulletin(ushort number, ushort? replaces = null, double validHours = 12) => new(
        StationId.Parse("GR-CWK"), number, "Drinkwater",
        (uint)World.Wall(default).AddHours(validHours).ToUnixTimeSeconds(), BulletinAudience.Public, replaces,
        "Drinkwater vandaag 14-18 uur bij sporthal Leek en MFA Marum. Neem schone jerrycan mee.");

    private string Send(Bulletin bulletin, MessageStatus status = MessageStatus.Actual, string to = "GR-WK1") =>
        _world.Hub.Send(bulletin, _world.Now, status, to);

    private string Reply(TestStation station, string bulletin, AnswerKind answer) =>
        station.Send(new Reply([Some.Number(bulletin)], new Answer(answer), null), _world.Now, null);

    private static IEnumerable<(string, string)> Hanging(TestStation station, int number) =>
        station.Desk.Bulletins.Single(view => view.Content.Number == number).HungUp.Select(hung => (hung.Station, hung.Reply));

    private static IEnumerable<(int, string, int?)> Shown(TestStation station) =>
        station.Desk.Bulletins.Select(view => ((int)view.Content.Number, view.Content.Text, view.ReplacedBy));

    private static IEnumerable<string> Holding(TestStation station) =>
        station.Desk.Bulletins.Where(view => view.ReplacedBy is null).Select(view => view.Content.Text);

    private static IEnumerable<int> Hung(TestStation station) =>
        station.Desk.Bulletins.Where(view => view.HungUp.Count > 0).Select(view => (int)view.Content.Number);
}
