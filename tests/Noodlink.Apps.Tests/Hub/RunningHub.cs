using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Noodlink.Apps.Tests.Node;
using Noodlink.Hub;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Station;
using Noodlink.Station.Stations;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Hub;

/// <summary>The program of the coördinatiepunt GR-CWK as it is, with its managed broker and, where a test needs one,
/// the noodsteunpunt GR-WK1 beside it.</summary>
internal sealed class RunningHub : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("noodlink-hub-");
    private readonly StationKey _key = StationKey.Create();
    private readonly int _brokerPort = FreePort();
    private readonly WebApplication _app;
    private readonly bool _lan;
    private readonly bool _apart;
    private readonly string[] _more;
    private RunningNode? _node;

    private RunningHub(bool lan, bool apart, string[] more)
    {
        _lan = lan;
        _apart = apart;
        _more = more;
        SetStations((1, "GR-WK1"));
        using var error = new StringWriter();
        var program = HubProgram.Prepare(
        [
            "--Urls=http://127.0.0.1:0", "--Station:Number=900", "--Station:Id=GR-CWK", "--Station:Name=Zuidhorn",
            "--Station:Gemeente=Westerkwartier", $"--Station:DataDirectory={_directory.FullName}",
            $"--Hub:StationsFile={StationsFile}", $"--Broker:Port={_brokerPort}", $"--Mqtt:Enabled={lan}",
            "--Logging:LogLevel:Default=Error", .. more,
        ], error);
        Assert.True(program is not null, error.ToString());
        _app = program.Build();
        Client = new HttpClient(
            new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
    }

    public HttpClient Client { get; }

    private string StationsFile => Path.Combine(_directory.FullName, "stations.json");

    public string Address => _app.Urls.Single();

    public Desk Desk => _app.Services.GetRequiredService<Desk>();

    public RunningNode Node => _node ?? throw new InvalidOperationException("This hub was started alone.");

    public IEnumerable<RouteEndpoint> Endpoints =>
        _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    /// <summary>Alone, without a LAN.</summary>
    public static async Task<RunningHub> StartAsync(params string[] more)
    {
        var hub = new RunningHub(lan: false, apart: false, more);
        await hub.StartAsync();
        return hub;
    }

    /// <summary>With the noodsteunpunt, over a real broker.</summary>
    public static async Task<RunningHub> StartWithNodeAsync(params string[] more)
    {
        var hub = new RunningHub(lan: true, apart: false, more);
        await hub.StartAsync();
        return hub;
    }

    /// <summary>With the noodsteunpunt, and nothing between them but what a person carries.</summary>
    public static async Task<RunningHub> StartApartAsync(params string[] more)
    {
        var hub = new RunningHub(lan: false, apart: true, more);
        await hub.StartAsync();
        return hub;
    }

    /// <summary>Stores a message at the noodsteunpunt and waits until the hub has it.</summary>
    public async Task<string> ReceiveAsync(string json)
    {
        var number = await Node.StoreAsync(json);
        await Until.True(() => Desk.Find(number) is not null, () => $"{number} is at the hub");
        return number;
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json) =>
        Client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Replaces the stations file; the hub notices by itself. Number 1 has the key of the node.</summary>
    public void SetStations(params (ushort Number, string Id)[] stations) => SecretFile.Replace(
        StationsFile, stations.Aggregate(StationList.Empty, (list, one) => list.With(new StationEntry(
            one.Number, StationId.Parse(one.Id), "Grijpskerk", "Westerkwartier", "216000,588000",
            one.Number == 1 ? _key : StationKey.Create(), one.Number == 1 ? "geheim" : $"geheim {one.Id}"))).ToJson());

    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Client.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task StartAsync()
    {
        await _app.StartAsync();
        Client.BaseAddress = new Uri(Address);
        if (!_lan && !_apart) return;
        var password = Path.Combine(_directory.FullName, "node.password");
        await File.WriteAllTextAsync(password, "geheim");
        var key = Path.Combine(_directory.FullName, "node.key");
        await File.WriteAllTextAsync(key, _key.ToSecretText());
        _node = await RunningNode.StartAsync(
        [
            $"--Mqtt:Enabled={_lan}", $"--Mqtt:Port={_brokerPort}", $"--Mqtt:PasswordFile={password}",
            $"--Station:KeyFile={key}", .. _apart ? _more : [],
        ]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
