using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Node;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>Makes a noodmelding as a browser without script does: page after page, each form with its own hidden
/// fields.</summary>
internal sealed class NoodmeldingWalk
{
    private readonly HttpClient _client;

    private NoodmeldingWalk(HttpClient client, string id)
    {
        _client = client;
        Id = id;
    }

    /// <summary>Of the draft.</summary>
    public string Id { get; }

    public string Page(string step) => $"/noodmelding/{Id}/{step}";

    public static async Task<NoodmeldingWalk> BeginAsync(HttpClient client)
    {
        using var answer = await client.PostAsync("/noodmelding", new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return new NoodmeldingWalk(client, answer.Headers.Location!.ToString().Split('/')[2]);
    }

    /// <summary>Another browser in the same draft.</summary>
    public NoodmeldingWalk With(HttpClient other) => new(other, Id);

    /// <summary>Fills in a step and gives where it leads.</summary>
    public async Task<string> StepAsync(string step, params (string Name, string Value)[] typed)
    {
        using var answer = await TryAsync(step, typed);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }

    /// <param name="step">With its query, where it has one.</param>
    public Task<HttpResponseMessage> TryAsync(string step, params (string Name, string Value)[] typed) =>
        _client.SubmitAsync(Page(step), Page(step.Split('?')[0]), typed);

    public Task<string> HtmlAsync(string step) => _client.GetStringAsync(Page(step));

    /// <summary>The least that may be sent, as far as the last step.</summary>
    public async Task FillAsync(string type = "BuildingFire", params string[] services)
    {
        await StepAsync("wie", [.. services.Select(service => ("services", service))]);
        await StepAsync("waar", ("_do", "hier"));
        await StepAsync("wat", ("type", type));
        await StepAsync("gevaar", ("dangerToLife", "Yes"));
    }

    public Task<HttpResponseMessage> TrySendAsync(params (string Name, string Value)[] typed) =>
        TryAsync("controle", [.. typed, ("_do", "meld")]);

    /// <summary>Sends it and gives its number.</summary>
    public async Task<string> SendAsync(params (string Name, string Value)[] typed)
    {
        using var answer = await TrySendAsync(typed);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString().Split('/')[^1];
    }

    /// <summary>The draft as the API has it.</summary>
    public async Task<JsonNode> DraftAsync() => JsonNode.Parse(await _client.GetStringAsync($"/api/drafts/{Id}"))!;

    /// <summary>The content of a message that was sent.</summary>
    public static async Task<JsonNode> ContentAsync(RunningNode node, string number) =>
        JsonNode.Parse(await node.Client.GetStringAsync($"/api/messages/{number}"))!["content"]!;
}
