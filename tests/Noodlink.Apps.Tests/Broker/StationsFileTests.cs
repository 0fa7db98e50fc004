using System.Text;
using Noodlink.Hub.Stations;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Station.Stations;

namespace Noodlink.Apps.Tests.Broker;

public sealed class StationsFileTests
{
    [Fact]
    public async Task A_replaced_file_counts_a_broken_one_does_not_and_a_repaired_one_does_again()
    {
        await using var ground = new BrokerGround();
        var stations = ground.Stations();
        Assert.Equal(["GR-WK1", "GR-ED1"], stations.Current.List.Entries.Select(entry => $"{entry.Id}"));
        Assert.True(stations.Status.Readable);
        Assert.Empty(stations.Status.Detail);

        ground.Write(BrokerGround.Some("GR-MA1", 103));
        stations.Look();
        Assert.Equal("GR-MA1", $"{Assert.Single(stations.Current.List.Entries).Id}");
        Assert.Equal(2, stations.Current.Generation);

        File.WriteAllText(ground.StationsPath, "[ { \"number\": 1");
        stations.Look();
        Assert.Equal("GR-MA1", $"{Assert.Single(stations.Current.List.Entries).Id}");
        Assert.False(stations.Status.Readable);
        Assert.Contains("not JSON, or a property twice: line 1", stations.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(1, stations.Status.Stations);

        File.Delete(ground.StationsPath);
        stations.Look();
        Assert.False(stations.Status.Readable);
        Assert.Single(stations.Current.List.Entries);

        ground.Write(BrokerGround.Some("GR-WK1", 101), BrokerGround.Some("GR-MA1", 103));
        stations.Look();
        Assert.True(stations.Status.Readable);
        Assert.Equal(2, stations.Current.List.Entries.Count);
        Assert.Equal(3, stations.Current.Generation);
    }

    [Fact]
    public async Task A_hub_that_starts_over_a_broken_file_still_knows_its_stations()
    {
        await using var ground = new BrokerGround();
        _ = ground.Stations();
        File.WriteAllText(ground.StationsPath, "");

        var stations = ground.Stations();

        Assert.Equal(2, stations.Current.List.Entries.Count);
        Assert.False(stations.Status.Readable);
        Assert.NotEmpty(stations.Status.Detail);
    }

    [Fact]
    public async Task A_change_is_noticed_by_itself_within_seconds()
    {
        await using var ground = new BrokerGround();
        using var stations = ground.Stations();
        await stations.StartAsync(CancellationToken.None);

        ground.Write(BrokerGround.Some("GR-MA1", 103));

        await Station.Tests.Bearers.Until.True(() => stations.Current.Generation == 2, () => "a second generation", 5);
        await stations.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task The_peer_book_follows_the_file_and_an_unchanged_station_keeps_its_envelope()
    {
        await using var ground = new BrokerGround();
        var (kept, renamed) = (BrokerGround.Some("GR-WK1", 101), BrokerGround.Some("GR-ED1", 102));
        ground.Write(kept, renamed);
        var stations = ground.Stations();
        var peers = new StationPeers(stations);
        var (first, second) = (peers.Find(101)!, peers.Find(StationId.Parse("GR-ED1"))!);
        Assert.Equal(2, peers.All.Count);

        ground.Write(kept with { Name = "Elders" }, renamed with { Key = StationKey.Create() });
        stations.Look();

        Assert.Equal(2, peers.Generation);
        Assert.Equal("Elders", peers.Find(101)!.Name);
        Assert.Same(first.Envelope, peers.Find(101)!.Envelope);
        Assert.NotSame(second.Envelope, peers.Find(102)!.Envelope);
        Assert.Null(peers.Find(103));
    }

    [Fact]
    public async Task No_station_may_carry_the_hubs_own_number_or_id()
    {
        await using var ground = new BrokerGround();
        ground.Write(BrokerGround.Some("GR-WK1", 1), BrokerGround.Some($"{BrokerGround.Hub}", 102));

        var stations = ground.Stations();

        Assert.Empty(stations.Current.List.Entries);
        Assert.Contains("GR-WK1 (1): this coördinatiepunt is", stations.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("GR-CWK (102): this coördinatiepunt is", stations.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_others_can_read_are_shown()
    {
        await using var ground = new BrokerGround();
        File.SetUnixFileMode(ground.StationsPath, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Contains("chmod 600", ground.Stations().Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_told_at_once_by_the_place_where_it_stands()
    {
        var key = BrokerGround.Some("GR-WK1", 1).Key.ToSecretText();
        var json = $$"""
            [
              { "number": 101, "id": "GR-WK1", "name": "a", "gemeente": "b", "key": "{{key}}", "mqttPassword": "p" },
              { "number": 0, "id": "gr-wk2", "name": "", "gemente": "b", "key": "no", "mqttPassword": 7, "rd": "1,2" },
              { "number": 101, "id": "GR-WK1", "name": "a", "gemeente": "b", "key": "{{key}}", "mqttPassword": "p" },
              "GR-WK4"
            ]
            """;

        Assert.Null(StationList.Parse(Encoding.UTF8.GetBytes(json), out var faults));

        string[] expected =
        [
            "[1].gemente: unknown", "[1].number: 0", "[1].id: 'gr-wk2'", "[1].name:", "[1].gemeente: missing",
            "[1].key:", "[1].mqttPassword:", "[1].rd: '1,2'",
            "[2].number: 101 is GR-WK1's", "[2].id: GR-WK1 is number 101's", "[2].key: the same as GR-WK1's",
            "[3]: not",
        ];
        Assert.Equal(expected.Length, faults.Count);
        foreach (var start in expected)
            Assert.Contains(faults, fault => fault.StartsWith(start, StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var list = StationList.Empty.With(BrokerGround.Some("GR-WK1", 101))
            .With(BrokerGround.Some("GR-ED1", 65534) with { Rd = null, Name = "Dörpshoes \"'t Olle\"" });

        var again = StationList.Parse(list.ToJson(), out var faults);

        Assert.Empty(faults);
        Assert.Equal(list.Entries, again!.Entries);
    }

    [Fact]
    public void Any_bytes_parse_or_are_refused()
    {
        var random = new Random(4711);
        var good = StationList.Empty.With(BrokerGround.Some("GR-WK1", 101)).ToJson();
        for (var round = 0; round < 2000; round++)
        {
            var bytes = good.ToArray();
            for (var change = 0; change < 3; change++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var list = StationList.Parse(bytes, out var faults);
            Assert.True(list is null == faults.Count > 0, $"seed 4711, round {round}");
        }
    }
}
