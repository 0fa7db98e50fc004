using System.Text.Json;
using Noodlink.Protocol;
using Noodlink.Protocol.Messages;

namespace Noodlink.Hub.Meldkamer;

/// <summary>The facts of a noodmelding in the API's own form (interfaces.md §3). What was not entered is not
/// there.</summary>
internal static class JsonContent
{
    public static void Write(Utf8JsonWriter json, AlarmFacts facts)
    {
        json.WriteStartObject();
        List(json, "services", facts.Services);
        One(json, "type", facts.Type);
        One(json, "dangerToLife", facts.DangerToLife);
        if (facts.Location is { } location) Place(json, location);
        Count(json, "victims", facts.Victims);
        Count(json, "unresponsive", facts.Unresponsive);
        Count(json, "trapped", facts.Trapped);
        Count(json, "children", facts.Children);
        List(json, "hazards", facts.Hazards);
        One(json, "access", facts.Access);
        One(json, "guide", facts.Guide);
        List(json, "actions", facts.Actions);
        One(json, "source", facts.Source);
        One(json, "reporter", facts.Reporter);
        Text(json, "language", facts.Language);
        List(json, "barriers", facts.Barriers);
        Count(json, "occurredAgoMinutes", facts.OccurredAgoMinutes);
        List(json, "vulnerableSites", facts.VulnerableSites);
        Text(json, "text", facts.Text);
        json.WriteEndObject();
    }

    private static void Place(Utf8JsonWriter json, Location location)
    {
        json.WriteStartObject("location");
        json.WriteString("kind", $"{location.Kind}");
        Text(json, "street", location.Street);
        Text(json, "number", location.Number);
        Text(json, "postcode", location.Postcode);
        Text(json, "place", location.Place);
        Text(json, "gemeente", location.Gemeente);
        Text(json, "road", location.Road);
        if (location.Hectometre is { } hectometre) json.WriteNumber("hectometre", hectometre);
        One(json, "side", location.Side);
        Text(json, "towards", location.Towards);
        Text(json, "spot", location.Spot);
        if (location.Rd is { } rd)
        {
            json.WriteStartObject("rd");
            json.WriteNumber("x", rd.X);
            json.WriteNumber("y", rd.Y);
            json.WriteEndObject();
        }

        Text(json, "text", location.Text);
        json.WriteString("certainty", $"{location.Certainty}");
        json.WriteEndObject();
    }

    private static void List<T>(Utf8JsonWriter json, string name, ValueList<T>? values)
    {
        if (values is null) return;
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue($"{value}");
        json.WriteEndArray();
    }

    private static void One<T>(Utf8JsonWriter json, string name, T? value) where T : struct, Enum
    {
        if (value is { } there) json.WriteString(name, $"{there}");
    }

    private static void Count(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } there) json.WriteNumber(name, there);
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
