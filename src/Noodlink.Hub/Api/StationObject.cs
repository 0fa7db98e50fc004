using System.Text.Json;
using Noodlink.Screens.Api;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Api;

/// <summary>A station as JSON (interfaces.md §4, <c>GET /api/stations</c>).</summary>
internal static class StationObject
{
    public static void Write(Utf8JsonWriter json, StationView station)
    {
        json.WriteStartObject();
        json.WriteNumber("number", station.Number);
        json.WriteString("id", station.Id);
        json.WriteString("name", station.Name);
        json.WriteString("gemeente", station.Gemeente);
        json.WriteStartObject("lastHeard");
        foreach (var (bearer, at) in station.LastHeard.OrderBy(pair => pair.Key))
            json.WriteString(bearer.ToString(), ApiTime.Text(at));
        json.WriteEndObject();
        Write(json, "waiting", station.Waiting);
        Write(json, "oldestWaitingMinutes", station.OldestWaitingMinutes);
        json.WriteStartArray("missing");
        foreach (var range in station.Missing)
        {
            json.WriteStartObject();
            json.WriteNumber("first", range.First);
            json.WriteNumber("last", range.Last);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "clockOffsetSeconds", station.ClockOffsetSeconds);
        json.WriteNumber("failedOpens", station.FailedOpens);
        json.WriteBoolean("silent", station.Silent);
        json.WriteStartObject("offers");
        foreach (var (category, count) in station.Offers.OrderBy(pair => pair.Key)) json.WriteNumber($"{category}", count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
