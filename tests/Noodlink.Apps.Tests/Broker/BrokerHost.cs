using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Hub.Broker;
using Noodlink.Hub.Stations;

namespace Noodlink.Apps.Tests.Broker;

/// <summary>The least that a hub is, as a process of its own: to be killed.</summary>
internal static class BrokerHost
{
    public const string Command = "broker-host";

    private static async Task<int> Main(string[] args)
    {
        if (args is not [Command, var dataDirectory, var port]) return 64;
        using var stations = new StationsFile(
            Path.Combine(dataDirectory, "stations.json"),
            dataDirectory,
            ownNumber: 1,
            BrokerGround.Hub,
            TimeProvider.System,
            NullLogger<StationsFile>.Instance);
        using var broker = new ManagedBroker(
            new BrokerOptions { Port = int.Parse(port) },
            dataDirectory,
            BrokerGround.Hub,
            stations,
            TimeProvider.System,
            NullLogger<ManagedBroker>.Instance);
        await broker.StartAsync(CancellationToken.None);
        await Task.Delay(TimeSpan.FromMinutes(1)); // nobody is left behind when the test ends without killing it
        return 1;
    }
}
