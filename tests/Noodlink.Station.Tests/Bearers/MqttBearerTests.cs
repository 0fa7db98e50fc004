using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Bearers;

public sealed class MqttBearerTests
{
    [Fact]
    public async Task A_part_goes_up_and_a_part_comes_down_byte_for_byte()
    {
        using var broker = new RealBroker();
        await using var hub = BearerProbe.Hub(broker.Port);
        await using var node = BearerProbe.Node(broker.Port);
        await using var other = BearerProbe.Node(broker.Port, "GR-ED1");
        await Task.WhenAll(hub.IsUp(), node.IsUp(), other.IsUp());
        byte[] up = [0, 255, 13, 10, 0, 7], down = [9, 0, 9];

        Assert.True(node.Bearer.TryOffer(BearerProbe.Offer(1, up)));
        Assert.True(hub.Bearer.TryOffer(BearerProbe.Offer(2, down, up: false)));

        Assert.Equal(OfferOutcome.Left, (await node.Outcome(1)).Outcome);
        Assert.Equal(OfferOutcome.Left, (await hub.Outcome(2)).Outcome);
        await Until.True(() => hub.Frames.Any() && node.Frames.Any(), () => "both received");
        Assert.Equal(up, Assert.Single(hub.Frames));
        Assert.Equal(down, Assert.Single(node.Frames));
        Assert.Empty(other.Frames);
    }

    [Fact]
    public async Task A_broker_without_a_hub_is_told_apart_from_a_hub()
    {
        using var broker = new RealBroker();
        await using var node = BearerProbe.Node(broker.Port);
        await node.IsUp();

        Assert.True(node.Bearer.TryOffer(BearerProbe.Offer(1, [1])));

        Assert.Equal(OfferOutcome.NobodyListens, (await node.Outcome(1)).Outcome);
    }

    [Fact]
    public async Task At_most_ten_are_unacknowledged_and_room_is_announced()
    {
        using var broker = new RealBroker();
        await using var hub = BearerProbe.Hub(broker.Port);
        await using var node = BearerProbe.Node(broker.Port);
        await Task.WhenAll(hub.IsUp(), node.IsUp());

        broker.Freeze();
        for (var ticket = 1; ticket <= 10; ticket++) Assert.True(node.Bearer.TryOffer(BearerProbe.Offer(ticket, [1])));
        Assert.False(node.Bearer.TryOffer(BearerProbe.Offer(11, [1])));
        Assert.DoesNotContain(node.Seen, input => input is BearerInput.Ready);
        broker.Thaw();

        await Until.True(() => node.Seen.Any(input => input is BearerInput.Ready), () => "Ready");
        Assert.True(node.Bearer.TryOffer(BearerProbe.Offer(11, [1])));
        for (var ticket = 1; ticket <= 11; ticket++)
            Assert.Equal(OfferOutcome.Left, (await node.Outcome(ticket)).Outcome);
        Assert.Equal(11, node.Seen.OfType<BearerInput.Done>().Count());
    }

    [Fact]
    public async Task A_killed_broker_fails_what_was_under_way_and_is_found_again()
    {
        using var broker = new RealBroker();
        await using var node = BearerProbe.Node(broker.Port);
        await node.IsUp();

        broker.Freeze();
        Assert.True(node.Bearer.TryOffer(BearerProbe.Offer(1, [1])));
        broker.KillAtOnce();
        Assert.Equal(OfferOutcome.Failed, (await node.Outcome(1)).Outcome);
        await node.IsDown();
        Assert.False(node.Bearer.TryOffer(BearerProbe.Offer(2, [2])));

        broker.Start();
        await node.IsUp();
        await Until.True(() => node.Seen.Last() is BearerInput.Ready, () => "Ready after the refused offer");
        Assert.True(node.Bearer.TryOffer(BearerProbe.Offer(2, [2])));
        Assert.Equal(OfferOutcome.NobodyListens, (await node.Outcome(2)).Outcome);
    }

    [Fact]
    public async Task A_link_that_answers_nothing_is_given_up_within_fifteen_seconds()
    {
        using var broker = new RealBroker();
        await using var node = BearerProbe.Node(broker.Port);
        await node.IsUp();

        var started = TimeProvider.System.GetTimestamp();
        broker.Freeze();
        Assert.True(node.Bearer.TryOffer(BearerProbe.Offer(1, [1])));
        Assert.Equal(OfferOutcome.Failed, (await node.Outcome(1)).Outcome);
        Assert.False(node.Bearer.Status.Up);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 1, 15);

