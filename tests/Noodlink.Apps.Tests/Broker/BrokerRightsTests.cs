using System.Net.Sockets;
using Noodlink.Hub.Broker;
using Noodlink.Station.Bearers;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Broker;

public sealed class BrokerRightsTests
{
    [Fact]
    public async Task Station_and_hub_talk_both_ways_and_other_stations_hear_nothing_whatever_they_subscribe_to()
    {
        await using var ground = new BrokerGround();
        var broker = await ground.StartAndListen();
        await using var hub = new BearerProbe(broker.HubSettings);
        await using var node = new BearerProbe(ground.Node("GR-WK1"));
        await using var curious = new BearerProbe(ground.Node("GR-ED1") with { Subscription = "#" });
        await Task.WhenAll(hub.IsUp(), node.IsUp(), curious.IsUp());

        Assert.True(node.Bearer.TryOffer(BearerProbe.Offer(1, [1, 2, 3])));
        Assert.True(hub.Bearer.TryOffer(BearerProbe.Offer(2, [4, 5, 6], up: false)));
        Assert.True(hub.Bearer.TryOffer(BearerProbe.Offer(3, [7], up: false, peer: "GR-ED1")));

        await Until.True(
            () => hub.Frames.Any() && node.Frames.Any() && curious.Frames.Any(), () => "everyone has received");
        Assert.Equal([1, 2, 3], Assert.Single(hub.Frames));
        Assert.Equal([4, 5, 6], Assert.Single(node.Frames));
        Assert.Equal([7], Assert.Single(curious.Frames)); // its own down, and nothing of GR-WK1's
    }

    [Theory]
    [InlineData("GR-WK1", true)]
    [InlineData("GR-ED1", false)]
    [InlineData("GR-WK1", false)]
    public async Task A_station_publishes_only_its_own_up(string peer, bool up)
    {
        await using var ground = new BrokerGround();
        var broker = await ground.StartAndListen();
        await using var hub = new BearerProbe(broker.HubSettings);
        await using var victim = new BearerProbe(ground.Node("GR-WK1"));
        await using var rogue = new BearerProbe(ground.Node("GR-ED1"));
        await Task.WhenAll(hub.IsUp(), victim.IsUp(), rogue.IsUp());

        Assert.True(rogue.Bearer.TryOffer(BearerProbe.Offer(1, [6, 6, 6], up, peer)));
        var outcome = await rogue.Outcome(1);
        Assert.Equal(OfferOutcome.Failed, outcome.Outcome);
        Assert.Contains("Not authorized (135)", outcome.Detail, StringComparison.OrdinalIgnoreCase);
        await Until.True( // and Mosquitto 2.0.11 ends the connection over it
            () => rogue.Seen.OfType<BearerInput.Changed>().Any(
                change => !change.Status.Up && change.Status.Detail.Contains("135", StringComparison.Ordinal)),
            () => "the refusal in the status");

        await rogue.IsUp();
        Assert.True(rogue.Bearer.TryOffer(BearerProbe.Offer(2, [1], up: true, "GR-ED1")));
        Assert.Equal(OfferOutcome.Left, (await rogue.Outcome(2)).Outcome);
        await Until.True(() => hub.Frames.Any(), () => "the hub has received the allowed one");
        Assert.Equal([1], Assert.Single(hub.Frames));
        Assert.Empty(victim.Frames);
    }

    [Fact]
    public async Task Wrong_password_unknown_user_and_nobody_are_refused()
    {
        await using var ground = new BrokerGround();
        await ground.StartAndListen();
        await using var wrong = new BearerProbe(ground.Node("GR-WK1", password: "secret-GR-ED1"));
        await using var unknown = new BearerProbe(ground.Node("GR-XX9"));

        await Until.True(
            () => wrong.Bearer.Status.Detail.Contains("135", StringComparison.Ordinal)
                && unknown.Bearer.Status.Detail.Contains("135", StringComparison.Ordinal),
            () => $"both refused: {wrong.Bearer.Status.Detail} and {unknown.Bearer.Status.Detail}");

        Assert.Equal(0x87, ConnectAnonymously(ground.Port)); // 135, not authorized
    }

    [Fact]
    public async Task A_station_cannot_push_another_off_by_using_its_client_id()
    {
        await using var ground = new BrokerGround();
        await ground.StartAndListen();
        await using var victim = new BearerProbe(ground.Node("GR-WK1"));
        await victim.IsUp();

        var login = new MosquittoLogin(ClientId: "GR-WK1", Username: "GR-ED1", "secret-GR-ED1", null, null, null);
        using var rogue = new Mosquitto(login, payloadBytesMax: 1000);
        Assert.True(rogue.Connect("127.0.0.1", ground.Port, keepAliveSeconds: 5).Ok);
        await Until.True(
            () => rogue.Loop(TimeSpan.FromMilliseconds(20)).Ok && rogue.Connected is not null, () => "an answer");

        Assert.True(rogue.Connected!.Value.Ok);
        Assert.True(victim.Bearer.TryOffer(BearerProbe.Offer(1, [1])));
        Assert.Equal(OfferOutcome.NobodyListens, (await victim.Outcome(1)).Outcome);
        Assert.Single(victim.Seen.OfType<BearerInput.Changed>());
    }

    [Fact]
    public async Task The_brokers_files_are_for_their_owner_only_and_hold_no_password()
    {
        await using var ground = new BrokerGround();
        await ground.StartAndListen();
        var directory = new DirectoryInfo(Path.GetDirectoryName(ground.ConfigurationPath)!);

        Assert.Equal(UnixFileMode.None, directory.UnixFileMode & ~(UnixFileMode)0b111_000_000);
        foreach (var file in directory.EnumerateFiles())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode);
            Assert.DoesNotContain("secret-", File.ReadAllText(file.FullName), StringComparison.Ordinal);
        }
    }

    /// <summary>A CONNECT of MQTT 5 without user name and password; returns the reason code of the CONNACK.</summary>
    private static int ConnectAnonymously(int port)
    {
        using var client = new TcpClient("127.0.0.1", port) { ReceiveTimeout = 5000 };
        byte[] connect = [0x10, 14, 0, 4, .. "MQTT"u8, 5, 0x02, 0, 30, 0, 0, 1, (byte)'x'];
        Assert.Equal(connect[1], connect.Length - 2);
        client.GetStream().Write(connect);
        var answer = new byte[4];
        client.GetStream().ReadExactly(answer);
        Assert.Equal(0x20, answer[0]);
        return answer[3];
    }
}
