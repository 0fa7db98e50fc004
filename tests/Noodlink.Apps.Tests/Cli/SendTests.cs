using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noodlink.Cli;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Apps.Tests.Cli;

public sealed class SendTests : IAsyncDisposable
{
    private readonly StringWriter _output = new(), _errors = new();
    private readonly List<string> _keys = [];
    private readonly WebApplication _station;
    private string[] _states = ["Queued"];
    private int _asked;
    private string? _posted;
    private (int Status, string Body) _answer = (202, """{"id":"GR-WK1-0042","state":"Queued"}""");

    public SendTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _station = builder.Build();
        _station.Urls.Add("http://127.0.0.1:0");
        _station.MapPost("/api/messages", async (HttpRequest request) =>
        {
            _keys.Add(request.Headers["Idempotency-Key"].ToString());
            using var reader = new StreamReader(request.Body);
            _posted = await reader.ReadToEndAsync();
            return Results.Text(_answer.Body, "application/json", statusCode: _answer.Status);
        });
        _station.MapGet("/api/messages/GR-WK1-0042", () => Results.Text(Message(), "application/json"));
        _station.Start();
    }

    public async ValueTask DisposeAsync() => await _station.DisposeAsync();

    [Fact]
    public async Task Each_state_is_printed_once_in_order_and_delivery_ends_it_with_0()
    {
        _states = ["Queued", "Sending", "DeliveredDevice"];

        Assert.Equal(0, await Run(Send.TestMessage));

        var lines = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        for (var line = 0; line < 3; line++)
            Assert.Contains($"GR-WK1-0042  {_states[line]}", lines[line], StringComparison.Ordinal);
        Assert.Equal(36, Assert.Single(_keys).Length);
    }

    [Fact]
    public async Task A_refused_message_ends_it_with_1()
    {
        _states = ["Queued", "Refused"];

        Assert.Equal(1, await Run(Send.TestMessage));
    }

    [Fact]
    public async Task When_the_time_is_over_it_says_where_the_message_is()
    {
        Assert.Equal(1, await Run(Send.TestMessage, seconds: 0.5));

        Assert.Contains("still Queued after 0.5 s", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_are_told_with_their_path()
    {
        _answer = (422, """{"title":"Niet goed","errors":{"location.postcode":["Dit is geen postcode."]}}""");

        Assert.Equal(1, await Run("{}"));

        const string told = "422 Niet goed; location.postcode: Dit is geen postcode.";
        Assert.Contains(told, _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_station_that_is_not_there_is_69()
    {
        var address = _station.Urls.Single();
        await _station.StopAsync();

        Assert.Equal(69, await Run(Send.TestMessage, address: address));
    }

    [Fact]
    public async Task As_json_it_is_one_object_at_the_end()
    {
        _states = ["Queued", "DeliveredDevice"];

        Assert.Equal(0, await Run(Send.TestMessage, asJson: true));

        var summary = JsonNode.Parse(_output.ToString())!;
        Assert.True(summary["delivered"]!.GetValue<bool>());
        Assert.Equal("DeliveredDevice", summary["state"]!.GetValue<string>());
        Assert.Equal(2, summary["history"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_command_line_sends_the_file_that_it_is_given()
    {
        _states = ["DeliveredDevice"];
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"kind":"Alarm"}""");

        Assert.Equal(0, await CommandLine.RunAsync(["send", "--url", _station.Urls.Single(), "--file", file]));

        Assert.Equal("""{"kind":"Alarm"}""", _posted);
        File.Delete(file);
        Assert.Equal(64, await CommandLine.RunAsync(["send", "--url", "station"]));
        Assert.Equal(64, await CommandLine.RunAsync(["send", "--url", _station.Urls.Single(), "--file", file]));
    }

    [Fact]
    public void The_message_it_sends_by_itself_is_one_that_a_station_takes()
    {
        Assert.True(MessageJson.TryParse(Encoding.UTF8.GetBytes(Send.TestMessage), out var document));
        using (document)
        {
            var read = MessageJson.Read(document.RootElement, JsonContext.Node(StationId.Parse("GR-WK1")));
            Assert.Equal(MessageStatus.Test, Assert.IsType<JsonReadResult.Ok>(read).Status);
        }
    }

    private async Task<int> Run(string body, double seconds = 20, bool asJson = false, string? address = null)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address ?? _station.Urls.Single()) };
        var pursuit = new Pursuit(http, TimeProvider.System, _output, _errors, asJson);
        return await pursuit.RunAsync(body, TimeSpan.FromSeconds(seconds), CancellationToken.None);
    }

    /// <summary>One state further at each question.</summary>
    private string Message()
    {
        var reached = _states[..Math.Min(++_asked, _states.Length)];
        var history = string.Join(',', reached.Select(state => $$"""{"state":"{{state}}","via":"Mqtt"}"""));
        return $$"""{"id":"GR-WK1-0042","state":"{{reached[^1]}}","bearer":"Mqtt","history":[{{history}}]}""";
    }
}
