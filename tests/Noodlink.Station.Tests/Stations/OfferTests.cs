using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>Offers of help keep off the radio until the hub asks, and hold up nothing meanwhile.</summary>
public sealed class OfferTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Over_the_LAN_an_offer_goes_as_it_is()
    {
        var number = Send(Offer());
        _world.Run(2);
        Assert.Equal(Offer(), _world.Hub.View(number).Body);
        Assert.Equal((MessageState.DeliveredDevice, false), (_world.Node.View(number).State, _world.Node.View(number).Held));
        Assert.Empty(Counts());
        Assert.Equal(0, _world.Node.Desk.Status.Held);
    }

    [Fact]
    public void Without_the_LAN_only_counts_travel_and_nothing_is_asked_red_or_held_up()
    {
        OnlyRadio();
        var first = Send(Offer());
        var report = Send(Some.Report());
        Send(Offer());
        Send(Offer(HelpCategory.Vehicle));
        _world.RunUntil(() => Counts().Count == 2, 120, "the hub knows the counts");
        var alarm = Send(Some.Alarm());
        _world.Run(600);
        _world.Skip(TimeSpan.FromHours(2));
        _world.Run(300);

        Assert.Equal([(HelpCategory.Water, 2), (HelpCategory.Vehicle, 1)], Counts().Select(pair => (pair.Key, pair.Value)));
        foreach (var number in (string[])[report, alarm])
            Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State);
        Assert.DoesNotContain(_world.Carried, frame => frame.Header.Kind == Kind.HelpOffer);
        // The hub takes none of them for lost.
        Assert.DoesNotContain(_world.Carried, frame => !frame.Up && frame.Header.Kind == Kind.Poll);
        Assert.Empty(Station().Missing);
        Assert.Equal(0, Station().Waiting);

        var held = _world.Node.View(first);
        Assert.Equal((MessageState.Queued, true, 0), (held.State, held.Held, held.Attempts));
        Assert.Equal("Bewaard – gaat weg over het netwerk", held.StateLabel);
        var status = _world.Node.Desk.Status;
        Assert.Equal((0, 3, null), (status.Waiting, status.Held, status.OldestWaitingSince));
    }

    [Fact]
    public void When_the_LAN_is_back_they_go_and_the_counts_are_gone()
    {
        OnlyRadio();
        var number = Send(Offer());
        _world.RunUntil(() => Counts().Count == 1, 120, "the hub knows the counts");
        _world.Set(BearerName.Mqtt, up: true);
        _world.RunUntil(() => _world.Node.View(number).State == MessageState.DeliveredDevice, 10, "it is there");
        _world.RunUntil(() => Counts().Count == 0, 120, "nothing waits any more");
        Assert.False(_world.Node.View(number).Held);
    }

    [Fact]
    public void A_LAN_that_hangs_does_not_put_them_on_the_radio()
    {
        _world.Set(BearerName.Radio, up: true);
        _world.Loses = (bearer, _) => bearer == BearerName.Mqtt;
        Send(Offer());
        _world.Run(400);
        Assert.DoesNotContain(_world.Carried, frame => frame is { Bearer: BearerName.Radio, Header.Kind: Kind.HelpOffer });
    }

    [Fact]
    public void The_hub_asks_and_what_is_there_comes_over_the_radio_and_what_is_offered_later_waits_again()
    {
        OnlyRadio();
        var asked = new[] { Send(Offer()), Send(Offer(HelpCategory.Vehicle)) };
        _world.RunUntil(() => Counts().Count == 2, 120, "the hub knows the counts");
        Ask();
        _world.RunUntil(
            () => asked.All(number => _world.Node.View(number).State == MessageState.DeliveredDevice), 300, "they are there");
        Assert.Equal(HelpCategory.Vehicle, Assert.IsType<HelpOffer>(_world.Hub.View(asked[1]).Body).Category);

        var later = Send(Offer());
        _world.Run(400);
        Assert.True(_world.Node.View(later).Held);
        Assert.Equal(1, Assert.Single(Counts()).Value);
    }

    [Fact]
    public void A_restart_keeps_them_held_and_keeps_what_was_asked_for_on_its_way()
    {
        OnlyRadio();
        var number = Send(Offer());
        _world.RestartNode();
        _world.Run(200);
        Assert.Equal((true, 0), (_world.Node.View(number).Held, _world.Node.View(number).Attempts));

        _world.Loses = (_, up) => up;
        Ask();
        _world.RunUntil(() => !_world.Node.View(number).Held, 60, "the question is there");
        _world.RestartNode();
        _world.Loses = (_, _) => false;
        _world.RunUntil(() => _world.Node.View(number).State == MessageState.DeliveredDevice, 900, "it is there");
    }

    [Fact]
    public void A_hub_that_was_set_back_gets_all_but_the_offers_again_over_the_radio()
    {
        var kept = Send(Some.Alarm());
        _world.Run(2);
        string[] numbers = [];
        _world.SetHubBack(
            () =>
            {
                _world.Run(1);
                numbers = [Send(Some.Report()), Send(Offer()), Send(Some.Report("Drukker."))];
                _world.Run(5);
                Assert.All(numbers, number => Assert.NotNull(_world.Hub.Desk.Find(number)));
                OnlyRadio();
                Send(Offer(HelpCategory.Vehicle));
            });
        _world.Set(BearerName.Mqtt, up: false);
        _world.RunUntil(
            () => _world.Hub.Desk.Find(numbers[0]) is not null && _world.Hub.Desk.Find(numbers[2]) is not null, 1200,
            "the reports are there again");
        _world.Run(400);
        Assert.Null(_world.Hub.Desk.Find(numbers[1]));
        Assert.Equal([HelpCategory.Water, HelpCategory.Vehicle], Counts().Keys.Order());
        Assert.NotNull(_world.Hub.Desk.Find(kept));
        // Asked for once, and then known to be held.
        var polls = _world.Carried.Count(frame => !frame.Up && frame.Header.Kind == Kind.Poll);
        _world.Run(600);
        Assert.Equal(polls, _world.Carried.Count(frame => !frame.Up && frame.Header.Kind == Kind.Poll));
    }

    [Fact]
    public void Many_rows_of_offers_are_never_asked_for()
    {
        OnlyRadio();
        for (var i = 0; i < 40; i++)
        {
            Send(Offer());
            Send(Some.Report());
        }

        _world.RunUntil(() => _world.Node.Desk.Status.Waiting == 0, 3600, "the reports are there");
        _world.Run(300);
        Assert.Equal(40, Assert.Single(Counts()).Value);
        Assert.Empty(Station().Missing);
        Assert.DoesNotContain(_world.Carried, frame => !frame.Up && frame.Header.Kind == Kind.Poll);
        Assert.All(
            _world.Carried.Where(frame => frame.Header.Kind == Kind.Heartbeat),
            frame => Assert.InRange(frame.Frame.Length, 29, 150));
    }

    [Fact]
    public void A_heartbeat_without_offers_is_as_short_as_ever()
    {
        OnlyRadio();
        _world.Run(120);
        Assert.All(
            _world.Carried.Where(frame => frame.Header.Kind == Kind.Heartbeat),
            frame => Assert.Equal(29, frame.Frame.Length));
    }

    [Fact]
    public void A_busy_modem_is_not_asked_at_each_step_to_tell_of_offers()
    {
        OnlyRadio();
        _world.Run(60);
        _world.Node.Radio.Room = 0;
        Send(Offer());
        var before = SignalsMade();
        _world.Run(500);
        // Once a second, from five minutes behind the heartbeat of the first minute on.
        Assert.InRange(SignalsMade() - before, 200, 300);

        // Each refused try takes a number of the signals.
        long SignalsMade() => Convert.ToInt64(_world.Node.Queue.NextSignalSerial()!.Value);
    }

    [Fact]
    public void Counts_that_a_silent_LAN_made_the_hub_forget_are_told_again()
    {
        OnlyRadio();
        Send(Offer());
        _world.RunUntil(() => Counts().Count == 1, 120, "the hub knows the counts");
        _world.Loses = (bearer, up) => bearer == BearerName.Mqtt && _world.Carried[^1].Header.Kind == Kind.HelpOffer;
        _world.Set(BearerName.Mqtt, up: true);
        _world.RunUntil(() => Counts().Count == 0, 60, "the heartbeat over the LAN tells of none");
        _world.Set(BearerName.Mqtt, up: false);
        _world.RunUntil(() => Counts().Count == 1, 400, "the hub knows the counts again");
    }

    [Fact]
    public void A_person_carries_them_as_they_are()
    {
        OnlyRadio();
        var number = Send(Offer());
        _world.Hub.Import(_world.Node.Export(_world.Now), _world.Now);
        Assert.Equal(Offer(), _world.Hub.View(number).Body);
        _world.Node.Import(_world.Hub.Export(_world.Now), _world.Now);
        Assert.Equal((MessageState.DeliveredDevice, false), (_world.Node.View(number).State, _world.Node.View(number).Held));
    }

    private static HelpOffer Offer(HelpCategory category = HelpCategory.Water) =>
        new(category, null, 2, "Middelstum", null, null, [], "Loonbedrijf biedt 2 trekkers met aggregaat 60 kVA.");

    private string Send(MessageBody body) => _world.Node.Send(body, _world.Now);

    private void Ask() => _world.Hub.Send(
        new Request(_world.Hub.Who.Id, [], Question.Offers, null), _world.Now, MessageStatus.Actual, "GR-WK1");

    private void OnlyRadio()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Set(BearerName.Radio, up: true);
    }

    private Station.Queue.StationView Station() => _world.Hub.Desk.Stations.Single();

    private IReadOnlyDictionary<HelpCategory, int> Counts() => Station().Offers;
}
