using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Hub.Broker;
using Noodlink.Hub.Stations;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Station;
using Noodlink.Station.Bearers;
using Noodlink.Station.Stations;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Broker;

/// <summary>A data directory, a stations file with GR-WK1 and GR-ED1, and what a hub runs on them.</summary>
internal sealed class BrokerGround : IAsyncDisposable
{
    public static readonly StationId Hub = StationId.Parse("GR-CWK");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("noodlink-hub-");
    private readonly List<ManagedBroker> _brokers = [];

    public BrokerGround()
    {
        Write(Some("GR-WK1", 101), Some("GR-ED1", 102));
    }

    public int Port { get; } = FreePort();

    public string DataDirectory => _directory.FullName;

    public string StationsPath => Path.Combine(DataDirectory, "stations.json");

    public string ConfigurationPath => Path.Combine(DataDirectory, "broker", "mosquitto.conf");

    public string PidPath => Path.Combine(DataDirectory, "broker", "broker.pid");

    public static StationEntry Some(string id, ushort number) => new(
        number, StationId.Parse(id), $"Gebouw {id}", "Noord", "222900,583100", StationKey.Create(), $"secret-{id}");

    public void Write(params StationEntry[] entries) =>
        SecretFile.Replace(
            StationsPath, entries.Aggregate(StationList.Empty, static (list, entry) => list.With(entry)).ToJson());

    public StationsFile Stations() => new(
        StationsPath, DataDirectory, ownNumber: 1, Hub, TimeProvider.System, NullLogger<StationsFile>.Instance);

    public async Task<ManagedBroker> Start(StationsFile? stations = null)
    {
        var broker = new ManagedBroker(
            new BrokerOptions { Port = Port },
            DataDirectory,
            Hub,
            stations ?? Stations(),
            TimeProvider.System,
            NullLogger<ManagedBroker>.Instance);
        _brokers.Add(broker);
        await broker.StartAsync(CancellationToken.None);
        return broker;
    }

    public async Task<ManagedBroker> StartAndListen(StationsFile? stations = null)
    {
        var broker = await Start(stations);
        await IsUp(broker);
        return broker;
    }

    public static Task IsUp(ManagedBroker broker) =>
        Until.True(() => broker.Status.Up, () => $"broker up; it says: {broker.Status.Detail}");

    /// <summary>The station's own settings, or some of them changed.</summary>
    public MqttSettings Node(string id, string? password = null) =>
        MqttSettings.ForNode(new MqttOptions { Port = Port }, StationId.Parse(id)) with
        {
            Password = () => password ?? $"secret-{id}",
        };

    public async ValueTask DisposeAsync()
    {
        foreach (var broker in _brokers)
        {
            await broker.StopAsync(CancellationToken.None);
            broker.Dispose();
        }

        _directory.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
