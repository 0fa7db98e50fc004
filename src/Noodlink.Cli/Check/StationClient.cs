using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Noodlink.Cli.Check;

/// <summary>A station as a program outside sees it: its HTTP interface.</summary>
internal sealed class StationClient(HttpClient http)
{
    /// <summary>Hands in a message. Without an id it was not taken, and the answer says why. What a hub sends has a number
    /// for each noodsteunpunt.</summary>
    public async Task<(IReadOnlyList<string> Ids, HttpStatusCode Code, JsonObject Answer)> PostAsync(
        JsonObject body, CancellationToken stop)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("api/messages", UriKind.Relative), content, stop);
        var answer = await ReadAsync(response, stop);
        if (response.StatusCode != HttpStatusCode.Accepted) return ([], response.StatusCode, answer);
        var ids = answer["ids"] as JsonArray ?? [answer["id"]!.DeepClone()];
        return ([.. ids.Select(id => (string)id!)], response.StatusCode, answer);
    }

    /// <summary>Messages of one kind, own and received.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string kind, CancellationToken stop)
    {
        var page = await GetAsync($"api/messages?kind={kind}&limit=500", stop);
        return [.. (page["items"] as JsonArray ?? []).OfType<JsonObject>()];
    }

    public Task<JsonObject> MessageAsync(string id, CancellationToken stop) => GetAsync($"api/messages/{id}", stop);

    public Task<JsonObject> StatusAsync(CancellationToken stop) => GetAsync("api/status", stop);

    /// <summary>What staff do.</summary>
    /// <exception cref="CheckFailedException">The hub did not take it.</exception>
    public async Task RecordAsync(string id, JsonObject action, CancellationToken stop)
    {
        using var content = new StringContent(action.ToJsonString(), Encoding.UTF8, "application/json");
        var path = new Uri($"api/messages/{id}/events", UriKind.Relative);
        using var response = await http.PostAsync(path, content, stop);
        if (response.IsSuccessStatusCode) return;
        var (code, answer) = ((int)response.StatusCode, await response.Content.ReadAsStringAsync(stop));
        throw new CheckFailedException($"{id}: {action.ToJsonString()} was not taken: {code} {answer}");
    }

    /// <summary>Everything in the feed behind a journal number.</summary>
    public async Task<IReadOnlyList<JsonObject>> FeedAsync(long after, CancellationToken stop)
    {
        var items = new List<JsonObject>();
        while (true)
        {
            var page = await GetAsync($"api/feed?after={after}&limit=500", stop);
            var found = (page["items"] as JsonArray ?? []).OfType<JsonObject>().ToList();
            if (found.Count == 0) return items;
            items.AddRange(found);
            after = (long?)page["next"] ?? long.MaxValue;
        }
    }

    private async Task<JsonObject> GetAsync(string path, CancellationToken stop)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), stop);
        response.EnsureSuccessStatusCode();
        return await ReadAsync(response, stop);
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        var text = await response.Content.ReadAsStringAsync(stop);
        return JsonNode.Parse(text) as JsonObject ?? throw new HttpRequestException($"Not an object: {text}");
    }
}
