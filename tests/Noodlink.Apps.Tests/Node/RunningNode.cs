using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Noodlink.Node;
using Noodlink.Station;

namespace Noodlink.Apps.Tests.Node;

/// <summary>The program of the noodsteunpunt GR-WK1 as it is, on a port of its own and in a folder of its
/// own.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("noodlink-node-");
    private readonly string[] _more;
    private WebApplication _app;

    private RunningNode(string[] more)
    {
        _more = more;
        File.WriteAllText(KeyPath, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        _app = Build();
        Client = NewClient();
    }

    public string KeyPath => Path.Combine(_directory.FullName, "station.key");

    public string Address => _app.Urls.Single();

    public Desk Desk => _app.Services.GetRequiredService<Desk>();

    public IEnumerable<RouteEndpoint> Endpoints =>
        _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    /// <summary>Follows no redirects and remembers cookies, as a browser that is looked over the shoulder.</summary>
    public HttpClient Client { get; private set; }

    public static async Task<RunningNode> StartAsync(params string[] more)
    {
        var node = new RunningNode(more);
        await node.StartAsync();
        return node;
    }

    /// <summary>The same station, started again on the data that is there.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _app = Build();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        _directory.Delete(recursive: true);
    }

    public HttpClient NewClient() =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = new Uri("http://127.0.0.1"), Timeout = TimeSpan.FromSeconds(30),
    };

    public Task<HttpResponseMessage> PostAsync(string json, string? key = null, string mediaType = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = new StringContent(json, Encoding.UTF8, mediaType),
        };
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return Client.SendAsync(request);
    }

    /// <summary>Stores a message and gives its number.</summary>
    public async Task<string> StoreAsync(string json)
    {
        using var answer = await PostAsync(json);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, body);
        return JsonNode.Parse(body)!["id"]!.GetValue<string>();
    }

    /// <summary>What the program was started with.</summary>
    public string[] Arguments =>
        [
            "--Urls=http://127.0.0.1:0", "--Station:Number=1", "--Station:Id=GR-WK1", "--Station:Name=Grijpskerk",
            "--Station:Gemeente=Westerkwartier", "--Station:HubNumber=900", "--Station:Contact=PMR 3",
            $"--Station:KeyFile={KeyPath}", $"--Station:DataDirectory={_directory.FullName}", "--Mqtt:Enabled=false",
            "--Logging:LogLevel:Default=Error", .. _more,
        ];

    private WebApplication Build()
    {
        using var error = new StringWriter();
        var program = NodeProgram.Prepare(Arguments, error);
        Assert.True(program is not null, error.ToString());
        return program.Build();
    }

    private async Task StartAsync()
    {
        await _app.StartAsync();
        Client.Dispose();
        Client = NewClient();
        Client.BaseAddress = new Uri(Address);
    }

    private async Task StopAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
