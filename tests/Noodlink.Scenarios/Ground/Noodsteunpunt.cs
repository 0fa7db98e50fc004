using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;

namespace Noodlink.Scenarios.Ground;

/// <summary>A noodsteunpunt of a region: the real program, and what a volunteer does with it.</summary>
internal sealed class Noodsteunpunt(Scene scene, string name, ushort number, string id)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);

    public ushort Number { get; } = number;

    public StationId Id { get; } = StationId.Parse(id);

    public StationKey Key { get; } = StationKey.Create();

    public string Password { get; } = Guid.NewGuid().ToString("N");

    public StationProgram Program { get; } =
        new(scene, name, Repository.Node, Path.Combine(scene.Directory, $"{name}-data"));

    /// <summary>Posts once. Throws when there is no answer.</summary>
    public Task<Answer> PostAsync(string json, string? key = null) =>
        Program.Browser.PostAsync("/api/messages", json, key);

    /// <summary>Posts as a careful program does: the same key again until there is an answer.</summary>
    /// <returns>The id.</returns>
    public async Task<string> SendAsync(string json)
    {
        var key = Guid.NewGuid().ToString();
        while (true)
        {
            try
            {
                var answer = await PostAsync(json, key);
                Assert.Equal(HttpStatusCode.Accepted, answer.Code);
                return answer.Id!;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(AskAgain, TimeProvider.System);
            }
        }
    }

    public Task<JsonNode> MessageAsync(string number) => Program.Browser.GetAsync($"/api/messages/{number}");

    public async Task<string> StateAsync(string number) => (string)(await MessageAsync(number))["state"]!;

    public Task<JsonNode> StatusAsync() => Program.Browser.GetAsync("/api/status");

    public async Task<bool> IsUpAsync(string bearer) =>
        (await StatusAsync())["bearers"]!.AsArray().Any(each => (string?)each!["name"] == bearer && (bool)each["up"]!);

    /// <summary>Until the bearer is in that state.</summary>
    public Task<TimeSpan> BearerAsync(string bearer, bool up, double seconds) => Wait.UntilAsync(
        $"{Id}: {bearer} is {(up ? "up" : "down")}", seconds, async () => await IsUpAsync(bearer) == up);
}
