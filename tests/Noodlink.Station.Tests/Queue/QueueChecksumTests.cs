using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

using Noodlink.Station.Tests.Stations;

namespace Noodlink.Station.Tests.Queue;

public sealed class QueueChecksumTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_flipped_bit_in_the_words_is_not_shown_is_reported_and_comes_again_from_the_station()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        _world.Loses = (_, _) => true;
        Flip(_world.Hub, "UPDATE message SET body = CAST(substr(body, 1, 30) || x'7A' || substr(body, 32) AS BLOB) WHERE own = 0");

        var shown = Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
        _world.Run(1.5);

        Assert.Equal(number, shown.Number);
        Assert.Null(shown.Body);
        Assert.Contains(number, _world.Hub.Desk.Status.Storage.Detail, StringComparison.Ordinal);
        Assert.True(_world.Hub.Desk.Status.Storage.Healthy);

        _world.Loses = (_, _) => false;
        _world.RunUntil(() => _world.Hub.View(number).Body is not null, 1000, "it comes again");
        _world.Run(2);
        Assert.Equal(Some.Alarm(), _world.Hub.View(number).Body);
        Assert.DoesNotContain("wordt niet getoond", _world.Hub.Desk.Status.Storage.Detail, StringComparison.Ordinal);
        Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
    }

    [Fact]
    public void A_flipped_bit_in_what_never_changes_is_noticed_too()
    {
        _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        Flip(_world.Hub, "UPDATE message SET status = 2 WHERE own = 0");
        Assert.Null(Assert.Single(_world.Hub.Desk.Feed(0, 10).Items).Body);
    }

    [Fact]
    public void Unconfirmed_words_are_checked_at_the_start()
    {
        _world.Loses = (_, _) => true;
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        Flip(_world.Node, "UPDATE message SET body = CAST(substr(body, 1, 30) || x'7A' || substr(body, 32) AS BLOB)");
        _world.RestartNode();

        Assert.Contains(number, _world.Node.Recovered!, StringComparison.Ordinal);
        Assert.Contains(number, _world.Node.Desk.Status.Storage.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_sealed_still_goes_when_the_words_are_damaged()
    {
        _world.Loses = (_, _) => true;
        _world.Node.Send(Some.Alarm(), _world.Now);
        Flip(_world.Node, "UPDATE message SET body = CAST(substr(body, 1, 30) || x'7A' || substr(body, 32) AS BLOB)");
        _world.RestartNode();
        _world.Loses = (_, _) => false;
        _world.Run(1);
        Assert.Equal(Some.Alarm(), Assert.Single(_world.Hub.Desk.Feed(0, 10).Items).Body);
    }

    [Theory]
    [InlineData(BearerName.Mqtt)]
    [InlineData(BearerName.Radio)]
    public void A_sealed_part_that_is_damaged_is_made_again_byte_for_byte(BearerName bearer)
    {
        _world.Loses = (_, _) => true;
        _world.Set(BearerName.Mqtt, up: bearer == BearerName.Mqtt);
        _world.Set(BearerName.Radio, up: bearer == BearerName.Radio);
        _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(0.1);
        var original = Assert.Single(_world.Carried, carried => carried.Header.Series == Series.Numbered).Frame;
        Flip(_world.Node, "UPDATE part SET sealed = CAST(substr(sealed, 1, 20) || x'0102' || substr(sealed, 23) AS BLOB)");
        _world.RestartNode();
        _world.Run(5);

        Assert.All(
            _world.Carried.Where(carried => carried.Header.Series == Series.Numbered),
            carried => Assert.Equal(original, carried.Frame));
        _world.Loses = (_, _) => false;
        _world.RunUntil(() => _world.Hub.Desk.Feed(0, 1).Items is [{ Complete: true }], 30, "it arrives");
        Assert.Equal(Some.Alarm(), _world.Hub.Desk.Feed(0, 1).Items[0].Body);
    }

    [Fact]
    public void What_cannot_be_sent_any_more_turns_red_at_once()
    {
        _world.Loses = (_, _) => true;
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        Flip(_world.Node, "UPDATE part SET sealed = x'00'; UPDATE message SET body = x'00'");
        _world.RestartNode();
        _world.Run(0.5);
        Assert.Equal(MessageState.Unconfirmed, _world.Node.View(number).State);
    }

    private static void Flip(TestStation station, string sql) => station.Sql(sql);
}