        broker.Thaw();
        await node.IsUp();
    }

    [Fact]
    public async Task A_wrong_password_is_said_and_a_corrected_file_helps_without_a_restart()
    {
        using var passwords = new PasswordFile("GR-WK1", "right");
        using var broker = new RealBroker($"allow_anonymous false\npassword_file {passwords.ForBroker}");
        var options = new MqttOptions { Port = broker.Port, PasswordFile = passwords.ForStation };
        File.WriteAllText(passwords.ForStation, "wrong");
        await using var node = new BearerProbe(MqttSettings.ForNode(options, StationId.Parse("GR-WK1")));

        await Until.True(
            () => node.Bearer.Status.Detail.Contains("Not authorized", StringComparison.OrdinalIgnoreCase),
            () => $"a refusal; it says: {node.Bearer.Status.Detail}");
        Assert.False(node.Bearer.Status.Up);

        File.WriteAllText(passwords.ForStation, "right\n");
        await node.IsUp();
    }

    [Fact]
    public async Task Hosts_are_tried_in_turn_and_a_name_may_have_several_addresses()
    {
        using var broker = new RealBroker();
        var options = new MqttOptions();
        options.Hosts.Add($"127.0.0.1:{RealBroker.FreePort()}");
        options.Hosts.Add($"localhost:{broker.Port}");
        await using var node = new BearerProbe(MqttSettings.ForNode(options, StationId.Parse("GR-WK1")));

        await node.IsUp();

        Assert.StartsWith($"localhost:{broker.Port}", node.Bearer.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frame_that_is_too_long_fails_alone()
    {
        using var broker = new RealBroker();
        await using var hub = BearerProbe.Hub(broker.Port);
        await using var node = BearerProbe.Node(broker.Port);
        await Task.WhenAll(hub.IsUp(), node.IsUp());

        Assert.True(node.Bearer.TryOffer(BearerProbe.Offer(1, new byte[16_385])));
        Assert.True(node.Bearer.TryOffer(BearerProbe.Offer(2, new byte[16_384]))); // the broker counts the topic too
        Assert.True(node.Bearer.TryOffer(BearerProbe.Offer(3, [3])));

        Assert.Equal(OfferOutcome.Failed, (await node.Outcome(1)).Outcome);
        Assert.Equal(OfferOutcome.Failed, (await node.Outcome(2)).Outcome);
        Assert.Equal(OfferOutcome.Left, (await node.Outcome(3)).Outcome);
        Assert.True(node.Bearer.Status.Up);
        Assert.Contains("last refusal", node.Bearer.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_station_that_is_slow_to_read_loses_nothing_and_nothing_changes_places()
    {
        using var broker = new RealBroker();
        await using var hub = new BearerProbe(
            MqttSettings.ForHub(new MqttOptions { Port = broker.Port }, StationId.Parse("GR-CWK")),
            capacity: 1,
            reads: false);
        await using var node = BearerProbe.Node(broker.Port);
        await Task.WhenAll(hub.IsUp(), node.IsUp());

        for (var ticket = 1; ticket <= 500; ticket++)
        {
            var offer = BearerProbe.Offer(ticket, BitConverter.GetBytes(ticket));
            await Until.True(() => node.Bearer.TryOffer(offer), () => $"room for {ticket}");
        }

        await node.Outcome(500);
        Assert.Empty(hub.Seen);
        hub.ReadOn();
        await Until.True(() => hub.Frames.Count() == 500, () => $"500, not {hub.Frames.Count()}");
        Assert.Equal(Enumerable.Range(1, 500), hub.Frames.Select(frame => BitConverter.ToInt32(frame)));
    }

    [Fact]
    public async Task A_message_longer_than_any_frame_is_ignored_and_the_link_stays()
    {
        using var broker = new RealBroker(packetBytesMax: 100_000);
        await using var hub = BearerProbe.Hub(broker.Port);
        await hub.IsUp();
        using var stranger = new Mosquitto(new MosquittoLogin("x", "x", null, null, null, null), 1000);
        Assert.True(stranger.Connect("127.0.0.1", broker.Port, MqttBearer.KeepAliveSeconds).Ok);
        await Turn(() => stranger.Connected is not null);

        Assert.True(stranger.Publish("noodlink/v1/GR-WK1/up", new byte[16_385], out _).Ok);
        Assert.True(stranger.Publish("noodlink/v1/GR-WK1/up", new byte[16_384], out _).Ok);
        await Turn(() => stranger.Acknowledged.Count == 2);

        await Until.True(() => hub.Frames.Any(), () => "a frame");
        Assert.Equal(16_384, Assert.Single(hub.Frames).Length);
        Assert.True(hub.Bearer.Status.Up);

        Task Turn(Func<bool> until) =>
            Until.True(() => stranger.Loop(TimeSpan.FromMilliseconds(20)).Ok && until(), () => "the stranger served");
    }

    [Fact]
    public async Task An_offer_leaves_at_once_not_at_the_next_turn_of_the_network_loop()
    {
        using var broker = new RealBroker();
        await using var hub = BearerProbe.Hub(broker.Port);
        await using var node = BearerProbe.Node(broker.Port);
        await Task.WhenAll(hub.IsUp(), node.IsUp());
        var milliseconds = new List<double>();

        for (var ticket = 1; ticket <= 40; ticket++)
        {
            var started = TimeProvider.System.GetTimestamp();
            Assert.True(node.Bearer.TryOffer(BearerProbe.Offer(ticket, [1])));
            Assert.True(SpinWait.SpinUntil(
                () => node.Seen.OfType<BearerInput.Done>().Any(done => done.Ticket == ticket),
                TimeSpan.FromSeconds(5)));
            milliseconds.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        milliseconds.Sort();
        Assert.InRange(milliseconds[20], 0, 50); // the loop's own time-out is 250 ms
    }
}
