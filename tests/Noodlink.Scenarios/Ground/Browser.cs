using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Noodlink.Scenarios.Ground;

/// <summary>The answer to a request.</summary>
internal sealed record Answer(HttpStatusCode Code, JsonNode? Body)
{
    public string? Id => (string?)Body?["id"];

    public override string ToString() => $"{(int)Code} {Body?.ToJsonString()}";
}

/// <summary>Somebody who asks a program over HTTP.</summary>
internal sealed class Browser(int port) : IDisposable
{
    private readonly HttpClient _client = new()
    {
        BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>Throws <see cref="HttpRequestException"/> or <see cref="TaskCanceledException"/> when there is no
    /// answer.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"GET {path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>A page, as HTML.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<string> PageAsync(string path)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.True(response.IsSuccessStatusCode, $"GET {path}: {(int)response.StatusCode}");
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await _client.GetAsync(new Uri("/readyz", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>What <c>/healthz</c> says.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<(bool Well, string Text)> HealthAsync()
    {
        using var response = await _client.GetAsync(new Uri("/healthz", UriKind.Relative));
        return (response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <inheritdoc cref="GetAsync"/>
    public async Task<Answer> PostAsync(string path, string json, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative));
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <inheritdoc cref="GetAsync"/>
    public async Task<Answer> PutAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _client.PutAsync(new Uri(path, UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>The courier's file.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<byte[]> ExportAsync() => _client.GetByteArrayAsync(new Uri("/api/courier", UriKind.Relative));

    /// <summary>Reads a courier's file.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<JsonNode> ImportAsync(byte[] file)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new("application/octet-stream");
        using var response = await _client.PostAsync(new Uri("/api/courier", UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"POST /api/courier: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public void Dispose() => _client.Dispose();
}
