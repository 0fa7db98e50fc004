using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Noodlink.Cli;

// Hands in one message over HTTP and asks for it until it is where it should be. It asks instead of listening to
// GET /api/events: what was reached between two questions stands in the message's history, so nothing is missed, and a
// station that restarts meanwhile is asked again as if nothing had happened.

/// <summary>One message, from handing in to the coördinatiepunt.</summary>
internal sealed class Pursuit(HttpClient http, TimeProvider time, TextWriter output, TextWriter errors, bool asJson)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>The coördinatiepunt's machine has it (interfaces.md §5), or somebody there did more with it
    /// since.</summary>
    private static readonly string[] Delivered =
    [
        "DeliveredDevice", "SeenByHuman", "QueryOpen", "Forwarded", "AcceptedControlRoom", "AcceptedDelayed",
        "EnRoute", "OnScene", "NotForwarded", "Closed",
    ];

    private static readonly string[] GivenUp = ["Refused", "Cancelled"];

    private readonly JsonArray _reached = [];
    private long _started;
    private string _state = "";

    public async Task<int> RunAsync(string body, TimeSpan patience, CancellationToken stop)
    {
        _started = time.GetTimestamp();
        var (code, id) = await HandInAsync(body, stop);
        if (id is null) return code;
        while (!Delivered.Contains(_state, StringComparer.Ordinal) && !GivenUp.Contains(_state, StringComparer.Ordinal))
        {
            if (time.GetElapsedTime(_started) > patience)
            {
                await errors.WriteLineAsync($"{id} is still {_state} after {patience.TotalSeconds:0.#} s.");
                break;
            }

            await Task.Delay(Interval, time, stop);
            await AskAsync(id, stop);
        }

        var delivered = Delivered.Contains(_state, StringComparer.Ordinal);
        if (asJson) await output.WriteLineAsync(Summary(id, delivered).ToJsonString());
        return delivered ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>The id that the station gave it, or null and the exit code.</summary>
    private async Task<(int Code, string? Id)> HandInAsync(string body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/messages")
        {
            Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")),
        };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        try
        {
            using var response = await http.SendAsync(request, stop);
            var text = await response.Content.ReadAsStringAsync(stop);
            if (response.StatusCode == HttpStatusCode.Accepted && Parse(text) is { } accepted
                && Text(accepted, "id") is { Length: > 0 } id)
            {
                Reach(id, Text(accepted, "state"), via: "", note: "");
                return (ExitCode.Done, id);
            }

            var status = (int)response.StatusCode;
            await errors.WriteLineAsync($"{http.BaseAddress} did not take it: {status} {Reason(text)}");
            return (response.StatusCode == HttpStatusCode.Unauthorized ? ExitCode.Unavailable : ExitCode.Failed, null);
        }
        catch (Exception e) when (IsUnreachable(e, stop))
        {
            await errors.WriteLineAsync($"{http.BaseAddress} does not answer: {e.Message}");
            return (ExitCode.Unavailable, null);
        }
    }

    /// <summary>A station that does not answer now is asked again: it may be restarting, and it has the message.
    /// </summary>
    private async Task AskAsync(string id, CancellationToken stop)
    {
        try
        {
            var text = await http.GetStringAsync(new Uri($"api/messages/{id}", UriKind.Relative), stop);
            if (Parse(text) is not { } message) return;
            foreach (var entry in message["history"] as JsonArray ?? [])
                Reach(id, Text(entry, "state"), Text(entry, "via"), Text(entry, "note"));
            Reach(id, Text(message, "state"), Text(message, "bearer"), note: "");
            _state = Text(message, "state");
        }
        catch (Exception e) when (IsUnreachable(e, stop))
        {
            // Asked again until the time is over.
        }
    }

    /// <summary>Prints a state the first time that it is seen.</summary>
    private void Reach(string id, string state, string via, string note)
    {
        if (state.Length == 0 || _reached.Any(each => Text(each, "state") == state)) return;
        _state = state;
        var seconds = Math.Round(time.GetElapsedTime(_started).TotalSeconds, 2);
        _reached.Add(new JsonObject { ["state"] = state, ["seconds"] = seconds, ["via"] = via, ["note"] = note });
        if (asJson) return;
        var detail = string.Join(", ", new[] { via, note }.Where(each => each.Length > 0));
        if (detail.Length > 0) detail = $" ({detail})";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds,7:0.00} s  {id}  {state}{detail}"));
    }

    private JsonObject Summary(string id, bool delivered) => new()
    {
        ["id"] = id,
        ["delivered"] = delivered,
        ["state"] = _state,
        ["seconds"] = Math.Round(time.GetElapsedTime(_started).TotalSeconds, 2),
        ["history"] = _reached,
    };

    /// <summary>The station's own words where it has any (problem details), each fault with its path.</summary>
    private static string Reason(string text)
    {
        if (Parse(text) is not { } problem) return "";
        var lines = new List<string> { Text(problem, "title"), Text(problem, "detail") };
        foreach (var (path, faults) in problem["errors"] as JsonObject ?? [])
            lines.AddRange((faults as JsonArray ?? []).Select(fault => $"{path}: {fault}"));
        return string.Join("; ", lines.Where(line => line.Length > 0));
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonNode? parent, string property) =>
        parent is JsonObject fields && fields[property] is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : "";

    private static bool IsUnreachable(Exception e, CancellationToken stop) =>
        e is HttpRequestException or IOException || (e is TaskCanceledException && !stop.IsCancellationRequested);
}
