namespace Noodlink.Apps.Tests.Node;

/// <summary>Listens to server-sent events as a browser does.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _reader;

    private EventStream(HttpResponseMessage answer, Stream stream)
    {
        _answer = answer;
        _reader = new StreamReader(stream);
    }

    public static async Task<EventStream> OpenAsync(
        HttpClient client, string? lastEventId = null, string path = "/api/events")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        return new EventStream(answer, await answer.Content.ReadAsStreamAsync());
    }

    public async Task<(string? Id, string Name, string Data)> NextAsync(double seconds = 20)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        string? id = null, name = null, data = null;
        while (await _reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length == 0) return (id, name!, data!);
            var (field, value) = (line[..line.IndexOf(':', StringComparison.Ordinal)],
                line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            if (field == "id") id = value;
            else if (field == "event") name = value;
            else if (field == "data") data = value;
        }

        throw new EndOfStreamException("The stream of events ended.");
    }

    /// <summary>The next event with this name; others are passed over.</summary>
    public async Task<(string? Id, string Name, string Data)> NextAsync(string name, double seconds = 20)
    {
        while (true)
            if (await NextAsync(seconds) is var e && e.Name == name) return e;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _answer.Dispose();
    }
}
