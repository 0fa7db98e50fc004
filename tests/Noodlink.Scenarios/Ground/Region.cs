using System.Globalization;
using Noodlink.Station.Stations;

namespace Noodlink.Scenarios.Ground;

/// <summary>One coördinatiepunt and its noodsteunpunten, as `noodlink station new` would have set them up. Nothing runs
/// yet.</summary>
internal sealed class Region
{
    private Region(Coordinatiepunt hub, IReadOnlyList<Noodsteunpunt> nodes)
    {
        Hub = hub;
        Nodes = nodes;
    }

    public Coordinatiepunt Hub { get; }

    public IReadOnlyList<Noodsteunpunt> Nodes { get; }

    public Noodsteunpunt Node => Nodes[0];

    /// <param name="name">Sets the files of this region apart from another's in the same scene.</param>
    /// <param name="broker">Null: the hub manages its own.</param>
    /// <param name="air">Set: the hub has radio 0, the nodes have the next.</param>
    public static Region Create(Scene scene, string name = "", int nodes = 1, OpenBroker? broker = null, Air? air = null)
    {
        var hub = new Coordinatiepunt(scene, $"{name}hub", broker?.Port ?? Ports.Free());
        var stations = StationList.Empty;
        var points = new List<Noodsteunpunt>();
        for (var index = 1; index <= nodes; index++)
        {
            var point = new Noodsteunpunt(
                scene, $"{name}node{index}", (ushort)(100 + index), string.Create(CultureInfo.InvariantCulture, $"GR-WK{index}"));
            points.Add(point);
            stations = stations.With(
                new StationEntry(
                    point.Number, point.Id, $"Dorpshuis {index}", "Westerkwartier", null, point.Key, point.Password, null, null));
            SetUp(scene, name, point, hub, broker is null);
            if (air is not null) point.Program.Settings["Radio:Modem"] = air.Modem(index);
        }

        var list = Path.Combine(scene.Directory, $"{name}stations.json");
        SecretFile.Replace(list, stations.ToJson());
        var settings = hub.Program.Settings;
        settings["Station:Number"] = Coordinatiepunt.Number.ToString(CultureInfo.InvariantCulture);
        settings["Station:Id"] = "GR-CWK";
        settings["Station:Name"] = "Gemeentehuis";
        settings["Hub:StationsFile"] = list;
        var port = hub.BrokerPort.ToString(CultureInfo.InvariantCulture);
        settings[broker is null ? "Broker:Port" : "Mqtt:Port"] = port;
        if (broker is not null) settings["Broker:Mode"] = "External";
        if (air is not null) settings["Radio:Modem"] = air.Modem(0);
        return new Region(hub, points);
    }

    /// <summary>Starts everything and waits until all have their LAN. Without the hub's, danger to life would leave by
    /// radio.</summary>
    public async Task StartAsync()
    {
        await Task.WhenAll(Nodes.Select(node => node.Program.StartAsync()).Append(Hub.Program.StartAsync()));
        foreach (var node in Nodes) await node.BearerAsync("Mqtt", up: true, seconds: 15);
        await Hub.BearerAsync("Mqtt", up: true, seconds: 15);
    }

    private static void SetUp(Scene scene, string name, Noodsteunpunt point, Coordinatiepunt hub, bool withPassword)
    {
        var key = Path.Combine(scene.Directory, $"{name}{point.Id}.key");
        SecretFile.Replace(key, System.Text.Encoding.ASCII.GetBytes(point.Key.ToSecretText()));
        var settings = point.Program.Settings;
        settings["Station:Number"] = point.Number.ToString(CultureInfo.InvariantCulture);
        settings["Station:Id"] = point.Id.ToString();
        settings["Station:Name"] = "Dorpshuis";
        settings["Station:HubNumber"] = Coordinatiepunt.Number.ToString(CultureInfo.InvariantCulture);
        settings["Station:KeyFile"] = key;
        settings["Mqtt:Port"] = hub.BrokerPort.ToString(CultureInfo.InvariantCulture);
        if (!withPassword) return;
        var password = Path.Combine(scene.Directory, $"{name}{point.Id}.password");
        SecretFile.Replace(password, System.Text.Encoding.ASCII.GetBytes(point.Password));
        settings["Mqtt:PasswordFile"] = password;
    }
}
