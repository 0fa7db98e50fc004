using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Noodlink.Protocol.Json;
using Noodlink.Station;
using Noodlink.Station.Queue;

namespace Noodlink.Screens.Api;

/// <summary><c>GET /api/bulletins</c>: at a noodsteunpunt what came in, at a hub what was sent and where it hangs.</summary>
internal static class BulletinsEndpoint
{
    public const string Path = "/api/bulletins";

    public static void Map(IEndpointRouteBuilder routes, bool atHub) => routes.MapGet(Path, context =>
    {
        var bulletins = context.RequestServices.GetRequiredService<Desk>().Bulletins;
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return ApiAnswer.OkAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var bulletin in bulletins) Write(json, bulletin, now, atHub);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    });

    /// <summary>The stations that told that it hangs.</summary>
    public static void WriteHungUp(Utf8JsonWriter json, IReadOnlyList<HungUp> hungUp)
    {
        json.WriteStartArray("hungUp");
        foreach (var point in hungUp) json.WriteStringValue(point.Station);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, BulletinView view, DateTimeOffset now, bool atHub)
    {
        json.WriteStartObject();
        json.WriteString("id", view.MessageNumber);
        json.WriteString("status", view.Status.ToString());
        json.WriteString(atHub ? "sentAt" : "receivedAt", ApiTime.Text(view.At));
        json.WritePropertyName("content");
        MessageJson.WriteContent(json, view.Content);
        json.WriteBoolean("past", view.IsPast(now));
        if (view.ReplacedBy is { } number) json.WriteNumber("replacedBy", number);
        else json.WriteNull("replacedBy");
        WriteHungUp(json, view.HungUp);
        if (atHub)
        {
            json.WriteStartArray("points");
            foreach (var point in view.Points)
            {
                json.WriteStartObject();
                json.WriteString("station", point.Station);
                json.WriteString("id", point.MessageNumber);
                json.WriteString("state", point.State.ToString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
