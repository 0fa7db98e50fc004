using Noodlink.Cli;
using Noodlink.Protocol.Messages;

namespace Noodlink.Benchmarks.Programs;

/// <summary>One coördinatiepunt with its managed broker and one noodsteunpunt, enrolled by the real command.</summary>
internal sealed class Region
{
    public const string NodeId = "GR-WK1", HubId = "GR-CWK";
    public const ushort NodeNumber = 101, HubNumber = 1;

    private readonly Ground _ground;
    private readonly int _nodePort = Ground.FreePort(), _hubPort = Ground.FreePort(), _brokerPort = Ground.FreePort();

    public Region(Ground ground)
    {
        _ground = ground;
        var code = Enrolment.Run(
            new EnrolmentRequest
            {
                Number = NodeNumber,
                Id = StationId.Parse(NodeId),
                Name = "Dorpshuis",
                Gemeente = "Westerkwartier",
                StationsPath = ground.Path("stations.json"),
                KeyPath = ground.Path("node.key"),
                PasswordPath = ground.Path("node.password"),
                HubNumbers = [HubNumber],
            },
            TextWriter.Null, Console.Error);
        if (code != 0) throw new InvalidOperationException($"station new: {code}");
    }

    public string NodeData => _ground.Path("node");

    public string HubData => _ground.Path("hub");

    public Task<StationProgram> StartNodeAsync(params string[] more) => _ground.StartAsync(
        "Noodlink.Node", _nodePort,
        [
            $"--Urls=http://127.0.0.1:{_nodePort}", $"--Station:Number={NodeNumber}", $"--Station:Id={NodeId}",
            "--Station:Name=Dorpshuis", $"--Station:DataDirectory={NodeData}",
            $"--Station:KeyFile={_ground.Path("node.key")}", $"--Station:HubNumber={HubNumber}",
            $"--Mqtt:Port={_brokerPort}",
            $"--Mqtt:PasswordFile={_ground.Path("node.password")}", .. more,
        ]);

    public Task<StationProgram> StartHubAsync(params string[] more) => _ground.StartAsync(
        "Noodlink.Hub", _hubPort,
        [
            $"--Urls=http://127.0.0.1:{_hubPort}", $"--Station:Number={HubNumber}", $"--Station:Id={HubId}",
            "--Station:Name=Gemeentehuis", $"--Station:DataDirectory={HubData}",
            $"--Hub:StationsFile={_ground.Path("stations.json")}", $"--Broker:Port={_brokerPort}", .. more,
        ]);
}
