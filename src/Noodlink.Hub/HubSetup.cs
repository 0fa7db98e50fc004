using System.Security.Cryptography;
using Noodlink.Hub.Broker;
using Noodlink.Hub.Meldkamer;
using Noodlink.Hub.Stations;
using Noodlink.Station;
using Noodlink.Station.Bearers;

namespace Noodlink.Hub;

/// <summary>The configuration of a coördinatiepunt, read once and checked as a whole (interfaces.md §2).</summary>
internal sealed class HubSetup
{
    private HubSetup() { }

    public required StationSetup Station { get; init; }

    public required BrokerOptions Broker { get; init; }

    public required MeldkamerOptions Meldkamer { get; init; }

    public required string StationsFile { get; init; }

    public required IReadOnlyList<Forwarder> Forwarders { get; init; }

    /// <summary>Reads everything but the screen's own keys.</summary>
    /// <param name="faults">Gets one English line per fault.</param>
    /// <returns>Null when there is any fault.</returns>
    public static HubSetup? Read(IConfiguration configuration, List<string> faults)
    {
        var before = faults.Count;
        var station = StationSetup.Read(configuration, isHub: true, faults);
        var broker = StationSetup.Bind<BrokerOptions>(configuration, "Broker", faults);
        var meldkamer = StationSetup.Bind<MeldkamerOptions>(configuration, "Meldkamer", faults);
        if (!System.Net.IPAddress.TryParse(broker.Address, out _))
            faults.Add($"Broker:Address is '{broker.Address}', must be an IP address of this machine.");
        if (station is { Mqtt.Enabled: true } && broker.Mode == BrokerMode.External)
            faults.AddRange(MqttSettings.Faults(station.Mqtt));
        var stations = configuration["Hub:StationsFile"];
        if (string.IsNullOrWhiteSpace(stations))
            faults.Add("Hub:StationsFile is empty, must be the JSON list that `noodlink station new` writes.");
        var directory = configuration["Station:DataDirectory"] ?? "/var/lib/noodlink";
        IEnumerable<string> entries = meldkamer.Forwarders.Count > 0
            ? meldkamer.Forwarders : [$"spool:{Path.Combine(directory, "meldkamer")}"];
        var forwarders = ForwarderCatalogue.Create(entries, Terms(meldkamer, faults));
        faults.AddRange(forwarders.Faults);
        if (faults.Count > before || station is null) return null;
        return new HubSetup
        {
            Station = station, Broker = broker, Meldkamer = meldkamer, StationsFile = stations!,
            Forwarders = forwarders.Forwarders,
        };
    }

    private static ForwarderTerms Terms(MeldkamerOptions meldkamer, List<string> faults)
    {
        try
        {
            return new ForwarderTerms(
                new HttpTrust(meldkamer.CaFile), TimeSpan.FromSeconds(meldkamer.TimeoutSeconds), TimeProvider.System);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            faults.Add($"Meldkamer:CaFile is '{meldkamer.CaFile}', must be a PEM file with certificates: {fault.Message}");
            return ForwarderTerms.ByDefault;
        }
    }

    /// <summary>The parts of a hub, as services; the screen is added by the program.</summary>
    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton(this);
        services.AddSingleton(Station);
        services.AddSingleton(
            provider => new StationsFile(
                StationsFile, Station.Station.DataDirectory, Station.Identity.Number, Station.Identity.Id,
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<StationsFile>>()));
        services.AddHostedService(provider => provider.GetRequiredService<StationsFile>());
        services.AddSingleton<StationPeers>();
        if (Station.Mqtt.Enabled && Broker.Mode == BrokerMode.Managed)
        {
            services.AddSingleton(
                provider =>
                {
                    var broker = new ManagedBroker(
                        Broker, Station.Station.DataDirectory, Station.Identity.Id,
                        provider.GetRequiredService<StationsFile>(),
                        provider.GetRequiredService<TimeProvider>(),
                        provider.GetRequiredService<ILogger<ManagedBroker>>(),
                        // Asked only by its own thread, when everything has been put together.
                        makeRoom: () => provider.GetRequiredService<Desk>().TryMakeRoom(status: null));
                    provider.GetRequiredService<LifeSigns>().Add(broker.Sign);
                    return broker;
                });
            services.AddHostedService(provider => provider.GetRequiredService<ManagedBroker>());
        }

        services.AddSingleton(MakeHost);
        services.AddSingleton(provider => provider.GetRequiredService<StationHost>().Desk);
        services.AddHostedService(provider => provider.GetRequiredService<StationHost>().Worker);
        services.AddSingleton<DossierDesk>();
        foreach (var forwarder in Forwarders)
            services.AddSingleton<IHostedService>(provider => MakeWorker(forwarder, provider));
    }

    private MeldkamerWorker MakeWorker(Forwarder forwarder, IServiceProvider provider)
    {
        var worker = new MeldkamerWorker(
            forwarder, ForwardingPolicy.Of(Meldkamer), provider.GetRequiredService<Desk>(),
            provider.GetRequiredService<DossierDesk>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MeldkamerWorker>>());
        provider.GetRequiredService<LifeSigns>().Add(worker.Sign);
        return worker;
    }

    private StationHost MakeHost(IServiceProvider provider)
    {
        var host = StationHost.Hub(
            Station, provider.GetRequiredService<StationPeers>(),
            !Station.Mqtt.Enabled ? null
            : provider.GetService<ManagedBroker>()?.HubSettings ?? MqttSettings.ForHub(Station.Mqtt, Station.Identity.Id),
            Meldkamer.Release == MeldkamerRelease.AfterReview, Meldkamer.TakesPartInExercises,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<IHostApplicationLifetime>());
        provider.GetRequiredService<LifeSigns>().Add(host.Signs);
        return host;
    }
}
